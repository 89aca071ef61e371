import math
from collections.abc import Callable, Mapping, Sequence

from .chart import Chart, ChartError, Spec, Table
from .colours import paint
from .lines import Figures, check_series, lines_specification, number, series_table, told
from .style import (
    LABEL_GAP,
    LABEL_WIDTH,
    axis_title,
    layer,
    row_labels,
    row_position,
    specification,
)

_BAR_WIDTH = 460
_FIGURES_WIDTH = 56


def line_chart(
    *,
    title: str,
    periods: Sequence[str],
    series: Mapping[str, Figures],
    figure_heading: str,
    period_heading: str = "Period",
    description: str | None = None,
) -> Chart:
    """Figures over periods, from zero, such as a website's hits by month; None is a period without a figure.

    Each line is named at its end and has a marker of its own, so that no two need be told apart by colour.
    Raises `ChartError` for no figures at all, or a series that is not as long as the periods.
    """
    check_series(periods, series)
    values = [value for figures in series.values() for value in figures if value is not None]
    step = round_step(max(0.0, *values) - min(0.0, *values))
    lowest = math.floor(min(0.0, *values) / step) * step
    highest = max(step, math.ceil(max(0.0, *values) / step) * step)
    axis = {
        "title": axis_title(figure_heading),
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleY": -14,
        "titleX": -_FIGURES_WIDTH,
        "values": [lowest + step * at for at in range(round((highest - lowest) / step) + 1)],
        "domain": False,
        "ticks": False,
    }
    return Chart(
        title=title,
        description=description or " ".join(told(periods, name, figures) for name, figures in series.items()),
        spec=lines_specification(
            periods, series, lowest=lowest, highest=highest, axis=axis, left=_FIGURES_WIDTH
        ),
        table=series_table(periods, series, period_heading),
    )


def bar_chart(
    *,
    title: str,
    bars: Sequence[tuple[str, float]],
    figure_heading: str,
    row_heading: str = "Name",
    tone: str = "blue",
    description: str | None = None,
    written: Callable[[float], str] = number,
) -> Chart:
    """One horizontal bar for each name, in the order given, from zero, with its figure at the end as ``written``.

    Raises `ChartError` for no bars, a negative figure or an unknown tone.
    """
    if not bars:
        raise ChartError("A bar chart needs at least one bar.")
    if any(value < 0 for _, value in bars):
        raise ChartError("A bar chart starts at zero: it has no place for a negative figure.")
    most, least = max(bars, key=lambda bar: bar[1]), min(bars, key=lambda bar: bar[1])
    meaning = (
        f"{figure_heading}: highest {most[0]} ({written(most[1])}), lowest {least[0]} ({written(least[1])})."
    )
    return Chart(
        title=title,
        description=description or meaning,
        spec=_bars(bars, tone, written),
        table=Table((row_heading, figure_heading), tuple((name, written(value)) for name, value in bars)),
    )


def _bars(bars: Sequence[tuple[str, float]], tone: str, written: Callable[[float], str]) -> Spec:
    longest = max(value for _, value in bars) or 1
    rows = [
        {"row": row, "start": 0, "end": value / longest * _BAR_WIDTH, "text": written(value)}
        for row, (_, value) in enumerate(bars)
    ]
    colours = paint(tone)
    x: Spec = {"type": "quantitative", "scale": None, "axis": None}
    text = {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontWeight": 600}
    return specification(
        _BAR_WIDTH,
        38 * len(bars),
        [
            layer(
                rows,
                {"type": "bar", "fill": colours.fill, "stroke": colours.line},
                {"y": row_position(), "x": {**x, "field": "start"}, "x2": {"field": "end"}},
            ),
            layer(rows, text, {"y": row_position(), "x": {**x, "field": "end"}, "text": {"field": "text"}}),
            row_labels([name for name, _ in bars]),
        ],
        left=LABEL_WIDTH + LABEL_GAP,
    )


def round_step(span: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides the span into about four."""
    if span <= 0:
        return 1
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next((step * power for step in (1, 2, 5) if span / (step * power) <= 5), 10 * power)
