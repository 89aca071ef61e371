"""Who came, deputies, quorum, interests, and absences running."""

import pytest
from django.db import DatabaseError, transaction
from tests.cast import TODAY, make_person, seat, viewing

from goldenthread.duties.actions.following import follow_up
from goldenthread.duties.derivation import refresh
from goldenthread.duties.models import Duty
from goldenthread.duties.tests.cases import day, happened, the_duty
from goldenthread.oversight.meetings.absences import absences_running
from goldenthread.oversight.meetings.actions.agenda import add_item
from goldenthread.oversight.meetings.actions.attendance import (
    Came,
    declare_interest,
    deputies_of,
    levels_known,
    record_attendance,
    seats_of,
)
from goldenthread.oversight.meetings.actions.calling import set_arrangements
from goldenthread.oversight.meetings.actions.decisions import record_decision
from goldenthread.oversight.meetings.actions.meetings import cancel_meeting
from goldenthread.oversight.meetings.actions.minutes import (
    approve_minutes,
    minutes_of,
    send_to_chair,
)
from goldenthread.oversight.meetings.models import AgendaItem, Attendance
from goldenthread.oversight.meetings.quorum import quorum_of
from goldenthread.oversight.meetings.selectors.attendance import agency_levels, attendance_matrix
from goldenthread.oversight.meetings.tests.cases import called, came, held
from goldenthread.partnership.errors import RuleError


def test_who_came_is_recorded_for_every_seat_and_makes_the_minutes_due(
    manager, lpr, partnership, chair, member
):
    meeting = called(manager, lpr, "2019-09-09")
    with pytest.raises(RuleError, match="Say whether"):
        record_attendance(by=manager, meeting=meeting, came={})
    record_attendance(by=manager, meeting=meeting, came=came(meeting))
    meeting.refresh_from_db()
    assert meeting.held_on == TODAY
    assert the_duty(partnership, "meeting.minutes").due_on == day("2019-09-23")


def test_only_a_designated_deputy_counts_and_a_deputy_has_no_deputy(
    manager, lpr, partnership, member, council
):
    deputy = make_person(partnership, "Deputy", agency=council)
    stranger = make_person(partnership, "Stranger", agency=council)
    own = member.memberships.get()
    seat(lpr, deputy, "deputy", deputy_for=own)
    meeting = called(manager, lpr, "2019-09-09")
    assert deputies_of(meeting) == {own.pk: [deputy]}
    assert all(each.capacity != "deputy" for each in seats_of(meeting))
    for other in (stranger.pk, None, 10**18):
        with pytest.raises(RuleError, match="Only a designated deputy"):
            record_attendance(
                by=manager, meeting=meeting, came=came(meeting) | {own.pk: Came("deputy", other)}
            )
    record_attendance(by=manager, meeting=meeting, came=came(meeting) | {own.pk: Came("deputy", deputy.pk)})
    assert Attendance.objects.get(seat=own).deputy == deputy


def test_a_meeting_that_is_to_come_has_no_attendance_and_no_minutes(manager, lpr):
    meeting = called(manager, lpr)
    with pytest.raises(RuleError, match="still to come"):
        record_attendance(by=manager, meeting=meeting, came={})
    with pytest.raises(RuleError, match="Record who came first"):
        minutes_of(meeting)


def test_a_person_who_left_between_call_and_meeting_has_no_seat_then(manager, lpr, member):
    meeting = called(manager, lpr, "2019-09-09")
    member.memberships.update(ends_on=day("2019-09-08"))
    assert member not in [each.person for each in seats_of(meeting)]


def test_two_absences_running_go_to_the_strategic_groups_next_agenda_at_once(
    manager, lpr, strategic, partnership, chair, member
):
    coming = called(manager, strategic)
    for on, state in (("2019-07-08", "absent"), ("2019-09-02", "apologies")):
        meeting = called(manager, lpr, on)
        record_attendance(
            by=manager, meeting=meeting, came=came(meeting) | {member.memberships.get().pk: Came(state)}
        )
    duty = the_duty(partnership, "meeting.absence")
    assert (duty.group, duty.due_on, duty.met_on) == (strategic, day("2019-12-02"), None)
    (item,) = coming.items.all()
    assert (item.kind, item.purpose) == ("absence", "decision")
    assert str(member) in item.title
    assert not called(manager, strategic, "2019-10-10").items.exists()
    cancel_meeting(by=manager, meeting=coming, reason="Too few")
    assert called(manager, strategic, "2019-11-14").items.filter(kind="absence").exists()


def test_an_absence_is_considered_when_the_meeting_that_has_it_is_held(
    manager, lpr, strategic, partnership, member
):
    for on in ("2019-05-13", "2019-05-20"):
        meeting = called(manager, lpr, on)
        record_attendance(by=manager, meeting=meeting, came=came(meeting, "absent"))
    seat(strategic, make_person(partnership, "Partner"), "member")
    follow_up(by=manager, on=TODAY)
    meeting = called(manager, strategic, "2019-09-09")
    assert [item.kind for item in meeting.items.all()] == ["absence"]
    record_attendance(by=manager, meeting=meeting, came=came(meeting))
    assert the_duty(partnership, "meeting.absence").met_on == TODAY


