"""People who came to a course and said what they think of it, for the tests of evaluation and reports."""

from __future__ import annotations

import datetime as dt

from goldenthread.learning.actions.booking import book
from goldenthread.learning.actions.feedback import answer_feedback, due_day
from goldenthread.learning.actions.register import close_register, mark
from goldenthread.learning.models import Feedback
from goldenthread.learning.tests.cases import make_session
from goldenthread.partnership.today import standing_at

HELD_ON = dt.date(2019, 6, 3)
ONE_DAY = dt.timedelta(days=1)


def held(manager, course, people, *, on=HELD_ON, absent=(), **fields):
    """A session that took place, with its register closed on its day."""
    made = make_session(
        course, on=on, places=max(len(people), 1), opens_on=on - dt.timedelta(days=30), **fields
    )
    with standing_at(on - dt.timedelta(days=3)):
        bookings = [book(by=manager, session=made, person=person) for person in people]
    with standing_at(on + ONE_DAY):
        mark(by=manager, session=made, came={each.pk: each.person not in absent for each in bookings})
        close_register(by=manager, session=made)
    made.refresh_from_db()
    return made


def forms(session, stage):
    """The forms of a stage, in the order of the bookings."""
    rows = Feedback.objects.filter(booking__session=session, stage=stage).select_related("booking__session")
    return list(rows.order_by("booking"))


def say(session, stage, given, *, on=None):
    """Answers the forms of a stage one after the other; ``None`` leaves one out."""
    day = on or due_day(stage, session.day)
    for form, answer in zip(forms(session, stage), given, strict=False):
        if answer is not None:
            with standing_at(day):
                answer_feedback(feedback=form, given=answer)


def confident(*figures):
    return [None if each is None else {"confidence": each} for each in figures]
