from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.design.tones import TONES

from .chart import Chart, ChartError, Spec, Table
from .colours import BLACK
from .lines import number
from .style import LABEL_GAP, LABEL_WIDTH, axis_title, layer, row_labels, row_position, specification

_WIDTH = 460
_ROW_HEIGHT = 52
# A spread of nothing is a line that can still be seen.
_LEAST_WIDTH = 3.0


@dataclass(frozen=True)
class SpreadRow:
    """One group of figures: its middle, and the quartiles between which half of them lie."""

    name: str
    lower: float
    median: float
    upper: float
    count: int


def spread_chart(
    *, title: str, rows: Sequence[SpreadRow], lowest: float, highest: float, figure_heading: str,
    row_heading: str = "Group", tone: str = "blue", description: str | None = None,
) -> Chart:  # fmt: skip
    """For each group a bar from the lower to the upper quartile, with a line and a number at the median.

    Raises `ChartError` for no groups, for quartiles out of order, or outside the scale of `lowest` to `highest`.
    """
    if not rows:
        raise ChartError("A chart of spreads needs at least one group.")
    for row in rows:
        if not lowest <= row.lower <= row.median <= row.upper <= highest:
            raise ChartError(f"“{row.name}” has quartiles out of order, or outside {lowest} to {highest}.")
    return Chart(
        title=title,
        description=description or " ".join(_told(row) for row in rows),
        spec=_drawn(rows, lowest, highest, figure_heading, tone),
        table=Table(
            (row_heading, "Answers", "Lower quartile", "Median", "Upper quartile"),
            tuple(
                (row.name, number(row.count), number(row.lower), number(row.median), number(row.upper)) for row in rows
            ),
        ),
    )  # fmt: skip


def _told(row: SpreadRow) -> str:
    return (
        f"{row.name}: median {number(row.median)}, half between {number(row.lower)} and {number(row.upper)}."
    )


def _drawn(rows: Sequence[SpreadRow], lowest: float, highest: float, heading: str, tone: str) -> Spec:
    if tone not in TONES:
        raise ChartError(f"“{tone}” is not a tone: use {', '.join(TONES)}.")
    colours = TONES[tone]
    scale = {"domain": [lowest, highest], "nice": False, "zero": False}
    axis = {"title": axis_title(heading), "tickMinStep": 1, "format": "d", "grid": True}
    x: Spec = {"type": "quantitative", "scale": scale, "axis": axis}
    least = _LEAST_WIDTH / 2 * (highest - lowest) / _WIDTH
    drawn = [
        {
            "row": at, "from": max(lowest, row.lower - least), "to": min(highest, row.upper + least),
            "median": row.median, "text": number(row.median),
        }
        for at, row in enumerate(rows)
    ]  # fmt: skip
    bar: Spec = {"type": "bar", "fill": colours.tint, "stroke": colours.strong, "height": {"band": 0.6}}
    line: Spec = {"type": "tick", "color": BLACK, "thickness": 3, "bandSize": 26}
    words: Spec = {"type": "text", "baseline": "bottom", "dy": -15, "fontWeight": 600}
    return specification(
        _WIDTH,
        _ROW_HEIGHT * len(rows),
        [
            layer(drawn, bar, {"y": row_position(), "x": {**x, "field": "from"}, "x2": {"field": "to"}}),
            layer(drawn, line, {"y": row_position(), "x": {**x, "field": "median"}}),
            layer(
                drawn, words, {"y": row_position(), "x": {**x, "field": "median"}, "text": {"field": "text"}}
            ),
            row_labels([row.name for row in rows]),
        ],
        left=LABEL_WIDTH + LABEL_GAP,
    )
