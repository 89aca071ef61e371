"""One paper as a PDF: as it is, or typeset from what it is."""

import datetime as dt
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

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
from .typesetting import typeset, workshop

_LIMITS = Limits()
_SECONDS = 30
_MOST_TEXT = 400_000
# A table beyond these is cut, and says so: nobody reads more of one on paper.
_MOST_ROWS, _MOST_COLUMNS, _MOST_WORKSHEETS, _MOST_CHARACTERS = 1_500, 24, 20, 600
_COLUMNS_UPRIGHT = 7
_LARGE = 1e12
_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF"}
_AS_WRITTEN = {dt.datetime: "%d/%m/%Y %H:%M", dt.date: "%d/%m/%Y", dt.time: "%H:%M"}
_MOST_PIXELS = 60_000_000
# What a page needs at 200 dots to the inch.
_LONGEST_SIDE = 2_300
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
    _fit_pictures(folder)
    return typeset(folder, "written", {"title": sheet.title}, body=body)


def _fit_pictures(folder: Path) -> None:
    """Each picture of a document no larger than a page needs; in the place of a damaged one, nothing."""
    for file in folder.glob("picture-*"):
        try:
            picture = _fitted(_opened(file.read_bytes()))
        except UnboundError:
            picture = Image.new("RGB", (1, 1), "white")
        picture.save(file, _FORMATS.get(file.suffix, "PNG"))


def _picture(sheet: Sheet, folder: Path) -> bytes:
    """A page of its own. A photograph stays one: to keep every dot of it takes seconds and megabytes."""
    opened = _opened(sheet.content)
    picture = _fitted(opened)
    name = "picture-1.jpg" if opened.format == "JPEG" else "picture-1.png"
    picture.save(folder / name, _FORMATS[Path(name).suffix])
    flipped = picture.width > picture.height
    return typeset(folder, "photograph", {"title": sheet.title, "flipped": flipped, "file": name})


def _fitted(picture: Image.Image) -> Image.Image:
    """Upright as the camera was held, and no larger than a page needs."""
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _opened(content: bytes) -> Image.Image:
    """The picture, read to its end. Raises `UnboundError` for one that is damaged or of too many pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content))
            if picture.width * picture.height > _MOST_PIXELS:
                raise UnboundError("has more pixels than can be printed. Make it smaller and upload it again")
            picture.load()
    except UnboundError:
        raise
    except Exception as error:  # Pillow raises whatever a damaged file makes it raise
        raise UnboundError("is a damaged picture. Save it again and upload it") from error
    return picture


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
    tables = [part for part in (_table(raw) for raw in _worksheets(sheet)) if part]
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


def _worksheets(sheet: Sheet) -> list[RawTable]:
    """The sheets of a workbook that are not hidden; a CSV file is one."""
    try:
        first = read_rows(sheet.content, sheet.file_name, limits=_LIMITS)
        others = [name for name in first.shown_names if name != first.name][: _MOST_WORKSHEETS - 1]
        rest = [read_rows(sheet.content, sheet.file_name, sheet=name, limits=_LIMITS) for name in others]
    except SpreadsheetError as error:
        raise UnboundError("could not be read as a table. Save it as PDF and upload that") from error
    places = {name: place for place, name in enumerate(first.shown_names)}
    return sorted([first, *rest], key=lambda table: places.get(table.name, 0))


def _table(raw: RawTable) -> dict[str, Any] | None:
    rows = [[_shown(cell) for cell in row.cells[:_MOST_COLUMNS]] for row in raw.rows[:_MOST_ROWS]]
    width = max(map(len, rows), default=0)
    if not width:
        return None
    cut = len(raw.rows) > _MOST_ROWS or any(len(row.cells) > _MOST_COLUMNS for row in raw.rows)
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
    }


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
