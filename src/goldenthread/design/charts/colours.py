"""How tones are painted. Colour never speaks alone: each area is drawn with its number or word."""

from typing import NamedTuple

from goldenthread.design.tones import TONES

from .chart import ChartError


class Paint(NamedTuple):
    """`fill` of an area, `text` on that fill (at least 4.5:1), `line` round it (at least 3:1 on white)."""

    fill: str
    text: str
    line: str


BLACK = "#0b0c0c"
WHITE = "#ffffff"
GREY_TEXT = "#484949"
GRID = "#cecece"

# What has no rating is an outline, so that it is never taken for one.
UNRATED = Paint(TONES["grey"].tint, TONES["grey"].on_tint, TONES["grey"].strong)

# Lines that mean no rating: dark enough to be text on white, and told apart by their markers as well.
SERIES_COLOURS = ("#1d5fa8", "#b0256a", "#0b4144", "#a34d1f", "#6f55ab", "#484949")
SERIES_SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")


def paint(tone: str) -> Paint:
    """How a tone is painted; raises `ChartError` for a name that is not a tone."""
    try:
        colours = TONES[tone]
    except KeyError:
        raise ChartError(f"“{tone}” is not a tone: use {', '.join(TONES)}.") from None
    return Paint(colours.strong, colours.on_strong, colours.on_tint)
