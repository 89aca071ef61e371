"""Who came: signed in by code, marked, settled, put right; and what it costs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from tests.cast import viewing

from goldenthread.learning.actions.booking import book, cancel
from goldenthread.learning.actions.charges import waive
from goldenthread.learning.actions.invoices import (
    make_invoices,
    outstanding,
    record_payment,
    set_terms,
    take_payment_back,
    total,
)
from goldenthread.learning.actions.register import (
    add_at_the_door,
    close_register,
    mark,
    put_right,
    sign_in,
)
from goldenthread.learning.actions.sessions import cancel_session
from goldenthread.learning.models import Charge, Needs
from goldenthread.learning.states import State
from goldenthread.learning.takings import training_takings
from goldenthread.learning.tests.cases import make_session, make_terms
from goldenthread.learning.tests.test_booking import booked, refused, states
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.today import standing_at

pytestmark = pytest.mark.django_db
DAY = dt.date(2019, 10, 15)


def at(time):
    """That time of the session's day: the product's calendar and its clock."""
    return time_machine.travel(f"{DAY}T{time}:00+01:00", tick=False)


@pytest.fixture
def today(settings):
    """The calendar goes with the clock."""
    settings.CALENDAR_STANDS_AT = None


@pytest.mark.parametrize(
    ("time", "lets"), [("08:29", False), ("08:30", True), ("16:00", True), ("16:01", False)]
)
def test_the_code_works_from_an_hour_before_until_the_end(time, lets, today, session, practitioner, manager):
    with standing_at(dt.date(2019, 9, 9)):
        made = book(by=manager, session=session, person=practitioner)
    with at(time):
        if not lets:
            with refused("code"):
                sign_in(by=viewing(practitioner), code="123456")
        else:
            assert sign_in(by=viewing(practitioner), code=" 123456 ").pk == made.pk


def test_a_second_sign_in_changes_nothing(today, session, practitioner, manager):
    with standing_at(dt.date(2019, 9, 9)):
        book(by=manager, session=session, person=practitioner)
    with at("09:00"):
        first = sign_in(by=viewing(practitioner), code="123456").arrived_at
    with at("09:40"):
        assert sign_in(by=viewing(practitioner), code="123456").arrived_at == first


def test_whoever_has_no_place_is_not_told_whose_code_it_is(today, session, practitioner):
    with at("09:30"), refused("code"):
        sign_in(by=viewing(practitioner), code="123456")


def test_ten_wrong_codes_in_an_hour_are_enough(today, session, practitioner, manager):
    with standing_at(dt.date(2019, 9, 9)):
        book(by=manager, session=session, person=practitioner)
    with at("09:30"):
        for number in range(10):
            with refused("code"):
                sign_in(by=viewing(practitioner), code=f"00000{number}"[-6:])
        with refused("tries"):
            sign_in(by=viewing(practitioner), code="123456")


def held(manager, session, people, came):
    """The session's register, closed: those at the places in ``came`` were there."""
    with standing_at(dt.date(2019, 9, 9)):
        made = booked(manager, session, people)
    with standing_at(DAY + dt.timedelta(days=1)):
        mark(by=manager, session=session, came={each.pk: at in came for at, each in enumerate(made)})
        close_register(by=manager, session=session)
    for each in made:
        each.refresh_from_db()
    return made


def test_closing_the_register_settles_who_came_and_what_it_costs(manager, course, staff):
    make_terms(course.partnership, police=(100, 50, 75))
    row = make_session(course, on=DAY, price="40.00")
    made = held(manager, row, staff[:2], {0})
    assert states(row) == ["attended", "absent"]
    assert [str(each.charges.get().amount) for each in made] == ["40.00", "30.00"]


def test_closing_it_twice_charges_once(manager, course, staff):
    make_terms(course.partnership, police=(100, 50, 75))
    row = make_session(course, on=DAY, price="40.00")
    held(manager, row, staff[:2], {0})
    with standing_at(DAY + dt.timedelta(days=1)):
        assert close_register(by=manager, session=row) == 1
    assert Charge.objects.count() == 2


def test_a_register_does_not_open_before_its_day(manager, session, staff):
    (made,) = booked(manager, session, staff[:1])
    with refused("early"):
        mark(by=manager, session=session, came={made.pk: True})
    with refused("early"):
        close_register(by=manager, session=session)


def test_whoever_trains_keeps_the_register_of_their_own_session_alone(manager, course, staff, practitioner):
    mine, other = make_session(course, on=DAY), make_session(course, on=DAY + dt.timedelta(days=1))
    mine.trainers.add(practitioner)
    with standing_at(DAY + dt.timedelta(days=2)):
        mark(by=viewing(practitioner), session=mine, came={})
        with pytest.raises(PermissionDenied):
            mark(by=viewing(practitioner), session=other, came={})


def test_somebody_at_the_door_takes_a_free_place_and_no_other(manager, session, staff):
    with standing_at(dt.date(2019, 9, 9)):
        booked(manager, session, staff[:1])
    with standing_at(DAY + dt.timedelta(days=1)):
        made = add_at_the_door(by=manager, session=session, person=staff[1])
        assert made.stands is State.BOOKED
        with refused("there"):
            add_at_the_door(by=manager, session=session, person=staff[1])
        with refused("full"):
            add_at_the_door(by=manager, session=session, person=staff[2])


