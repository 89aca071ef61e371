"""Meetings on the front page and in the search: papers, minutes, what was decided, and who may see it."""

import datetime as dt

import pytest
from tests.cast import TODAY, signed_in

from goldenthread.home.tests.cases import home_of, part_of, read
from goldenthread.oversight.meetings.actions.agenda import add_item
from goldenthread.oversight.meetings.actions.decisions import record_decision
from goldenthread.oversight.meetings.actions.minutes import minutes_of, send_to_chair, write_minutes
from goldenthread.oversight.meetings.actions.packs import circulate_papers
from goldenthread.oversight.meetings.models import Pack
from goldenthread.oversight.meetings.tests.cases import called, held

LATER = dt.date(2019, 12, 2)
MEETINGS = "/thurrock/oversight/meetings/"


def needs_of(person):
    return part_of(home_of(person), "Needs you", "What changed")


@pytest.fixture
def meeting(manager, lpr, chair, member):
    """A meeting to come, its papers sent out."""
    meeting = called(manager, lpr)
    add_item(by=manager, meeting=meeting, title="Neglect")
    circulate_papers(by=manager, meeting=meeting, on=TODAY)
    return meeting


def test_papers_wait_for_each_member_until_they_are_opened(meeting, member, scrutineer):
    assert f"Read the papers: {meeting.group}; it meets on 26 September 2019." in needs_of(member)
    assert "Read the papers" not in needs_of(scrutineer)
    signed_in(member).get(f"{MEETINGS}{meeting.pk}/packs/{Pack.objects.get().pk}/")
    assert "Read the papers" not in needs_of(member)


def test_papers_that_are_not_out_wait_for_nobody(manager, lpr, member):
    called(manager, lpr)
    assert "Read the papers" not in needs_of(member)


def test_minutes_wait_for_the_chair_alone(manager, lpr, chair, member):
    meeting = held(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    write_minutes(by=manager, minutes=minutes_of(meeting), texts={item.pk: ("The group heard.", 0)})
    assert "Agree the minutes" not in needs_of(chair)
    send_to_chair(by=manager, minutes=minutes_of(meeting), on=TODAY)
    assert f"Agree the minutes: {meeting}" in needs_of(chair)
    assert "Agree the minutes" not in needs_of(member)


def test_meetings_to_come_stand_in_the_year_ahead_of_their_members(meeting, member, scrutineer):
    assert "Learning & Practice Review Group meets" in home_of(member).partition("Coming up")[2]
    assert "Learning & Practice Review Group meets" not in home_of(scrutineer)


def test_items_and_what_was_decided_are_found(manager, lpr, chair, scrutineer):
    meeting = held(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Early help form")
    record_decision(by=manager, item=item, text="One referral form for all agencies", implement_on=LATER)
    for words in ("early form", "referral agencies"):
        page = read(scrutineer, f"/thurrock/search/?q={words}")
        assert f"Early help form {meeting}" in page
    assert "One referral form" in page


def test_a_confidential_item_is_found_by_its_group_and_nobody_else(
    manager, lpr, strategic, chair, scrutineer
):
    meeting = held(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Zebra matter", confidential=True)
    record_decision(by=manager, item=item, text="Zebra decided", implement_on=LATER)
    assert "Zebra matter" in read(chair, "/thurrock/search/?q=zebra")
    assert "Zebra" not in read(scrutineer, "/thurrock/search/?q=zebra").replace("zebra", "")
