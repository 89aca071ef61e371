"""The marks of a control chart that stand for words: its points, their key, flags, and the names of its lines."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from goldenthread.design.tones import TONES

from .chart import Spec
from .colours import BLACK, GREY_TEXT, WHITE
from .lines import PLOT_HEIGHT
from .style import CHARACTER_WIDTH, SMALL_SIZE, block_text, layer, wrapped

NAMES_WIDTH = 150
FLAG_HEIGHT = 20
_FLAG_WIDTH = 21
_KEY_TOP = 56  # beneath two lines of periods
# Kind of a point: its colour, its shape and its word, so that no two need be told apart by colour.
KINDS = {
    "improvement": (TONES["blue"].strong, "triangle-up", "Improvement"),
    "concern": (TONES["orange"].strong, "diamond", "Concern"),
    "neither": (TONES["purple"].strong, "square", "Change, neither better nor worse"),
    "common": (GREY_TEXT, "circle", "No special change"),
    "hidden": (GREY_TEXT, "cross", "Not published"),
}
_CROSS = "M-.7-.5L-.5-.7 0-.2 .5-.7 .7-.5 .2 0 .7 .5 .5 .7 0 .2-.5 .7-.7 .5-.2 0Z"


def marker(kind: str) -> Spec:
    """The mark of a kind of point; raises KeyError for an unknown kind."""
    colour, shape, _ = KINDS[kind]
    return {
        "type": "point",
        "shape": _CROSS if shape == "cross" else shape,
        "fill": colour,
        "stroke": WHITE,
        "strokeWidth": 0 if kind == "hidden" else 1,
        "size": {"common": 60, "hidden": 90}.get(kind, 130),
        "opacity": 1,
    }


def key(kinds: Sequence[str]) -> list[Spec]:
    """What the marks mean, in a row beneath the periods; none where all are alike."""
    if list(kinds) == ["common"]:
        return []
    layers = []
    x, y = 7.0, {"value": PLOT_HEIGHT + _KEY_TOP}
    for kind in kinds:
        word = KINDS[kind][2]
        text = {"type": "text", "align": "left", "baseline": "middle", "fontSize": SMALL_SIZE + 1}
        layers += [
            layer([{}], marker(kind), {"x": {"value": x}, "y": y}),
            layer([{"word": word}], text, {"x": {"value": x + 11}, "y": y, "text": {"field": "word"}}),
        ]
        x += 11 + len(word) * (SMALL_SIZE + 1) * CHARACTER_WIDTH + 22
    return layers


def flags(places: Sequence[float], width: float) -> list[Spec]:
    """A numbered flag above the plot and a line down from it, for each event, in pixels from the left."""
    if not places:
        return []
    edge: Spec = {"type": "quantitative", "scale": None, "axis": None}
    rows = [
        {"x": x, "flag": flag, "y": -FLAG_HEIGHT / 2, "text": str(at)}
        for at, (x, flag) in enumerate(zip(places, _apart(places, width), strict=True), start=1)
    ]
    line = {"type": "rule", "color": BLACK, "strokeWidth": 1, "strokeDash": [2, 3]}
    disc = {"type": "point", "shape": "square", "fill": BLACK, "size": 300, "opacity": 1, "strokeWidth": 0}
    text = {"type": "text", "color": WHITE, "fontWeight": 600, "fontSize": SMALL_SIZE, "baseline": "middle"}
    x, y = {**edge, "field": "flag"}, {**edge, "field": "y"}
    return [
        layer(rows, line, {"x": {**edge, "field": "x"}, "y": {"value": 0}, "y2": {"value": PLOT_HEIGHT}}),
        layer(rows, disc, {"x": x, "y": y}),
        layer(rows, text, {"x": x, "y": y, "text": {"field": "text"}}),
    ]


def _apart(places: Sequence[float], width: float) -> list[float]:
    """Where flags stand so that none covers another: moved to the right, and back from the right edge."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = [places[at] for at in order]
    for at, following in pairwise(range(len(moved))):
        moved[following] = max(moved[following], moved[at] + _FLAG_WIDTH)
    beyond = width
    for at in reversed(range(len(moved))):
        moved[at] = min(moved[at], beyond)
        beyond = moved[at] - _FLAG_WIDTH
    return [x for _, x in sorted(zip(order, moved, strict=True))]


def names(ends: Sequence[tuple[float, str, str]], lowest: float, highest: float, width: float) -> list[Spec]:
    """What each line is, to the right of the plot, moved apart where lines end close together.

    `ends` are (level, name, colour) on a scale from `lowest` to `highest`; the plot is `width` pixels wide.
    """
    rows: list[dict[str, Any]] = []
    free_from = -float(PLOT_HEIGHT)
    for level, name, colour in sorted(ends, key=lambda end: -end[0]):
        share = min(1.0, max(0.0, (level - lowest) / (highest - lowest)))
        text = wrapped(name, NAMES_WIDTH - 12, size=SMALL_SIZE + 1)
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
