"""Working days in England. Pure: no database, no Django.

A working day is Monday to Friday and not a bank holiday in England and Wales, nor a day on which the partnership's
office is closed. The holidays come from the ``holidays`` library.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import lru_cache

import holidays

ONE_DAY = dt.timedelta(days=1)
NO_CLOSURES: frozenset[dt.date] = frozenset()


@lru_cache(maxsize=400)
def bank_holidays(year: int) -> frozenset[dt.date]:
    """The bank holidays of ``year`` in England and Wales."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: dt.date, closures: Collection[dt.date] = NO_CLOSURES) -> bool:
    """Whether ``day`` is a working day."""
    return day.weekday() < 5 and day not in bank_holidays(day.year) and day not in closures


def add_working_days(start: dt.date, days: int, closures: Collection[dt.date] = NO_CLOSURES) -> dt.date:
    """The last day of "within ``days`` working days of ``start``": the day after ``start`` is the first to count.

    A negative number counts back ("5 working days before"). Nought gives ``start`` itself.
    """
    step = ONE_DAY if days >= 0 else -ONE_DAY
    day, left = start, abs(days)
    while left:
        day += step
        if is_working_day(day, closures):
            left -= 1
    return day


def working_days_between(start: dt.date, end: dt.date, closures: Collection[dt.date] = NO_CLOSURES) -> int:
    """How many working days after ``start`` and up to ``end``, ``end`` included; negative where ``end`` is earlier.

    Something due on ``start`` and done on ``end`` is this many working days late.
    """
    if end < start:
        return -working_days_between(end, start, closures)
    weeks, rest = divmod((end - start).days, 7)
    count = weeks * 5 + sum((start + dt.timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))
    off = {day for year in range(start.year, end.year + 1) for day in bank_holidays(year)} | set(closures)
    return count - sum(1 for day in off if start < day <= end and day.weekday() < 5)


def add_months(start: dt.date, months: int) -> dt.date:
    """The same day ``months`` later, or the last day of that month where it has no such day."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    for day in range(start.day, 27, -1):
        try:
            return dt.date(year, month + 1, day)
        except ValueError:
            continue
    return dt.date(year, month + 1, start.day)


def business_year(day: dt.date, first_month: int = 4) -> tuple[dt.date, dt.date]:
    """The first and last day of the business year in which ``day`` falls."""
    first = dt.date(day.year if day.month >= first_month else day.year - 1, first_month, 1)
    return first, add_months(first, 12) - ONE_DAY
