"""A control chart in small, written as a string: a scorecard shows seventy of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

WIDTH, HEIGHT = 120, 30
MARGIN = 4
# How the latest point, and each point that signals, is drawn: shape and class go with the kind.
_SHAPES = {
    "improvement": '<path class="gt-spark__mark gt-spark__mark--improvement" d="M{x} {y}m-3.5 3h7l-3.5-6z"/>',
    "concern": '<path class="gt-spark__mark gt-spark__mark--concern" d="M{x} {y}m0-4l4 4-4 4-4-4z"/>',
    "neither": '<path class="gt-spark__mark gt-spark__mark--neither" d="M{x} {y}m-3-3h6v6h-6z"/>',
    "common": '<circle class="gt-spark__mark" cx="{x}" cy="{y}" r="3"/>',
}


def sparkline(
    values: Sequence[float | None],
    *,
    tones: Sequence[str],
    lower: float | None = None,
    upper: float | None = None,
    mean: float | None = None,
    target: float | None = None,
    label: str,
) -> str:
    """One `<svg>`, an image named by `label`: the line, the band of the limits, and a mark on each signal and the last.

    `tones` give each value's kind (improvement, concern, neither, common, hidden). No style attributes: the page's
    security policy forbids them.
    """
    known = [value for value in values if value is not None]
    lowest = min([*known, *(each for each in (lower, target) if each is not None)])
    highest = max([*known, *(each for each in (upper, target) if each is not None)])
    span = (highest - lowest) or 1.0
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)

    def x(place: int) -> str:
        return f"{MARGIN + step * place:.1f}".removesuffix(".0")

    def y(value: float) -> str:
        return f"{HEIGHT - MARGIN - (value - lowest) / span * (HEIGHT - 2 * MARGIN):.1f}".removesuffix(".0")

    parts = []
    if lower is not None and upper is not None:
        top, bottom = float(y(upper)), float(y(lower))
        parts.append(
            f'<rect class="gt-spark__band" x="0" y="{top:g}" width="{WIDTH}" height="{max(0.5, bottom - top):.1f}"/>'
        )
    for name, line in (("mean", mean), ("target", target)):
        if line is not None:
            parts.append(f'<path class="gt-spark__{name}" d="M0 {y(line)}H{WIDTH}"/>')
    parts.append(f'<path class="gt-spark__line" d="{_line(values, x, y)}"/>')
    last = max(place for place, value in enumerate(values) if value is not None)
    for place, (value, tone) in enumerate(zip(values, tones, strict=True)):
        if value is not None and (place == last or tone in ("improvement", "concern", "neither")):
            parts.append(_SHAPES[tone].format(x=x(place), y=y(value)))
    return (
        f'<svg class="gt-spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(label)}" focusable="false">{"".join(parts)}</svg>'
    )


def _line(values: Sequence[float | None], x: Callable[[int], str], y: Callable[[float], str]) -> str:
    """The path through the known values, broken at gaps."""
    pieces, pen_down = [], False
    for place, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        pieces.append(f"{'L' if pen_down else 'M'}{x(place)} {y(value)}")
        pen_down = True
    return "".join(pieces)
