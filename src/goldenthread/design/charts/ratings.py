from collections.abc import Mapping, Sequence

from .chart import Chart, ChartError, Scale, Spec, check_scale
from .lines import PLOT_HEIGHT, Figures, check_series, lines_specification, series_table, told
from .style import LABEL_GAP, SMALL_SIZE, block_text, layer, wrapped

_SCALE_WIDTH = 150


def _check_within(means: Mapping[str, Figures], lowest: int, highest: int) -> None:
    for name, figures in means.items():
        if any(value is not None and not lowest <= value <= highest for value in figures):
            raise ChartError(f"“{name}” has a mean outside the scale of {lowest} to {highest}.")


def mean_rating_line(
    *,
    title: str,
    periods: Sequence[str],
    means: Mapping[str, Figures],
    scale: Scale,
    period_heading: str = "Period",
    description: str | None = None,
) -> Chart:
    """The mean rating of each objective over periods, between the lowest and the highest word of the scale.

    `means` by objective: one figure for each period, None where nothing was rated. Raises `ChartError` for
    a scale without numbers, for a mean outside the scale, and for series that are not as long as the
    periods.
    """
    check_scale(scale)
    check_series(periods, means)
    steps = [(value, word) for value, word, _ in scale if isinstance(value, int)]
    if len(steps) != len(scale):
        raise ChartError("A mean can only be taken of ratings that are numbers.")
    lowest, highest = min(steps)[0], max(steps)[0]
    _check_within(means, lowest, highest)
    axis = {
        "title": None,
        "values": [value for value, _ in steps],
        "format": "d",
        "domain": False,
        "ticks": False,
        "labels": False,
    }
    return Chart(
        title=title,
        description=description or " ".join(told(periods, name, figures) for name, figures in means.items()),
        spec=lines_specification(
            periods,
            means,
            lowest=lowest,
            highest=highest,
            axis=axis,
            left=_SCALE_WIDTH + LABEL_GAP,
            more=[_scale_words(steps, lowest, highest)],
        ),
        table=series_table(periods, means, period_heading),
    )


def _scale_words(steps: Sequence[tuple[int, str]], lowest: int, highest: int) -> Spec:
    rows = [
        {
            "at": PLOT_HEIGHT * (1 - (value - lowest) / ((highest - lowest) or 1)),
            "text": wrapped(f"{value} {word}", _SCALE_WIDTH, size=SMALL_SIZE, lines=3),
        }
        for value, word in steps
    ]
    return layer(
        rows,
        block_text("text", align="right", size=SMALL_SIZE + 1),
        {
            "x": {"value": -LABEL_GAP},
            "y": {"field": "at", "type": "quantitative", "scale": None, "axis": None},
            "text": {"field": "text"},
        },
    )
