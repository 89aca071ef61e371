"""Duties on the front page: what one owes, letters to sign, and the year ahead."""

import datetime as dt

from goldenthread.duties.models import Letter
from goldenthread.duties.tests.cases import happened
from goldenthread.home.tests.cases import home_of, part_of


def needs_of(person):
    return part_of(home_of(person), "Needs you", "What changed")


def ahead_of(person):
    return home_of(person).partition("Coming up")[2]


def test_what_is_late_and_what_falls_due_soon_stands_under_needs_you(manager, business_manager):
    happened(manager, "meeting_held", "2019-08-20", "Board 1")
    happened(manager, "meeting_held", "2019-09-05", "Board 2")
    said = needs_of(business_manager)
    assert (
        "3 working days late Minute the meeting and send the minutes to the chair: Board 1; was due" in said
    )
    assert "In 8 working days Minute the meeting and send the minutes to the chair" in said


def test_what_somebody_else_owes_is_not_mine(manager, scrutineer, safeguarding_partner):
    happened(manager, "meeting_held", "2019-08-20", "Board 1")
    assert "Board 1" not in needs_of(scrutineer)
    assert "Board 1" not in needs_of(safeguarding_partner)


def test_what_is_met_is_gone(manager, business_manager):
    happened(manager, "meeting_held", "2019-08-20", "Board 1")
    happened(manager, "minutes_to_chair", "2019-09-06", "Board 1")
    assert "Board 1" not in needs_of(business_manager)


def test_letters_wait_for_whoever_signs_them(manager, business_manager, business_team, council, partnership):
    Letter.objects.create(
        partnership=partnership, agency=council, rule_key="x", addressee="x", subject="x", text="x",
        drafted_on=dt.date(2019, 9, 6),
    )  # fmt: skip
    assert "Waiting for 1 working day 1 letter to agencies waits to be signed." in needs_of(business_manager)
    assert "to be signed" not in needs_of(business_team)


def test_the_year_ahead_counts_the_duties_of_a_month(manager, business_manager, safeguarding_partner):
    assert "duties due" in ahead_of(safeguarding_partner).partition("March")[2]
    assert "duties due" in ahead_of(business_manager)


def test_a_restricted_duty_stands_on_no_page_of_those_who_may_not_see_it(manager, member, business_manager):
    happened(manager, "meeting_held", "2019-08-20", "Secret 1", restricted=True)
    assert "Secret 1" in home_of(business_manager)
    assert "Secret 1" not in home_of(member)
