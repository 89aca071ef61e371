import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.design.tones import TONES

from .chart import Chart, ChartError, Spec, Table
from .colours import BLACK, GREY_TEXT, WHITE
from .lines import number
from .series import round_step
from .style import (
    CHARACTER_WIDTH,
    PAGE_WIDTH,
    SMALL_SIZE,
    axis_title,
    layer,
    specification,
    wrapped,
)

_FIGURES_WIDTH = 64
_WORDS_WIDTH = 110
_WIDTH = PAGE_WIDTH - _FIGURES_WIDTH - _WORDS_WIDTH
_HEIGHT = 300
_NAME_SIZE = SMALL_SIZE + 1
_NAME_HEIGHT = 15
# Beyond this many areas outside the limits their names would hide the dots: the table has them all.
_MOST_NAMED = 12
_SHAPES = {"above": "triangle-up", "below": "triangle-down", "": "circle"}
_PLACES = {"above": "above the limits", "below": "below the limits", "": "within the limits"}


@dataclass(frozen=True)
class FunnelArea:
    """One area: how many it is measured on, its value, and whether it lies outside the outer limits.

    `outside` is `above`, `below` or nothing.
    """

    name: str
    size: float
    value: float
    is_ours: bool = False
    outside: str = ""


@dataclass(frozen=True)
class FunnelLimit:
    """The outer (99.8%) and the inner (95%) limits for one size."""

    size: float
    lower: float
    inner_lower: float
    inner_upper: float
    upper: float


class _Frame:
    """Where a size and a value lie in the plot, in pixels: sizes by their logarithm."""

    def __init__(self, areas: Sequence[FunnelArea], limits: Sequence[FunnelLimit], mean: float) -> None:
        sizes = [*(area.size for area in areas), *(limit.size for limit in limits)]
        smallest, largest = min(sizes), max(sizes)
        if smallest == largest:
            smallest, largest = smallest / 2, largest * 2
        self.sizes = (smallest, largest)
        values = [mean, *(area.value for area in areas)]
        low, high = min(values), max(values)
        if 0 <= low < high / 2:  # figures well above nothing are told apart better without the empty space
            low = 0.0
        self.step = round_step(high - low or abs(high) or 1.0)
        self.low = self.step * math.floor(low / self.step)
        self.high = max(self.step * math.ceil(high / self.step), self.low + self.step)

    def across(self, size: float) -> float:
        smallest, largest = self.sizes
        return _WIDTH * math.log(size / smallest) / math.log(largest / smallest)

    def down(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return _HEIGHT * (1 - min(1.0, max(0.0, share)))


def _across(frame: _Frame, size_heading: str) -> Spec:
    return {
        "field": "size",
        "type": "quantitative",
        "scale": {"type": "log", "domain": list(frame.sizes), "nice": False},
        "axis": {
            "title": axis_title(size_heading),
            "grid": False,
            "format": ",",
            "tickCount": 5,
            "labelOverlap": True,
        },
    }


def _upright(frame: _Frame, figure_heading: str) -> Spec:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [frame.low, frame.high], "nice": False, "zero": False},
        "axis": {
            "title": axis_title(figure_heading),
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleY": -16,
            "titleX": -_FIGURES_WIDTH,
            "values": [
                frame.low + frame.step * at for at in range(round((frame.high - frame.low) / frame.step) + 1)
            ],
            "domain": False,
            "ticks": False,
        },
    }


def funnel_chart(
    *,
    title: str,
    description: str,
    areas: Sequence[FunnelArea],
    mean: float,
    limits: Sequence[FunnelLimit],
    figure_heading: str,
    size_heading: str,
) -> Chart:
    """Areas by their size and value, with the limits within which chance alone would keep them.

    Ours is named and larger. Those outside the outer limits are triangles that point the way they lie, named
    where they are few. The table lists ours, those outside and the mean, and says how many lie within. Raises
    `ChartError` for no areas or limits, a size that is not above nothing, or an unknown `outside`.
    """
    _check(areas, limits)
    frame = _Frame(areas, limits, mean)
    x, y = _across(frame, size_heading), _upright(frame, figure_heading)
    layers = [
        *_lines(limits, mean, x, y),
        _words(limits[-1], mean, frame),
        *_dots(areas, x, y),
        _names(areas, frame),
    ]
    return Chart(
        title=title,
        description=description,
        spec=specification(_WIDTH, _HEIGHT, layers, left=_FIGURES_WIDTH),
        table=_table(areas, mean),
    )


def _check(areas: Sequence[FunnelArea], limits: Sequence[FunnelLimit]) -> None:
    if not areas or not limits:
        raise ChartError("A funnel needs areas and limits.")
    for area in areas:
        if area.size <= 0:
            raise ChartError(f"“{area.name}” is measured on {number(area.size)}: leave it out of the funnel.")
        if area.outside not in _SHAPES:
            raise ChartError(f"“{area.name}” cannot lie “{area.outside}”: use above, below or nothing.")
    if any(limit.size <= 0 for limit in limits):
        raise ChartError("The limits of a funnel begin at a size above nothing.")


