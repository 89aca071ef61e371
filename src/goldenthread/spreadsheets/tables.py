"""From raw rows to a table: where the headings are, what is wrong with them, and each row by heading."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from goldenthread.spreadsheets.errors import Problem, SpreadsheetError
from goldenthread.spreadsheets.identifying import Kind
from goldenthread.spreadsheets.limits import Limits
from goldenthread.spreadsheets.text import CELL_ERRORS, clean, column_letter, fold_whitespace, unguard

CellValue = str | int | float | Decimal | bool | datetime.date | datetime.datetime | datetime.time | None

HEADER_WITHIN = 20
"""The headings are looked for in the first twenty rows."""

_MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as a reader found it, blank cells included."""

    number: int
    cells: list[CellValue]


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows that are not blank; `errors` are what failed formulas show, by (row number, column index).

    `shown_names` are those of the worksheets that are not hidden.
    """

    rows: list[RawRow]
    name: str
    sheet_names: tuple[str, ...]
    shown_names: tuple[str, ...]
    errors: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a person sees it in the spreadsheet programme, and its cells by heading."""

    number: int
    cells: Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read: headings in order, rows that are not blank, and where in the file it was found."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str
    sheet_names: tuple[str, ...]
    kind: Kind
    header_row: int


@dataclass(slots=True)
class _Reading:
    """The table while it is read: the headings by column index, and the problems met so far."""

    headings: dict[int, str]
    header_row: int
    limits: Limits
    problems: list[Problem] = field(default_factory=list)
    unheaded: set[int] = field(default_factory=set)

    def add(self, row: int | None, column: str | None, message: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(row, column, message))


def build(table: RawTable, kind: Kind, filename: str, limits: Limits) -> Sheet:
    """The table under its headings.

    Raises SpreadsheetError, with every problem (at most 100), for headings that are missing or double, cells
    beyond the headings, failed formulas and over-long text.
    """
    rows = [RawRow(row.number, [_cleaned(cell) for cell in row.cells]) for row in table.rows]
    rows = [row for row in rows if any(cell is not None for cell in row.cells)]
    start = _find_header(rows, filename)
    header = rows[start]
    headings = {i: text for i, cell in enumerate(header.cells) if (text := _heading(cell))}
    if len(rows) - start - 1 > limits.rows:
        raise too_many_rows(filename, limits)
    reading = _Reading(headings, header.number, limits)
    _check_headings(reading)
    if kind in ("csv", "ods"):
        _report_printed_errors(reading, table.rows)
    _report_errors(reading, table.errors)
    read = tuple(_row(reading, row, kind) for row in rows[start + 1 :])
    if reading.problems:
        raise _error(reading.problems, filename)
    return Sheet(tuple(headings.values()), read, table.name, table.sheet_names, kind, header.number)


def _cleaned(cell: CellValue) -> CellValue:
    return clean(unguard(cell)) or None if isinstance(cell, str) else cell


def _find_header(rows: list[RawRow], filename: str) -> int:
    """The index of the row of headings.

    The rule: of the first twenty rows, the first that fills three cells or more, or more than half as many as
    the fullest of them. What stands above it (a title, a date, a note) is left out.
    """
    top = [sum(cell is not None for cell in row.cells) for row in rows if row.number <= HEADER_WITHIN]
    if not top:
        raise SpreadsheetError(
            f"There are no headings in the first {HEADER_WITHIN} rows of {filename}:"
            " put the headings in row 1 and the table beneath them."
        )
    enough = min(3, max(top) / 2 + 0.5)
    return next(index for index, filled in enumerate(top) if filled >= enough)


def _heading(cell: CellValue) -> str:
    match cell:
        case None:
            return ""
        case str():
            return fold_whitespace(cell)
        case datetime.date():
            return f"{cell.day} {cell:%B %Y}"
    return str(cell)


def _check_headings(reading: _Reading) -> None:
    seen: dict[str, int] = {}
    for index, heading in reading.headings.items():
        first = seen.setdefault(heading.casefold(), index)
        if first != index:
            reading.add(
                reading.header_row,
                heading,
                f"columns {column_letter(first)} and {column_letter(index)} are both headed “{heading}”:"
                " give each column a heading of its own.",
            )


def _report_printed_errors(reading: _Reading, rows: list[RawRow]) -> None:
    """Failed formulas in formats that save only what they show. Text that was guarded is not one."""
    for row in rows:
        for index, cell in enumerate(row.cells):
            if isinstance(cell, str) and clean(cell) in CELL_ERRORS and row.number >= reading.header_row:
                _report_error(reading, row.number, index, clean(cell))


def _report_errors(reading: _Reading, errors: Mapping[tuple[int, int], str]) -> None:
    for (row, index), printed in errors.items():
        if row >= reading.header_row:
            _report_error(reading, row, index, printed)


def _report_error(reading: _Reading, row: int, index: int, printed: str) -> None:
    column = reading.headings.get(index, column_letter(index))
    reading.add(
        row, column, f"the cell shows {printed}, a formula that failed: correct it or clear the cell."
    )


def _row(reading: _Reading, row: RawRow, kind: Kind) -> Row:
    most = reading.limits.cell_characters
    cells: dict[str, CellValue] = dict.fromkeys(reading.headings.values())
    unheaded = []
    for index, cell in enumerate(row.cells):
        if cell is None:
            continue
        heading = reading.headings.get(index)
        if heading is None:
            unheaded.append(index)
            continue
        if isinstance(cell, str) and len(cell) > most:
            reading.add(row.number, heading, f"the cell holds more than {most:,} characters: shorten it.")
        cells[heading] = cell
    if unheaded:
        _report_unheaded(reading, row, unheaded, kind)
    return Row(row.number, cells)


def _report_unheaded(reading: _Reading, row: RawRow, indexes: list[int], kind: Kind) -> None:
    """Cells under no heading: in a CSV file a separator too many, in a workbook a heading forgotten."""
    width = max(reading.headings) + 1
    if kind == "csv" and indexes[-1] >= width:
        reading.add(
            row.number,
            None,
            f"the row has {len(row.cells)} cells but there are {width} headings:"
            " put text that contains the separator between quotation marks.",
        )
        return
    for index in indexes:
        if index in reading.unheaded:
            continue
        reading.unheaded.add(index)
        letter = column_letter(index)
        reading.add(
            reading.header_row,
            letter,
            f"the column has no heading, yet row {row.number} has “{_short(row.cells[index])}” in it:"
            " give the column a heading or clear it.",
        )


def _short(cell: CellValue) -> str:
    text = fold_whitespace(str(cell))
    return text if len(text) <= 40 else f"{text[:39]}…"


def too_many_rows(filename: str, limits: Limits) -> SpreadsheetError:
    """The refusal of a table with more rows beneath its headings than the limits allow."""
    return SpreadsheetError(
        f"{filename} has more than {limits.rows:,} rows: split it into smaller files,"
        " or delete the rows that are not needed, and choose it again."
    )


def _error(problems: list[Problem], filename: str) -> SpreadsheetError:
    problems.sort(key=lambda problem: problem.row or 0)
    if len(problems) == 1:
        return SpreadsheetError(f"{filename} cannot be read. {problems[0]}", tuple(problems))
    count = f"at least {_MOST_PROBLEMS}" if len(problems) >= _MOST_PROBLEMS else str(len(problems))
    return SpreadsheetError(f"{filename} has {count} problems. The first: {problems[0]}", tuple(problems))
