"""Contributions: by the formula, agreed, revised; receipts that are caught when they come twice, and reversed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, viewing

from goldenthread.oversight.finance.actions.contributions import (
    Part,
    add_contribution,
    agree_formula,
    change_contribution,
    work_out,
)
from goldenthread.oversight.finance.actions.receipts import record_receipt, reverse_receipt
from goldenthread.oversight.finance.models import Contribution, Formula, Receipt
from goldenthread.oversight.finance.selectors.equity import equity
from goldenthread.oversight.finance.selectors.position import position
from goldenthread.oversight.finance.tests.cases import (
    DUE,
    anew,
    contribution_of,
    day,
    drafted,
    formula_of,
    paid_by,
)
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Agency


def test_a_draft_is_worked_out_to_the_penny_and_anew(by, council, police, partnership):
    year = drafted(by, council, police)
    agreed = {row.agency: row.agreed for row in year.contributions.all()}
    assert agreed == {council: Decimal("666.67"), police: Decimal("333.33")}
    agree_formula(by=by, parts=[Part(council, share=Fraction(1))], on=TODAY, note="All of it")
    work_out(by=by, year=year, version=year.version, total=Decimal("10.01"), due_on=DUE)
    assert [(row.agency, row.agreed) for row in year.contributions.all()] == [(council, Decimal("10.01"))]
    with pytest.raises(StaleVersionError):
        work_out(by=by, year=year, version=year.version, total=Decimal("1.00"), due_on=DUE)


def test_a_total_that_the_fixed_sums_exceed_is_refused_at_its_box(by, council, police):
    year = drafted(by, council, police)
    parts = [Part(council, share=Fraction(1)), Part(police, fixed=Decimal("50.00"))]
    agree_formula(by=by, parts=parts, on=TODAY, note="x")
    with pytest.raises(RuleError, match="more than the total") as refusal:
        work_out(by=by, year=year, version=year.version, total=Decimal("49.99"), due_on=DUE)
    assert "total" in refusal.value.error_dict


def test_a_formula_totals_exactly_a_whole_and_the_same_again_is_told(by, council, police):
    formula_of(by, council, police)
    with pytest.raises(RuleError, match="holds already"):
        formula_of(by, council, police)
    for parts, fields, said in (
        ([Part(council, share=Fraction(99, 100))], {}, "total 99%"),
        ([], {}, "at least one"),
        ([Part(council, share=Fraction(1))], {"on": day("2019-09-10")}, "still to come"),
        ([Part(council, share=Fraction(1))], {"note": " "}, "where it was agreed"),
    ):
        with pytest.raises(RuleError, match=said):
            agree_formula(by=by, parts=parts, **({"on": TODAY, "note": "x"} | fields))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Formula.objects.update(note="x")


def test_without_a_formula_nothing_is_worked_out(by, council, police):
    from goldenthread.oversight.finance.actions.years import begin_year

    year = begin_year(by=by, on=TODAY, opening_reserve=Decimal("0.00"))
    with pytest.raises(RuleError, match="No formula"):
        work_out(by=by, year=year, version=1, total=Decimal("1.00"), due_on=DUE)


def test_what_was_agreed_is_revised_with_a_reason_and_stands_as_it_was(by, year, council):
    row = contribution_of(council)
    with pytest.raises(RuleError, match="Say why it changes"):
        change_contribution(
            by=by, contribution=row, version=row.version, agreed=Decimal("700.00"), due_on=DUE
        )
    change_contribution(
        by=by,
        contribution=row,
        version=row.version,
        agreed=Decimal("700.00"),
        due_on=day("2019-10-01"),
        reason="Agreed",
    )
    now = contribution_of(council)
    assert (now.agreed, now.now, now.due_on, now.due_now) == (
        Decimal("666.67"),
        Decimal("700.00"),
        DUE,
        day("2019-10-01"),
    )
    with pytest.raises(StaleVersionError):
        change_contribution(
            by=by, contribution=row, version=row.version, agreed=Decimal("1.00"), due_on=DUE, reason="x"
        )
    with pytest.raises(RuleError, match="already"):
        change_contribution(
            by=by,
            contribution=now,
            version=now.version,
            agreed=Decimal("700.00"),
            due_on=day("2019-10-01"),
            reason="x",
        )


def test_an_agency_beside_the_formula_joins_a_set_budget_with_a_reason(by, year, partnership, council):
    fire = Agency.objects.create(partnership=partnership, key="fire", name="Fire")
    values = {"by": by, "year": year, "agency": fire, "agreed": Decimal("25.00"), "due_on": day("2019-12-02")}
    with pytest.raises(RuleError, match="Say why"):
        add_contribution(**values)
    add_contribution(**values, reason="It asked to")
    assert contribution_of(fire).now == Decimal("25.00")
    assert position(anew(year)).agreed == Decimal("1025.00")
    with pytest.raises(RuleError, match="is there already"):
        add_contribution(**values, reason="x")


def test_a_second_click_or_a_second_payment_under_one_reference_is_caught(by, year, council):
    paid_by(by, council, reference="BACS 17")
    for again in ("BACS 17", "bacs  17", " BACS 17 "):
        with pytest.raises(RuleError, match=r"on record already: £100.00 on 3 June 2019") as refusal:
            paid_by(by, council, reference=again)
        assert "reference" in refusal.value.error_dict
    assert Receipt.objects.count() == 1
    assert paid_by(by, council, reference="BACS 17", note="Two instalments").note == "Two instalments"
    values = {
        "contribution": contribution_of(council),
        "on": TODAY,
        "amount": Decimal("1.00"),
        "by_label": "x",
    }
    Receipt.objects.create(reference="Z", **values)
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.create(reference="Z", **values)


def test_what_was_paid_twice_is_seen_and_reversed_by_a_row_of_its_own(by, year, police):
    paid_by(by, police, "333.33", "A")
    second = paid_by(by, police, "333.33", "B", on="2019-07-01")
    found = {each.agency: each for each in position(year).paid}[police]
    assert (found.state, found.over, found.outstanding) == ("over", Decimal("333.33"), Decimal("0.00"))
    with pytest.raises(RuleError, match="Say why"):
        reverse_receipt(by=by, receipt=second, reason=" ")
    back = reverse_receipt(by=by, receipt=second, reason="Sent back")
    assert (back.amount, back.reverses) == (Decimal("-333.33"), second)
    assert {each.agency: each.state for each in position(year).paid}[police] == "paid"
    for row in (second, back):
        with pytest.raises(RuleError, match="reversed already"):
            reverse_receipt(by=by, receipt=row, reason="x")
    for change in (
        lambda: Receipt.objects.update(amount=Decimal("1.00")),
        lambda: Receipt.objects.filter(reverses=second).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    with pytest.raises(RuleError, match="was reversed on 9 September 2019"):
        paid_by(by, police, "333.33", "B")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "-1.00"}, "more than nothing"),
        ({"amount": "0.00"}, "more than nothing"),
        ({"on": "2019-09-10"}, "still to come"),
        ({"on": "2018-03-30"}, "long before"),
        ({"reference": "  "}, "payer’s reference"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(by, year, council, fields, said):
    with pytest.raises(RuleError, match=said):
        paid_by(by, council, **fields)


def test_the_database_refuses_a_negative_receipt_that_reverses_nothing(year, council):
    row = contribution_of(council)
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.create(
            contribution=row, on=TODAY, amount=Decimal("-1.00"), reference="x", by_label="x"
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Contribution.objects.create(year=year, agency=row.agency, agreed=Decimal("-1.00"), due_on=TODAY)


def test_nothing_is_received_before_the_budget_is_set(by, council, police):
    drafted(by, council, police)
    with pytest.raises(RuleError, match="not set yet"):
        paid_by(by, council)


@pytest.mark.parametrize(("due", "state"), [("2019-09-08", "late"), ("2019-09-09", "waiting")])
def test_a_contribution_is_late_the_day_after_it_was_due(by, council, police, due, state):
    year = drafted(by, council, police)
    work_out(by=by, year=year, version=year.version, total=Decimal("3.00"), due_on=day(due))
    assert {each.state for each in position(anew(year)).paid} == {"waiting"}
    from goldenthread.oversight.finance.actions.years import set_budget

    now = anew(year)
    set_budget(by=by, year=now, version=now.version, on=TODAY, note="x")
    assert {each.state for each in position(anew(year)).paid} == {state}


def test_equity_says_each_part_of_the_three_and_of_all(by, year, partnership):
    fire = Agency.objects.create(partnership=partnership, key="fire", name="Fire")
    add_contribution(by=by, year=year, agency=fire, agreed=Decimal("1000.00"), due_on=TODAY, reason="x")
    found = [(str(row.agency), row.of_partners, row.of_all) for row in equity(position(anew(year)))]
    assert found == [
        ("Thurrock Council", Decimal("66.7"), Decimal("33.3")),
        ("Essex Police", Decimal("33.3"), Decimal("16.7")),
    ]


@pytest.mark.parametrize("who", ["scrutineer", "safeguarding_partner", "agency_lead", "outsider"])
def test_others_record_nothing(by, year, council, who, request):
    other, row, receipt = (
        viewing(request.getfixturevalue(who)),
        contribution_of(council),
        paid_by(by, council),
    )
    for act in (
        lambda: record_receipt(by=other, contribution=row, on=TODAY, amount=Decimal("1.00"), reference="x"),
        lambda: reverse_receipt(by=other, receipt=receipt, reason="x"),
        lambda: change_contribution(
            by=other, contribution=row, version=1, agreed=Decimal("1.00"), due_on=TODAY, reason="x"
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
