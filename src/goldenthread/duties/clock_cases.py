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

    Raises :class:`ValueError` for anything else.
    """
    known = Unit(unit)
    if known == Unit.END_OF:
        return Limit(Span(amount), known, before)
    if known == Unit.YEARLY_DATE:
        month, _, day = amount.partition("-")
        return Limit((int(month), int(day)), known, before)
    return Limit(int(amount), known, before)


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
