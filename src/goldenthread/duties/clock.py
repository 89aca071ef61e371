"""Working days in England, and time limits counted in them. Pure: no database, no Django.

A working day is Monday to Friday and not a bank holiday in England and Wales, nor a day on which the partnership's
office is closed. The holidays come from the ``holidays`` library.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
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


class Unit(enum.StrEnum):
    """In what a time limit is counted."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    YEARLY_DATE = "yearly_date"
    END_OF = "end_of"


class Span(enum.StrEnum):
    """What a limit "by the end of …" may name. A quarter is of the business year."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    BUSINESS_YEAR = "business_year"


# The most days that one of a unit can take, by which a limit that no calendar could hold is refused.
MOST_DAYS = {
    Unit.HOURS: 1, Unit.WORKING_DAYS: 2, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31, Unit.YEARS: 366,
}  # fmt: skip
LONGEST = dt.timedelta(days=36_600)


@dataclass(frozen=True)
class Pause:
    """Days that do not count, the first and the last included, and why; without an ``end`` it goes on."""

    begin: dt.date
    end: dt.date | None
    reason: str

    def __post_init__(self) -> None:
        """Raises :class:`ValueError` for one that ends before it begins, or has no reason."""
        if self.end is not None and self.end < self.begin:
            raise ValueError("A pause cannot end before it begins.")
        if not self.reason.strip():
            raise ValueError("A pause needs a reason.")

    def covers(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.begin <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Limit:
    """A time limit: so many of a unit after an event or ``before`` it, a date of each year, or the end of a span.

    ``amount`` is a whole number of units; for a yearly date it is ``(month, day)``, and for the end of a span the
    :class:`Span`. Dates are kept, not times of day: hours that were begun on a day are over by the day on which so many
    hours from its last minute end (24 hours: the next day; 72 hours: the third day after). Days and hours are those of
    the calendar, holidays too.
    """

    amount: int | tuple[int, int] | Span
    unit: Unit
    before: bool = False

    def __post_init__(self) -> None:
        """Raises :class:`ValueError` for an amount that does not go with its unit, or is longer than a century."""
        wanted = {Unit.YEARLY_DATE: tuple, Unit.END_OF: Span}.get(self.unit, int)
        if not isinstance(self.amount, wanted) or (isinstance(self.amount, int) and self.amount < 0):
            raise ValueError(f"“{self.amount}” is no amount of {self.unit.replace('_', ' ')}.")
        if isinstance(self.amount, int) and self.amount > LONGEST.days // MOST_DAYS[self.unit]:
            raise ValueError(f"{self.amount} {self.unit.replace('_', ' ')} are longer than any limit.")
        if isinstance(self.amount, tuple):
            # 29 February would have no day in most years.
            dt.date(2019, *self.amount)
        if self.before and self.unit in (Unit.YEARLY_DATE, Unit.END_OF):
            raise ValueError("A date of the year and the end of a span do not lie before an event.")

    @property
    def can_pause(self) -> bool:
        """Whether a pause puts it off."""
        return not self.before and self.unit not in (Unit.YEARLY_DATE, Unit.END_OF)

    def due(
        self,
        event: dt.date,
        closures: Collection[dt.date] = NO_CLOSURES,
        pauses: Sequence[Pause] = (),
        first_month: int = 4,
    ) -> dt.date | None:
        """The last day that is in time for an event on ``event``; ``None`` while a pause that is open holds it.

        The day of the event does not count. Days of a pause do not count either, for limits after an event that are
        so many of a unit: dates of the year, ends of spans and limits before an event are not put off. The business
        year begins with ``first_month``.
        """
        if self.unit == Unit.END_OF:
            return end_of(Span(str(self.amount)), event, first_month)
        if isinstance(self.amount, tuple):
            return yearly_date(event, *self.amount)
        amount = int(str(self.amount))
        if self.before:
            return _shifted(event, -amount, self.unit, closures)
        if self.unit == Unit.WORKING_DAYS:
            return _working_days_without(event, amount, closures, pauses)
        return _put_off(event, _shifted(event, amount, self.unit, closures), pauses)

    def describe(self) -> str:
        """In words, to stand before the event: ``within 10 working days of``, ``1 week before``."""
        if self.unit == Unit.END_OF:
            return f"by the end of the {str(self.amount).replace('_', ' ')} of"
        if isinstance(self.amount, tuple):
            month, day = self.amount
            return f"by {day} {dt.date(2019, month, day):%B} after"
        word = self.unit.replace("_", " ")
        word = word.removesuffix("s") if self.amount == 1 else word
        return f"{self.amount} {word} before" if self.before else f"within {self.amount} {word} of"


def _shifted(event: dt.date, amount: int, unit: Unit, closures: Collection[dt.date]) -> dt.date:
    if unit == Unit.WORKING_DAYS:
        return add_working_days(event, amount, closures)
    if unit in (Unit.MONTHS, Unit.YEARS):
        return add_months(event, amount * (12 if unit == Unit.YEARS else 1))
    if unit == Unit.HOURS:
        begun = -(-abs(amount) // 24)
        return event + dt.timedelta(days=begun if amount > 0 else -begun)
    return event + dt.timedelta(days=amount * (7 if unit == Unit.WEEKS else 1))


def _working_days_without(
    event: dt.date, amount: int, closures: Collection[dt.date], pauses: Sequence[Pause]
) -> dt.date | None:
    day, left = event, amount
    while left:
        day += ONE_DAY
        held = [pause for pause in pauses if pause.covers(day)]
        if any(pause.end is None for pause in held):
            return None
        if not held and is_working_day(day, closures):
            left -= 1
    return day


def _put_off(event: dt.date, due: dt.date, pauses: Sequence[Pause]) -> dt.date | None:
    """``due`` moved on by one day for each paused day after the event."""
    day = event
    while day < due:
        day += ONE_DAY
        held = [pause for pause in pauses if pause.covers(day)]
        if any(pause.end is None for pause in held):
            return None
        if held:
            due += ONE_DAY
    return due


def yearly_date(event: dt.date, month: int, day: int) -> dt.date:
    """The first such date on or after ``event``."""
    this = dt.date(event.year, month, day)
    return this if this >= event else dt.date(event.year + 1, month, day)


def end_of(span: Span, day: dt.date, first_month: int = 4) -> dt.date:
    """The last day of the week (Sunday), month, quarter or business year in which ``day`` lies."""
    if span == Span.WEEK:
        return day + dt.timedelta(days=6 - day.weekday())
    if span == Span.MONTH:
        return add_months(day.replace(day=1), 1) - ONE_DAY
    begins, ends = business_year(day, first_month)
    if span == Span.BUSINESS_YEAR:
        return ends
    quarter = ((day.year - begins.year) * 12 + day.month - begins.month) // 3
    return add_months(begins, 3 * (quarter + 1)) - ONE_DAY
