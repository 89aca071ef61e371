"""A course with a session that is booked, and one that was held, charged and invoiced: what their addresses name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from goldenthread.learning.actions.booking import book
from goldenthread.learning.actions.courses import need_courses
from goldenthread.learning.actions.feedback import answer_feedback
from goldenthread.learning.actions.invoices import make_invoices, record_payment
from goldenthread.learning.actions.records import add_completion
from goldenthread.learning.actions.register import close_register, mark
from goldenthread.learning.models import Certificate, Charge, Feedback, FeedbackAnswer, ReportEdition, Session
from goldenthread.learning.periods import period_of
from goldenthread.learning.selectors.report import as_values, report_of
from goldenthread.learning.tests.cases import make_course, make_session, make_terms
from goldenthread.partnership.today import standing_at
from tests.cast import viewing

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
    answer_feedback(feedback=Feedback.objects.filter(stage="day").first(), given={"better": "More time."})
    edition = ReportEdition.objects.create(
        partnership=partnership, first=dt.date(2018, 10, 1), last=dt.date(2019, 3, 31), on=HELD_ON, number=1,
        body="<h1>Report on training</h1><p>Nobody came.</p>", by_label="x",
        figures=as_values(report_of(by, partnership, period_of("2018-19", "2"))),
    )  # fmt: skip
    session = make_session(course)
    payment = record_payment(by=by, invoice=invoice, amount=Decimal("10.00"), on=day, reference="A1")
    proof = add_completion(
        by=viewing(person),
        course=course,
        on=dt.date(2019, 8, 1),
        where="A college",
        name="proof.txt",
        content=b"Synthetic",
    )
    return {
        "course": course.key,
        "session": session.number,
        "booking": book(by=by, session=session, person=person).pk,
        "charge": Charge.objects.filter(line=None).get().pk,
        "invoice": invoice.number,
        "payment": payment.pk,
        "completion": proof.pk,
        "certificate": Certificate.objects.first().pk,
        "work": need_courses(by=by, title="Lead", courses=[course]).pk,
        "edition": edition.pk,
    }


def by_training_route():
    """What a name means on routes of training alone."""
    return {
        ("learning:feedback_words", "words"): FeedbackAnswer.objects.get(number=None).pk,
        ("learning:report_file", "kind"): "docx",
        ("learning:session_certificates", "session"): Session.objects.exclude(closed_at=None).first().number,
    }


def _held(by, session, person, day):
    with standing_at(day - dt.timedelta(days=3)):
        booking = book(by=by, session=session, person=person)
    with standing_at(day + dt.timedelta(days=1)):
        mark(by=by, session=session, came={booking.pk: True})
        close_register(by=by, session=session)
