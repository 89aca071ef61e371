"""The periods of training reports: a business year and its halves. Knows no Django."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from goldenthread.duties.clock import ONE_DAY, add_months

_YEAR = re.compile(r"(\d{4})(?:[-/–](\d{2}|\d{4}))?")
EARLIEST, LATEST = 1990, 2098
HALVES = {"": "The year", "1": "First half", "2": "Second half"}


@dataclass(frozen=True)
class Period:
    """From the first day to the last; ``half`` is "1", "2", or nothing for the whole year."""

    first: dt.date
    last: dt.date
    year: str
    half: str = ""

    @property
    def name(self) -> str:
        """``2021-22``, or ``2021-22, first half``."""
        return f"{self.year}, {HALVES[self.half].lower()}" if self.half else self.year


def year_name(first: dt.date) -> str:
    """``2019-20``, or ``2019`` for a year that begins in January."""
    return str(first.year) if first.month == 1 else f"{first.year}-{(first.year + 1) % 100:02}"


def period_of(year: str, half: str = "", first_month: int = 4) -> Period:
    """The period of a year as people write it, ``2021-22`` or ``2021``, and a half of it.

    Raises :class:`ValueError` with a sentence for what is no year or no half.
    """
    match = _YEAR.fullmatch(year.strip())
    begins = int(match.group(1)) if match else 0
    if (
        match is None
        or not EARLIEST <= begins <= LATEST
        or not _ends_after(begins, match.group(2), first_month)
    ):
        example = "2021" if first_month == 1 else "2021-22"
        raise ValueError(f"“{year}” is no year. Write it as {example}.")
    if half not in HALVES:
        raise ValueError(f"“{half}” is no half of a year. Write 1 or 2, or leave it out.")
    first = dt.date(begins, first_month, 1)
    middle, end = add_months(first, 6), add_months(first, 12)
    name = year_name(first)
    if half == "1":
        return Period(first, middle - ONE_DAY, name, half)
    return Period(middle if half == "2" else first, end - ONE_DAY, name, half)


def _ends_after(begins: int, ends: str | None, first_month: int) -> bool:
    """Whether the second year of a name is the one that follows."""
    if ends is None:
        return True
    return first_month != 1 and int(ends) in (begins + 1, (begins + 1) % 100)
