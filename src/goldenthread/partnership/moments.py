"""Moments: a day with a time, in England, where one night a year has an hour twice and another leaves one out."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.today import today


def now() -> dt.datetime:
    """This moment; in the example, this time of the day on which its calendar stands."""
    real = timezone.localtime()
    day = today()
    return real if real.date() == day else timezone.make_aware(dt.datetime.combine(day, real.time()))


def moment(day: dt.date, time: dt.time, *, field: str = "at") -> dt.datetime:
    """A time of day in England; of an hour that comes twice, the first. Raises :class:`RuleError`, at ``field``, for
    one that the change to summer time leaves out.
    """
    found = timezone.make_aware(dt.datetime.combine(day, time))
    if timezone.localtime(found.astimezone(dt.UTC)).time() != time:
        raise RuleError(
            {field: "The clocks go forward that night, so there is no such time. Choose another."},
            code="no_time",
        )
    return found
