from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.design.tones import TONES

from .chart import Chart, ChartError, Spec, Table
from .colours import BLACK, GREY_TEXT, SERIES_COLOURS, WHITE
from .lines import PLOT_HEIGHT, number, period_labels, period_position
from .series import round_step
from .style import PAGE_WIDTH, SMALL_SIZE, axis_title, block_text, layer, specification, wrapped

_FIGURES_WIDTH = 64
_NAMES_WIDTH = 150
_FLAG_HEIGHT = 20
_BAND = "#e4e8ec"
# Kind of a point: its colour and its shape, so that no two need be told apart by colour.
KINDS = {
    "improvement": (TONES["blue"].strong, "triangle-up"),
    "concern": (TONES["orange"].strong, "diamond"),
    "neither": (TONES["purple"].strong, "square"),
    "common": (GREY_TEXT, "circle"),
}


@dataclass(frozen=True)
class ControlPoint:
    """One period: its value (None where none is published), its kind, and what stands beside it in the table."""

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
    bounds: tuple[float | None, float | None] = (None, None),
) -> Chart:
    """A series with its mean, its limits and what signals: an XmR chart.

    `events` are (place, what happened): numbered flags above the plot, told beneath it. `comparators` are other
    areas' values, one for each point. `bounds` are the least and most that a value can be: limits are drawn no
    further. Raises `ChartError` for no value at all, a comparator of another length, or an unknown kind.
    """
    others = comparators or {}
    _check(points, others)
    lowest, highest, step = _span(points, limits, target, others, bounds)
    scale = {"domain": [lowest, highest], "nice": False, "zero": False, "clamp": True}
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": scale,
        "axis": _axis(lowest, highest, step, figure_heading),
    }
    width = PAGE_WIDTH - _FIGURES_WIDTH - _NAMES_WIDTH
    layers = [
        period_labels([point.label for point in points], width),
        *_bands(limits, len(points), width, y),
        *_target(target, width, y),
        *(_other(place, values, y) for place, values in enumerate(others.values())),
        *_line(points, y),
        *_flags(events, len(points), width),
        *_names(limits, target, others, lowest, highest, width),
    ]
    return Chart(
        title=title,
        description=description,
        spec=specification(width, PLOT_HEIGHT, layers, left=_FIGURES_WIDTH),
        table=_table(points, limits, others),
    )


def _check(points: Sequence[ControlPoint], others: Mapping[str, Sequence[float | None]]) -> None:
    if not any(point.value is not None for point in points):
        raise ChartError("A control chart needs at least one period with a figure.")
    for point in points:
        if point.value is not None and point.kind not in KINDS:
            raise ChartError(f"“{point.kind}” is no kind of point: use {', '.join(KINDS)}.")
    for name, values in others.items():
        if len(values) != len(points):
            raise ChartError(f"“{name}” has {len(values)} figures for {len(points)} periods.")


def _span(
    points: Sequence[ControlPoint],
    limits: Sequence[Limits],
    target: float | None,
    others: Mapping[str, Sequence[float | None]],
    bounds: tuple[float | None, float | None],
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
        "titleY": -_FLAG_HEIGHT - 14,
        "titleX": -_FIGURES_WIDTH,
        "values": [lowest + step * at for at in range(round((highest - lowest) / step) + 1)],
        "domain": False,
        "ticks": False,
    }


def _across(place: float, count: int, width: float) -> float:
    """Where a place lies: a point scale with half a step on either side."""
    return width * (place + 0.5) / count


def _bands(limits: Sequence[Limits], count: int, width: float, y: Spec) -> list[Spec]:
    """The band between the limits of each phase, its edges, and its mean."""
    edge: Spec = {"type": "quantitative", "scale": None, "axis": None}
    rows = [
        {
            "x": _across(limit.begin - 0.5, count, width),
            "x2": _across(limit.end - 0.5, count, width),
            "lower": limit.lower,
            "upper": limit.upper,
            "mean": limit.mean,
        }
        for limit in limits
    ]
    if not rows:
        return []
    at: Spec = {"x": {**edge, "field": "x"}, "x2": {"field": "x2"}}

    def level(name: str) -> Spec:
        return {**at, "y": {**y, "field": name}}

    band = {**level("lower"), "y2": {"field": "upper"}}
    return [
        layer(rows, {"type": "rect", "color": _BAND, "opacity": 0.7, "clip": True}, band),
        *(
            layer(
                rows,
                {"type": "rule", "color": GREY_TEXT, "strokeDash": [5, 4], "strokeWidth": 1, "clip": True},
                level(name),
            )
            for name in ("lower", "upper")
        ),
        layer(rows, {"type": "rule", "color": GREY_TEXT, "strokeWidth": 1.5}, level("mean")),
    ]


def _target(target: float | None, width: float, y: Spec) -> list[Spec]:
    if target is None:
        return []
    mark = {"type": "rule", "color": TONES["purple"].strong, "strokeWidth": 1.5, "strokeDash": [8, 4]}
    return [layer([{"value": target}], mark, {"x": {"value": 0}, "x2": {"value": width}, "y": y})]


