"""From files to tables of text, one for each list, with the row in which a person sees each of them.

Everything is read as text: what a cell means is decided afterwards, for all engines alike.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from goldenthread.evidence.measures.annex_a.columns import AnnexList, fold
from goldenthread.evidence.measures.annex_a.schema import BY_KEY, headings_of, sheet_names
from goldenthread.spreadsheets.delimited import decode, sniff_delimiter
from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.identifying import identify
from goldenthread.spreadsheets.limits import MEGABYTE, Limits
from goldenthread.spreadsheets.text import plain_filename

ROW = "row"
HEADER_WITHIN = 20
# So much of a list's headings must be there for a table to be taken for that list by them alone.
ENOUGH_HEADINGS = 0.6
LIMITS = Limits(
    file_bytes=2_000 * MEGABYTE,
    rows=20_000_000,
    cells=2_000_000_000,
    unpacked_bytes=8_000 * MEGABYTE,
    ratio=1_000,
)


class ReadingError(ValueError):
    """The files cannot be read, or hold no list of Annex A. The message says which, why, and what to do."""


@dataclass(frozen=True)
class Upload:
    """One file: what it is called, and where it lies or what is in it."""

    name: str
    content: bytes | Path

    def read(self) -> bytes:
        """Its bytes."""
        return self.content.read_bytes() if isinstance(self.content, Path) else self.content


@dataclass(frozen=True)
class TextTable:
    """One list as text: its columns by canonical name, with ``row``; and the heading that each has in the file."""

    of: AnnexList
    frame: pl.DataFrame
    headings: dict[str, str]


def read_files(files: Sequence[Upload], limits: Limits = LIMITS) -> list[TextTable]:
    """Every list that the files hold. Raises :class:`ReadingError`.

    A list is told by the name of its sheet or file, else by its headings. One that stands in two places is refused:
    nobody could say which counts.
    """
    found: dict[str, TextTable] = {}
    for file in files:
        for table in _read_file(file, limits):
            if table.of.key in found:
                raise ReadingError(
                    f"{table.of.label} stands in the files twice. Keep one of the two, and choose the files again."
                )
            found[table.of.key] = table
    if not found:
        names = ", ".join(plain_filename(file.name) for file in files) or "the files"
        raise ReadingError(
            f"No list of Annex A was found in {names}. Its sheets are called List_1 to List_11, or have the headings "
            "of Ofsted’s template. See whether another workbook was meant."
        )
    return sorted(found.values(), key=lambda table: table.of.number)


def _read_file(file: Upload, limits: Limits) -> Iterator[TextTable]:
    name = plain_filename(file.name) or "The file"
    content = file.read()
    if len(content) > limits.file_bytes:
        raise ReadingError(
            f"{name} is larger than {limits.file_bytes // MEGABYTE:,} MB. Give each list as a CSV file."
        )
    try:
        kind = identify(content, name, limits)
        if kind == "csv":
            yield from _csv(content, name)
            return
    except SpreadsheetError as error:
        raise ReadingError(str(error)) from error
    if kind == "ods":
        raise ReadingError(
            f"{name} is an OpenDocument file. Save it as an Excel workbook (XLSX), and choose that."
        )
    yield from _workbook(content, name)


def _csv(content: bytes, name: str) -> Iterator[TextTable]:
    content = _as_utf8(content, name)
    start = content[: 256 * 1024]
    text = decode(start[: start.rfind(b"\n") + 1] or start, name)
    delimiter = sniff_delimiter(text)
    rows = [
        row
        for _, row in zip(
            range(HEADER_WITHIN), csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), strict=False
        )
    ]
    stem = fold(Path(name).stem)
    place = _header_row(rows)
    wanted = _list_of(stem, rows[place] if rows else ())
    if wanted is None:
        return
    try:
        frame = pl.read_csv(
            content,
            has_header=False,
            skip_rows=place + 1,
            separator=delimiter,
            infer_schema=False,
            truncate_ragged_lines=True,
            encoding="utf8-lossy",
            new_columns=[f"c{at}" for at in range(len(rows[place]))],
        )
    except pl.exceptions.NoDataError:
        frame = pl.DataFrame(schema={f"c{at}": pl.String for at in range(len(rows[place]))})
    except pl.exceptions.PolarsError as error:
        raise ReadingError(
            f"{name} cannot be read as a CSV file: a quotation mark is not closed, or the rows do not fit the "
            "headings. Save it again as CSV UTF-8, or as XLSX, and choose that."
        ) from error
    yield _table(wanted, frame, rows[place], first=place + 2)


def _as_utf8(content: bytes, name: str) -> bytes:
    """The bytes as they are where they are UTF-8 or nearly so; else decoded as the house decodes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:4096]:
        return decode(content, name).encode()
    return content


