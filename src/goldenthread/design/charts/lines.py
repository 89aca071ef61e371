"""Lines over periods: what the line chart and the chart of mean ratings have in common."""

from collections.abc import Mapping, Sequence

from .chart import ChartError, Spec, Table
from .colours import GREY_TEXT, SERIES_COLOURS, SERIES_SHAPES, WHITE
from .style import PAGE_WIDTH, SMALL_SIZE, block_text, characters, layer, specification, wrapped

Figures = Sequence[float | None]

PLOT_HEIGHT = 260
_NAME_WIDTH = 176
_NAME_GAP = 22
_LINE_OF_NAME = 16
# Beyond this many points the numbers beside a single line would run into each other.
_MOST_LABELLED_POINTS = 13


def check_series(periods: Sequence[str], series: Mapping[str, Figures]) -> None:
    """Raise `ChartError` unless there is a figure, and each series has one place for each period."""
    for name, figures in series.items():
        if len(figures) != len(periods):
            raise ChartError(f"“{name}” has {len(figures)} figures for {len(periods)} periods.")
    if not any(value is not None for figures in series.values() for value in figures):
        raise ChartError("A line chart needs at least one period with a figure.")


def number(value: float) -> str:
    """A figure as it is printed: 1,234 or 3.25, without a tail of noughts."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def lines_specification(
    periods: Sequence[str],
    series: Mapping[str, Figures],
    *,
    lowest: float,
    highest: float,
    axis: Spec,
    left: int,
    more: Sequence[Spec] = (),
) -> Spec:
    """Lines with markers, their names at their ends and the periods beneath.

    `axis` is the Vega-Lite axis of the figures, which run from `lowest` to `highest`; its words take `left`
    pixels. `more` are further layers.
    """
    width = PAGE_WIDTH - left - (_NAME_WIDTH + _NAME_GAP if len(series) > 1 else 0)
    span = {"domain": [lowest, highest], "nice": False, "zero": False}
    y: Spec = {"field": "value", "type": "quantitative", "scale": span, "axis": axis}
    layers = [period_labels(periods, width)]
    for place, figures in enumerate(series.values()):
        layers += _one_line(place, figures, y)
    if len(series) > 1:
        layers += _names(series, lowest, highest, width)
    elif len(periods) <= _MOST_LABELLED_POINTS:
        known = _known(next(iter(series.values())))
        text = {"type": "text", "dy": -14, "fontWeight": 600}
        layers.append(layer(known, text, {"x": period_position(), "y": y, "text": {"field": "text"}}))
    return specification(width, PLOT_HEIGHT, [*layers, *more], left=left)


def series_table(periods: Sequence[str], series: Mapping[str, Figures], period_heading: str) -> Table:
    """One row for each period, one column for each series."""
    columns = list(series.values())
    rows = tuple(
        (period, *("not known" if (value := figures[at]) is None else number(value) for figures in columns))
        for at, period in enumerate(periods)
    )
    return Table((period_heading, *series), rows)


def told(periods: Sequence[str], name: str, figures: Figures) -> str:
    """One series in a sentence: from what to what, and when it stood highest."""
    known = [(value, period) for value, period in zip(figures, periods, strict=True) if value is not None]
    if not known:
        return f"{name}: no figures."
    (first, since), (last, until) = known[0], known[-1]
    if len(known) == 1:
        return f"{name}: {number(first)} in {since}."
    moved = "unchanged at" if last == first else "up from" if last > first else "down from"
    if last == first:
        return f"{name}: {moved} {number(first)} from {since} to {until}."
    return f"{name}: {moved} {number(first)} in {since} to {number(last)} in {until}."


def _one_line(place: int, figures: Figures, y: Spec) -> list[Spec]:
    colour = SERIES_COLOURS[place % len(SERIES_COLOURS)]
    dashes = [1, 0] if place < len(SERIES_COLOURS) else [6, 3]
    every = [{"period": at, "value": value} for at, value in enumerate(figures)]
    line = {"type": "line", "color": colour, "strokeWidth": 2.5, "strokeDash": dashes}
    encoding = {"x": period_position(), "y": y}
    return [layer(every, line, encoding), layer(_known(figures), _marker(place), encoding)]


def _known(figures: Figures) -> list[dict[str, object]]:
    return [
        {"period": at, "value": value, "text": number(value)}
        for at, value in enumerate(figures)
        if value is not None
    ]


def period_position() -> Spec:
    """The horizontal place of the period whose number stands in the field `period`."""
    return {"field": "period", "type": "ordinal", "scale": {"type": "point", "padding": 0.5}, "axis": None}


def period_labels(periods: Sequence[str], plot_width: int) -> Spec:
    """Beneath the plot: all of them, or every second, third… where there are too many to read."""
    longest = max(len(period) for period in periods)
    step = -(-len(periods) // max(1, characters(plot_width) // (min(longest, 12) + 2)))
    width = plot_width / len(periods) * step
    rows = [
        {"period": at, "text": wrapped(period, width, size=SMALL_SIZE) if at % step == 0 else ""}
        for at, period in enumerate(periods)
    ]
    mark = {"type": "text", "baseline": "top", "lineHeight": 16, "color": GREY_TEXT, "fontSize": 13}
    return layer(
        rows, mark, {"x": period_position(), "y": {"value": PLOT_HEIGHT + 8}, "text": {"field": "text"}}
    )


def _names(series: Mapping[str, Figures], lowest: float, highest: float, left: int) -> list[Spec]:
    """Marker and name of each line to the right of the plot, moved apart where lines end close together."""
    ends = []
    for place, (name, figures) in enumerate(series.items()):
        if known := [value for value in figures if value is not None]:
            ends.append((PLOT_HEIGHT * (1 - (known[-1] - lowest) / ((highest - lowest) or 1)), place, name))
    rows = []
    free_from = -float(PLOT_HEIGHT)
    for end, place, name in sorted(ends):
        text = wrapped(name, _NAME_WIDTH, size=13)
        half = _LINE_OF_NAME * (text.count("\n") + 1) / 2 + 2
        at = max(end, free_from + half)
        free_from = at + half
        rows.append(
            {"at": at, "name": text, "series": place, "colour": SERIES_COLOURS[place % len(SERIES_COLOURS)]}
        )
    y = {"field": "at", "type": "quantitative", "scale": None, "axis": None}
    names = layer(
        rows,
        block_text("name", align="left", size=13, fontWeight=600),
        {
            "x": {"value": left + _NAME_GAP},
            "y": y,
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "text": {"field": "name"},
        },
    )
    markers = [
        layer([row], _marker(int(str(row["series"]))), {"x": {"value": left + 11}, "y": y}) for row in rows
    ]
    return [names, *markers]


def _marker(place: int) -> Spec:
    return {
        "type": "point",
        "shape": SERIES_SHAPES[place % len(SERIES_SHAPES)],
        "fill": SERIES_COLOURS[place % len(SERIES_COLOURS)],
        "stroke": WHITE,
        "strokeWidth": 1,
        "size": 100,
        "opacity": 1,
    }
