"""Courses, sessions and people who book, for the tests of this room."""

from __future__ import annotations

import datetime as dt
from itertools import count

from tests.cast import TODAY, make_person

from goldenthread.learning.actions.places import set_capacity
from goldenthread.learning.models import Course, Rate, Session, Terms
from goldenthread.partnership.moments import moment
from goldenthread.partnership.viewer import SystemActor

NINE, FOUR = dt.time(9, 30), dt.time(16, 0)
_numbers = count(1)


def make_course(partnership, key="child-protection", **fields):
    values = {
        "title": key.replace("-", " ").capitalize(), "level": "core", "summary": "What to do, and when.",
        "audience": "Everybody who works with children.", "hours": 6,
    }  # fmt: skip
    return Course.objects.create(partnership=partnership, key=key, **(values | fields))


def make_session(course, *, on=dt.date(2019, 10, 15), places=2, **fields):
    """A session in the programme, open for booking, five weeks ahead."""
    values = {
        "starts_at": moment(on, NINE), "ends_at": moment(on, FOUR), "venue": "Training room", "code": "123456",
        "opens_on": TODAY, "closes_on": on, "published_on": TODAY,
    }  # fmt: skip
    row = Session.objects.create(
        partnership=course.partnership, course=course, number=next(_numbers), **(values | fields)
    )
    actor = SystemActor(label="Test", partnership=course.partnership)
    if places:
        set_capacity(actor, row, places)
    return row


def make_staff(agency, many, *, roles=("practitioner",), account=False):
    """So many practitioners of an agency."""
    return [
        make_person(
            agency.partnership, f"Practitioner {next(_numbers)}", *roles, agency=agency, account=account
        )
        for _ in range(many)
    ]


def make_terms(partnership, *, notice=5, **rates):
    """Terms in force, with ``sector=(coming, late, absent)`` in per cent."""
    terms = Terms.objects.create(partnership=partnership, starts_on=dt.date(2019, 4, 1), notice=notice)
    for sector, (coming, late, absent) in rates.items():
        Rate.objects.create(terms=terms, sector=sector, coming=coming, late=late, absent=absent)
    return terms
