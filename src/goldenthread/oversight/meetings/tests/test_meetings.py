"""Meetings from their call to agreed minutes: what may be done when, and what duties are told."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.cast import TODAY, make_person, seat, viewing

from goldenthread.duties.actions.following import follow_up
from goldenthread.duties.derivation import refresh
from goldenthread.duties.models import Duty
from goldenthread.duties.tests.cases import adopt, day, happened, the_duty
from goldenthread.oversight.meetings.actions.agenda import (
    add_item,
    add_paper,
    remove_item,
    set_standing_items,
    shift_item,
)
from goldenthread.oversight.meetings.actions.decisions import object_to, record_decision
from goldenthread.oversight.meetings.actions.meetings import (
    call_meeting,
    cancel_meeting,
    circulate_papers,
    deputies_of,
    move_meeting,
    record_attendance,
    seats_of,
)
from goldenthread.oversight.meetings.actions.minutes import (
    EntryConflictError,
    agree_minutes,
    approve_minutes,
    circulate_minutes,
    minutes_of,
    send_to_chair,
    take_back,
    write_minutes,
)
from goldenthread.oversight.meetings.models import AgendaItem, Attendance, Decision, MinuteEntry
from goldenthread.oversight.meetings.selectors.meetings import decision_state, is_late
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage, Partnership

TEN = dt.time(10)


@pytest.fixture
def manager(business_manager, partnership):
    Partnership.objects.filter(pk=partnership.pk).update(rule_pack="wt2018", effective_from=day("2019-05-07"))
    partnership.refresh_from_db()
    by = viewing(business_manager)
    adopt(by)
    return by


def called(manager, group, on="2019-09-26", **more):
    return call_meeting(by=manager, group=group, on=day(on), at=TEN, **more)


def came(meeting, state="present", **others):
    """Every seat in one state; others by the post of who holds it."""
    return {
        each.pk: (others.get(each.person.post.replace(" ", "_").lower(), state), None)
        for each in seats_of(meeting)
    }


def held(manager, group, on="2019-09-09", state="present"):
    meeting = called(manager, group, on)
    return record_attendance(by=manager, meeting=meeting, came=came(meeting, state))


def test_a_called_meeting_has_the_standing_items_of_its_month_and_makes_its_papers_due(
    manager, lpr, partnership, chair
):
    set_standing_items(by=manager, group=lpr, items=[("Delivery plan", []), ("Finance", [10, 3])])
    meeting = called(manager, lpr)
    assert [item.title for item in meeting.items.all()] == ["Delivery plan"]
    assert [item.title for item in called(manager, lpr, "2019-10-10").items.all()] == [
        "Delivery plan",
        "Finance",
    ]
    duty = the_duty(partnership, "meeting.papers", f"meeting:{meeting.pk}")
    assert (duty.due_on, duty.met_on) == (day("2019-09-19"), None)


def test_a_meeting_keeps_its_hour_in_england_when_the_clocks_change(manager, lpr):
    for on in ("2019-10-26", "2019-10-28", "2020-03-30"):
        meeting = called(manager, lpr, on)
        assert timezone.localtime(meeting.starts_at).time() == TEN
        assert meeting.day == day(on)


def test_a_group_cannot_meet_twice_at_one_time_unless_one_was_cancelled(manager, lpr, strategic):
    first = called(manager, lpr)
    with pytest.raises(RuleError, match="meets at that time already"):
        called(manager, lpr)
    called(manager, strategic)
    cancel_meeting(by=manager, meeting=first, reason="The chair is ill")
    called(manager, lpr)


def test_an_extraordinary_meeting_needs_two_supporters_and_is_due_within_fifteen_working_days(
    manager, lpr, partnership
):
    for supporters in ("", "The police", "The police, "):
        with pytest.raises(RuleError, match="at least two members"):
            called(manager, lpr, requested_on=day("2019-09-02"), supporters=supporters)
    meeting = called(manager, lpr, requested_on=day("2019-09-02"), supporters="The police, the council")
    assert the_duty(partnership, "meeting.extraordinary", f"meeting:{meeting.pk}").due_on == day("2019-09-23")


def test_a_cancelled_meeting_owes_nothing_any_more(manager, lpr, partnership):
    meeting = called(manager, lpr)
    with pytest.raises(RuleError, match="Say why"):
        cancel_meeting(by=manager, meeting=meeting, reason=" ")
    cancel_meeting(by=manager, meeting=meeting, reason="Too few could come")
    assert the_duty(partnership, "meeting.papers").lapsed_on == TODAY
    for act in (
        lambda: move_meeting(by=manager, meeting=meeting, on=TODAY, at=TEN, place="", minutes_long=60),
        lambda: circulate_papers(by=manager, meeting=meeting, on=TODAY),
        lambda: add_item(by=manager, meeting=meeting, title="Late"),
        lambda: record_attendance(by=manager, meeting=meeting, came={}),
    ):
        with pytest.raises(RuleError, match="was cancelled"):
            act()


def test_circulating_papers_tells_the_group_and_meets_the_duty_once(manager, lpr, partnership, chair, member):
    meeting = called(manager, lpr)
    with pytest.raises(RuleError, match="agenda is empty"):
        circulate_papers(by=manager, meeting=meeting, on=TODAY)
    add_item(by=manager, meeting=meeting, title="Neglect")
    assert circulate_papers(by=manager, meeting=meeting, on=TODAY) == 2
    assert {message.person for message in OutgoingMessage.objects.all()} == {chair, member}
    assert the_duty(partnership, "meeting.papers").met_on == TODAY


def test_a_member_proposes_an_item_and_somebody_of_another_group_does_not(manager, lpr, member, scrutineer):
    meeting = called(manager, lpr)
    item = add_item(by=viewing(member), meeting=meeting, title="Exclusions")
    assert (item.kind, item.proposed_by) == ("proposed", viewing(member).label)
    with pytest.raises(PermissionDenied):
        add_item(by=viewing(scrutineer), meeting=meeting, title="Mine")


def test_items_move_and_come_off_but_not_with_a_paper(manager, lpr):
    meeting = called(manager, lpr)
    one, two, three = (
        add_item(by=manager, meeting=meeting, title=title) for title in ("One", "Two", "Three")
    )
    shift_item(by=manager, item=three, up=True)
    shift_item(by=manager, item=one, up=True)
    assert [item.title for item in meeting.items.all()] == ["One", "Three", "Two"]
    add_paper(by=manager, item=two, title="Paper", name="paper.txt", content=b"Synthetic")
    with pytest.raises(RuleError, match="has papers"):
        remove_item(by=manager, item=two)
    remove_item(by=manager, item=AgendaItem.objects.get(pk=one.pk))
    assert [item.order for item in meeting.items.all()] == [1, 2]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("paper.exe", b"MZ\x90\x00\x03", "not a kind of file that is kept"),
        ("paper.pdf", b"plain text", "not what its name says"),
        ("paper.pdf", b"", "is empty"),
        ("paper.pdf", b"%PDF-" + b"x" * (25 * 1024 * 1024), "larger than 25 MB"),
    ],
)
def test_a_paper_that_cannot_be_kept_is_refused_in_a_sentence(manager, lpr, name, content, said):
    item = add_item(by=manager, meeting=called(manager, lpr), title="Neglect")
    with pytest.raises(RuleError, match=said):
        add_paper(by=manager, item=item, title="", name=name, content=content)
    assert not item.papers.exists()


def test_a_paper_of_less_than_a_week_before_is_late(manager, lpr, settings):
    meeting = called(manager, lpr, "2019-09-16")
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    assert not is_late(add_paper(by=manager, item=item, title="", name="a.txt", content=b"a"), meeting)
    settings.CALENDAR_STANDS_AT = day("2019-09-10")
    assert is_late(add_paper(by=manager, item=item, title="", name="b.txt", content=b"b"), meeting)


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
            record_attendance(by=manager, meeting=meeting, came=came(meeting) | {own.pk: ("deputy", other)})
    record_attendance(by=manager, meeting=meeting, came=came(meeting) | {own.pk: ("deputy", deputy.pk)})
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


def test_two_absences_running_go_to_the_strategic_groups_next_agenda(
    manager, lpr, strategic, partnership, chair, member
):
    for on, state in (("2019-05-13", "absent"), ("2019-05-20", "apologies")):
        meeting = called(manager, lpr, on)
        record_attendance(
            by=manager, meeting=meeting, came=came(meeting) | {member.memberships.get().pk: (state, None)}
        )
    duty = the_duty(partnership, "meeting.absence")
    assert (duty.group, duty.due_on) == (strategic, day("2019-08-20"))
    follow_up(by=manager, on=TODAY)
    meeting = called(manager, strategic)
    (item,) = meeting.items.all()
    assert (item.kind, item.purpose) == ("breach", "decision")
    assert str(member) in item.title
    assert not called(manager, strategic, "2019-10-10").items.exists()
    cancel_meeting(by=manager, meeting=meeting, reason="Too few")
    assert called(manager, strategic, "2019-11-14").items.filter(kind="breach").exists()


def test_an_absence_between_two_presences_is_no_pair(manager, lpr, partnership, member):
    own = member.memberships.get().pk
    for on, state in (("2019-05-13", "absent"), ("2019-05-20", "present"), ("2019-05-28", "absent")):
        meeting = called(manager, lpr, on)
        record_attendance(by=manager, meeting=meeting, came=came(meeting) | {own: (state, None)})
    refresh(partnership)
    assert not Duty.objects.filter(rule_key="meeting.absence").exists()


@pytest.fixture
def minuted(manager, lpr, chair, member):
    """A meeting that was held, with one item and minutes begun."""
    meeting = held(manager, lpr)
    item = add_item(by=manager, meeting=meeting, title="Neglect")
    minutes = minutes_of(meeting)
    write_minutes(by=manager, minutes=minutes, texts={item.pk: ("The group heard of the audit.", 0)})
    return minutes


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
    with pytest.raises(RuleError, match="with the chair or agreed"):
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


def decided(manager, minuted, **more):
    fields = {"text": "One referral form", "implement_on": day("2019-10-01")} | more
    return record_decision(by=manager, item=minuted.meeting.items.get(), **fields)


def test_a_decision_holds_from_its_day(manager, minuted):
    decision = decided(manager, minuted)
    assert decision_state(decision, TODAY) == "ahead"
    assert decision_state(decision, day("2019-10-01")) == "effect"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " "}, "Write what was decided"),
        ({"implement_on": None}, "from which day it holds"),
        ({"implement_on": day("2019-09-08")}, "cannot hold before the meeting"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(manager, minuted, fields, said):
    with pytest.raises(RuleError, match=said):
        decided(manager, minuted, **fields)


def test_what_was_deferred_takes_no_effect(manager, minuted):
    assert decided(manager, minuted, outcome="deferred").implement_on is None


def test_an_objection_before_the_day_stops_a_decision_until_it_is_taken_again(
    manager, minuted, police, partnership, lpr
):
    decision = decided(manager, minuted)
    object_to(by=manager, decision=decision, agency=police, on=TODAY, reasons="No staff")
    assert decision_state(Decision.objects.get(), day("2019-10-05")) == "stopped"
    duty = the_duty(partnership, "decision.reconsider")
    assert (duty.due_on, duty.met_on) == (day("2019-09-30"), None)
    with pytest.raises(RuleError, match="objected already"):
        object_to(by=manager, decision=decision, agency=police, on=TODAY, reasons="Again")
    again = decided(manager, minuted, text="Two referral forms", replaces=decision)
    assert decision_state(Decision.objects.get(pk=decision.pk), TODAY) == "replaced"
    assert the_duty(partnership, "decision.reconsider").met_on == again.decided_on
    with pytest.raises(RuleError, match="taken again already"):
        decided(manager, minuted, replaces=decision)


@pytest.mark.parametrize(
    ("on", "reasons", "said"),
    [
        ("2019-10-01", "No staff", "must come before"),
        ("2019-09-08", "No staff", "Choose a day from then on"),
        ("2019-09-10", " ", "needs its reasons"),
    ],
)
def test_an_objection_that_comes_late_or_without_reasons_is_refused(
    manager, minuted, police, on, reasons, said
):
    with pytest.raises(RuleError, match=said):
        object_to(by=manager, decision=decided(manager, minuted), agency=police, on=day(on), reasons=reasons)


def test_decisions_are_never_changed_by_any_route(manager, minuted):
    decided(manager, minuted)
    for act in (lambda: Decision.objects.update(text="x"), lambda: Decision.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_only_those_who_manage_meetings_call_them_and_never_for_another_partnership(
    everybody, lpr, strategic
):
    for role in (
        "safeguarding_partner",
        "scrutineer",
        "chair",
        "member",
        "agency_lead",
        "practitioner",
        "outsider",
    ):
        with pytest.raises((PermissionDenied, RuleError)):
            called(viewing(everybody[role]), lpr)


def test_a_recorded_happening_and_a_meeting_speak_of_the_same_duties(manager, lpr, partnership):
    happened(manager, "meeting_held", "2019-09-02", "Elsewhere", group=lpr)
    meeting = held(manager, lpr)
    assert the_duty(partnership, "meeting.minutes", "reference:Elsewhere").due_on == day("2019-09-16")
    assert the_duty(partnership, "meeting.minutes", f"meeting:{meeting.pk}").due_on == day("2019-09-23")
