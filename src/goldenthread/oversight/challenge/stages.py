"""The stages of a professional disagreement as data. Pure: no Django.

What a stage asks is that it is settled there within so many working days; else it goes to the next.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from goldenthread.duties.clock import NO_CLOSURES, add_working_days


@dataclass(frozen=True)
class Stage:
    """One stage: its number, who settles it, and within how many working days of its beginning."""

    number: int
    who: str
    working_days: int

    def due(self, began: dt.date, closures: Collection[dt.date] = NO_CLOSURES) -> dt.date:
        """The last day of its limit."""
        return add_working_days(began, self.working_days, closures)

    def __str__(self) -> str:
        return f"Stage {self.number}: {self.who[:1].lower()}{self.who[1:]}"


@cache
def stages() -> tuple[Stage, ...]:
    """The stages in their order."""
    data = tomllib.loads((Path(__file__).parent / "stages.toml").read_text(encoding="utf-8"))
    return tuple(Stage(**row) for row in data["stages"])


def stage(number: int) -> Stage:
    """The stage of a number. Raises :class:`KeyError` for one that there is not."""
    for each in stages():
        if each.number == number:
            return each
    raise KeyError(number)
