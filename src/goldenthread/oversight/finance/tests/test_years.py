"""Budget years: drafted, set, revised with reasons, closed, opened again; and their reserves."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, viewing

from goldenthread.oversight.finance.actions.budget import (
    add_heading,
    change_heading,
    plan_budget,
    revise_line,
)
from goldenthread.oversight.finance.actions.years import (
    begin_year,
    close_year,
    move_reserve,
    reopen_year,
    reverse_movement,
    set_budget,
)
from goldenthread.oversight.finance.models import (
    BudgetLine,
    BudgetYear,
    Contribution,
    Movement,
    Revision,
    YearStep,
)
from goldenthread.oversight.finance.selectors.position import position
from goldenthread.oversight.finance.tests.cases import anew, committed, day, drafted, heading, spent
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import AuditEvent, OutgoingMessage
from goldenthread.partnership.today import standing_at


def test_a_year_begins_once_and_runs_from_april_to_march(by):
    made = begin_year(by=by, on=TODAY, opening_reserve=Decimal("0.00"))
    assert (made.key, made.starts_on, made.ends_on) == ("2019-20", day("2019-04-01"), day("2020-03-31"))
    with pytest.raises(RuleError, match="is there already"):
        begin_year(by=by, on=day("2020-03-31"), opening_reserve=Decimal("0.00"))


def test_a_draft_changes_freely_and_its_stale_form_is_told(by, council, police):
    year = drafted(by, council, police)
    values = {
        "opening_reserve": Decimal("50.00"),
        "amounts": {heading().pk: Decimal("700.00"), heading("reviews").pk: None},
    }
    made = plan_budget(by=by, year=year, version=year.version, **values)
    assert {line.heading.key: line.amount for line in BudgetLine.objects.all()} == {"team": Decimal("700.00")}
    assert AuditEvent.objects.latest("pk").changes == {
        "Team": ["£600.00", "£700.00"],
        "Reviews": ["£300.00", None],
    }
    with pytest.raises(StaleVersionError):
        plan_budget(by=by, year=made, version=made.version - 1, **values)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"on": day("2019-09-10")}, "still to come"), ({"note": " "}, "where they set it")],
)
def test_a_budget_is_set_on_a_day_that_was_and_somewhere(by, council, police, fields, said):
    year = drafted(by, council, police)
    with pytest.raises(RuleError, match=said):
        set_budget(by=by, year=year, version=year.version, **({"on": TODAY, "note": "Group"} | fields))


def test_an_empty_budget_is_not_set(by):
    year = begin_year(by=by, on=TODAY, opening_reserve=Decimal("0.00"))
    with pytest.raises(RuleError, match="what is planned under each heading"):
        set_budget(by=by, year=year, version=1, on=TODAY, note="Group")


def test_a_budget_that_is_set_keeps_what_it_said_and_a_second_click_is_told(by, year):
    assert YearStep.objects.get().on == day("2019-05-07")
    with pytest.raises(RuleError, match="is set"):
        set_budget(by=by, year=year, version=year.version, on=TODAY, note="Group")
    with pytest.raises(RuleError, match="Change one line at a time"):
        plan_budget(by=by, year=year, version=year.version, opening_reserve=Decimal("0.00"), amounts={})
    for change in (
        lambda: BudgetLine.objects.update(amount=Decimal("1.00")),
        lambda: BudgetLine.objects.update(fixed=False),
        lambda: Contribution.objects.update(agreed=Decimal("1.00")),
        lambda: BudgetLine.objects.all().delete(),
        lambda: Contribution.objects.all().delete(),
        lambda: YearStep.objects.update(note="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_agencies_are_told_what_they_pay(by, council, police, agency_lead, safeguarding_partner):
    year = drafted(by, council, police)
    set_budget(by=by, year=year, version=year.version, on=TODAY, note="Group", tell=True)
    told = {
        message.person: message.text
        for message in OutgoingMessage.objects.filter(kind="finance.contribution")
    }
    assert set(told) == {agency_lead, safeguarding_partner}
    assert "£333.33, to be paid by 28 June 2019" in told[agency_lead]
    assert "£666.67" in told[safeguarding_partner]


def test_a_line_of_a_set_budget_changes_by_a_revision_with_its_reason(by, year):
    revise_line(
        by=by, year=year, heading=heading(), version=year.version, amount=Decimal("650.00"), reason="Pay rise"
    )
    line = BudgetLine.objects.get(heading=heading())
    assert (line.amount, line.now) == (Decimal("600.00"), Decimal("650.00"))
    made = Revision.objects.get()
    assert (made.was, made.now, made.reason) == (Decimal("600.00"), Decimal("650.00"), "Pay rise")
    now = anew(year)
    for fields, said in (
        ({"reason": " "}, "Say why"),
        ({"amount": Decimal("650.00")}, "already"),
    ):
        values = {"amount": Decimal("1.00"), "reason": "x"} | fields
        with pytest.raises(RuleError, match=said):
            revise_line(by=by, year=year, heading=heading(), version=now.version, **values)
    with pytest.raises(StaleVersionError):
        revise_line(
            by=by, year=year, heading=heading(), version=year.version, amount=Decimal("1.00"), reason="x"
        )


def test_a_heading_that_had_nothing_planned_joins_a_set_budget(by, year):
    new = add_heading(by=by, title="Website")
    revise_line(by=by, year=year, heading=new, version=year.version, amount=Decimal("5.00"), reason="Agreed")
    line = next(line for line in position(year).lines if line.heading == new)
    assert (line.first, line.budget) == (Decimal("0.00"), Decimal("5.00"))


def test_headings_have_names_of_their_own_and_stale_changes_are_told(by, year):
    for title, said in (("team", "already"), ("Team!", "already"), ("…", "a name")):
        with pytest.raises(RuleError, match=said):
            add_heading(by=by, title=title)
    row = change_heading(by=by, heading=heading(), version=1, title="Business Team", pattern="even")
    assert (row.title, row.key) == ("Business Team", "team")
    with pytest.raises(StaleVersionError):
        change_heading(by=by, heading=row, version=1, title="x", pattern="even")
    with pytest.raises(RuleError, match="already"):
        change_heading(by=by, heading=row, version=2, title="reviews", pattern="even")


def test_a_year_closes_when_it_is_over_and_opens_again_with_a_reason(by, year):
    with pytest.raises(RuleError, match="not over until 31 March 2020"):
        close_year(by=by, year=year, note="Accountant")
    committed(by)
    with standing_at(day("2020-04-01")):
        with pytest.raises(RuleError, match="still open"):
            close_year(by=by, year=year, note="Accountant")
        spent(by, "40.00", on="2020-03-31", under="reviews", commitment=year.commitments.get())
        with pytest.raises(RuleError, match="who agreed"):
            close_year(by=by, year=year, note="")
        assert close_year(by=by, year=year, note="Accountant").status == "closed"
        with pytest.raises(RuleError, match="is closed"):
            spent(by, reference="L 9")
        with pytest.raises(RuleError, match="Say why"):
            reopen_year(by=by, year=year, reason=" ")
        assert reopen_year(by=by, year=year, reason="A late invoice").is_open
        with pytest.raises(RuleError, match="not closed"):
            reopen_year(by=by, year=year, reason="x")
    assert [str(step) for step in year.steps.all()][1:] == ["Closed", "Opened again"]


def test_reserves_move_both_ways_and_back(by, year):
    values = {"by": by, "year": year, "on": TODAY, "reason": "Deposit"}
    first = move_reserve(amount=Decimal("5.00"), out=False, **values)
    move_reserve(amount=Decimal("2.00"), out=True, **values)
    assert position(year).moved == Decimal("3.00")
    with pytest.raises(RuleError, match="on record already"):
        move_reserve(amount=Decimal("5.00"), out=False, **values)
    reverse_movement(by=by, movement=first, reason="Wrong year")
    assert position(year).moved == Decimal("-2.00")
    with pytest.raises(RuleError, match="reversed already"):
        reverse_movement(by=by, movement=first, reason="x")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Movement.objects.update(amount=Decimal("1.00"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": day("2019-03-31")}, "runs from 1 April 2019 to 31 March 2020"),
        ({"on": day("2019-09-10")}, "still to come"),
        ({"reason": " "}, "came from"),
    ],
)
def test_a_movement_is_of_its_year_and_says_why(by, year, fields, said):
    values = {"on": TODAY, "reason": "x"} | fields
    with pytest.raises(RuleError, match=said):
        move_reserve(by=by, year=year, amount=Decimal("1.00"), out=False, **values)


@pytest.mark.parametrize(
    "who", ["scrutineer", "member", "safeguarding_partner", "chair", "agency_lead", "outsider"]
)
def test_the_business_team_alone_keeps_the_budget(year, who, request):
    other = viewing(request.getfixturevalue(who))
    for act in (
        lambda: set_budget(by=other, year=year, version=year.version, on=TODAY, note="x"),
        lambda: move_reserve(by=other, year=year, on=TODAY, amount=Decimal("1.00"), out=False, reason="x"),
        lambda: reopen_year(by=other, year=year, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert BudgetYear.objects.visible_to(other).exists() == (
        who in ("scrutineer", "safeguarding_partner", "chair")
    )
