from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from goldenthread.design.tones import TONES

from .chart import Chart, ChartError, Spec, Table
from .colours import BLACK, GREY_TEXT, SERIES_COLOURS
from .control_marks import FLAG_HEIGHT, KINDS, NAMES_WIDTH, flags, key, marker, names
from .lines import PLOT_HEIGHT, number, period_labels, period_position
from .series import round_step
from .style import PAGE_WIDTH, axis_title, layer, specification

_FIGURES_WIDTH = 64
_BAND = "#e4e8ec"
Bounds = tuple[float | None, float | None]


@dataclass(frozen=True)
class ControlPoint:
    """One period: its value (None where there is none), its kind, and what stands beside it in the table.

    `kind` is improvement, concern, neither or common; `hidden` without a value is marked at the axis as not
    published, and any other point without a value is a gap.
    """

    label: str
    value: float | None
    kind: str = "common"
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Limits:
    """The mean and limits of the points from one place up to another, which is not part of it."""

    begin: int
    end: int
    mean: float
    lower: float
    upper: float


def _upright(lowest: float, highest: float, axis: object) -> Spec:
    scale = {"domain": [lowest, highest], "nice": False, "zero": False, "clamp": True}
    return {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}


def control_chart(
    *,
    title: str,
    description: str,
    points: Sequence[ControlPoint],
    limits: Sequence[Limits] = (),
    target: float | None = None,
    comparators: Mapping[str, Sequence[float | None]] | None = None,
    events: Sequence[tuple[int, str]] = (),
    figure_heading: str = "",
    bounds: Bounds = (None, None),
) -> Chart:
    """A series with its mean, its limits and what signals: an XmR chart.

    `events` are (place, what happened): numbered flags above the plot, told in the description and the table.
    `comparators` are other areas' values, one for each point. `bounds` are the least and most that a value can
    be: a limit beyond them is no limit, and is not drawn. The colours are those of the NHS's Making Data Count.
    Raises `ChartError` for no value at all, a comparator of another length, an unknown kind, or an event or
    limits outside the periods.
    """
    others = comparators or {}
    _check(points, others, limits, events)
    lowest, highest, step = _span(points, limits, target, others, bounds)
    y = _upright(lowest, highest, _axis(lowest, highest, step, figure_heading))
    width = PAGE_WIDTH - _FIGURES_WIDTH - NAMES_WIDTH
    layers = [
        period_labels([point.label for point in points], width),
        *_bands(limits, bounds, len(points), width, y),
        *_target(target, width, y),
        *(each for place, values in enumerate(others.values()) for each in _other(place, values, y)),
        *_line(points, y),
        *key(_kinds_of(points)[::-1]),
        *flags([_across(place, len(points), width) for place, _ in events], width),
        *names(_ends(limits, bounds, target, others), lowest, highest, width),
    ]
    return Chart(
        title=title,
        description=" ".join([description, *_events_told(points, events)]),
        spec=specification(width, PLOT_HEIGHT, layers, left=_FIGURES_WIDTH),
        table=_table(points, [_cut(limit, bounds) for limit in limits], others, events),
    )


def _check(
    points: Sequence[ControlPoint],
    others: Mapping[str, Sequence[float | None]],
    limits: Sequence[Limits],
    events: Sequence[tuple[int, str]],
) -> None:
    if not any(point.value is not None for point in points):
        raise ChartError("A control chart needs at least one period with a figure.")
    for point in points:
        if point.kind not in KINDS:
            raise ChartError(f"“{point.kind}” is no kind of point: use {', '.join(KINDS)}.")
        if point.kind == "hidden" and point.value is not None:
            raise ChartError(f"The figure of {point.label} is hidden: leave it out, so that it is not drawn.")
    for name, values in others.items():
        if len(values) != len(points):
            raise ChartError(f"“{name}” has {len(values)} figures for {len(points)} periods.")
    _check_places(len(points), limits, events)


def _check_places(count: int, limits: Sequence[Limits], events: Sequence[tuple[int, str]]) -> None:
    for place, text in events:
        if not 0 <= place < count:
            raise ChartError(f"“{text}” lies outside the periods of the chart: leave it out.")
    for limit in limits:
        if not 0 <= limit.begin < limit.end <= count:
            raise ChartError(
                f"Limits from place {limit.begin} to {limit.end} do not lie within {count} periods."
            )


