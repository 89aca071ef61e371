"""The table of cases by which the clock is tested and documented."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goldenthread.duties.clock import Limit, Pause, Span, Unit

TABLE = Path(__file__).with_name("clock_cases.csv")


@dataclass(frozen=True)
class Case:
    """One limit, the event it is counted from, what holds it up, and the last day in time; ``None`` while paused."""

    limit: Limit
    event: dt.date
    closures: frozenset[dt.date]
    pauses: tuple[Pause, ...]
    due: dt.date | None
    why: str


def read_limit(amount: str, unit: str, *, before: bool = False) -> Limit:
    """A limit as tables and packs write it: ``10`` working_days, ``9-30`` yearly_date, ``quarter`` end_of.

    Raises :class:`ValueError` for anything else, saying how to write it.
    """
    if unit not in list(Unit):
        raise ValueError(f"“{unit}” is no unit. Use one of: {', '.join(Unit)}.")
    known = Unit(unit)
    if known == Unit.END_OF:
        if amount not in list(Span):
            raise ValueError(f"“{amount}” has no end that can be counted. Use one of: {', '.join(Span)}.")
        return Limit(Span(amount), known, before)
    if known == Unit.YEARLY_DATE:
        return Limit(_yearly(amount), known, before)
    try:
        return Limit(int(amount), known, before)
    except ValueError as error:
        if _is_whole(amount):
            raise
        raise ValueError(f"“{amount}” is no whole number of {unit.replace('_', ' ')}.") from error


def _is_whole(amount: str) -> bool:
    return amount.removeprefix("-").isdecimal()


def _yearly(text: str) -> tuple[int, int]:
    """Month and day of ``9-30``; 2019 stands for every year, so that 29 February is refused."""
    try:
        day = dt.datetime.strptime(f"2019-{text}", "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        raise ValueError(
            f"“{text}” is no date of every year. Write the month and the day, such as 9-30."
        ) from None
    return day.month, day.day


def clock_cases() -> Iterator[Case]:
    """Every case of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pauses = (
                (Pause(_day(row["pause_begin"]), _day_or_none(row["pause_end"]), "Paused"),)
                if row["pause_begin"]
                else ()
            )
            yield Case(
                limit=read_limit(row["amount"], row["unit"], before=row["before"] == "before"),
                event=_day(row["event"]),
                closures=frozenset(_day(each) for each in row["closures"].split()),
                pauses=pauses,
                due=_day_or_none(row["due"]),
                why=row["why"],
            )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _day_or_none(text: str) -> dt.date | None:
    return _day(text) if text else None