def _lines(limits: Sequence[FunnelLimit], mean: float, x: Spec, y: Spec) -> list[Spec]:
    layers = []
    for names, dash in ((("lower", "upper"), [5, 4]), (("inner_lower", "inner_upper"), [1, 3])):
        for name in names:
            rows = [{"size": limit.size, "value": getattr(limit, name)} for limit in limits]
            mark = {"type": "line", "color": GREY_TEXT, "strokeWidth": 1.25, "strokeDash": dash, "clip": True}
            layers.append(layer(rows, mark, {"x": x, "y": y}))
    ends = [{"size": limit.size, "value": mean} for limit in (limits[0], limits[-1])]
    layers.append(layer(ends, {"type": "line", "color": GREY_TEXT, "strokeWidth": 1.5}, {"x": x, "y": y}))
    return layers


def _words(last: FunnelLimit, mean: float, frame: _Frame) -> Spec:
    """What the lines are, at their right ends, moved apart from the mean outwards where the funnel is narrow."""
    middle = frame.down(mean)
    rows = [{"y": middle, "text": f"Mean {number(round(mean, 1))}"}]
    for way, levels in ((-1, (last.inner_upper, last.upper)), (1, (last.inner_lower, last.lower))):
        at = middle
        for word, level in zip(("95% limit", "99.8% limit"), levels, strict=True):
            at = way * max(way * frame.down(level), way * at + _NAME_HEIGHT)
            rows.append({"y": at, "text": word})
    return layer(
        rows,
        {"type": "text", "align": "left", "baseline": "middle", "fontSize": _NAME_SIZE, "color": GREY_TEXT},
        {"x": {"value": _WIDTH + 10}, "y": _pixels("y"), "text": {"field": "text"}},
    )


def _dots(areas: Sequence[FunnelArea], x: Spec, y: Spec) -> list[Spec]:
    """Areas within the limits beneath, those outside over them, and ours over all."""
    layers = []
    for outside in ("", "above", "below"):
        rows = [
            {"size": area.size, "value": area.value}
            for area in areas
            if not area.is_ours and area.outside == outside
        ]
        dot = {
            "type": "point",
            "shape": _SHAPES[outside],
            "fill": BLACK if outside else "#9aa4ad",
            "stroke": WHITE,
            "strokeWidth": 0.5,
            "size": 70 if outside else 45,
            "opacity": 1,
        }
        if rows:
            layers.append(layer(rows, dot, {"x": x, "y": y}))
    ours = [{"size": area.size, "value": area.value} for area in areas if area.is_ours]
    mark = {
        "type": "point",
        "shape": "diamond",
        "fill": TONES["blue"].strong,
        "stroke": WHITE,
        "size": 220,
        "opacity": 1,
    }
    return [*layers, *([layer(ours, mark, {"x": x, "y": y})] if ours else [])]


def _names(areas: Sequence[FunnelArea], frame: _Frame) -> Spec:
    """The name of ours, and of those outside where they are few, to the right of their dots or to the left.

    A name that would cover another stays out: the table has it.
    """
    outside = [area for area in areas if area.outside and not area.is_ours]
    taken: list[tuple[float, float, float]] = []
    rows: list[dict[str, Any]] = []
    named = [area for area in areas if area.is_ours] + (outside if len(outside) <= _MOST_NAMED else [])
    for area in named:
        text = wrapped(area.name, 150, size=_NAME_SIZE, lines=1)
        room = len(text) * _NAME_SIZE * CHARACTER_WIDTH * (1.08 if area.is_ours else 1)
        x, y, gap = frame.across(area.size), frame.down(area.value), 12 if area.is_ours else 8
        for left in (x + gap, x - gap - room):
            box = (left, left + room, y)
            if left >= 0 and left + room <= _WIDTH and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                rows.append({"x": left, "y": y, "text": text, "weight": 600 if area.is_ours else 400})
                break
    mark = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "fontSize": _NAME_SIZE,
        "fontWeight": {"expr": "datum.weight"},
    }
    return layer(rows, mark, {"x": _pixels("x"), "y": _pixels("y"), "text": {"field": "text"}})


def _overlap(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < _NAME_HEIGHT - 1


def _pixels(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _table(areas: Sequence[FunnelArea], mean: float) -> Table:
    """Ours first, then those outside the limits from the highest, how many lie within, and the mean."""
    named = sorted((a for a in areas if a.is_ours or a.outside), key=lambda a: (not a.is_ours, -a.value))
    rows = [
        (area.name, number(area.size), number(round(area.value, 1)), _PLACES[area.outside]) for area in named
    ]
    if within := len(areas) - len(named):
        rows.append((f"{within} other area{'s' if within > 1 else ''}", "", "", "within the limits"))
    rows.append(("All areas together", "", number(round(mean, 1)), ""))
    return Table(("Area", "Measured on", "Figure", "Where it lies"), tuple(rows))
