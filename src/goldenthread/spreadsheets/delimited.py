"""Rows of CSV files: which encoding, which delimiter, and where the quoting goes wrong."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from charset_normalizer import from_bytes

from goldenthread.spreadsheets.errors import Problem, SpreadsheetError
from goldenthread.spreadsheets.limits import Limits
from goldenthread.spreadsheets.tables import HEADER_WITHIN, RawRow, RawTable, too_many_rows

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DELIMITERS = ",;\t|"
_QUOTED_CELL = re.compile(rf'(?:(?<=[\r\n{_DELIMITERS}])|\A)"(?:[^"]|"")*"')
_SNIFFED_CHARACTERS = 200_000
_SNIFFED_RECORDS = 50
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAVE_AS = "save it again as CSV UTF-8, or as XLSX, and choose the new file"


def read_delimited(content: bytes, name: str, limits: Limits) -> RawTable:
    """The rows that are not blank, all cells as text; row numbers count records, as a person sees them.

    Raises SpreadsheetError for bytes that are not text, quoting that does not close, or more than the limits.
    """
    text = decode(content, name)
    if separator := _SEPARATOR_LINE.match(text):  # Excel's own line, which it does not show as a row
        delimiter, text = separator[1], text[separator.end() :]
    else:
        delimiter = sniff_delimiter(text)
    rows = list(_rows(text, delimiter, name, limits))
    return RawTable(rows=rows, name=name, sheet_names=(), shown_names=(), errors={})


def decode(content: bytes, name: str) -> str:
    """The text of a CSV file: by its byte order mark, else UTF-8, else UTF-16, else the Windows encoding.

    Raises SpreadsheetError for bytes that are not text.
    """
    text = _decode_by_mark(content, name)
    if text is None:
        text = _decode_by_trial(content, name)
    if binary := _BINARY.search(text):
        row = text.count("\n", 0, binary.start()) + 1
        raise SpreadsheetError(
            f"{name} is not a spreadsheet: its line {row} holds bytes that are not text; {_SAVE_AS}."
        )
    return text


def _decode_by_mark(content: bytes, name: str) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise SpreadsheetError(
                    f"{name} is {encoding[:6].upper()} text but is damaged or cut short; {_SAVE_AS}."
                ) from error
    return None


def _decode_by_trial(content: bytes, name: str) -> str:
    if b"\x00" in content[:4096]:
        return _decode_unmarked_utf16(content, name)
    for encoding in ("utf-8", "cp1252"):  # cp1252 is what Excel writes in Britain
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(content[: 1024 * 1024]).best()
    if best is None:
        raise SpreadsheetError(f"{name} is in an encoding that cannot be recognised; {_SAVE_AS}.")
    return content.decode(best.encoding, "replace")


def _decode_unmarked_utf16(content: bytes, name: str) -> str:
    """UTF-16 without its mark: in Western text every second byte is zero."""
    start = content[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    encoding = "utf-16-le" if odd > half * 0.7 > even else "utf-16-be" if even > half * 0.7 > odd else None
    try:
        if encoding:
            return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    raise SpreadsheetError(f"{name} is not a spreadsheet: it holds bytes that are not text; {_SAVE_AS}.")


def sniff_delimiter(text: str) -> str:
    """The delimiter that splits the most of the first records into the same number of cells, at least two.

    Between equals the one that gives more cells, then the comma. Quoted text does not count.
    """
    sample = _QUOTED_CELL.sub("quoted", text[:_SNIFFED_CHARACTERS])
    best, best_score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        widths = _widths(sample, delimiter)
        if not widths:
            continue
        score = max((count, width) for width, count in widths.items())
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(sample: str, delimiter: str) -> Counter[int]:
    """How many of the first records are how wide, for widths of two or more."""
    records = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for record in islice(records, _SNIFFED_RECORDS):
            if len(record) > 1 and any(record):
                widths[len(record)] += 1
    except csv.Error:  # this delimiter leaves a field longer than any cell
        return Counter()
    return widths


def _rows(text: str, delimiter: str, name: str, limits: Limits) -> Iterator[RawRow]:
    number = kept = cells = 0
    for number, record in enumerate(_records(text, delimiter, name), start=1):
        while record and not record[-1].strip():
            record.pop()
        if not record:
            continue
        if len(record) > limits.columns:
            raise SpreadsheetError(
                f"Row {number} of {name} reaches beyond {limits.columns} columns:"
                " delete the columns that are not needed and choose it again."
            )
        kept += 1
        cells += len(record)
        if kept > limits.rows + HEADER_WITHIN:
            raise too_many_rows(name, limits)
        if cells > limits.cells:
            raise SpreadsheetError(
                f"{name} has more than {limits.cells:,} cells:"
                " split it into smaller files and choose them one after the other."
            )
        yield RawRow(number, list(record))


def _records(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for record in reader:
            yield record
            number += 1
    except csv.Error as error:
        message = (
            f"Row {number} of {name} runs into one cell of more than {csv.field_size_limit():,} characters:"
            " see whether a quotation mark there is not closed, or save the file as XLSX and choose that."
            if "field larger" in str(error)
            else f'A quotation mark (") in row {number} of {name} is not closed, or is not doubled inside quoted'
            " text: put it right there, or save the file as XLSX and choose that."
        )
        raise SpreadsheetError(message, (Problem(number, None, message),)) from error