def test_whoever_was_offered_a_place_and_comes_has_it(manager, session, staff):
    with standing_at(DAY - dt.timedelta(days=1)):
        first, _, third = booked(manager, session, staff[:3])
        cancel(by=manager, booking=first)
    with standing_at(DAY + dt.timedelta(days=1)):
        made = add_at_the_door(by=manager, session=session, person=staff[2])
    assert (made.pk, made.stands, made.arrived_at is not None) == (third.pk, State.BOOKED, True)
    assert session.bookings.filter(place__isnull=False).count() == 2


def test_a_register_put_right_takes_its_charge_along(manager, course, staff):
    make_terms(course.partnership, police=(100, 50, 75))
    row = make_session(course, on=DAY, price="40.00")
    _, absent = held(manager, row, staff[:2], {0})
    with standing_at(DAY + dt.timedelta(days=2)):
        with refused("why"):
            put_right(by=manager, booking=absent, came=True, reason=" ")
        put_right(by=manager, booking=absent, came=True, reason="Signed on paper")
        put_right(by=manager, booking=absent, came=True, reason="Signed on paper")
    absent.refresh_from_db()
    assert absent.stands is State.ATTENDED
    assert [str(each.amount) for each in absent.charges.order_by("pk")] == ["30.00", "-30.00", "40.00"]


def test_a_cancelled_session_tells_all_fifty_two_and_charges_nobody(manager, course, council):
    from goldenthread.learning.tests.cases import make_staff

    make_terms(course.partnership, notice=5, local_authority=(100, 100, 100))
    row = make_session(course, on=DAY, places=40, price="40.00")
    people = make_staff(council, 52)
    booked(manager, row, people)
    OutgoingMessage.objects.all().delete()
    with refused("why"):
        cancel_session(by=manager, session=row, reason=" ")
    assert cancel_session(by=manager, session=row, reason="The trainer is ill") == 52
    assert cancel_session(by=manager, session=row, reason="The trainer is ill") == 0
    assert set(states(row)) == {"cancelled"}
    told = OutgoingMessage.objects.filter(subject__startswith="Cancelled")
    assert told.values("person").distinct().count() == told.count() == 52
    assert not Charge.objects.exists()
    assert not Needs.objects.exists()


def test_a_charge_is_waived_once_and_both_rows_stay(manager, course, staff):
    make_terms(course.partnership, police=(100, 50, 75))
    (made,) = held(manager, make_session(course, on=DAY, price="40.00"), staff[:1], {0})
    charge = made.charges.get()
    with refused("why"):
        waive(by=manager, charge=charge, reason="")
    first = waive(by=manager, charge=charge, reason="A new agency")
    assert waive(by=manager, charge=charge, reason="Again") == first
    with refused("counter"):
        waive(by=manager, charge=first, reason="Again")
    assert [each.amount for each in made.charges.order_by("pk")] == [Decimal("40.00"), Decimal("-40.00")]


def test_invoices_take_each_charge_once_and_add_up(manager, course, staff, council):
    from goldenthread.learning.tests.cases import make_staff

    make_terms(course.partnership, police=(100, 50, 75), local_authority=(50, 0, 0))
    row = make_session(course, on=DAY, places=4, price="33.33")
    held(manager, row, [*staff[:2], *make_staff(council, 1)], {0, 2})
    with standing_at(DAY + dt.timedelta(days=3)):
        made = make_invoices(by=manager, until=DAY)
        assert [(each.agency.sector, str(total(each))) for each in made] == [
            ("police", "58.33"),
            ("local_authority", "16.67"),
        ]
        with refused("nothing"):
            make_invoices(by=manager, until=DAY)
        with refused("future"):
            make_invoices(by=manager, until=DAY + dt.timedelta(days=9))


def test_a_payment_is_recorded_once_never_more_than_owed_and_taken_back_on_record(manager, course, staff):
    make_terms(course.partnership, police=(100, 50, 75))
    held(manager, make_session(course, on=DAY, price="40.00"), staff[:1], {0})
    with standing_at(DAY + dt.timedelta(days=3)):
        (invoice,) = make_invoices(by=manager, until=DAY)
        paid = {"by": manager, "invoice": invoice, "on": DAY}
        for amount, code in (
            (Decimal(0), "amount"),
            (Decimal("-1.00"), "amount"),
            (Decimal("40.01"), "more"),
        ):
            with refused(code):
                record_payment(amount=amount, reference="B1", **paid)
        first = record_payment(amount=Decimal("25.00"), reference="B1", **paid)
        with refused("twice"):
            record_payment(amount=Decimal("15.00"), reference="b1", **paid)
        assert outstanding(invoice) == Decimal("15.00")
        take_payment_back(by=manager, payment=first, reason="Another invoice's")
        take_payment_back(by=manager, payment=first, reason="Another invoice's")
        assert outstanding(invoice) == Decimal("40.00")
        record_payment(amount=Decimal("40.00"), reference="B2", **paid)
        (taking,) = training_takings(course.partnership, DAY, DAY)
    assert (taking.amount, taking.received_on) == (Decimal("40.00"), DAY)


def test_terms_begin_today_or_later_and_once_a_day(manager):
    given = {"notice": 5, "note": "", "rates": {"police": (100, 0, 0), "health": (0, 0, 0)}}
    with refused("past"):
        set_terms(by=manager, starts_on=dt.date(2019, 9, 8), **given)
    terms = set_terms(by=manager, starts_on=dt.date(2019, 9, 9), **given)
    assert [rate.sector for rate in terms.rates.all()] == ["police"]
    with refused("twice"):
        set_terms(by=manager, starts_on=dt.date(2019, 9, 9), **given)
