"""How lists are narrowed by address: days, and the choices of a filter with how many rows each would leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")
# The days on which something can be looked at: those that a spreadsheet's dates can have, too.
EARLIEST_DAY, LATEST_DAY = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


def read_day(text: str) -> dt.date | None:
    """A date of an address (``2019-09-09``) from 1990 to 2100; ``None`` for anything else."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST_DAY <= day <= LATEST_DAY else None


@dataclass(frozen=True)
class Choice:
    """One value that a filter can take, and how many rows it would leave."""

    value: str
    text: str
    count: int
    chosen: bool


def choices(
    rows: Iterable[Row],
    chosen: str,
    value: Callable[[Row], str],
    text: Callable[[Row], str],
) -> list[Choice]:
    """The values that the rows have, each with its number of rows, by text."""
    counts: dict[str, int] = {}
    texts: dict[str, str] = {}
    for row in rows:
        key = value(row)
        counts[key] = counts.get(key, 0) + 1
        texts.setdefault(key, text(row))
    return [
        Choice(key, texts[key], counts[key], key == chosen)
        for key in sorted(counts, key=lambda k: texts[k].casefold())
    ]
