"""The year so far: the periods of the business (or school) year of the latest figure, put together by the indicator's rule."""

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

    A sum with a period missing, or hidden for being small, is not told: what is missing is said instead. A weighted mean
    needs every numerator and denominator. The latest is the latest.
    """
    if not points or rule is YearToDate.NONE:
        return None
    last = points[-1].period
    expected = _periods_of_year(last)
    total = len(_periods_of_year(period_of(last.year_end, last.frequency)))
    if total == 1:
        return None
    by_period = {point.period: point for point in points}
    found = [by_period.get(period) for period in expected]
    known = [point for point in found if point is not None and point.value is not None]
    if rule is YearToDate.LATEST:
        return (
            ToDate(points[-1].value, f"latest, {last.short}", 1, 1) if points[-1].value is not None else None
        )
    if any(point is not None and point.hidden for point in found):
        return ToDate(None, "not shown: a small number is in it", len(known), len(expected))
    if len(known) < len(expected):
        missing = len(expected) - len(known)
        return ToDate(
            None,
            f"{missing} of {len(expected)} periods {'is' if missing == 1 else 'are'} missing",
            len(known),
            len(expected),
        )
    words = f"{len(known)} of {total} periods, from {expected[0].short}"
    if rule is YearToDate.SUM:
        value = sum((point.value for point in known if point.value is not None), Decimal(0))
        return ToDate(value, words, len(known), len(expected))
    return _weighted(known, words, unit)


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
