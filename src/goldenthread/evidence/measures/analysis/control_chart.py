"""XmR control charts: which figures are more than the ups and downs of chance.

The rules are those of the NHS's Making Data Count programme (NHS England, "Making data count: strengthening your
decisions", and "Getting started"), on Shewhart's chart of individual values and moving ranges as Wheeler gives it
("Understanding Variation", 1993):

- limits at the mean ± 2.66 times the mean moving range (2.66 = 3 / 1.128, the bias of the range of two);
- a signal: one point beyond a limit; seven or more in a row on one side of the mean; seven or more in a row each above
  (or each below) the one before; two of three in a row beyond two thirds of the way to the same limit;
- fewer than twelve points make a trial chart, whose limits may still move.

Decided here, and tested: a point on the mean ends a run; equal points end a trend; seven in a trend are seven points,
that is six rises; a point on a limit is not beyond it, one exactly two thirds of the way is. A period without a
published figure is no point: it ends runs and trends, and no moving range reaches across it. New limits begin only
where a person said so.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

LIMIT_FACTOR = 2.66
RANGE_FACTOR = 3.267
RUN = 7
TREND = 7
NEAR = 2 / 3
ENOUGH_POINTS = 12
LEAST_POINTS = 2
# Sums of decimals leave a tail: what is nearer than this to a line is on it.
TINY = 1e-9


class Kind(enum.StrEnum):
    """The four signals."""

    BEYOND = "beyond"
    RUN = "run"
    TREND = "trend"
    NEAR = "near"


class Way(enum.StrEnum):
    """Which way a signal points."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Signal:
    """Figures that chance alone hardly makes: the places of the points that make it, in their order."""

    kind: Kind
    way: Way
    places: tuple[int, ...]

    @property
    def words(self) -> str:
        """The signal in a few words."""
        side = "above" if self.way is Way.UP else "below"
        match self.kind:
            case Kind.BEYOND:
                return f"{side} the {'upper' if self.way is Way.UP else 'lower'} limit"
            case Kind.RUN:
                return f"{len(self.places)} in a row {side} the mean"
            case Kind.TREND:
                return f"{len(self.places)} in a row {'rising' if self.way is Way.UP else 'falling'}"
        return f"two of three close to the {'upper' if self.way is Way.UP else 'lower'} limit"


@dataclass(frozen=True)
class Phase:
    """A stretch of points with its own limits: from one place up to another, which is not part of it."""

    begin: int
    end: int
    points: int
    mean: float
    lower: float
    upper: float
    mean_range: float

    @property
    def is_trial(self) -> bool:
        """Whether it has too few points for its limits to be settled."""
        return self.points < ENOUGH_POINTS

    @property
    def range_limit(self) -> float:
        """The largest moving range that chance makes."""
        return RANGE_FACTOR * self.mean_range


@dataclass(frozen=True)
class ControlChart:
    """The phases of a series and every signal in them."""

    values: tuple[float | None, ...]
    phases: tuple[Phase, ...]
    signals: tuple[Signal, ...]

    @property
    def current(self) -> Phase | None:
        """The phase in which the latest point lies."""
        return self.phases[-1] if self.phases else None

    @property
    def is_trial(self) -> bool:
        """Whether the present limits rest on fewer than twelve points."""
        return self.current is None or self.current.is_trial

    def at(self, place: int) -> list[Signal]:
        """The signals that a point is part of."""
        return [signal for signal in self.signals if place in signal.places]


def control_chart(values: Sequence[float | None], rebased_at: Sequence[int] = ()) -> ControlChart:
    """The chart of values in the order of their periods, ``None`` where none is published.

    ``rebased_at`` are the places at which a person let new limits begin. A phase of fewer than two points, or without
    two neighbours, has no limits and is left out.
    """
    starts = sorted({0, *(place for place in rebased_at if 0 < place < len(values))})
    ends = [*starts[1:], len(values)]
    phases = [
        phase
        for begin, end in zip(starts, ends, strict=True)
        if (phase := _phase(values, begin, end)) is not None
    ]
    signals = [signal for phase in phases for signal in _signals(values, phase)]
    return ControlChart(tuple(values), tuple(phases), tuple(signals))


