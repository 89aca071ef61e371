"""How wide the columns of a table should be, from what stands in them."""

import math
import re
from collections.abc import Sequence

# Tables with more columns than this are set in smaller type, and their words may be divided.
MOST_COLUMNS_IN_FULL_SIZE = 7
# Widths are in characters of the table's type; this many fit across the text of a page, in full size and in
# small.
_ACROSS = 98
_ACROSS_SMALL = 110
# The space between columns, in characters.
_GUTTER = 2.6
# A word set in bold, or in the typeface that takes the place of ours, is wider than its letters.
_WIDER = 1.06
# Words are kept whole up to the first length; where columns are many, only up to a shorter one.
_WHOLE_WORDS = (24, 18, 14, 12, 10, 9, 8)
_SHARE_FOR_WORDS = 0.85
# The widths of a long table are judged by its first rows.
_MOST_ROWS = 60
_NUMBER = re.compile(r"[-−+£]?[\d,]+(\.\d+)?%?|[-–—]|n/?a", re.IGNORECASE)


def column_shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """The share of the table's width for each column; the shares add up to 1.

    `rows` are texts, heads included, each row as long as the table is wide. Words stay whole while there is
    room for them; what is left is given, bit by bit, to the column where it saves most lines.
    """
    columns = [cells[:_MOST_ROWS] for cells in zip(*rows, strict=True)]
    across = _ACROSS if len(columns) <= MOST_COLUMNS_IN_FULL_SIZE else _ACROSS_SMALL
    widths = _room_for_words(columns, across)
    step = 2.0
    while sum(widths) + step <= across:
        saved = [_lines_saved(columns, widths, at, step) for at in range(len(widths))]
        best = max(range(len(widths)), key=lambda at: (saved[at], -widths[at]))
        if saved[best]:
            widths[best] += step
            step = 2.0
        else:
            step *= 2
    return [width / sum(widths) for width in widths]


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether a column (without its heads) holds figures, so that they should be ranged right."""
    filled = [cell for cell in cells if cell]
    has_figures = any(any(character.isdigit() for character in cell) for cell in filled)
    return has_figures and all(_NUMBER.fullmatch(cell) for cell in filled)


def _room_for_words(columns: Sequence[Sequence[str]], across: int) -> list[float]:
    longest = [_longest_word(cells) for cells in columns]
    for whole in _WHOLE_WORDS:
        widths = [min(word, whole) * _WIDER + _GUTTER for word in longest]
        if sum(widths) <= across * _SHARE_FOR_WORDS:
            break
    return widths


def _longest_word(cells: Sequence[str]) -> int:
    return max(len(word) or 1 for cell in cells for word in re.split(r"[\s\-/]+", cell))


def _lines_saved(columns: Sequence[Sequence[str]], widths: Sequence[float], column: int, more: float) -> int:
    wider = [width + more * (at == column) for at, width in enumerate(widths)]
    return _height(columns, widths) - _height(columns, wider)


def _height(columns: Sequence[Sequence[str]], widths: Sequence[float]) -> int:
    """How many lines the rows take; that single cells take many lines counts too, but ten times less."""
    pairs = zip(columns, widths, strict=True)
    lines = [[math.ceil(len(cell) / (width - _GUTTER)) for cell in cells] for cells, width in pairs]
    return sum(10 * max(row) + sum(row) for row in zip(*lines, strict=True))
