"""Tables to open in a spreadsheet programme: what one person typed never runs on another's machine."""

import csv
import datetime
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from goldenthread.spreadsheets.tables import CellValue
from goldenthread.spreadsheets.text import guard
from goldenthread.spreadsheets.writing_ods import write_ods
from goldenthread.spreadsheets.writing_xlsx import write_xlsx

__all__ = ["FORMATS", "Format", "write_csv", "write_ods", "write_xlsx"]


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """The table as CSV: UTF-8 with its mark (or Excel garbles the pound sign), and Excel's line ends.

    Text that a spreadsheet programme would run as a formula is given a leading apostrophe, which `read_sheet`
    takes off again; numbers stay numbers. Dates are written 2019-05-07, yes-or-no values Yes and No.
    Raises ValueError for a number that is not finite.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([guard(heading) for heading in headings])
    writer.writerows([[_printed(cell) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def _printed(cell: CellValue) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guard(cell)
        case bool():
            return "Yes" if cell else "No"
        case float() if not math.isfinite(cell):
            raise ValueError(f"{cell} is not a number that a spreadsheet can hold")
        case Decimal():
            if not cell.is_finite():
                raise ValueError(f"{cell} is not a number that a spreadsheet can hold")
            return f"{cell:f}"
        case datetime.datetime():
            return cell.isoformat(sep=" ")
    return str(cell)


class _Writer(Protocol):
    def __call__(
        self, headings: Sequence[str], rows: Iterable[Sequence[CellValue]], *, title: str, sheet_name: str
    ) -> bytes: ...


def _csv_without_title(
    headings: Sequence[str],
    rows: Iterable[Sequence[CellValue]],
    *,
    title: str,  # noqa: ARG001  # a CSV file has nowhere to put either
    sheet_name: str,  # noqa: ARG001
) -> bytes:
    return write_csv(headings, rows)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a table can be downloaded in; `write` takes headings, rows, title and sheet_name."""

    content_type: str
    extension: str
    write: _Writer


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", "csv", _csv_without_title),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", write_xlsx),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet", "ods", write_ods),
}
"""The formats that people may choose, by the name used in addresses."""
