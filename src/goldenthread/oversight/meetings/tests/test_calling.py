"""Calling meetings: one by one, a year at once, on request; moved and cancelled."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.cast import TODAY, make_person, seat, viewing

from goldenthread.duties.selectors.duties import closures_of
from goldenthread.duties.tests.cases import day, the_duty
from goldenthread.oversight.meetings.actions.agenda import (
    add_item,
    set_standing_items,
)
from goldenthread.oversight.meetings.actions.attendance import (
    record_attendance,
)
from goldenthread.oversight.meetings.actions.calling import (
    ask_for_meeting,
    call_meeting,
    call_year,
    set_arrangements,
    support_request,
)
from goldenthread.oversight.meetings.actions.meetings import cancel_meeting, move_meeting
from goldenthread.oversight.meetings.actions.packs import circulate_papers
from goldenthread.oversight.meetings.models import (
    ExtraordinaryRequest,
)
from goldenthread.oversight.meetings.selectors.calendar import clashes_of, proposals
from goldenthread.oversight.meetings.tests.cases import TEN, called, came
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage


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
        meeting = called(manager, lpr, on, anyway=True)
        assert timezone.localtime(meeting.starts_at).time() == TEN
        assert meeting.day == day(on)


def test_a_group_cannot_meet_twice_at_one_time_unless_one_was_cancelled(manager, lpr, strategic):
    first = called(manager, lpr)
    with pytest.raises(RuleError, match="meets at that time already"):
        called(manager, lpr)
    called(manager, strategic)
    cancel_meeting(by=manager, meeting=first, reason="The chair is ill")
    called(manager, lpr)


def asked(manager, lpr, member, on="2019-09-02", **more):
    return ask_for_meeting(
        by=manager, group=lpr, asked_by=member, asked_on=day(on), reasons="The funding", **more
    )


def test_an_extraordinary_meeting_needs_two_supporters_and_is_due_within_fifteen_working_days(
    manager, lpr, partnership, member, chair
):
    other = make_person(partnership, "Other")
    seat(lpr, other, "member")
    request = asked(manager, lpr, member)
    with pytest.raises(RuleError, match="does not count"):
        support_request(by=manager, request=request, person=member)
    support_request(by=manager, request=request, person=chair, on=day("2019-09-03"))
    with pytest.raises(RuleError, match="supports it already"):
        support_request(by=manager, request=request, person=chair)
    with pytest.raises(RuleError, match="needs two supporters"):
        called(manager, lpr, request=request)
    support_request(by=viewing(other), request=request, person=other)
    duty = the_duty(partnership, "meeting.extraordinary", f"request:{request.pk}")
    assert (duty.arose_on, duty.due_on, duty.met_on) == (TODAY, day("2019-09-30"), None)
    add_item(by=manager, meeting=called(manager, lpr, "2019-09-23"), title="Ordinary")
    meeting = called(manager, lpr, "2019-09-09", request=ExtraordinaryRequest.objects.get())
    assert (meeting.kind, [str(item) for item in meeting.items.all()]) == (
        "extraordinary",
        ["What Service Manager asked the meeting for"],
    )
    assert meeting.why == "Asked for by Service Manager on 2 September 2019"
    with pytest.raises(RuleError, match="called on this request already"):
        called(manager, lpr, "2019-09-10", request=ExtraordinaryRequest.objects.get())
    record_attendance(by=manager, meeting=meeting, came=came(meeting))
    assert the_duty(partnership, "meeting.extraordinary", f"request:{request.pk}").met_on == TODAY


def test_a_member_asks_and_supports_for_themselves_alone(manager, lpr, strategic, member, chair, scrutineer):
    by = viewing(member)
    request = ask_for_meeting(
        by=by, group=lpr, asked_by=member, asked_on=day("2019-01-01"), reasons="Funding"
    )
    assert request.asked_on == TODAY
    with pytest.raises(PermissionDenied):
        ask_for_meeting(by=by, group=lpr, asked_by=chair, asked_on=TODAY, reasons="Funding")
    with pytest.raises(PermissionDenied):
        support_request(by=by, request=request, person=chair)
    with pytest.raises(PermissionDenied):
        support_request(by=viewing(scrutineer), request=request, person=scrutineer)
    with pytest.raises(PermissionDenied):
        ask_for_meeting(by=by, group=strategic, asked_by=member, asked_on=TODAY, reasons="Funding")
    assert OutgoingMessage.objects.filter(subject__contains="is asked for").count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reasons": " "}, "what the meeting is to be about"),
        ({"asked_on": day("2019-09-10")}, "cannot come from the future"),
    ],
)
def test_a_request_that_says_too_little_is_refused(manager, lpr, member, fields, said):
    given = {"asked_by": member, "asked_on": TODAY, "reasons": "Funding"} | fields
    with pytest.raises(RuleError, match=said):
        ask_for_meeting(by=manager, group=lpr, **given)


def test_the_business_manager_calls_an_extraordinary_meeting_with_the_reason(manager, lpr):
    assert called(manager, lpr, why="A serious incident").kind == "extraordinary"


@pytest.mark.parametrize("on", ["2019-08-26", "2019-12-25", "2019-09-14"])
def test_a_meeting_on_a_day_on_which_nobody_works_is_called_only_if_it_is_meant(manager, lpr, on):
    with pytest.raises(RuleError, match="is no working day"):
        called(manager, lpr, on)
    meeting = called(manager, lpr, on, anyway=True)
    with pytest.raises(RuleError, match="is no working day"):
        move_meeting(by=manager, meeting=meeting, on=day(on), at=TEN, place="", minutes_long=60)


def test_a_time_that_the_change_to_summer_time_leaves_out_is_refused(manager, lpr):
    night = {"by": manager, "group": lpr, "on": day("2020-03-29"), "anyway": True}
    with pytest.raises(RuleError, match="clocks go forward"):
        call_meeting(at=dt.time(1, 30), **night)
    assert timezone.localtime(call_meeting(at=dt.time(2, 30), **night).starts_at).time() == dt.time(2, 30)


def test_an_hour_that_the_clocks_give_twice_is_the_first_of_them(manager, lpr):
    meeting = call_meeting(by=manager, group=lpr, on=day("2019-10-27"), at=dt.time(1, 30), anyway=True)
    assert meeting.starts_at.astimezone(dt.UTC).hour == 0


def usual(manager, group, **more):
    values = {"every_months": 2, "first_month": 5, "week": 2, "weekday": 0, "at": TEN} | more
    return set_arrangements(by=manager, group=group, **values)


def test_a_year_is_called_at_once_on_the_days_of_the_pattern(manager, lpr, partnership):
    days = proposals(usual(manager, lpr), closures_of(partnership), TODAY, day("2020-03-31"))
    assert [each.on.isoformat() for each in days] == ["2019-09-09", "2019-11-11", "2020-01-13", "2020-03-09"]
    called(manager, lpr, "2019-11-11")
    made = call_year(by=manager, group=lpr, days=[each.on for each in days])
    assert [meeting.day.isoformat() for meeting in made] == ["2019-09-09", "2020-01-13", "2020-03-09"]
    with pytest.raises(RuleError, match="no meeting is called yet"):
        call_year(by=manager, group=lpr, days=[each.on for each in days])


def test_a_group_without_a_pattern_has_no_year_to_call(manager, lpr):
    with pytest.raises(RuleError, match="how often and when"):
        call_year(by=manager, group=lpr, days=[day("2019-11-11")])


def test_two_meetings_at_once_that_share_people_are_told(manager, lpr, strategic, partnership, member):
    one = called(manager, lpr)
    other = call_meeting(by=manager, group=strategic, on=one.day, at=dt.time(11))
    assert clashes_of([one, other]) == []
    seat(strategic, member, "member")
    (clash,) = clashes_of([one, other])
    assert (clash.one, clash.other, clash.people) == (one, other, 1)


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


def test_papers_that_were_never_sent_out_are_owed_no_more_once_the_group_has_met(
    manager, partnership, lpr, chair
):
    meeting = called(manager, lpr, "2019-09-09")
    record_attendance(by=manager, meeting=meeting, came=came(meeting))
    duty = the_duty(partnership, "meeting.papers")
    assert (duty.met_on, duty.lapsed_on, duty.was_missed) == (None, TODAY, True)


def test_a_group_is_told_where_its_meeting_goes(manager, lpr, chair, member):
    meeting = called(manager, lpr)
    move_meeting(by=manager, meeting=meeting, on=day("2019-09-27"), at=TEN, place="Room 2", minutes_long=60)
    cancel_meeting(by=manager, meeting=meeting, reason="Too few can come")
    moved, gone = (
        OutgoingMessage.objects.filter(subject__startswith=word) for word in ("Moved", "Cancelled")
    )
    assert {row.person for row in moved} == {row.person for row in gone} == {chair, member}
    assert "27 September 2019, 10am, Room 2" in moved[0].text
    assert "Too few can come" in gone[0].text


@pytest.mark.parametrize("on", ["2015-09-09", "2091-09-10"])
def test_a_year_that_must_be_mistyped_is_asked_after(manager, lpr, on):
    with pytest.raises(RuleError, match="Look at the year"):
        called(manager, lpr, on)
