"""Minutes from draft to agreed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from tests.cast import TODAY, viewing

from goldenthread.duties.tests.cases import day, the_duty
from goldenthread.oversight.meetings.actions.agenda import (
    add_item,
)
from goldenthread.oversight.meetings.actions.attendance import record_attendance
from goldenthread.oversight.meetings.actions.decisions import record_decision
from goldenthread.oversight.meetings.actions.given import give_action
from goldenthread.oversight.meetings.actions.minutes import (
    EntryConflictError,
    agree_minutes,
    approve_minutes,
    circulate_minutes,
    send_to_chair,
    take_back,
    write_minutes,
)
from goldenthread.oversight.meetings.models import MinuteEntry
from goldenthread.oversight.meetings.tests.cases import called, came
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.today import standing_at


def test_minutes_go_from_draft_to_agreed_and_meet_their_duties(manager, minuted, lpr, chair, partnership):
    about = f"meeting:{minuted.meeting_id}"
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    assert OutgoingMessage.objects.filter(person=chair, subject__startswith="To agree").exists()
    assert the_duty(partnership, "meeting.minutes", about).met_on == TODAY
    approve_minutes(by=viewing(chair), minutes=minuted, on=TODAY)
    assert the_duty(partnership, "meeting.minutes.circulate", about).due_on == day("2019-09-16")
    assert circulate_minutes(by=manager, minutes=minuted, on=TODAY) == 2
    assert the_duty(partnership, "meeting.minutes.circulate", about).met_on == TODAY
    with pytest.raises(RuleError, match="later meeting of the same group"):
        agree_minutes(by=manager, minutes=minuted, at=minuted.meeting)


def test_agreed_minutes_are_never_changed_by_any_route(manager, minuted, chair):
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=viewing(chair), minutes=minuted, on=TODAY)
    entry = MinuteEntry.objects.get()
    with pytest.raises(DatabaseError, match="never overwritten"), transaction.atomic():
        MinuteEntry.objects.update(text="x")
    with pytest.raises(RuleError, match="still in the boxes: copy it"):
        write_minutes(by=manager, minutes=minuted, texts={entry.item_id: ("x", entry.version)})
    with pytest.raises(RuleError, match="cannot become draft"):
        take_back(by=manager, minutes=minuted)
    with pytest.raises(RuleError, match="agenda stands as it is"):
        add_item(by=manager, meeting=minuted.meeting, title="Later")


def test_two_writers_of_one_item_lose_nothing(manager, minuted):
    entry = MinuteEntry.objects.get()
    write_minutes(by=manager, minutes=minuted, texts={entry.item_id: ("Mine.", entry.version)})
    with pytest.raises(EntryConflictError, match=r"Theirs is: “Mine\.”") as told:
        write_minutes(by=manager, minutes=minuted, texts={entry.item_id: ("Yours.", entry.version)})
    assert told.value.entry.text == "Mine."
    assert write_minutes(by=manager, minutes=minuted, texts={entry.item_id: ("Mine.", 0)}) == {
        entry.item_id: 2
    }


def test_a_step_that_the_life_of_minutes_does_not_have_is_refused(manager, minuted, member):
    for act in (
        lambda: approve_minutes(by=manager, minutes=minuted, on=TODAY),
        lambda: circulate_minutes(by=manager, minutes=minuted, on=TODAY),
    ):
        with pytest.raises(RuleError, match="are draft, so they cannot become"):
            act()
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    with pytest.raises(PermissionDenied):
        approve_minutes(by=viewing(member), minutes=minuted, on=TODAY)
    take_back(by=manager, minutes=minuted)
    minuted.refresh_from_db()
    assert minuted.status == "draft"


def test_every_step_keeps_the_minutes_as_they_stood(manager, minuted, chair):
    entry = MinuteEntry.objects.get()
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    take_back(by=viewing(chair), minutes=minuted, note="Say who is to do it.")
    write_minutes(by=manager, minutes=minuted, texts={entry.item_id: ("The audit. The police lead.", 1)})
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=viewing(chair), minutes=minuted, on=TODAY)
    versions = list(minuted.versions.all())
    assert [(row.number, row.why) for row in versions] == [
        (1, "Sent to the chair"),
        (2, "Taken back to be changed"),
        (3, "Sent to the chair"),
        (4, "Agreed by the chair"),
    ]
    assert versions[1].note == "Say who is to do it."
    assert versions[0].texts != versions[2].texts == versions[3].texts
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        minuted.versions.update(texts={})


def test_what_the_chair_agreed_to_is_all_that_the_meeting_did(manager, minuted, chair, member, council):
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=viewing(chair), minutes=minuted, on=TODAY)
    meeting, item = minuted.meeting, minuted.meeting.items.get()
    with pytest.raises(RuleError, match="Take it up at the next meeting"):
        record_decision(by=manager, item=item, text="Later", implement_on=day("2019-12-02"))
    with pytest.raises(RuleError, match="Take it up at the next meeting"):
        give_action(by=manager, item=item, title="Later", lead_agency=council, due_on=day("2019-12-02"))
    with pytest.raises(RuleError, match="stands as it is"):
        record_attendance(by=manager, meeting=meeting, came=came(meeting))


def test_the_team_is_told_when_the_chair_sends_the_minutes_back(manager, minuted, chair, business_manager):
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    take_back(by=viewing(chair), minutes=minuted, note="Name the lead")
    message = OutgoingMessage.objects.get(subject__startswith="Sent back")
    assert message.person == business_manager


def test_minutes_are_not_sent_to_a_chair_whom_nobody_appointed(manager, minuted, chair):
    minuted.meeting.group.memberships.filter(capacity="chair").update(ends_on=day("2019-09-08"))
    with pytest.raises(RuleError, match="has no chair today"):
        send_to_chair(by=manager, minutes=minuted, on=TODAY)
    minuted.refresh_from_db()
    assert minuted.status == "draft"


def test_minutes_are_agreed_at_a_meeting_that_came_after_they_were_sent_out(manager, minuted, lpr, chair):
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=viewing(chair), minutes=minuted, on=TODAY)
    circulate_minutes(by=manager, minutes=minuted, on=day("2019-09-20"))
    with standing_at(day("2019-10-02")):
        for on in ("2019-09-19", "2019-10-01"):
            meeting = called(manager, lpr, on)
            meeting = record_attendance(by=manager, meeting=meeting, came=came(meeting))
            if on == "2019-09-19":
                with pytest.raises(RuleError, match="after that meeting"):
                    agree_minutes(by=manager, minutes=minuted, at=meeting)
            else:
                assert agree_minutes(by=manager, minutes=minuted, at=meeting).agreed_on == day(on)
