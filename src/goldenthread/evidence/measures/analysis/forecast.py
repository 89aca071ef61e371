"""Where the year will end if nothing changes: the present control chart carried on, with an interval.

Nothing finer is claimed. A sum is the year so far and, for each period still to come, the present mean; its interval
is the chance of that many independent periods, each with the chart's standard deviation (mean moving range / 1.128).
Any other figure is the present mean within its limits. Both intervals are three standard deviations wide on each
side, as the limits are: they hold nearly always where nothing changes, and say nothing where something does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from goldenthread.evidence.measures.analysis.control_chart import ControlChart
from goldenthread.evidence.measures.analysis.periods import period_of
from goldenthread.evidence.measures.analysis.series import Point, Unit, YearToDate
from goldenthread.evidence.measures.analysis.year_to_date import year_to_date

BIAS_OF_RANGE = 1.128
DEVIATIONS = 3


@dataclass(frozen=True)
class Forecast:
    """The year's end: the expected value, the interval, and how it was worked out."""

    value: float
    lower: float
    upper: float
    method: str


def year_end(points: Sequence[Point], chart: ControlChart, rule: YearToDate, unit: Unit) -> Forecast | None:
    """The forecast for the end of the latest point's year; ``None`` where there is nothing to forecast from.

    There is none on a trial chart, after the last period of the year, for annual figures, or where the year so far
    cannot be told.
    """
    phase = chart.current
    if not points or phase is None or phase.is_trial or rule is YearToDate.NONE:
        return None
    last = points[-1].period
    left = 0
    period = last
    while period.end < last.year_end:
        period, left = period.next(), left + 1
    if not left or period_of(last.year_start, last.frequency).end >= last.year_end:
        return None
    lowest = 0.0 if unit is not Unit.SCORE else float("-inf")
    highest = 100.0 if unit is Unit.PERCENT else float("inf")
    if rule is YearToDate.SUM:
        so_far = year_to_date(points, rule, unit)
        if so_far is None or so_far.value is None:
            return None
        reach = DEVIATIONS * phase.mean_range / BIAS_OF_RANGE * sqrt(left)
        value = float(so_far.value) + left * phase.mean
        return Forecast(
            value,
            max(float(so_far.value), value - reach),
            value + reach,
            f"the year so far, and the present mean for {left} more period{'' if left == 1 else 's'}",
        )
    return Forecast(
        phase.mean, max(lowest, phase.lower), min(highest, phase.upper), "the present mean, within its limits"
    )
