"""How a published series reads: its chart, what it signals, whether its target holds, the year so far and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from goldenthread.evidence.measures.analysis.control_chart import ControlChart, Signal, control_chart
from goldenthread.evidence.measures.analysis.forecast import Forecast, year_end
from goldenthread.evidence.measures.analysis.periods import Period, periods_between
from goldenthread.evidence.measures.analysis.series import Point, Polarity, Unit, YearToDate
from goldenthread.evidence.measures.analysis.verdicts import (
    TargetState,
    Travel,
    Variation,
    Verdict,
    assurance,
    direction_matters,
    target_state,
    travel,
    variation,
)
from goldenthread.evidence.measures.analysis.year_to_date import ToDate, year_to_date
from goldenthread.evidence.measures.models import AnnotatedEvent
from goldenthread.evidence.measures.selectors.series import Series


@dataclass(frozen=True)
class Reading:
    """A series with every period from its first figure to its latest, and what follows from it.

    ``points`` has ``None`` for a period without a figure: the places of the chart are the places of this list.
    """

    series: Series
    periods: Sequence[Period]
    points: Sequence[Point | None]
    rebased: Sequence[int]

    @property
    def unit(self) -> Unit:
        """Its unit."""
        return Unit(self.series.indicator.unit)

    @property
    def polarity(self) -> Polarity:
        """Which way is better."""
        return Polarity(self.series.definition.polarity)

    @property
    def rule(self) -> YearToDate:
        """How the periods of a year are put together."""
        return YearToDate(self.series.definition.year_to_date)

    @cached_property
    def chart(self) -> ControlChart:
        """Its control chart."""
        values = [
            None if point is None or point.value is None else float(point.value) for point in self.points
        ]
        return control_chart(values, self.rebased)

    @cached_property
    def variation(self) -> Verdict:
        """What the latest figure signals."""
        return variation(self.chart, self.polarity)

    @cached_property
    def assurance(self) -> Verdict:
        """Whether the target can be relied on."""
        return assurance(self.chart, self.series.definition.target, self.polarity)

    @property
    def latest(self) -> Point | None:
        """The latest figure, which may be hidden."""
        return self.series.latest

    @property
    def target_state(self) -> TargetState:
        """Whether the latest figure meets the target."""
        definition = self.series.definition
        value = self.latest.value if self.latest else None
        return target_state(value, definition.target, definition.tolerance, self.polarity)

    @property
    def travel(self) -> Travel:
        """Which way the latest figure moved."""
        return travel([point.value for point in self.series.points], self.polarity)

    @property
    def year_to_date(self) -> ToDate | None:
        """The year so far."""
        return year_to_date(self.series.points, self.rule, self.unit)

    @property
    def forecast(self) -> Forecast | None:
        """Where the year will end if nothing changes."""
        return year_end(self.series.points, self.chart, self.rule, self.unit)

    def signals_at(self, place: int) -> list[Signal]:
        """The signals that the figure at a place is part of."""
        return self.chart.at(place)

    def tone_at(self, place: int) -> str:
        """How a figure is drawn: improvement, concern, neither, common, or hidden where there is none to draw."""
        if self.chart.values[place] is None:
            return "hidden"
        kinds = {direction_matters(signal.way, self.polarity) for signal in self.signals_at(place)}
        for kind in (Variation.CONCERN, Variation.IMPROVEMENT, Variation.NEITHER):
            if kind in kinds:
                return kind.value
        return Variation.COMMON.value


def read_series(series: Series, events: Sequence[AnnotatedEvent] = ()) -> Reading:
    """How a series reads, with new limits where an event says so: from the period in which it lies."""
    if not series.points:
        return Reading(series, (), (), ())
    by_period = {point.period: point for point in series.points}
    periods = list(periods_between(series.points[0].period, series.points[-1].period))
    rebased = [
        place
        for place, period in enumerate(periods)
        if any(event.rebases and period.start <= event.on <= period.end for event in events)
    ]
    return Reading(series, periods, [by_period.get(period) for period in periods], rebased)
