"""Points of a series: what a figure is, how it is worked out from its numerator and denominator, how it is written."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from goldenthread.evidence.measures.analysis.periods import Period

TEN_THOUSAND = Decimal(10_000)
HUNDRED = Decimal(100)


class Unit(enum.StrEnum):
    """What values are."""

    COUNT = "count"
    PERCENT = "percent"
    RATE = "rate"
    DAYS = "days"
    HOURS = "hours"
    CURRENCY = "currency"
    SCORE = "score"


class Polarity(enum.StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    CONTEXT = "context"


class YearToDate(enum.StrEnum):
    """How the periods of a year so far are put together."""

    SUM = "sum"
    LATEST = "latest"
    WEIGHTED_MEAN = "weighted_mean"
    NONE = "none"


OF_A_DENOMINATOR = {Unit.PERCENT: HUNDRED, Unit.RATE: TEN_THOUSAND}


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one period. ``hidden`` says in words why it is not published; its value is then ``None``."""

    period: Period
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    hidden: str = ""


def value_of(unit: Unit, numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """A percentage (of 100) or a rate (per 10,000), not rounded; ``None`` of a denominator of nought."""
    return numerator * OF_A_DENOMINATOR.get(unit, Decimal(1)) / denominator if denominator else None


def added_up(points: Sequence[Point], unit: Unit) -> Point:
    """The figure of several agencies for one period: numerators and denominators added up, or counts.

    A percentage that came without its numerator cannot be added to another: nor can days, hours or scores. The
    figure then says so instead of a value.
    """
    if len(points) == 1:
        return points[0]
    period = points[0].period
    if unit in OF_A_DENOMINATOR and all(
        p.numerator is not None and p.denominator is not None for p in points
    ):
        numerator = sum((p.numerator for p in points if p.numerator is not None), Decimal(0))
        denominator = sum((p.denominator for p in points if p.denominator is not None), Decimal(0))
        return Point(period, value_of(unit, numerator, denominator), numerator, denominator)
    if unit in (Unit.COUNT, Unit.CURRENCY) and all(p.value is not None for p in points):
        return Point(period, sum((p.value for p in points if p.value is not None), Decimal(0)))
    return Point(period, None, hidden=f"of {len(points)} agencies, and cannot be added up")


def written(value: Decimal | float | None, unit: Unit, places: int | None = None) -> str:
    """A value as it is published: ``64.3%``, ``1,234``, ``84 days``, ``£1,200.50``, halves rounded up."""
    if value is None:
        return ""
    number = Decimal(str(value))
    kept = _PLACES[unit] if places is None else places
    rounded = number.quantize(Decimal(1).scaleb(-kept), ROUND_HALF_UP)
    if (
        places is None
        and unit not in (Unit.PERCENT, Unit.CURRENCY)
        and rounded == rounded.to_integral_value()
    ):
        rounded = rounded.quantize(Decimal(1))
    text = f"{abs(rounded):,f}"
    sign = "−" if rounded < 0 else ""
    if unit is Unit.CURRENCY:
        return f"{sign}£{text}"
    return f"{sign}{text}{_AFTER.get(unit, '')}"


_PLACES = {
    Unit.COUNT: 0,
    Unit.PERCENT: 1,
    Unit.RATE: 1,
    Unit.DAYS: 1,
    Unit.HOURS: 1,
    Unit.CURRENCY: 2,
    Unit.SCORE: 1,
}
_AFTER = {Unit.PERCENT: "%", Unit.DAYS: " days", Unit.HOURS: " hours"}
