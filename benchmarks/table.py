"""Tables for reading in a terminal."""

from __future__ import annotations

from collections.abc import Sequence


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """The rows under their headings; the first column to the left, numbers to the right."""
    cells = [list(headings), *([_text(value) for value in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(headings))]
    lines = [
        "  ".join(
            cell.ljust(width) if not n else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]
    return "\n".join([f"\n{title}", lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