def test_observers_need_not_come(manager, lpr, partnership):
    seat(lpr, make_person(partnership, "Observer"), "observer")
    for on in ("2019-05-13", "2019-05-20"):
        meeting = called(manager, lpr, on)
        record_attendance(by=manager, meeting=meeting, came=came(meeting, "absent"))
    assert not list(absences_running(partnership))


def test_an_absence_between_two_presences_is_no_pair(manager, lpr, partnership, member):
    own = member.memberships.get().pk
    for on, state in (("2019-05-13", "absent"), ("2019-05-20", "present"), ("2019-05-28", "absent")):
        meeting = called(manager, lpr, on)
        record_attendance(by=manager, meeting=meeting, came=came(meeting) | {own: Came(state)})
    refresh(partnership)
    assert not Duty.objects.filter(rule_key="meeting.absence").exists()


def test_a_recorded_happening_and_a_meeting_speak_of_the_same_duties(manager, lpr, partnership, chair):
    happened(manager, "meeting_held", "2019-09-02", "Elsewhere", group=lpr)
    meeting = held(manager, lpr)
    assert the_duty(partnership, "meeting.minutes", "reference:Elsewhere").due_on == day("2019-09-16")
    assert the_duty(partnership, "meeting.minutes", f"meeting:{meeting.pk}").due_on == day("2019-09-23")


def test_a_meeting_without_its_quorum_decides_nothing_but_to_wait(manager, lpr, partnership, council, police):
    set_arrangements(by=manager, group=lpr, quorum_seats=2, quorum_partners=2)
    for post, agency in (("One", council), ("Two", police)):
        seat(lpr, make_person(partnership, post, agency=agency), "member")
    seat(lpr, make_person(partnership, "Watcher", agency=police), "observer")
    meeting = called(manager, lpr, "2019-09-09")
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    away = next(each.pk for each in seats_of(meeting) if each.person.post == "Two")
    record_attendance(by=manager, meeting=meeting, came=came(meeting) | {away: Came("apologies")})
    quorum = quorum_of(meeting)
    assert (quorum.seats, quorum.partners, quorum.is_met) == (1, 1, False)
    assert str(quorum).startswith("Not quorate: it takes 2 members and 2 of the safeguarding partners")
    taken = {"by": manager, "item": item, "text": "One form"}
    with pytest.raises(RuleError, match="Record the matter as deferred"):
        record_decision(implement_on=day("2019-10-01"), **taken)
    record_decision(outcome="deferred", **taken)
    record_attendance(by=manager, meeting=meeting, came=came(meeting))
    record_decision(implement_on=day("2019-10-01"), **taken)


def test_a_group_without_a_quorum_always_has_one(manager, lpr):
    seatless = held_by_one(manager, lpr)
    assert quorum_of(seatless).is_met
    assert str(quorum_of(seatless)) == "No quorum is set for this group."


def held_by_one(manager, lpr):
    seat(lpr, manager.person, "member")
    return held(manager, lpr)


def test_levels_are_shown_against_what_the_group_asks_and_offered_again(
    manager, lpr, partnership, council, police
):
    set_arrangements(by=manager, group=lpr, level=3)
    seats = {}
    for post, agency in (("One", council), ("Two", council), ("Three", police)):
        seats[post] = seat(lpr, make_person(partnership, post, agency=agency), "member").pk
    for on, levels in (("2019-07-08", (2, 4)), ("2019-09-09", (2, None))):
        meeting = called(manager, lpr, on)
        record_attendance(
            by=manager,
            meeting=meeting,
            came={
                seats["One"]: Came("present", level=levels[0]),
                seats["Two"]: Came("present", level=levels[1]),
                seats["Three"]: Came("absent", level=5),
            },
        )
    first, last = day("2019-04-01"), day("2020-03-31")
    rows = agency_levels(lpr, attendance_matrix(manager, lpr, first, last))
    assert [(row.agency, row.levels, row.enough, row.missed) for row in rows] == [
        (str(police), [], 0, 2),
        (str(council), [4, 2], 1, 0),
    ]
    coming = called(manager, lpr, "2019-11-11")
    assert levels_known(coming) == {seats["One"]: 2, seats["Two"]: 4}


def test_an_interest_is_kept_with_what_was_done_until_the_minutes_are_agreed(manager, minuted, member, chair):
    item = minuted.meeting.items.get()
    told = {"by": manager, "item": item, "person": member, "handling": "left"}
    with pytest.raises(RuleError, match="what the interest is"):
        declare_interest(nature=" ", **told)
    row = declare_interest(nature="Governor of the school", **told)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        type(row).objects.update(nature="x")
    coming = add_item(by=manager, meeting=called(manager, minuted.meeting.group), title="Later")
    with pytest.raises(RuleError, match="Record who came first"):
        declare_interest(nature="x", **(told | {"item": coming}))
    send_to_chair(by=manager, minutes=minuted, on=TODAY)
    approve_minutes(by=viewing(chair), minutes=minuted, on=TODAY)
    with pytest.raises(RuleError, match="stand as they are"):
        declare_interest(nature="x", **(told | {"item": AgendaItem.objects.get(pk=item.pk)}))
