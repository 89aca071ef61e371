"""Cases drawn and chosen, set aside, and the draw that anybody can repeat."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import viewing

from goldenthread.evidence.audits.actions.cases import choose_case, draw_cases, repeats_draw, set_aside
from goldenthread.evidence.audits.actions.space import give_seat
from goldenthread.evidence.audits.drawing import draw, numbered
from goldenthread.evidence.audits.models import Case, Draw
from goldenthread.evidence.audits.tests.cases import drawn, ended, planned, returned
from goldenthread.partnership.errors import RuleError

LISTED = "\n".join(f"MAA-{number:02}" for number in range(1, 21))


def test_cases_are_drawn_from_a_list_and_the_list_is_not_kept(manager, audit):
    made = draw_cases(by=manager, audit=audit, frame="Open plans", listed=LISTED, wanted=4, reserve=2)
    rows = list(audit.cases.all())
    assert [row.reference for row in rows] == draw(LISTED.split("\n"), made.seed, 6)
    assert [row.reserve for row in rows] == [False] * 4 + [True] * 2
    assert (made.size, made.wanted, made.by_number) == (20, 4, False)
    assert "MAA" not in str(Draw.objects.values())


def test_a_draw_can_be_repeated_by_whoever_has_the_list_alone(manager, audit):
    made = draw_cases(by=manager, audit=audit, frame="x", listed=LISTED, wanted=4)
    assert repeats_draw(made, list(reversed(LISTED.split("\n"))))
    assert not repeats_draw(made, LISTED.split("\n")[1:])
    assert not repeats_draw(made, numbered(20))


def test_only_the_length_of_a_list_may_be_told(manager, audit):
    cases = drawn(manager, audit, wanted=3, size=140)
    assert [case.reference for case in cases] == draw(numbered(140), "x", 3)
    assert Draw.objects.get().by_number


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"listed": LISTED, "size": 5}, "not both"),
        ({}, "or how many"),
        ({"listed": "Smith"}, "looks like a name"),
        ({"listed": "A1"}, "There are 1 cases"),
        ({"size": 4, "wanted": 3, "reserve": 2}, "There are 4 cases on the list, and 5"),
        ({"size": 0}, "between 1 and"),
        ({"size": 90, "wanted": 61}, "at most 60"),
        ({"size": 90, "wanted": 50, "reserve": 11}, "at most 60"),
        ({"size": 90, "wanted": 0}, "at least one"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_nothing_is_kept(manager, audit, given, says):
    with pytest.raises(RuleError, match=says):
        draw_cases(by=manager, audit=audit, frame="x", **({"wanted": 2} | given))
    assert not Draw.objects.exists()
    assert not Case.objects.exists()


def test_cases_that_are_there_are_not_drawn_again(manager, audit):
    draw_cases(by=manager, audit=audit, frame="x", listed=LISTED, wanted=20)
    with pytest.raises(RuleError, match="in this audit already"):
        draw_cases(by=manager, audit=audit, frame="x", listed=LISTED, wanted=1)


def test_a_draw_stands_as_it_was_made(manager, audit):
    drawn(manager, audit)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Draw.objects.update(seed="another")


def test_a_chosen_case_says_why_and_is_there_once(manager, audit):
    made = choose_case(by=manager, audit=audit, reference="maa-99", reason="It led to the audit")
    assert str(made) == "Case 1 (MAA-99)"
    with pytest.raises(RuleError, match="already"):
        choose_case(by=manager, audit=audit, reference="MAA-99", reason="x")
    with pytest.raises(RuleError, match="looks like a name"):
        choose_case(by=manager, audit=audit, reference="Smith", reason="x")


def test_no_reason_holds_who_somebody_is(manager, audit):
    with pytest.raises(RuleError, match="Take out “Mrs Smith”"):
        choose_case(by=manager, audit=audit, reference="A1", reason="Mrs Smith asked")
    with pytest.raises(RuleError, match="Take out “Mrs Smith”"):
        draw_cases(by=manager, audit=audit, frame="Cases of Mrs Smith", wanted=1, size=9)
    case = choose_case(by=manager, audit=audit, reference="A1", reason="It led to the audit")
    with pytest.raises(RuleError, match="Take out “Mrs Smith”"):
        set_aside(by=manager, case=case, reason="Mrs Smith moved")


def test_the_first_in_reserve_takes_the_place_of_one_that_is_set_aside(manager, audit):
    cases = drawn(manager, audit, wanted=2, reserve=1)
    assert set_aside(by=manager, case=cases[0], reason="Moved away").pk == cases[2].pk
    with pytest.raises(RuleError, match="already"):
        set_aside(by=manager, case=cases[0], reason="x")
    assert set_aside(by=manager, case=cases[1], reason="Moved away") is None
    assert [case.is_audited for case in audit.cases.all()] == [False, False, True]


def test_the_reserve_of_another_draw_is_not_used(manager, audit):
    first = drawn(manager, audit, wanted=1, reserve=1)
    second = [case for case in drawn(manager, audit, wanted=1, reserve=0) if case not in first]
    assert second[0].reference.startswith("B-")
    assert set_aside(by=manager, case=second[0], reason="Moved away") is None
    assert set_aside(by=manager, case=first[0], reason="Moved away") == first[1]


def test_chosen_cases_have_the_same_letters(manager, audit):
    choose_case(by=manager, audit=audit, reference="TOM 7", reason="x")
    with pytest.raises(RuleError, match="the same letters"):
        choose_case(by=manager, audit=audit, reference="IAN 8", reason="x")


def test_an_audit_has_sixty_cases_at_most_whatever_the_draws(manager, audit):
    drawn(manager, audit, wanted=40, size=90)
    with pytest.raises(RuleError, match="at most 60"):
        drawn(manager, audit, wanted=21, size=90)


def test_one_in_reserve_is_set_aside_without_another(manager, audit):
    cases = drawn(manager, audit, wanted=1, reserve=2)
    assert set_aside(by=manager, case=cases[1], reason="x") is None
    assert [case.is_audited for case in audit.cases.all()] == [True, False, False]


def test_an_agency_is_done_when_it_sent_every_case_that_is_audited(manager, audit, council):
    cases = drawn(manager, audit, wanted=2, reserve=1)
    part = audit.participations.get(agency=council)
    for number, case in enumerate(cases[:2]):
        part.refresh_from_db()
        assert part.returned_on is None, number
        returned(manager, case, council)
    part.refresh_from_db()
    assert part.returned_on is not None
    set_aside(by=manager, case=cases[0], reason="Moved away")
    part.refresh_from_db()
    assert part.returned_on is None
    returned(manager, audit.cases.get(number=3), council)
    part.refresh_from_db()
    assert part.returned_on is not None


def test_cases_come_once_agencies_are_asked_and_while_the_audit_is_open(manager, audit, council):
    with pytest.raises(RuleError, match="closed"):
        drawn(manager, planned(manager, title="Later"))
    drawn(manager, audit)
    row = ended(manager, audit, council)
    with pytest.raises(RuleError, match="closed"):
        choose_case(by=manager, audit=row, reference="A1", reason="x")


def test_whoever_leads_draws_and_nobody_else(manager, audit, member, business_team):
    give_seat(by=manager, audit=audit, person=member, part="auditor")
    for who in (member, business_team):
        with pytest.raises(PermissionDenied):
            drawn(viewing(who), audit)
