"""Quarters of the business year, by the month in which it begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.duties.clock import ONE_DAY, add_months

MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class Quarter:
    """From its first day to its last, both included."""

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        return f"{self.first:%b} to {self.last:%b %Y}"


def last_quarters(on: dt.date, count: int, begins_in: int) -> tuple[Quarter, ...]:
    """The quarter in which ``on`` lies, and those before it, ``count`` in all, the earliest first.

    ``begins_in`` is the month, 1 to 12, in which the business year begins.
    """
    back = (on.month - begins_in) % MONTHS_IN_QUARTER
    present = add_months(on.replace(day=1), -back)
    firsts = [add_months(present, -MONTHS_IN_QUARTER * place) for place in reversed(range(count))]
    return tuple(Quarter(first, add_months(first, MONTHS_IN_QUARTER) - ONE_DAY) for first in firsts)