def _workbook(content: bytes, name: str) -> Iterator[TextTable]:
    try:
        book = fastexcel.read_excel(content)
        for sheet in book.sheet_names:
            known = sheet_names().get(fold(sheet))
            head = book.load_sheet(sheet, header_row=None, n_rows=HEADER_WITHIN, dtypes="string").to_polars()
            rows = [[cell or "" for cell in row] for row in head.rows()]
            if not rows:
                continue
            place = _header_row(rows)
            wanted = _list_of(known or fold(sheet), rows[place])
            if wanted is None:
                continue
            frame = book.load_sheet(sheet, header_row=None, skip_rows=place + 1, dtypes="string").to_polars()
            yield _table(wanted, frame, rows[place], first=place + 2)
    except fastexcel.FastExcelError as error:
        raise ReadingError(
            f"{name} is damaged, or protected by a password, and cannot be opened. Open it in your spreadsheet "
            "programme, save it again as XLSX without a password, and choose the new file."
        ) from error


def _header_row(rows: Sequence[Sequence[str]]) -> int:
    """The row with the most cells that are headings of Annex A; the first where none has any."""
    known = {heading for headings in headings_of().values() for heading in headings}
    scores = [sum(fold(cell or "") in known for cell in row) for row in rows]
    best = max(scores, default=0)
    return scores.index(best) if best else 0


def _list_of(name: str, headings: Sequence[str]) -> AnnexList | None:
    """The list that a name or, without one, the headings tell."""
    folded = {fold(heading or "") for heading in headings}
    key = name if name in BY_KEY else sheet_names().get(name)
    if key is not None and folded & set(headings_of()[key]):
        return BY_KEY[key]
    best, share = "", 0.0
    for each, known in headings_of().items():
        names = {known[heading] for heading in folded if heading in known}
        if (found := len(names) / len(BY_KEY[each].columns)) > share:
            best, share = each, found
    return BY_KEY[best] if share >= ENOUGH_HEADINGS else None


def _table(wanted: AnnexList, frame: pl.DataFrame, headings: Sequence[str], first: int) -> TextTable:
    """The list's own columns under their canonical names, blank rows left out, each row with its number in the file."""
    known = headings_of()[wanted.key]
    columns: dict[str, str] = {}
    shown: dict[str, str] = {}
    for place, heading in enumerate(headings[: frame.width]):
        name = known.get(fold(heading or ""))
        if name is not None and name not in columns:
            columns[name] = frame.columns[place]
            shown[name] = " ".join((heading or "").split())
    kept = frame.select(
        pl.int_range(first, pl.len() + first, dtype=pl.Int32).alias(ROW),
        *(pl.col(column).cast(pl.String).alias(name) for name, column in columns.items()),
    )
    filled = kept.filter(
        pl.any_horizontal(pl.col(name).is_not_null() & (pl.col(name) != "") for name in columns)
    )
    # A second row of headings, or one of hints beneath them, is no child.
    first_column = next(iter(columns))
    again = {heading for heading in headings if heading}
    return TextTable(
        wanted, filled.filter(~pl.col(first_column).is_in(list(again)).fill_null(value=False)), shown
    )