def _span(
    points: Sequence[ControlPoint],
    limits: Sequence[Limits],
    target: float | None,
    others: Mapping[str, Sequence[float | None]],
    bounds: Bounds,
) -> tuple[float, float, float]:
    """The least and most that is drawn, and the step of the axis between them."""
    values = [point.value for point in points if point.value is not None]
    values += [each for limit in limits for each in (limit.lower, limit.upper)]
    values += [each for series in others.values() for each in series if each is not None]
    values += [target] if target is not None else []
    least, most = bounds
    low = min(values) if least is None else max(least, min(values))
    high = max(values) if most is None else min(most, max(values))
    step = round_step((high - low) or abs(high) or 1.0)
    low, high = step * int(low // step), step * -int(-high // step)
    return low, high if high > low else low + step, step


def _axis(lowest: float, highest: float, step: float, heading: str) -> Spec:
    return {
        "title": axis_title(heading),
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleY": -FLAG_HEIGHT - 14,
        "titleX": -_FIGURES_WIDTH,
        "values": [lowest + step * at for at in range(round((highest - lowest) / step) + 1)],
        "domain": False,
        "ticks": False,
    }


def _across(place: float, count: int, width: float) -> float:
    """Where a place lies: a point scale with half a step on either side."""
    return width * (place + 0.5) / count


def _cut(limit: Limits, bounds: Bounds) -> Limits:
    """The limits no further than a value can be."""
    least, most = bounds
    return replace(
        limit,
        lower=limit.lower if least is None else max(least, limit.lower),
        upper=limit.upper if most is None else min(most, limit.upper),
    )


def _bands(limits: Sequence[Limits], bounds: Bounds, count: int, width: float, y: Spec) -> list[Spec]:
    """The band between the limits of each phase, its edges where they are within the bounds, and its mean."""
    if not limits:
        return []
    across: Spec = {"type": "quantitative", "scale": None, "axis": None, "field": "x"}

    def rows(values: Sequence[tuple[Limits, float, float]]) -> list[dict[str, float]]:
        return [
            {
                "x": _across(limit.begin - 0.5, count, width),
                "x2": _across(limit.end - 0.5, count, width),
                "value": value,
                "value2": other,
            }
            for limit, value, other in values
        ]

    cut = [(limit, _cut(limit, bounds)) for limit in limits]
    edges = [(limit, limit.lower, 0.0) for limit, within in cut if limit.lower == within.lower]
    edges += [(limit, limit.upper, 0.0) for limit, within in cut if limit.upper == within.upper]
    band = {"type": "rect", "color": _BAND, "opacity": 0.7}
    dashes = {"type": "rule", "color": GREY_TEXT, "strokeDash": [5, 4], "strokeWidth": 1}
    mean = {"type": "rule", "color": GREY_TEXT, "strokeWidth": 1.5}
    at: Spec = {"x": across, "x2": {"field": "x2"}, "y": y}
    return [
        layer(
            rows([(limit, within.lower, within.upper) for limit, within in cut]),
            band,
            {**at, "y2": {"field": "value2"}},
        ),
        layer(rows(edges), dashes, at),
        layer(rows([(limit, limit.mean, 0.0) for limit in limits]), mean, at),
    ]


def _target(target: float | None, width: float, y: Spec) -> list[Spec]:
    if target is None:
        return []
    mark = {"type": "rule", "color": TONES["purple"].strong, "strokeWidth": 1.5, "strokeDash": [8, 4]}
    return [layer([{"value": target}], mark, {"x": {"value": 0}, "x2": {"value": width}, "y": y})]


def _other(place: int, values: Sequence[float | None], y: Spec) -> list[Spec]:
    """A comparator as a thin line, with a dot where a value stands alone and no line would show it."""
    colour = _colour(place)
    rows = [{"period": at, "value": value} for at, value in enumerate(values)]
    alone = [
        row
        for before, row, after in zip([None, *values], rows, [*values[1:], None], strict=False)
        if row["value"] is not None and before is None and after is None
    ]
    mark = {
        "type": "line",
        "color": colour,
        "strokeWidth": 1.5,
        "strokeDash": [[1, 0], [6, 3], [2, 2]][place % 3],
    }
    dot = {"type": "point", "filled": True, "size": 24, "color": colour, "opacity": 1}
    encoding = {"x": period_position(), "y": y}
    return [layer(rows, mark, encoding), *([layer(alone, dot, encoding)] if alone else [])]


def _colour(place: int) -> str:
    # The first of the colours is the blue that says improvement.
    return SERIES_COLOURS[1 + place % (len(SERIES_COLOURS) - 1)]


def _line(points: Sequence[ControlPoint], y: Spec) -> list[Spec]:
    """The line, broken where there is no value; a mark on each value, and one at the axis for each hidden one."""
    every = [{"period": at, "value": point.value} for at, point in enumerate(points)]
    layers = [
        layer(every, {"type": "line", "color": BLACK, "strokeWidth": 2}, {"x": period_position(), "y": y})
    ]
    for kind in _kinds_of(points):
        rows = [row for row, point in zip(every, points, strict=True) if _is_drawn(point, kind)]
        height = {"value": PLOT_HEIGHT - 7} if kind == "hidden" else y
        layers.append(layer(rows, marker(kind), {"x": period_position(), "y": height}))
    return layers


def _is_drawn(point: ControlPoint, kind: str) -> bool:
    return point.kind == kind and (point.value is None) == (kind == "hidden")


def _kinds_of(points: Sequence[ControlPoint]) -> list[str]:
    """The kinds that are drawn; the marks of signals lie over the others."""
    return [kind for kind in reversed(KINDS) if any(_is_drawn(point, kind) for point in points)]


def _ends(
    limits: Sequence[Limits],
    bounds: Bounds,
    target: float | None,
    others: Mapping[str, Sequence[float | None]],
) -> list[tuple[float, str, str]]:
    """What stands at the end of each line: its level, its name and its colour."""
    ends: list[tuple[float, str, str]] = []
    if limits:
        last = limits[-1]
        within = _cut(last, bounds)
        ends.append((last.mean, f"Mean {_short(last.mean)}", GREY_TEXT))
        ends += [
            (level, f"{name} limit {_short(level)}", GREY_TEXT)
            for name, level, kept in (
                ("Upper", last.upper, within.upper),
                ("Lower", last.lower, within.lower),
            )
            if level == kept
        ]
    if target is not None:
        ends.append((target, f"Target {number(round(target, 2))}", TONES["purple"].strong))
    for place, (name, values) in enumerate(others.items()):
        if known := [value for value in values if value is not None]:
            ends.append((known[-1], name, _colour(place)))
    return ends


def _short(value: float) -> str:
    return number(round(value, 1))


def _events_told(points: Sequence[ControlPoint], events: Sequence[tuple[int, str]]) -> list[str]:
    """Each flag in words, such as: “Flag 1, May 2019: a new front door.”"""
    return [
        f"Flag {at}, {points[place].label}: {text.strip().rstrip('.')}."
        for at, (place, text) in enumerate(events, start=1)
    ]


def _table(
    points: Sequence[ControlPoint],
    limits: Sequence[Limits],
    others: Mapping[str, Sequence[float | None]],
    events: Sequence[tuple[int, str]],
) -> Table:
    """The same figures: each period with its value, the mean and limits that held, comparators, what it signals
    and what happened."""
    held = {place: limit for limit in limits for place in range(limit.begin, limit.end)}
    happened: dict[int, list[str]] = {}
    for at, (place, text) in enumerate(events, start=1):
        happened.setdefault(place, []).append(f"{at}. {text}")

    def row(at: int, point: ControlPoint) -> tuple[str, ...]:
        limit = held.get(at)
        missing = "not published" if point.kind == "hidden" else "no figure"
        return (
            point.label,
            point.text or (missing if point.value is None else number(round(point.value, 2))),
            _short(limit.mean) if limit else "",
            f"{_short(limit.lower)} to {_short(limit.upper)}" if limit else "",
            *("" if (value := each[at]) is None else number(round(value, 2)) for each in others.values()),
            point.note or ("" if point.kind in ("common", "hidden") else KINDS[point.kind][2]),
            *(["; ".join(happened.get(at, ()))] if events else []),
        )

    headings = (
        "Period",
        "Figure",
        "Mean",
        "Limits",
        *others,
        "Signal",
        *(["What happened"] if events else []),
    )
    return Table(headings, tuple(row(at, point) for at, point in enumerate(points)))
