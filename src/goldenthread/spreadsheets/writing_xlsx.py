import datetime
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from goldenthread.spreadsheets.tables import CellValue
from goldenthread.spreadsheets.text import guard_typed, without_illegal_characters

MOST_CHARACTERS = 32_767
"""What one cell can hold, in Excel and here."""

_CALENDAR_IS_SOUND = datetime.date(1900, 3, 1)  # Excel thinks that 1900 was a leap year
_EXACT = 2**53  # beyond this a spreadsheet rounds whole numbers
_MOST_PLACES = 4  # that are shown as they were written: 1234.50
_FIXED_DATE = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  # so that the same data gives the same file
_WIDEST, _NARROWEST = 60, 10
_FORBIDDEN_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class _Formats:
    heading: Format
    text: Format
    decimals: Mapping[int, Format]
    date: Format
    moment: Format
    time: Format


def write_xlsx(
    headings: Sequence[str], rows: Iterable[Sequence[CellValue]], *, title: str, sheet_name: str
) -> bytes:
    """The table as an Excel workbook: typed cells, frozen bold headings, filters, columns of a fitting width.

    Text is only ever text: no formula, no link. The same data gives the same bytes; no one is named in it.
    Raises ValueError for a row longer than the headings, over-long text, or a number that is not finite.
    """
    table = [list(row) for row in rows]
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": without_illegal_characters(title), "created": _FIXED_DATE})
    sheet = book.add_worksheet(_sheet_name(sheet_name))
    formats = _formats(book)
    for column, heading in enumerate(headings):
        _write_text(sheet, 0, column, heading, formats.heading)
        sheet.set_column(column, column, _width(heading, table, column))
    for number, row in enumerate(table, start=1):
        if len(row) > len(headings):
            raise ValueError(f"row {number} has {len(row)} cells for {len(headings)} headings")
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    sheet.freeze_panes(1, 0)
    if headings:
        sheet.autofilter(0, 0, len(table), len(headings) - 1)
    book.close()
    return stream.getvalue()


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    def make(**more: str | bool) -> Format:
        return book.add_format({"valign": "top", **more})

    return _Formats(
        heading=make(bold=True, text_wrap=True),
        text=make(text_wrap=True),
        decimals={places: make(num_format="0." + "0" * places) for places in range(1, _MOST_PLACES + 1)},
        date=make(num_format="d mmmm yyyy", align="left"),
        moment=make(num_format="d mmmm yyyy hh:mm", align="left"),
        time=make(num_format="hh:mm", align="left"),
    )


def _write(sheet: Worksheet, row: int, column: int, cell: CellValue, formats: _Formats) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, cell, formats.text)
        case float() if not math.isfinite(cell):
            raise ValueError(f"{cell} is not a number that a spreadsheet can hold")
        case int() | float() if isinstance(cell, float) or abs(cell) <= _EXACT:
            sheet.write_number(row, column, cell, formats.text)
        case Decimal():
            _write_decimal(sheet, row, column, cell, formats)
        case datetime.datetime() if cell.date() >= _CALENDAR_IS_SOUND:
            sheet.write_datetime(row, column, cell, formats.moment)
        case datetime.date() if not isinstance(cell, datetime.datetime) and cell >= _CALENDAR_IS_SOUND:
            sheet.write_datetime(row, column, cell, formats.date)
        case datetime.time():
            sheet.write_datetime(row, column, cell, formats.time)
        case _:
            _write_text(sheet, row, column, str(cell), formats.text)


def _write_decimal(sheet: Worksheet, row: int, column: int, cell: Decimal, formats: _Formats) -> None:
    """A number with as many places as it was written with; as text where a spreadsheet would round it."""
    if not cell.is_finite():
        raise ValueError(f"{cell} is not a number that a spreadsheet can hold")
    if Decimal(repr(float(cell))) != cell:
        _write_text(sheet, row, column, str(cell), formats.text)
        return
    places = max(0, -int(cell.as_tuple().exponent))
    sheet.write_number(row, column, float(cell), formats.decimals.get(places, formats.text))


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    text = guard_typed(without_illegal_characters(text))
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"a cell holds {len(text):,} characters and can hold {MOST_CHARACTERS:,}")
    if text:
        sheet.write_string(row, column, text, style)


def _width(heading: str, table: list[list[CellValue]], column: int) -> float:
    """In characters: wide enough for the column's longest line, within reason; longer text wraps."""
    cells = (row[column] for row in table if column < len(row))
    lines = [line for cell in cells if cell is not None for line in str(cell).splitlines()]
    longest = max(map(len, [*lines, *heading.split()]), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 2))


def _sheet_name(name: str) -> str:
    """The name as Excel allows it: at most 31 characters, none of []:*?/\\, no apostrophe at an end."""
    allowed = " ".join(without_illegal_characters(name).translate(_FORBIDDEN_IN_SHEET_NAME).split())
    allowed = allowed[:31].strip("' ")
    return "Table" if allowed.casefold() in ("", "history") else allowed
