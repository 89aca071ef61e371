"""The stages of a professional disagreement as data. Pure: no Django.

What a stage asks is that it is settled there within so many working days; else it goes to the next. A partnership's own
policy may set another limit from a day on: a stage that began before that day keeps the limit under which it began.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class OwnLimit:
    """A partnership's own limit of a stage, and the day from which it holds."""

    stage: int
    working_days: int
    holds_from: dt.date


def stages_on(on: dt.date, own: Sequence[OwnLimit] = ()) -> tuple[Stage, ...]:
    """The stages with the limits that hold on a day: of two of the same day, the one that was set later."""
    limits = {
        each.stage: each.working_days
        for each in sorted(own, key=lambda each: each.holds_from)
        if each.holds_from <= on
    }
    return tuple(replace(each, working_days=limits.get(each.number, each.working_days)) for each in stages())


def stage_on(number: int, on: dt.date, own: Sequence[OwnLimit] = ()) -> Stage:
    """The stage of a number as it stands for one that began on a day. Raises :class:`KeyError` for none."""
    for each in stages_on(on, own):
        if each.number == number:
            return each
    raise KeyError(number)
