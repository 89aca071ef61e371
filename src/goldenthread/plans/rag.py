"""Rating scales, means and directions of travel. Pure: no database, no Django.

The five-point scale is the one printed in the example partnership's development plan of 2018; the other is the
Red/Amber/Green/Complete of its SEND action plan.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

TWO_PLACES = Decimal("0.01")


class Need(enum.StrEnum):
    """What must be on record before a rating may be given."""

    NOTHING = ""
    EVIDENCE = "evidence"
    IMPACT = "impact"


@dataclass(frozen=True)
class Level:
    """One step of a scale: a number, a word, a tone for pictures, and what it asks for."""

    value: int
    word: str
    meaning: str
    tone: str
    concern: bool = False
    done: bool = False
    needs: Need = Need.NOTHING


@dataclass(frozen=True)
class Scale:
    """A rating scale, worst level first."""

    key: str
    name: str
    levels: tuple[Level, ...]

    def level(self, value: int) -> Level:
        """The level with this number; raises :class:`KeyError` where the scale has none."""
        for level in self.levels:
            if level.value == value:
                return level
        raise KeyError(value)

    def has(self, value: int) -> bool:
        """Whether the scale has this number."""
        return any(level.value == value for level in self.levels)

    @property
    def concern_values(self) -> tuple[int, ...]:
        """The numbers that make an exception."""
        return tuple(level.value for level in self.levels if level.concern)

    @property
    def done_values(self) -> tuple[int, ...]:
        """The numbers that say the work is done."""
        return tuple(level.value for level in self.levels if level.done)

    @property
    def range_in_words(self) -> str:
        """What a person may enter, for messages: "1, 2, 3, 4 or 5", or the words of a scale that has words."""
        shown = (
            [level.word for level in self.levels]
            if self.key == RAGC.key
            else [str(v.value) for v in self.levels]
        )
        return f"{', '.join(shown[:-1])} or {shown[-1]}"

    def read(self, text: object) -> int:
        """The number that a cell or a form means by ``text``; raises :class:`ValueError` with a sentence."""
        printed = str(int(text)) if isinstance(text, float) and text.is_integer() else str(text).strip()
        for level in self.levels:
            if printed.casefold() in {
                str(level.value),
                level.word.casefold(),
                f"{level.value} {level.word}".casefold(),
            }:
                return level.value
        spoken = {
            "complete": "complete",
            "completed": "complete",
            "blue": "complete",
            "r": "red",
            "a": "amber",
            "g": "green",
        }
        word = spoken.get(printed.casefold())
        for level in self.levels:
            if word and level.word.casefold() == word:
                return level.value
        raise ValueError(f"“{printed}” is not on this plan's scale. Use {self.range_in_words}.")


FIVE_POINT = Scale(
    "five_point",
    "Five-point RAG",
    (
        Level(
            1,
            "Not started or significant delay",
            "The action has not started, or is badly delayed.",
            "red",
            concern=True,
        ),
        Level(
            2, "Started, some delay", "The action has started but there is some delay.", "amber", concern=True
        ),
        Level(3, "On track", "The action will be completed by the agreed date.", "green"),
        Level(
            4,
            "Completed and evidenced",
            "The action is completed with evidence, and stays in the plan for monitoring.",
            "blue",
            done=True,
            needs=Need.EVIDENCE,
        ),
        Level(
            5,
            "Completed and sustained",
            "The improvement has lasted, with evidence of impact; the action may be removed.",
            "purple",
            done=True,
            needs=Need.IMPACT,
        ),
    ),
)
RAGC = Scale(
    "ragc",
    "Red, amber, green, complete",
    (
        Level(1, "Red", "Not started, or badly delayed.", "red", concern=True),
        Level(2, "Amber", "Started, with some delay.", "amber", concern=True),
        Level(3, "Green", "On track.", "green"),
        Level(4, "Complete", "Completed.", "blue", done=True, needs=Need.EVIDENCE),
    ),
)
SCALES = {scale.key: scale for scale in (FIVE_POINT, RAGC)}


class Direction(enum.StrEnum):
    """Which way a rating has moved since the period before."""

    UP = "improved"
    DOWN = "worsened"
    SAME = "no change"
    NEW = "first rating"
    NONE = "not rated"


ARROWS = {
    Direction.UP: "▲",
    Direction.DOWN: "▼",
    Direction.SAME: "▶",
    Direction.NEW: "●",
    Direction.NONE: "–",
}


def direction_of_travel(before: int | None, now: int | None) -> Direction:
    """How a rating has moved; every scale has its best level last."""
    if now is None:
        return Direction.NONE
    if before is None:
        return Direction.NEW
    return Direction.UP if now > before else Direction.DOWN if now < before else Direction.SAME


def mean(values: Iterable[int | Fraction]) -> Fraction | None:
    """The exact mean, or ``None`` of nothing."""
    numbers = list(values)
    return Fraction(sum(numbers), 1) / len(numbers) if numbers else None


def two_decimals(value: Fraction | None) -> Decimal | None:
    """A mean as it is published: two decimals, halves up."""
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(TWO_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True, order=True)
class Period:
    """A month in which ratings were given, or the opening position (``initial``, before every month)."""

    month: dt.date

    INITIAL_KEY = "initial"

    @property
    def key(self) -> str:
        """``initial`` or ``2018-01``."""
        return self.INITIAL_KEY if self.month == dt.date.min else f"{self.month:%Y-%m}"

    @property
    def words(self) -> str:
        """``Initial`` or ``January 2018``."""
        return "Initial" if self.month == dt.date.min else f"{self.month:%B %Y}"


INITIAL = Period(dt.date.min)


def period_of(rated_on: dt.date, *, opening: bool) -> Period:
    """The period to which a rating belongs."""
    return INITIAL if opening else Period(rated_on.replace(day=1))


def standing(ratings: Sequence[tuple[Period, int]], periods: Sequence[Period]) -> list[int | None]:
    """One action's rating at the end of each period: the last given by then, or ``None`` before the first.

    ``ratings`` are in the order in which they were given; ``periods`` ascend.
    """
    result: list[int | None] = []
    position, now = 0, None
    for period in periods:
        while position < len(ratings) and ratings[position][0] <= period:
            now = ratings[position][1]
            position += 1
        result.append(now)
    return result
