"""Working days between two days as an expression: weekdays by arithmetic, less England's bank holidays.

The day of the event is day 0, as in :mod:`goldenthread.duties.clock`, of which the tests hold this to every pair of
days.
"""

from __future__ import annotations

import datetime as dt

import narwhals as nw

from goldenthread.duties.clock import bank_holidays

EPOCH = dt.date(1970, 1, 1)
THURSDAY = 3
# No timescale that is counted here reaches back further than this from the end of a period.
YEARS_BACK = 4


def holidays_before(end: dt.date) -> list[int]:
    """The bank holidays that are weekdays, as day numbers, of the year of ``end`` and the years before."""
    years = range(end.year - YEARS_BACK, end.year + 1)
    return sorted((day - EPOCH).days for year in years for day in bank_holidays(year) if day.weekday() < 5)


def working_days(start: nw.Expr, finish: nw.Expr, holidays: list[int]) -> nw.Expr:
    """How many working days after ``start`` and up to ``finish``, ``finish`` included; for ``finish`` not before it."""
    count = _weekdays_until(finish) - _weekdays_until(start)
    for holiday in holidays:
        count = count - ((start < holiday) & (finish >= holiday)).cast(nw.Int32)
    return count


def _weekdays_until(day: nw.Expr) -> nw.Expr:
    """The weekdays from a Monday long ago up to a day, included."""
    since_monday = day + THURSDAY
    of_week = since_monday % 7
    in_week = nw.when(of_week < 5).then(of_week + 1).otherwise(nw.lit(5))
    return (since_monday // 7) * 5 + in_week
