"""The days on which a group usually meets. Pure: no database, no Django."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from goldenthread.duties.clock import NO_CLOSURES, ONE_DAY, is_working_day

LAST_WEEK = 5


@dataclass(frozen=True)
class Pattern:
    """Every so many months, on one weekday of one week (5: the last one) of the month."""

    every_months: int
    first_month: int
    week: int
    weekday: int

    def usual_day(self, year: int, month: int) -> dt.date:
        """The day of a month by the pattern alone."""
        first = dt.date(year, month, 1)
        day = first + dt.timedelta(days=(self.weekday - first.weekday()) % 7)
        if self.week < LAST_WEEK:
            return day + dt.timedelta(weeks=self.week - 1)
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        return last - dt.timedelta(days=(last.weekday() - self.weekday) % 7)


@dataclass(frozen=True)
class Proposed:
    """A day on which a group would meet, and the one that it was moved from, where that is no working day."""

    on: dt.date
    moved_from: dt.date | None = None


def proposed_days(
    pattern: Pattern, first: dt.date, last: dt.date, closures: Collection[dt.date] = NO_CLOSURES
) -> Iterator[Proposed]:
    """The days of a pattern from one day to another. One that is no working day moves to the next that is."""
    year, month = first.year, first.month
    while dt.date(year, month, 1) <= last:
        if (month - pattern.first_month) % pattern.every_months == 0:
            usual = on = pattern.usual_day(year, month)
            while not is_working_day(on, closures):
                on += ONE_DAY
            if first <= on <= last:
                yield Proposed(on, usual if on != usual else None)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
