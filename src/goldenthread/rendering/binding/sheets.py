"""One paper as a PDF: as it is, or typeset from what it is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldenthread.rendering.columns import column_shares, is_numeric
from goldenthread.rendering.errors import RenderingError
from goldenthread.rendering.pandoc import typst_of
from goldenthread.rendering.pdf import breakable
from goldenthread.spreadsheets.delimited import decode
from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.limits import Limits
from goldenthread.spreadsheets.reading import CellValue, RawTable, read_rows
from goldenthread.spreadsheets.text import clean

from .kinds import WRITTEN, Kind, kind_of
from .parts import Sheet, UnboundError
from .pictures import fit_pictures
from .typesetting import typeset, workshop

_LIMITS = Limits(rows=20_000, cells=400_000, text_characters=4_000_000)
_SECONDS = 30
_MOST_TEXT = 400_000
# A table beyond these is cut, and says so: nobody reads more of one on paper.
_MOST_ROWS, _MOST_COLUMNS, _MOST_WORKSHEETS, _MOST_CHARACTERS = 1_500, 24, 20, 600
# Of all worksheets together.
_MOST_PRINTED = 400_000
_COLUMNS_UPRIGHT = 7
_LARGE = 1e12
_AS_WRITTEN = {dt.datetime: "%d/%m/%Y %H:%M", dt.date: "%d/%m/%Y", dt.time: "%H:%M"}
_JPEG = b"\xff\xd8\xff"
_UNREADABLE = "could not be turned into pages. Save it as PDF and upload that"


@dataclass(frozen=True, slots=True)
class Made:
    """A paper as a PDF. `ours` has room at its foot for the page number; `problem` says that a notice stands there."""

    pdf: bytes
    ours: bool
    problem: str = ""


def make(sheet: Sheet) -> Made:
    """The paper as a PDF, or a page that says why there is none. Raises nothing for a bad file."""
    try:
        kind = kind_of(sheet)
        if kind is Kind.PDF:
            return Made(sheet.content, ours=False)
        with workshop() as folder:
            return Made(_typeset(kind, sheet, folder), ours=True)
    except UnboundError as error:
        return notice(sheet, str(error))
    except RenderingError:
        return notice(sheet, _UNREADABLE)


def notice(sheet: Sheet, why: str) -> Made:
    """The page that stands for a paper which cannot be bound. `why` ends a sentence that begins with its name."""
    name = sheet.file_name or "The file"
    data = {
        "title": sheet.title,
        "text": f"This paper is not in the pack. “{name}” {why}. Open the file itself on the meeting’s page.",
    }
    with workshop() as folder:
        return Made(typeset(folder, "notice", data), ours=True, problem=f"“{sheet.title}” ({name}) {why}.")


def _typeset(kind: Kind, sheet: Sheet, folder: Path) -> bytes:
    if kind in WRITTEN:
        return _written(kind, sheet, folder)
    if kind is Kind.PICTURE:
        return _picture(sheet, folder)
    if kind is Kind.TABLE:
        return _tables(sheet, folder)
    return _plain(sheet, folder)


def _written(kind: Kind, sheet: Sheet, folder: Path) -> bytes:
    file = folder / f"paper.{kind.value}"
    file.write_bytes(sheet.content)
    body = typst_of(
        kind.value, file, lua_filters=("binding/sheet.lua", "typst.lua"), folder=folder, seconds=_SECONDS
    )
    fit_pictures(folder)
    return typeset(folder, "written", {"title": sheet.title}, body=body)


def _picture(sheet: Sheet, folder: Path) -> bytes:
    """A page of its own. A photograph stays one: to keep every dot of it takes seconds and megabytes."""
    name = "picture-1.jpg" if sheet.content.startswith(_JPEG) else "picture-1.png"
    (folder / name).write_bytes(sheet.content)
    became, width, height = fit_pictures(folder)[name]
    if became == "large":
        raise UnboundError("has more pixels than can be printed. Make it smaller and upload it again")
    if became != "fitted":
        raise UnboundError("is a damaged picture. Save it again and upload it")
    return typeset(folder, "photograph", {"title": sheet.title, "flipped": width > height, "file": name})


def _plain(sheet: Sheet, folder: Path) -> bytes:
    try:
        text = decode(sheet.content, sheet.file_name)
    except SpreadsheetError as error:
        raise UnboundError(
            "is of a kind that cannot be shown as pages. Save it as PDF and upload that"
        ) from error
    if len(text) > _MOST_TEXT:
        raise UnboundError("is too long to be shown as pages. Save it as PDF and upload that")
    return typeset(folder, "plain", {"title": sheet.title, "text": breakable(clean(text))})


def _tables(sheet: Sheet, folder: Path) -> bytes:
    tables, left = [], _MOST_PRINTED
    for raw in _worksheets(sheet):
        part, left = _table(raw, left)
        tables += [part] if part else []
        if left <= 0:
            break
    if not tables:
        raise UnboundError("is an empty table. Upload the right file")
    columns = max(len(part["widths"]) for part in tables)
    data = {
        "title": sheet.title,
        "tables": tables,
        "flipped": columns > _COLUMNS_UPRIGHT,
        "size": 9 if columns <= _COLUMNS_UPRIGHT else 8 if columns <= 2 * _COLUMNS_UPRIGHT else 6,
    }
    return typeset(folder, "tables", data)


def _worksheets(sheet: Sheet) -> Iterator[RawTable]:
    """The sheets of a workbook that are not hidden, in their order; a CSV file is one."""
    try:
        first = read_rows(sheet.content, sheet.file_name, limits=_LIMITS)
        for name in first.shown_names[:_MOST_WORKSHEETS] or (first.name,):
            if name == first.name:
                yield first
            else:
                yield read_rows(sheet.content, sheet.file_name, sheet=name, limits=_LIMITS)
    except SpreadsheetError as error:
        raise UnboundError("could not be read as a table. Save it as PDF and upload that") from error


def _table(raw: RawTable, left: int) -> tuple[dict[str, Any] | None, int]:
    """The table as far as it may be printed, and how many characters may be printed after it."""
    rows: list[list[str]] = []
    for row in raw.rows[:_MOST_ROWS]:
        if left <= 0:
            break
        rows.append([_shown(cell) for cell in row.cells[:_MOST_COLUMNS]])
        left -= sum(len(cell) for cell in rows[-1])
    width = max(map(len, rows), default=0)
    if not width:
        return None, left
    cut = len(raw.rows) > len(rows) or any(len(row.cells) > _MOST_COLUMNS for row in raw.rows)
    padded = [row + [""] * (width - len(row)) for row in rows]
    shares = column_shares(padded)
    return {
        "name": raw.name,
        "rows": [[breakable(cell) for cell in row] for row in padded],
        "widths": shares,
        "right": [is_numeric([row[place] for row in padded[1:]]) for place in range(width)],
        "note": f"Printed as far as a page allows: {len(rows):,} of {len(raw.rows):,} rows, at most {_MOST_COLUMNS} "
        "columns. The file on the meeting’s page has all of it."
        if cut
        else "",
    }, left


def _shown(cell: CellValue) -> str:
    """A cell as a person reads it; figures without the noise of how a computer keeps them."""
    match cell:
        case None:
            return ""
        case bool():
            return "Yes" if cell else "No"
        case float():
            return f"{cell:.4f}".rstrip("0").rstrip(".") if abs(cell) < _LARGE else str(cell)
        case dt.date() | dt.time():
            return f"{cell:{_AS_WRITTEN[type(cell)]}}"
    text = clean(str(cell))
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]} …"