def _other(place: int, values: Sequence[float | None], y: Spec) -> Spec:
    rows = [{"period": at, "value": value} for at, value in enumerate(values)]
    mark = {
        "type": "line",
        "color": SERIES_COLOURS[(place + 1) % len(SERIES_COLOURS)],
        "strokeWidth": 1.5,
        "strokeDash": [[1, 0], [6, 3], [2, 2]][place % 3],
        "point": {"filled": True, "size": 14, "color": SERIES_COLOURS[(place + 1) % len(SERIES_COLOURS)]},
    }
    return layer(rows, mark, {"x": period_position(), "y": y})


def _line(points: Sequence[ControlPoint], y: Spec) -> list[Spec]:
    every = [{"period": at, "value": point.value} for at, point in enumerate(points)]
    layers = [
        layer(every, {"type": "line", "color": BLACK, "strokeWidth": 2}, {"x": period_position(), "y": y})
    ]
    for kind, (colour, shape) in KINDS.items():
        rows = [
            {"period": at, "value": point.value}
            for at, point in enumerate(points)
            if point.value is not None and point.kind == kind
        ]
        if rows:
            mark = {
                "type": "point",
                "shape": shape,
                "fill": colour,
                "stroke": WHITE,
                "strokeWidth": 1,
                "size": 60 if kind == "common" else 130,
                "opacity": 1,
            }
            layers.append(layer(rows, mark, {"x": period_position(), "y": y}))
    return layers


def _flags(events: Sequence[tuple[int, str]], count: int, width: float) -> list[Spec]:
    """A numbered flag above the plot and a line down from it, for each event."""
    if not events:
        return []
    edge: Spec = {"type": "quantitative", "scale": None, "axis": None}
    rows = [
        {"x": _across(place, count, width), "y": -_FLAG_HEIGHT / 2, "text": str(at)}
        for at, (place, _) in enumerate(events, start=1)
    ]
    x = {**edge, "field": "x"}
    line = {"type": "rule", "color": BLACK, "strokeWidth": 1, "strokeDash": [2, 3]}
    disc = {"type": "point", "shape": "square", "fill": BLACK, "size": 300, "opacity": 1, "strokeWidth": 0}
    text = {"type": "text", "color": WHITE, "fontWeight": 600, "fontSize": SMALL_SIZE, "baseline": "middle"}
    y = {**edge, "field": "y"}
    return [
        layer(rows, line, {"x": x, "y": {"value": 0}, "y2": {"value": PLOT_HEIGHT}}),
        layer(rows, disc, {"x": x, "y": y}),
        layer(rows, text, {"x": x, "y": y, "text": {"field": "text"}}),
    ]


def _names(
    limits: Sequence[Limits],
    target: float | None,
    others: Mapping[str, Sequence[float | None]],
    lowest: float,
    highest: float,
    width: float,
) -> list[Spec]:
    """What each line is, to the right of the plot, moved apart where lines end close together."""
    ends: list[tuple[float, str, str]] = []
    if limits:
        last = limits[-1]
        ends += [
            (last.mean, f"Mean {number(round(last.mean, 1))}", GREY_TEXT),
            (last.upper, "Upper limit", GREY_TEXT),
            (last.lower, "Lower limit", GREY_TEXT),
        ]
    if target is not None:
        ends.append((target, f"Target {number(round(target, 2))}", TONES["purple"].strong))
    for place, (name, values) in enumerate(others.items()):
        if known := [value for value in values if value is not None]:
            ends.append((known[-1], name, SERIES_COLOURS[(place + 1) % len(SERIES_COLOURS)]))
    rows: list[dict[str, Any]] = []
    free_from = -float(PLOT_HEIGHT)
    for level, name, colour in sorted(ends, key=lambda end: -end[0]):
        share = min(1.0, max(0.0, (level - lowest) / (highest - lowest)))
        text = wrapped(name, _NAMES_WIDTH - 12, size=SMALL_SIZE + 1)
        half = 8 * (text.count("\n") + 1) + 1
        at = max(PLOT_HEIGHT * (1 - share), free_from + half)
        free_from = at + half
        rows.append({"at": at, "name": text, "colour": colour})
    if not rows:
        return []
    return [
        layer(
            rows,
            block_text("name", align="left", size=SMALL_SIZE + 1),
            {
                "x": {"value": width + 10},
                "y": {"field": "at", "type": "quantitative", "scale": None, "axis": None},
                "color": {"field": "colour", "type": "nominal", "scale": None},
                "text": {"field": "name"},
            },
        )
    ]


def _table(
    points: Sequence[ControlPoint], limits: Sequence[Limits], others: Mapping[str, Sequence[float | None]]
) -> Table:
    """The same figures: each period with its value, the mean and limits that held, comparators, and what it signals."""
    held = {place: limit for limit in limits for place in range(limit.begin, limit.end)}

    def told(limit: Limits | None) -> tuple[str, str]:
        if limit is None:
            return "", ""
        return number(
            round(limit.mean, 1)
        ), f"{number(round(limit.lower, 1))} to {number(round(limit.upper, 1))}"

    rows = tuple(
        (
            point.label,
            point.text or ("not published" if point.value is None else number(point.value)),
            *told(held.get(at)),
            *(
                "" if values[at] is None else number(round(values[at] or 0.0, 2))
                for values in others.values()
            ),
            point.note,
        )
        for at, point in enumerate(points)
    )
    return Table(("Period", "Figure", "Mean", "Limits", *others, "Signal"), rows)
