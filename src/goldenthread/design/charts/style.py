"""What all charts share: typeface, sizes, and the marks that every builder is made of."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from .chart import Spec
from .colours import BLACK, GREY_TEXT, GRID

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONT = "Source Sans 3"
FONT_STACK = f"'{FONT}', Arial, sans-serif"
TEXT_SIZE = 14
SMALL_SIZE = 12
# The width of every chart that a page shows whole, and of the column of names to the left of rows.
PAGE_WIDTH = 760
LABEL_WIDTH = 220
LABEL_GAP = 10
# The mean width of a character, as a share of the type size. Source Sans 3 has 0.46. Arial, which
# takes its place in a browser without it, has 0.5, and may reach a little over the edge.
CHARACTER_WIDTH = 0.47

_CONFIG: Spec = {
    "font": FONT_STACK,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": TEXT_SIZE,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
        "labelColor": BLACK,
        "titleColor": BLACK,
        "domainColor": GREY_TEXT,
        "tickColor": GREY_TEXT,
        "gridColor": GRID,
    },
    "text": {"fontSize": TEXT_SIZE, "color": BLACK, "lineBreak": "\n"},
}


def specification(
    width: int, height: int, layers: Sequence[Spec], *, left: int = 0, across: int = PAGE_WIDTH
) -> Spec:
    """A layered Vega-Lite specification in our style; width and height of the plot in pixels.

    The picture is `across` pixels wide, of which `left` lie before the plot. We say so, because Vega would
    measure the text for it, and how wide it finds it depends on the fonts of the machine.
    """
    return {
        "usermeta": {"left": left, "across": across},
        "$schema": SCHEMA,
        "background": "white",
        "padding": 4,
        "width": width,
        "height": height,
        "layer": list(layers),
        "config": _CONFIG,
    }


def layer(rows: Sequence[Mapping[str, Any]], mark: Spec, encoding: Spec) -> Spec:
    """One layer with its own rows of data."""
    return {"data": {"values": [dict(row) for row in rows]}, "mark": mark, "encoding": encoding}


def row_labels(labels: Sequence[str], *, lines: int = 2) -> Spec:
    """The names of the rows, right-aligned to the left of the plot.

    Text and not an axis, so that two rows of the same name stay two rows.
    """
    rows = [
        {"row": row, "label": wrapped(label, LABEL_WIDTH, lines=lines)} for row, label in enumerate(labels)
    ]
    return layer(
        rows,
        block_text("label", align="right"),
        {"y": row_position(), "x": {"value": -LABEL_GAP}, "text": {"field": "label"}},
    )


def block_text(field: str, *, size: int = TEXT_SIZE, **more: Any) -> Spec:
    """A text mark whose lines together are centred on their point; Vega alone centres only the first line."""
    line_height = round(size * 1.2)
    rise = {"expr": f"-{line_height / 2} * (split(datum.{field}, '\\n').length - 1)"}
    return {
        "type": "text",
        "baseline": "middle",
        "fontSize": size,
        "lineHeight": line_height,
        "dy": rise,
        **more,
    }


def row_position() -> Spec:
    """The vertical place of the row whose number stands in the field `row`."""
    return {
        "field": "row",
        "type": "ordinal",
        "axis": None,
        "scale": {"paddingInner": 0.3, "paddingOuter": 0.15},
    }


def characters(width: float, size: int = TEXT_SIZE) -> int:
    """About how many characters of text fit into `width` pixels."""
    return max(1, int(width / (size * CHARACTER_WIDTH)))


def wrapped(text: str, width: float, *, size: int = TEXT_SIZE, lines: int = 2) -> str:
    """The text in at most `lines` lines of `width` pixels; what does not fit ends in an ellipsis."""
    return "\n".join(
        textwrap.wrap(" ".join(text.split()), characters(width, size), max_lines=lines, placeholder=" …")
    )


def axis_title(text: str) -> str:
    """The title of an axis on one line.

    It ends in a zero-width space: Vega takes a title that is a word of its expressions, such as “if”, for code.
    """
    return wrapped(text, PAGE_WIDTH, lines=1) + "\u200b" if text.strip() else ""
