"""The periods for which figures are collected: months, quarters, terms and years.

A period has a key, which is also how it stands in an address, a file and the command line:

======================  ==================  ==========================================
frequency               key                 what it covers
======================  ==================  ==========================================
monthly                 ``2017-11``         November 2017
quarterly               ``2021-22-Q4``      January to March 2022 (Q1 begins in April)
termly                  ``2016-17-autumn``  September to December 2016
annual                  ``2021-22``         April 2021 to March 2022
academic year           ``AY2016-17``       September 2016 to August 2017
======================  ==================  ==========================================

A figure that counts children on a day (looked after at 31 March) belongs to the period that ends on that day.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.duties.clock import ONE_DAY, add_months

TERMS = (("autumn", 9, 4), ("spring", 1, 3), ("summer", 4, 5))  # name, first month, months
_YEARS = r"(?P<start>\d{4})-(?P<end>\d{2})"
_PATTERNS = {
    "monthly": re.compile(r"(?P<start>\d{4})-(?P<month>0[1-9]|1[0-2])"),
    "quarterly": re.compile(rf"{_YEARS}-Q(?P<quarter>[1-4])"),
    "termly": re.compile(rf"{_YEARS}-(?P<term>autumn|spring|summer)"),
    "annual": re.compile(_YEARS),
    "academic_year": re.compile(rf"AY{_YEARS}"),
}


class PeriodError(ValueError):
    """A text names no period. The message says how to write one."""


class Frequency(enum.StrEnum):
    """How often a figure is collected."""

    label: str
    months: int
    first_month: int

    def __new__(cls, value: str, label: str = "", months: int = 0, first_month: int = 1) -> Frequency:
        """A member with its label, its length in months (0: it varies) and the month in which its years begin."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.months, member.first_month = label, months, first_month
        return member

    MONTHLY = "monthly", "Monthly", 1, 4
    QUARTERLY = "quarterly", "Quarterly", 3, 4
    TERMLY = "termly", "Termly", 0, 9
    ANNUAL = "annual", "Annual, April to March", 12, 4
    ACADEMIC_YEAR = "academic_year", "Annual, September to August", 12, 9


@dataclass(frozen=True, order=True)
class Period:
    """One period of one frequency; periods of a frequency sort by time."""

    start: dt.date
    end: dt.date
    frequency: Frequency

    @property
    def key(self) -> str:
        """Its key, as the table above shows it."""
        match self.frequency:
            case Frequency.MONTHLY:
                return f"{self.start:%Y-%m}"
            case Frequency.QUARTERLY:
                return f"{_years(self.year)}-Q{(self.start.month - 4) % 12 // 3 + 1}"
            case Frequency.TERMLY:
                return f"{_years(self.year)}-{_term_of(self.start)[0]}"
            case Frequency.ANNUAL:
                return _years(self.year)
        return f"AY{_years(self.year)}"

    @property
    def words(self) -> str:
        """``November 2017``, ``Q4 2021/22``, ``Autumn term 2016/17``, ``2021/22``, ``Academic year 2016/17``."""
        year = _years(self.year).replace("-", "/")
        match self.frequency:
            case Frequency.MONTHLY:
                return f"{self.start:%B %Y}"
            case Frequency.QUARTERLY:
                return f"Q{self.key[-1]} {year}"
            case Frequency.TERMLY:
                return f"{_term_of(self.start)[0].capitalize()} term {year}"
            case Frequency.ANNUAL:
                return year
        return f"Academic year {year}"

    @property
    def short(self) -> str:
        """The same where space is short: ``Nov 17``, ``Q4 21/22``, ``Aut 16/17``, ``21/22``."""
        year = f"{self.year % 100:02}/{(self.year + 1) % 100:02}"
        match self.frequency:
            case Frequency.MONTHLY:
                return f"{self.start:%b %y}"
            case Frequency.QUARTERLY:
                return f"Q{self.key[-1]} {year}"
            case Frequency.TERMLY:
                return f"{_term_of(self.start)[0].capitalize()[:3]} {year}"
        return year

    @property
    def year(self) -> int:
        """The calendar year in which the business (or school) year of the period begins."""
        return self.start.year - (self.start.month < self.frequency.first_month)

    @property
    def year_start(self) -> dt.date:
        """The first day of the business (or school) year in which it lies."""
        return dt.date(self.year, self.frequency.first_month, 1)

    @property
    def year_end(self) -> dt.date:
        """The last day of that year."""
        return add_months(self.year_start, 12) - ONE_DAY

    def next(self) -> Period:
        """The period after it."""
        return period_of(self.end + ONE_DAY, self.frequency)

    def previous(self) -> Period:
        """The period before it."""
        return period_of(self.start - ONE_DAY, self.frequency)

    def __str__(self) -> str:
        return self.words


def period_of(day: dt.date, frequency: Frequency) -> Period:
    """The period of ``frequency`` in which ``day`` lies."""
    if frequency is Frequency.TERMLY:
        _, first, months = _term_of(day)
        start = dt.date(day.year, first, 1)
    else:
        months = frequency.months
        back = (day.month - frequency.first_month) % months if months > 1 else 0
        start = add_months(day.replace(day=1), -back)
    return Period(start, add_months(start, months) - ONE_DAY, frequency)


def read_period(key: str, frequency: Frequency | None = None) -> Period:
    """The period of a key; raises :class:`PeriodError`, whose message says how keys are written.

    ``2011-12`` may be a month or a year: without a ``frequency`` it is the month.
    """
    for name, pattern in _PATTERNS.items():
        if frequency in (None, name) and (found := pattern.fullmatch(key.strip())):
            start = int(found["start"])
            if name != "monthly" and int(found["end"]) != (start + 1) % 100:
                break
            if not 1 <= start <= 9998:
                break
            return period_of(_first_day(name, start, found), Frequency(name))
    raise PeriodError(
        f"“{key}” is not a period{f' of a {frequency.label.lower()} figure' if frequency else ''}. "
        "Write a month as 2017-11, a quarter as 2021-22-Q4, a term as 2016-17-autumn, a year as 2021-22, "
        "a school year as AY2016-17."
    )


def _first_day(name: str, start: int, found: re.Match[str]) -> dt.date:
    match name:
        case "monthly":
            return dt.date(start, int(found["month"]), 1)
        case "quarterly":
            return add_months(dt.date(start, 4, 1), 3 * int(found["quarter"]) - 3)
        case "termly":
            first = next(first for term, first, _ in TERMS if term == found["term"])
            return dt.date(start + (first < 9), first, 1)
        case "annual":
            return dt.date(start, 4, 1)
    return dt.date(start, 9, 1)


def periods_between(first: Period, last: Period) -> Iterator[Period]:
    """Every period from ``first`` to ``last``, both included; none where ``last`` comes before."""
    period = first
    while period.start <= last.start:
        yield period
        period = period.next()


def _years(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02}"


def _term_of(day: dt.date) -> tuple[str, int, int]:
    return next(term for term in TERMS if term[1] <= day.month < term[1] + term[2])
