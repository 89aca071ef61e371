from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.design.tones import TONES

from .chart import Chart, ChartError, Spec, Table
from .colours import GREY_TEXT, WHITE
from .lines import number
from .series import round_step
from .style import PAGE_WIDTH, SMALL_SIZE, axis_title, layer, specification

_FIGURES_WIDTH = 64
_HEIGHT = 300


@dataclass(frozen=True)
class FunnelArea:
    """One area: how many it is measured on, its value, and whether it lies outside the limits."""

    name: str
    size: float
    value: float
    is_ours: bool = False
    outside: str = ""


@dataclass(frozen=True)
class FunnelLimit:
    """The outer and the inner limits for one size."""

    size: float
    lower: float
    inner_lower: float
    inner_upper: float
    upper: float


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

    Ours is named and larger. The table beneath lists ours and those outside. Raises `ChartError` for no areas.
    """
    if not areas or not limits:
        raise ChartError("A funnel needs areas and limits.")
    values = [area.value for area in areas]
    step = round_step(max(*values, mean) - min(*values, mean, 0.0) or 1.0)
    low, high = step * int(min(*values, 0.0) // step), step * -int(-max(values) // step)
    x: Spec = {
        "field": "size",
        "type": "quantitative",
        "scale": {"type": "log", "nice": False},
        "axis": {
            "title": axis_title(size_heading),
            "grid": False,
            "format": ",",
            "tickCount": 5,
            "labelOverlap": True,
        },
    }
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "clamp": True},
        "axis": {
            "title": axis_title(figure_heading),
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleY": -16,
            "titleX": -_FIGURES_WIDTH,
            "domain": False,
            "ticks": False,
        },
    }
    layers = [*_lines(limits, mean, x, y), *_dots(areas, x, y)]
    return Chart(
        title=title,
        description=description,
        spec=specification(PAGE_WIDTH - _FIGURES_WIDTH - 20, _HEIGHT, layers, left=_FIGURES_WIDTH),
        table=_table(areas, mean),
    )


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


def _dots(areas: Sequence[FunnelArea], x: Spec, y: Spec) -> list[Spec]:
    rows = [{"size": area.size, "value": area.value} for area in areas if not area.is_ours]
    mark = {"type": "point", "fill": "#9aa4ad", "stroke": WHITE, "strokeWidth": 0.5, "size": 45, "opacity": 1}
    layers = [layer(rows, mark, {"x": x, "y": y})]
    for ours in (area for area in areas if area.is_ours):
        row = {"size": ours.size, "value": ours.value, "name": ours.name}
        dot = {
            "type": "point",
            "shape": "diamond",
            "fill": TONES["blue"].strong,
            "stroke": WHITE,
            "size": 220,
            "opacity": 1,
        }
        name = {"type": "text", "dx": 12, "align": "left", "fontWeight": 600, "fontSize": SMALL_SIZE + 1}
        layers += [
            layer([row], dot, {"x": x, "y": y}),
            layer([row], name, {"x": x, "y": y, "text": {"field": "name"}}),
        ]
    return layers


def _table(areas: Sequence[FunnelArea], mean: float) -> Table:
    """Ours first, then those outside the limits, then how many lie within."""
    named = sorted((a for a in areas if a.is_ours or a.outside), key=lambda a: (not a.is_ours, -a.value))
    rows = [
        (
            area.name,
            number(area.size),
            number(round(area.value, 1)),
            {"above": "above the limits", "below": "below the limits"}.get(area.outside, "within the limits"),
        )
        for area in named
    ]
    within = len(areas) - len(named)
    rows.append((f"{within} other areas", "", "", "within the limits"))
    rows.append(("All areas together", "", number(round(mean, 1)), ""))
    return Table(("Area", "Measured on", "Figure", "Where it lies"), tuple(rows))