def expected_range(values: Sequence[float]) -> tuple[float, float] | None:
    """The limits within which the next value is to be expected; ``None`` of fewer than twelve."""
    if len(values) < ENOUGH_POINTS:
        return None
    phase = _phase(values, 0, len(values))
    return None if phase is None else (phase.lower, phase.upper)


def _phase(values: Sequence[float | None], begin: int, end: int) -> Phase | None:
    known = [value for value in values[begin:end] if value is not None]
    ranges = [
        abs(after - before)
        for before, after in zip(values[begin : end - 1], values[begin + 1 : end], strict=True)
        if before is not None and after is not None
    ]
    if len(known) < LEAST_POINTS or not ranges:
        return None
    mean, mean_range = fmean(known), fmean(ranges)
    reach = LIMIT_FACTOR * mean_range
    return Phase(begin, end, len(known), mean, mean - reach, mean + reach, mean_range)


def _signals(values: Sequence[float | None], phase: Phase) -> Iterator[Signal]:
    yield from _beyond(values, phase)
    yield from _runs(values, phase)
    yield from _trends(values, phase)
    yield from _near(values, phase)


def _beyond(values: Sequence[float | None], phase: Phase) -> Iterator[Signal]:
    for place in range(phase.begin, phase.end):
        value = values[place]
        if value is not None and value > phase.upper + TINY:
            yield Signal(Kind.BEYOND, Way.UP, (place,))
        elif value is not None and value < phase.lower - TINY:
            yield Signal(Kind.BEYOND, Way.DOWN, (place,))


def _runs(values: Sequence[float | None], phase: Phase) -> Iterator[Signal]:
    sides = [_side(value, phase.mean) for value in values[phase.begin : phase.end]]
    for way, first, last in _stretches(sides):
        if last - first + 1 >= RUN:
            yield Signal(Kind.RUN, way, tuple(range(phase.begin + first, phase.begin + last + 1)))


def _trends(values: Sequence[float | None], phase: Phase) -> Iterator[Signal]:
    part = values[phase.begin : phase.end]
    steps = [
        None if before is None or after is None else _side(after, before) for before, after in pairwise(part)
    ]
    for way, first, last in _stretches(steps):
        if last - first + 2 >= TREND:
            yield Signal(Kind.TREND, way, tuple(range(phase.begin + first, phase.begin + last + 2)))


def _near(values: Sequence[float | None], phase: Phase) -> Iterator[Signal]:
    """Two of three in a row; three windows that overlap tell of the same points once."""
    upper = phase.mean + NEAR * (phase.upper - phase.mean)
    lower = phase.mean - NEAR * (phase.mean - phase.lower)
    if phase.upper - phase.mean <= TINY:
        return
    for way in Way:
        told: set[tuple[int, ...]] = set()
        for first in range(phase.begin, phase.end - 2):
            window = [(place, values[place]) for place in range(first, first + 3)]
            if any(value is None for _, value in window):
                continue
            close = tuple(
                place
                for place, value in window
                if value is not None and (value >= upper - TINY if way is Way.UP else value <= lower + TINY)
            )
            if len(close) >= 2 and close not in told:
                told.add(close)
                yield Signal(Kind.NEAR, way, close)


def _side(value: float | None, line: float) -> Way | None:
    if value is None or abs(value - line) <= TINY:
        return None
    return Way.UP if value > line else Way.DOWN


def _stretches(ways: Sequence[Way | None]) -> Iterator[tuple[Way, int, int]]:
    """Each stretch of the same way: which, and its first and last place."""
    begin = 0
    for place in range(1, len(ways) + 1):
        if place == len(ways) or ways[place] is not ways[begin]:
            way = ways[begin]
            if way is not None:
                yield way, begin, place - 1
            begin = place
