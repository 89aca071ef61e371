"""What happens by itself: reminders once, needs forgotten, and a session's own checks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from tests.cast import viewing

from goldenthread.learning.actions.booking import book
from goldenthread.learning.actions.courses import add_course, change_course, need_courses
from goldenthread.learning.actions.sessions import change_session, plan_session, publish_session
from goldenthread.learning.actions.upkeep import follow_up
from goldenthread.learning.models import AgencyTraining, Needs
from goldenthread.learning.tests.cases import make_course, make_session
from goldenthread.learning.tests.test_booking import booked, refused
from goldenthread.partnership.errors import StaleVersionError
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.today import standing_at

pytestmark = pytest.mark.django_db
DAY = dt.date(2019, 10, 15)


@pytest.mark.parametrize(("days", "sent"), [(8, 0), (7, 1), (6, 0), (2, 0), (1, 1), (0, 0)])
def test_people_are_reminded_a_week_and_a_day_before(days, sent, manager, system, session, staff):
    booked(manager, session, staff[:1])
    with standing_at(DAY - dt.timedelta(days=days)):
        assert follow_up(by=system)["reminders"] == sent
        assert follow_up(by=system)["reminders"] == 0


def test_nobody_is_reminded_of_a_session_that_is_cancelled_or_of_a_place_they_wait_for(
    manager, system, course, staff
):
    row = make_session(course, places=1)
    booked(manager, row, staff[:2])
    gone = make_session(make_course(course.partnership, "neglect"), on=DAY)
    gone.cancelled_on, gone.cancelled_because = DAY, "x"
    gone.save()
    with standing_at(DAY - dt.timedelta(days=1)):
        assert follow_up(by=system)["reminders"] == 1


@pytest.mark.parametrize(("days", "kept"), [(6, 1), (8, 0)])
def test_needs_are_forgotten_a_week_after_the_session(days, kept, manager, system, session, staff):
    book(by=manager, session=session, person=staff[0], food="Nuts")
    with standing_at(DAY + dt.timedelta(days=days)):
        follow_up(by=system)
    assert Needs.objects.count() == kept


def test_the_command_says_what_it_did(manager, session, staff, capsys):
    booked(manager, session, staff[:1])
    call_command("follow_up_training")
    assert capsys.readouterr().out == "Offers ended: 0, reminders: 0, needs forgotten: 0.\n"


def given(**fields):
    return {
        "on": DAY, "starts": dt.time(9, 30), "ends": dt.time(16), "capacity": 10, "opens_on": dt.date(2019, 9, 9),
        "closes_on": DAY,
    } | fields  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ends": dt.time(9, 30)}, "order"),
        ({"closes_on": dt.date(2019, 9, 8)}, "order"),
        ({"closes_on": dt.date(2019, 10, 16)}, "order"),
        ({"minimum": 11}, "minimum"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 2001}, "capacity"),
        ({"on": dt.date(2029, 10, 15), "closes_on": DAY}, "far"),
        ({"on": dt.date(2020, 3, 29), "starts": dt.time(1, 30)}, "no_time"),
        ({"last_day": dt.date(2019, 12, 1)}, "long"),
    ],
)
def test_a_session_that_cannot_be_is_refused_at_its_field(fields, code, manager, course):
    with refused(code):
        plan_session(by=manager, course=course, **given(**fields))


def test_the_hour_that_comes_twice_is_taken_as_the_first(manager, course):
    row = plan_session(
        by=manager, course=course,
        **given(on=dt.date(2019, 10, 27), starts=dt.time(1, 30), ends=dt.time(3), closes_on=dt.date(2019, 10, 26)),
    )  # fmt: skip
    row.refresh_from_db()
    assert row.ends_at - row.starts_at == dt.timedelta(hours=2, minutes=30)


def test_a_draft_is_seen_by_the_team_alone_until_it_is_published(manager, course, practitioner):
    row = plan_session(by=manager, course=course, **given())
    mine = viewing(practitioner)
    assert not type(row).objects.visible_to(mine).filter(pk=row.pk).exists()
    publish_session(by=manager, session=row)
    publish_session(by=manager, session=row)
    assert type(row).objects.visible_to(mine).filter(pk=row.pk).exists()


@pytest.mark.parametrize(("days", "lets"), [(0, True), (1, False)])
def test_a_session_is_published_until_it_is_over(days, lets, manager, course):
    row = plan_session(by=manager, course=course, **given(starts=dt.time(0, 1), ends=dt.time(23, 59)))
    with standing_at(DAY + dt.timedelta(days=days)):
        if lets:
            assert publish_session(by=manager, session=row).is_published
        else:
            with refused("past"):
                publish_session(by=manager, session=row)


def test_everybody_with_a_place_is_told_where_the_time_changes_and_not_where_the_cost_does(
    manager, course, staff
):
    row = plan_session(by=manager, course=course, **given())
    publish_session(by=manager, session=row)
    booked(manager, row, staff[:2])
    row.refresh_from_db()
    OutgoingMessage.objects.all().delete()
    row = change_session(by=manager, session=row, version=row.version, **given(cost="10.00"))
    assert not OutgoingMessage.objects.exists()
    with pytest.raises(StaleVersionError):
        change_session(by=manager, session=row, version=row.version - 1, **given())
    change_session(by=manager, session=row, version=row.version, **given(venue="Hall"))
    assert OutgoingMessage.objects.filter(subject__startswith="Changed").count() == 2


def test_a_course_does_not_build_on_itself(manager, course):
    with refused("itself"):
        change_course(by=manager, course=course, version=1, title="x", prerequisites=[course])
    with refused("twice"):
        add_course(by=manager, title="Child protection", level="core", hours=1, summary="x", audience="x")


def test_what_work_needs_takes_the_place_of_the_last_list(manager, course, partnership):
    other = make_course(partnership, "neglect")
    need_courses(by=manager, title="Social worker", courses=[course])
    role = need_courses(by=manager, title=" social  WORKER ", courses=[other])
    assert [each.course for each in role.requirements.all()] == [other]


def test_those_who_answer_for_the_agency_are_told_of_a_booking_to_approve(
    session, police, agency_lead, staff
):
    AgencyTraining.objects.create(agency=police, approves=True)
    book(by=viewing(staff[0]), session=session, person=staff[0])
    told = OutgoingMessage.objects.get(subject__startswith="To approve")
    assert told.person == agency_lead
