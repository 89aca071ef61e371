"""A cell as the text that a person sees in it."""

from __future__ import annotations

import datetime as dt

from goldenthread.design.words import uk_date
from goldenthread.spreadsheets.tables import CellValue


def text_of(cell: CellValue) -> str:
    """The cell as text: whole numbers without their ".0", dates as 7 May 2019, yes-or-no values Yes and No."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return uk_date(cell) if isinstance(cell, dt.date) else str(cell)


def shortened(text: str, length: int = 60) -> str:
    """The start of a long text, for messages."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
