"""A course with a session that is booked, and one that was held, charged and invoiced: what their addresses name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from goldenthread.learning.actions.booking import book
from goldenthread.learning.actions.invoices import make_invoices, record_payment
from goldenthread.learning.actions.register import close_register, mark
from goldenthread.learning.models import Charge
from goldenthread.learning.tests.cases import make_course, make_session, make_terms
from goldenthread.partnership.today import standing_at

HELD_ON = dt.date(2019, 9, 2)


def make_training(by, person):
    """A place that ``person`` has booked, what two sessions charged, an invoice of the first, and a payment for it."""
    partnership = by.partnership
    make_terms(partnership, local_authority=(100, 50, 100))
    course = make_course(partnership)
    for day in (HELD_ON, HELD_ON + dt.timedelta(days=1)):
        _held(by, make_session(course, on=day, price="40.00", opens_on=dt.date(2019, 8, 1)), person, day)
        if day == HELD_ON:
            invoice = make_invoices(by=by, until=day)[0]
    session = make_session(course)
    payment = record_payment(by=by, invoice=invoice, amount=Decimal("10.00"), on=day, reference="A1")
    return {
        "course": course.key,
        "session": session.number,
        "booking": book(by=by, session=session, person=person).pk,
        "charge": Charge.objects.filter(line=None).get().pk,
        "invoice": invoice.number,
        "payment": payment.pk,
    }


def _held(by, session, person, day):
    with standing_at(day - dt.timedelta(days=3)):
        booking = book(by=by, session=session, person=person)
    with standing_at(day + dt.timedelta(days=1)):
        mark(by=by, session=session, came={booking.pk: True})
        close_register(by=by, session=session)
