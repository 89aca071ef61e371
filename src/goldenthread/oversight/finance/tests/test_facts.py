"""What finance tells duties: budgets set, contributions owed and paid, reports given; and who may know of what."""

from decimal import Decimal

import pytest
from tests.cast import TODAY, signed_in

from goldenthread.duties.derivation import refresh
from goldenthread.duties.models import Duty
from goldenthread.duties.sources import facts_of
from goldenthread.duties.tests.cases import adopt
from goldenthread.oversight.finance.actions.contributions import change_contribution
from goldenthread.oversight.finance.actions.receipts import reverse_receipt
from goldenthread.oversight.finance.tests.cases import (
    DUE,
    budgeted,
    contribution_of,
    day,
    drafted,
    paid_by,
    reported,
    spent,
)


def facts(partnership, happening):
    return [fact for fact in facts_of(partnership) if str(fact.happening) == happening]


def test_a_contribution_is_owed_by_its_agency_from_the_day_the_budget_was_set(
    by, partnership, council, police
):
    drafted(by, council, police)
    assert not facts(partnership, "contribution_agreed")
    assert not facts(partnership, "budget_set")


def test_it_is_met_on_the_day_from_which_it_is_paid_in_full(by, partnership, year, council, police):
    owed = facts(partnership, "contribution_agreed")
    assert [(fact.agency, fact.on, fact.due) for fact in owed] == [
        (council.pk, day("2019-05-07"), DUE),
        (police.pk, day("2019-05-07"), DUE),
    ]
    paid_by(by, police, "333.32", "A")
    assert not facts(partnership, "contribution_received")
    last = paid_by(by, police, "0.01", "B", on="2019-07-01")
    assert [(fact.about, fact.on) for fact in facts(partnership, "contribution_received")] == [
        (owed[1].about, day("2019-07-01"))
    ]
    reverse_receipt(by=by, receipt=last, reason="Sent back")
    assert not facts(partnership, "contribution_received")


def test_a_day_that_moved_is_the_day_by_which_it_is_owed_and_nothing_lapses(by, partnership, year, council):
    row = contribution_of(council)
    change_contribution(
        by=by,
        contribution=row,
        version=row.version,
        agreed=Decimal("0.00"),
        due_on=day("2019-12-02"),
        reason="Waived",
    )
    fact = facts(partnership, "contribution_agreed")[0]
    assert (fact.due, fact.lapsed) == (day("2019-12-02"), TODAY)


def test_a_correction_is_no_second_report(by, partnership, year):
    reported(by)
    spent(by, on="2019-08-30")
    reported(by)
    assert [fact.title for fact in facts(partnership, "finance_reported")] == [
        "Finance report 2019-20, October"
    ]
    reported(by, half="march")
    assert len(facts(partnership, "finance_reported")) == 2


@pytest.fixture
def duties(by, partnership, council, police):
    partnership.effective_from = day("2019-05-07")
    partnership.save()
    adopt(by)
    budgeted(by, council, police)

    def found():
        refresh(partnership)
        rows = Duty.objects.filter(
            partnership=partnership, rule_key__in=("finance.contribution", "year.budget")
        )
        more = Duty.objects.filter(partnership=partnership, rule_key__startswith="year.finance")
        return {(row.rule_key, row.agency_id): row for row in (*rows, *more)}

    return found


def test_the_constitution_counts_the_reports_and_asks_for_the_first_by_the_end_of_october(
    by, duties, council, police
):
    found = duties()
    assert found["year.budget", None].met_on == day("2019-05-07")
    assert found["year.finance.october", None].due_on == day("2019-10-31")
    assert (found["year.finance", None].due_on, found["year.finance", None].met_on) == (
        day("2020-03-31"),
        None,
    )
    reported(by)
    found = duties()
    assert found["year.finance.october", None].met_on == TODAY
    assert (found["year.finance", None].done, found["year.finance", None].met_on) == (1, None)
    late = found["finance.contribution", police.pk]
    assert (late.due_on, late.met_on, late.owed_by) == (DUE, None, "agency")


def test_the_agency_finds_what_it_owes_and_the_business_manager_what_is_late(
    duties, business_manager, agency_lead, partnership
):
    duties()
    lead = signed_in(agency_lead).get("/thurrock/").content.decode()
    assert "Pay the agreed contribution" in lead
    manager = signed_in(business_manager).get("/thurrock/").content.decode()
    assert "2 contributions of 2019-20" in manager
    assert "Essex Police £333.33" in manager
