"""The year so far: the periods of the year of the latest figure, put together by the indicator's rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.evidence.measures.analysis.periods import Period, period_of
from goldenthread.evidence.measures.analysis.series import Point, Unit, YearToDate, value_of


@dataclass(frozen=True)
class ToDate:
    """The year so far: its value, or ``None`` where it cannot be told, and in words what it is made of."""

    value: Decimal | None
    words: str
    periods: int = 0
    of: int = 0


def year_to_date(points: Sequence[Point], rule: YearToDate, unit: Unit) -> ToDate | None:
    """The year so far at the latest point; ``None`` where the rule or the frequency makes none.

    A sum with a period missing, or hidden for being small, is not told: what is missing is said instead. A weighted
    mean needs every numerator and denominator. The latest is the latest.
    """
    if not points or rule is YearToDate.NONE:
        return None
    last = points[-1].period
    total = len(_periods_of_year(period_of(last.year_end, last.frequency)))
    if total == 1:
        return None
    if rule is YearToDate.LATEST:
        value = points[-1].value
        return None if value is None else ToDate(value, f"latest, {last.short}", 1, 1)
    expected = _periods_of_year(last)
    by_period = {point.period: point for point in points}
    found = [by_period.get(period) for period in expected]
    known = [point for point in found if point is not None and point.value is not None]
    words = _lacking(found, len(known))
    if words:
        return ToDate(None, words, len(known), len(expected))
    words = f"{len(known)} of {total} periods, from {expected[0].short}"
    if rule is YearToDate.WEIGHTED_MEAN:
        return _weighted(known, words, unit)
    value = sum((point.value for point in known if point.value is not None), Decimal(0))
    return ToDate(value, words, len(known), len(expected))


def _lacking(found: Sequence[Point | None], known: int) -> str:
    """Why the year so far cannot be told; nothing where it can."""
    if any(point is not None and point.hidden for point in found):
        return "not shown: a small number is in it"
    missing = len(found) - known
    return f"{missing} of {len(found)} periods {'is' if missing == 1 else 'are'} missing" if missing else ""


def _weighted(known: Sequence[Point], words: str, unit: Unit) -> ToDate:
    if any(point.numerator is None or point.denominator is None for point in known):
        return ToDate(None, "not told: some figures came without their numbers", len(known), len(known))
    numerator = sum((point.numerator for point in known if point.numerator is not None), Decimal(0))
    denominator = sum((point.denominator for point in known if point.denominator is not None), Decimal(0))
    return ToDate(value_of(unit, numerator, denominator), words, len(known), len(known))


def _periods_of_year(last: Period) -> list[Period]:
    """The periods of the year of ``last`` up to and including it."""
    period = period_of(last.year_start, last.frequency)
    found = [period]
    while period.start < last.start:
        period = period.next()
        found.append(period)
    return found
