"""Places: taken, waited for, offered, given up. Never more people than places."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.cast import make_person, viewing

from goldenthread.learning.actions.booking import book, cancel
from goldenthread.learning.actions.changing import move_booking, send_instead
from goldenthread.learning.actions.offers import (
    accept_offer,
    approve,
    decline_offer,
    expire_offers,
    refuse,
)
from goldenthread.learning.actions.places import set_capacity
from goldenthread.learning.models import AgencyTraining, Booking, BookingStep, Completion, Learner, Needs
from goldenthread.learning.states import HELD, LIVE, State
from goldenthread.learning.tests.cases import make_course, make_session, make_staff, make_terms
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.today import standing_at

pytestmark = pytest.mark.django_db


def booked(manager, session, people):
    return [book(by=manager, session=session, person=person) for person in people]


def states(session):
    return list(session.bookings.values_list("state", flat=True))


def refused(code):
    return pytest.raises(RuleError, check=lambda error: code in _codes(error))


def _codes(error):
    if hasattr(error, "error_dict"):
        return [each.code for errors in error.error_dict.values() for each in errors]
    return [each.code for each in error.error_list]


def test_places_go_first_come_first_served_and_the_next_wait(manager, session, staff):
    booked(manager, session, staff[:4])
    assert states(session) == ["booked", "booked", "waiting", "waiting"]


def test_a_second_click_answers_the_booking_that_is_there(manager, session, staff):
    first, second = booked(manager, session, [staff[0], staff[0]])
    assert first == second
    assert session.bookings.count() == 1


def test_the_database_gives_no_place_twice(manager, session, staff):
    first, second = booked(manager, session, staff[:2])
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(place=first.place)


@pytest.mark.parametrize("state", sorted(HELD))
def test_the_database_lets_nobody_hold_a_state_without_its_place(state, manager, session, staff):
    (first,) = booked(manager, session, staff[:1])
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=first.pk).update(state=state, place=None)


@pytest.mark.parametrize("state", sorted(set(State) - HELD))
def test_the_database_lets_no_place_go_with_a_booking_that_is_over(state, manager, session, staff):
    (first,) = booked(manager, session, staff[:1])
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=first.pk).update(state=state)


@pytest.mark.parametrize("state", sorted(LIVE))
def test_the_database_lets_nobody_book_twice(state, manager, session, staff):
    (first,) = booked(manager, session, staff[:1])
    place = session.places.exclude(pk=first.place_id).first() if state in HELD else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            session=session, person=staff[0], state=state, place=place, made_at=first.made_at,
            offered_until=first.made_at,
        )  # fmt: skip


def test_whoever_waits_longest_is_offered_what_comes_free(manager, session, staff):
    first, _, third, fourth = booked(manager, session, staff[:4])
    cancel(by=manager, booking=first)
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, fourth.state) == ("offered", "waiting")
    assert OutgoingMessage.objects.filter(person=staff[2], subject__startswith="A place is free").count() == 1


def test_a_newcomer_does_not_overtake_those_who_wait(manager, session, staff):
    booked(manager, session, staff[:3])
    set_capacity(manager, session, 3)
    (late,) = booked(manager, session, [staff[4]])
    assert states(session) == ["booked", "booked", "offered", "waiting"]
    assert late.stands is State.WAITING


def test_an_offer_is_taken_once_and_a_second_click_changes_nothing(manager, session, staff):
    first, _, third = booked(manager, session, staff[:3])
    cancel(by=manager, booking=first)
    accept_offer(by=manager, booking=third)
    assert accept_offer(by=manager, booking=third).stands is State.BOOKED
    assert list(third.steps.values_list("state", flat=True)) == ["waiting", "offered", "booked"]


def test_a_declined_offer_goes_to_whoever_is_next(manager, session, staff):
    first, _, third, fourth = booked(manager, session, staff[:4])
    cancel(by=manager, booking=first)
    decline_offer(by=manager, booking=third)
    fourth.refresh_from_db()
    assert fourth.stands is State.OFFERED


def test_an_offer_runs_out_and_goes_on_even_before_anybody_clicks(manager, system, session, staff):
    first, _, third, fourth = booked(manager, session, staff[:4])
    cancel(by=manager, booking=first)
    with standing_at(dt.date(2019, 9, 12)):
        with refused("expired"):
            accept_offer(by=manager, booking=third)
        assert expire_offers(by=system) == 1
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.stands, fourth.stands) == (State.EXPIRED, State.OFFERED)


def test_an_offer_lasts_its_hours_also_when_the_clocks_change(manager, course, staff):
    row = make_session(course, on=dt.date(2019, 11, 20), places=1, offer_hours=24)
    with standing_at(dt.date(2019, 10, 26)):
        first, second = booked(manager, row, staff[:2])
        cancel(by=manager, booking=first)
        second.refresh_from_db()
        made = second.steps.get(state="offered")
    assert made is not None
    from goldenthread.learning.letters import offer_end
    from goldenthread.partnership.moments import moment

    start = moment(dt.date(2019, 10, 26), dt.time(20, 0))
    assert offer_end(row, start) - start == dt.timedelta(hours=24)


def test_an_offer_never_outlasts_the_beginning(manager, course, staff):
    row = make_session(course, on=dt.date(2019, 9, 10), places=1, offer_hours=720)
    first, second = booked(manager, row, staff[:2])
    cancel(by=manager, booking=first)
    second.refresh_from_db()
    assert second.offered_until == row.starts_at


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"published_on": None}, "draft"),
        ({"cancelled_on": dt.date(2019, 9, 1), "cancelled_because": "The trainer is ill"}, "cancelled"),
        ({"opens_on": dt.date(2019, 9, 10)}, "early"),
        ({"opens_on": dt.date(2019, 9, 1), "closes_on": dt.date(2019, 9, 8)}, "late"),
    ],
)
def test_a_place_is_booked_only_while_booking_is_open(fields, code, course, practitioner):
    row = make_session(course, **fields)
    with refused(code):
        book(by=viewing(practitioner), session=row, person=practitioner)


def test_the_first_and_the_last_day_of_booking_count(course, practitioner):
    row = make_session(course, opens_on=dt.date(2019, 9, 9), closes_on=dt.date(2019, 9, 9))
    assert book(by=viewing(practitioner), session=row, person=practitioner).stands is State.BOOKED


def test_a_full_session_without_a_list_says_so(manager, course, staff):
    row = make_session(course, places=1, takes_waiting=False)
    booked(manager, row, staff[:1])
    with refused("full"):
        book(by=manager, session=row, person=staff[1])


def test_nobody_is_at_two_sessions_at_once(manager, course, staff, partnership):
    row, other = make_session(course), make_session(make_course(partnership, "neglect"))
    booked(manager, row, staff[:1])
    with refused("clash"):
        book(by=manager, session=other, person=staff[0])


def test_a_course_that_builds_on_another_asks_for_it(manager, partnership, course, staff):
    first = make_course(partnership, "first-steps")
    course.prerequisites.add(first)
    row = make_session(course)
    with refused("prerequisite"):
        book(by=manager, session=row, person=staff[0])
    Completion.objects.create(
        person=staff[0], course=first, how="elsewhere", on=dt.date(2019, 1, 1), by_label="Test"
    )
    assert book(by=manager, session=row, person=staff[0]).stands is State.BOOKED
    assert book(by=manager, session=row, person=staff[1], anyway=True).stands is State.BOOKED


def test_a_completion_that_has_run_out_is_no_longer_built_on(manager, partnership, course, staff):
    first = make_course(partnership, "first-steps")
    course.prerequisites.add(first)
    Completion.objects.create(
        person=staff[0], course=first, how="elsewhere", on=dt.date(2016, 1, 1),
        valid_until=dt.date(2019, 10, 14), by_label="Test",
    )  # fmt: skip
    with refused("prerequisite"):
        book(by=manager, session=make_session(course, on=dt.date(2019, 10, 15)), person=staff[0])


def test_a_practitioner_books_for_nobody_else(session, practitioner, staff):
    with pytest.raises(PermissionDenied):
        book(by=viewing(practitioner), session=session, person=staff[0])


def test_a_line_manager_books_for_the_team(session, practitioner, staff):
    Learner.objects.create(person=staff[0], manager=practitioner)
    assert book(by=viewing(practitioner), session=session, person=staff[0]).stands is State.BOOKED


def test_an_agency_lead_books_for_the_agency_alone(session, agency_lead, staff, member):
    assert book(by=viewing(agency_lead), session=session, person=staff[0]).stands is State.BOOKED
    with pytest.raises(PermissionDenied):
        book(by=viewing(agency_lead), session=session, person=member)


def test_an_agency_that_wants_to_approve_is_asked_and_the_place_is_kept(session, police, agency_lead):
    AgencyTraining.objects.create(agency=police, approves=True)
    person = make_person(police.partnership, "Constable", "practitioner", agency=police)
    row = book(by=viewing(person), session=session, person=person)
    assert (row.stands, row.place_id is not None) == (State.ASKED, True)
    assert approve(by=viewing(agency_lead), booking=row).stands is State.BOOKED
    assert approve(by=viewing(agency_lead), booking=row).stands is State.BOOKED


def test_a_refusal_gives_its_reason_and_frees_the_place(session, police, agency_lead, manager, staff):
    AgencyTraining.objects.create(agency=police, approves=True)
    person = make_person(police.partnership, "Constable", "practitioner", agency=police)
    row = book(by=viewing(person), session=session, person=person)
    booked(manager, session, staff[:2])
    with refused("why"):
        refuse(by=viewing(agency_lead), booking=row, reason=" ")
    refuse(by=viewing(agency_lead), booking=row, reason="On duty that day")
    assert states(session) == ["refused", "booked", "offered"]


def test_what_nobody_approved_is_let_go_when_booking_closes(course, police, system):
    AgencyTraining.objects.create(agency=police, approves=True)
    person = make_person(police.partnership, "Constable", "practitioner", agency=police)
    row = make_session(course, closes_on=dt.date(2019, 10, 1))
    made = book(by=viewing(person), session=row, person=person)
    with standing_at(dt.date(2019, 10, 1)):
        assert expire_offers(by=system) == 0
    with standing_at(dt.date(2019, 10, 2)):
        assert expire_offers(by=system) == 1
    made.refresh_from_db()
    assert made.stands is State.REFUSED


def test_whoever_still_waits_when_a_session_begins_waits_no_longer(manager, system, course, staff):
    row = make_session(course, on=dt.date(2019, 9, 10), places=1)
    _, waiting = booked(manager, row, staff[:2])
    assert expire_offers(by=system) == 0
    with standing_at(dt.date(2019, 9, 11)):
        assert expire_offers(by=system) == 1
        assert expire_offers(by=system) == 0
    waiting.refresh_from_db()
    assert waiting.stands is State.CANCELLED


def test_an_approver_cannot_decide_for_another_agency(session, council, agency_lead, practitioner):
    AgencyTraining.objects.create(agency=council, approves=True)
    row = book(by=viewing(practitioner), session=session, person=practitioner)
    with pytest.raises(PermissionDenied):
        approve(by=viewing(agency_lead), booking=row)


@pytest.mark.parametrize(("on", "charged"), [("2019-10-08", False), ("2019-10-09", True)])
def test_giving_a_place_up_is_free_until_five_working_days_before(on, charged, manager, course, staff):
    make_terms(course.partnership, notice=5, police=(100, 50, 100))
    row = make_session(course, on=dt.date(2019, 10, 15), price="80.00")
    (made,) = booked(manager, row, staff[:1])
    with standing_at(dt.date.fromisoformat(on)):
        cancel(by=manager, booking=made)
    assert [str(each.amount) for each in made.charges.all()] == (["40.00"] if charged else [])


def test_a_place_in_line_costs_nothing_to_leave(manager, course, staff):
    make_terms(course.partnership, notice=5, police=(100, 100, 100))
    row = make_session(course, places=1, price="80.00")
    _, waiting = booked(manager, row, staff[:2])
    with standing_at(dt.date(2019, 10, 14)):
        cancel(by=manager, booking=waiting)
    assert not waiting.charges.exists()


def test_once_it_has_begun_no_place_is_given_up(manager, course, staff):
    row = make_session(course, on=dt.date(2019, 9, 10))
    (made,) = booked(manager, row, staff[:1])
    with standing_at(dt.date(2019, 9, 11)), refused("begun"):
        cancel(by=manager, booking=made)


def test_a_booking_moves_to_another_date_and_keeps_its_place_until_it_has_the_new_one(manager, course, staff):
    first, second = make_session(course), make_session(course, on=dt.date(2019, 11, 5), places=1)
    made, other = booked(manager, first, staff[:2])
    moved = move_booking(by=manager, booking=made, to=second)
    assert (moved.stands, moved.session_id, moved.moved_from) == (State.BOOKED, second.pk, made)
    with refused("full"):
        move_booking(by=manager, booking=other, to=second)
    other.refresh_from_db()
    assert other.stands is State.BOOKED
    assert not second.bookings.filter(person=staff[1]).exists()


def test_a_colleague_of_the_same_agency_takes_the_place(manager, session, staff, council):
    first, _, third = booked(manager, session, staff[:3])
    stranger = make_staff(council, 1)[0]
    with refused("agency"):
        send_instead(by=manager, booking=first, person=stranger)
    with refused("there"):
        send_instead(by=manager, booking=first, person=staff[2])
    made = send_instead(by=manager, booking=first, person=staff[3])
    first.refresh_from_db()
    third.refresh_from_db()
    assert (first.stands, made.stands, third.stands) == (State.REPLACED, State.BOOKED, State.WAITING)


def test_places_are_taken_away_only_where_they_are_free(manager, session, staff):
    booked(manager, session, staff[:2])
    set_capacity(manager, session, 4)
    assert session.places.count() == 4
    set_capacity(manager, session, 2)
    with refused("held"):
        set_capacity(manager, session, 1)
    assert session.places.count() == 2


def test_needs_are_gone_with_the_place(manager, session, staff):
    made = book(by=manager, session=session, person=staff[0], access="A seat near the door")
    assert Needs.objects.get().booking == made
    cancel(by=manager, booking=made)
    assert not Needs.objects.exists()


def test_a_parallel_session_is_for_those_who_come_to_the_conference_one_in_each_slot(manager, course, staff):
    conference = make_session(course, places=5)
    rooms = [
        make_session(course, places=1, conference=conference, slot="Morning", title=name)
        for name in ("Neglect", "Exploitation")
    ]
    with refused("conference"):
        book(by=manager, session=rooms[0], person=staff[0])
    whole = book(by=manager, session=conference, person=staff[0])
    made = book(by=manager, session=rooms[0], person=staff[0])
    with refused("slot"):
        book(by=manager, session=rooms[1], person=staff[0])
    cancel(by=manager, booking=whole)
    made.refresh_from_db()
    assert made.stands is State.CANCELLED


def test_every_step_of_a_booking_is_on_record(manager, session, staff):
    made = book(by=manager, session=session, person=staff[0])
    cancel(by=manager, booking=made, reason="On leave")
    assert [(each.state, each.note) for each in BookingStep.objects.filter(booking=made)] == [
        ("booked", ""),
        ("cancelled", "On leave"),
    ]
