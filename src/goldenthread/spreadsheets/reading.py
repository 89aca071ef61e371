from goldenthread.spreadsheets.delimited import read_delimited
from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.identifying import Kind, identify
from goldenthread.spreadsheets.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from goldenthread.spreadsheets.tables import CellValue, RawTable, Row, Sheet, build
from goldenthread.spreadsheets.text import plain_filename
from goldenthread.spreadsheets.workbooks import read_workbook

__all__ = ["CellValue", "Limits", "RawTable", "Row", "Sheet", "read_rows", "read_sheet"]


def read_sheet(
    content: bytes, filename: str, *, sheet: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Sheet:
    """The table in a CSV, XLSX, XLS or ODS file, whichever its content shows it to be, by heading and row.

    `sheet` names a worksheet; without it the first that is shown and holds anything is read. The headings are
    the first row, of the first twenty, that fills three cells or more, or more than half as many as the
    fullest of them. Cells of a CSV file are all text. Blank cells are None. A moment at midnight is given as its
    day, since Excel does not tell the two apart. Formulas give their saved value and are never run.

    Raises SpreadsheetError, whose message and problems say what is wrong, where, and how to put it right.
    """
    table, kind, name = _read(content, filename, sheet, limits)
    return build(table, kind, name, limits)


def read_rows(
    content: bytes, filename: str, *, sheet: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> RawTable:
    """The rows of the same files as they stand, headings or none: for showing them, not for counting on them.

    Raises SpreadsheetError.
    """
    return _read(content, filename, sheet, limits)[0]


def _read(content: bytes, filename: str, sheet: str | None, limits: Limits) -> tuple[RawTable, Kind, str]:
    name = plain_filename(filename) or "The file"
    if len(content) > limits.file_bytes:
        raise SpreadsheetError(
            f"{name} is larger than {limits.file_bytes // MEGABYTE} MB:"
            " split it into smaller files, or delete the sheets and pictures that are not needed."
        )
    kind = identify(content, name, limits)
    if kind == "csv":
        return read_delimited(content, name, limits), kind, name
    return read_workbook(content, kind, name, sheet, limits), kind, name
