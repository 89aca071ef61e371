"""A control chart in small, written as a string: a scorecard shows seventy of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from .chart import ChartError
from .drawing import printable

WIDTH, HEIGHT = 120, 30
MARGIN = 4
# How a mark is drawn from its middle: the shape and the class go with the kind, as in the large chart.
_SHAPES = {
    "improvement": "m-3.5 3h7l-3.5-6z",
    "concern": "m0-4l4 4-4 4-4-4z",
    "neither": "m-3-3h6v6h-6z",
    "common": "m-3 0a3 3 0 1 1 6 0a3 3 0 1 1-6 0z",
}


def sparkline(
    values: Sequence[float | None],
    *,
    tones: Sequence[str],
    lower: float | None = None,
    upper: float | None = None,
    mean: float | None = None,
    target: float | None = None,
    begin: int = 0,
    label: str,
) -> str:
    """One `<svg>`, an image named by `label`: the line, the band of the limits, and a mark on each signal and the last.

    `tones` give each value's kind (improvement, concern, neither, common; hidden where there is no value). The
    limits and the mean hold from the place `begin`. No style attributes: the page's security policy forbids
    them. Raises `ChartError` for no value at all, another number of tones, or an unknown tone.
    """
    _check(values, tones)
    levels = [each for each in (*values, lower, upper, target) if each is not None]
    lowest, span = min(levels), (max(levels) - min(levels)) or 1.0
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)

    def x(place: float) -> str:
        return f"{MARGIN + step * place:.1f}".removesuffix(".0")

    def y(value: float) -> str:
        return f"{HEIGHT - MARGIN - (value - lowest) / span * (HEIGHT - 2 * MARGIN):.1f}".removesuffix(".0")

    start = x(begin - 0.5) if begin else "0"
    parts = []
    if lower is not None and upper is not None:
        parts.append(f'<path class="gt-spark__band" d="M{start} {y(upper)}H{WIDTH}V{y(lower)}H{start}z"/>')
    for name, level, since in (("mean", mean, start), ("target", target, "0")):
        if level is not None:
            parts.append(f'<path class="gt-spark__{name}" d="M{since} {y(level)}H{WIDTH}"/>')
    parts += [f'<path class="gt-spark__line" d="{_line(values, x, y)}"/>', *_marks(values, tones, x, y)]
    return (
        f'<svg class="gt-spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(printable(label))}" focusable="false">{"".join(parts)}</svg>'
    )


def _check(values: Sequence[float | None], tones: Sequence[str]) -> None:
    if len(values) != len(tones):
        raise ChartError(f"A small chart of {len(values)} figures has {len(tones)} tones: give one for each.")
    if all(value is None for value in values):
        raise ChartError("A small chart needs at least one period with a figure.")
    for value, tone in zip(values, tones, strict=True):
        if value is not None and tone not in _SHAPES:
            raise ChartError(f"“{tone}” is no kind of point: use {', '.join(_SHAPES)}.")


def _line(values: Sequence[float | None], x: Callable[[float], str], y: Callable[[float], str]) -> str:
    """The path through the known values, broken at gaps; a value between two gaps is a dot."""
    pieces = []
    for place, value in enumerate(values):
        if value is None:
            continue
        goes_on = place > 0 and values[place - 1] is not None
        alone = not goes_on and (place + 1 == len(values) or values[place + 1] is None)
        pieces.append(f"{'L' if goes_on else 'M'}{x(place)} {y(value)}{'h0' if alone else ''}")
    return "".join(pieces)


def _marks(
    values: Sequence[float | None],
    tones: Sequence[str],
    x: Callable[[float], str],
    y: Callable[[float], str],
) -> list[str]:
    """One path for all marks of a kind: the latest value, whatever its kind, and every signal."""
    last = max(place for place, value in enumerate(values) if value is not None)
    paths: dict[str, list[str]] = {}
    for place, (value, tone) in enumerate(zip(values, tones, strict=True)):
        if value is not None and (place == last or tone != "common"):
            paths.setdefault(tone, []).append(f"M{x(place)} {y(value)}{_SHAPES[tone]}")
    return [
        f'<path class="gt-spark__mark gt-spark__mark--{tone}" d="{"".join(marks)}"/>'
        for tone, marks in paths.items()
    ]
