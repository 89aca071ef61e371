"""Opens one workbook in a process of its own, of limited memory and time, and prints its cells as JSON.

A workbook of a few kilobytes can place one cell in the last row of the last column, or repeat one a million
times, and a library that lays cells out as a grid then asks for more memory than the machine has. Here that
ends this process, not the one that serves pages. Run as a script by `goldenthread.spreadsheets.workbooks`,
never imported by it: it reads its settings, one line of JSON, and then the workbook from standard input, and
imports nothing of the package but the file beside it.
"""

import datetime
import io
import json
import posixpath
import runpy
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # entity expansion is limited by expat, and by this process's limits

import python_calamine

_MOST_ERRORS = 1_000

Cell = str | int | float | bool | list[str] | None


class RefusedError(Exception):
    """The workbook cannot be given back: `reason` is a word the caller knows, `detail` completes it."""

    def __init__(self, reason: str, detail: str | int | None = None) -> None:
        super().__init__(reason)
        self.answer = {"refused": reason, "detail": detail}


def main() -> None:
    """Reads the request from standard input and prints the answer on standard output."""
    settings = json.loads(sys.stdin.buffer.readline())
    _confine(settings["memory_bytes"], settings["seconds"])
    try:
        answer = _read(sys.stdin.buffer.read(), settings)
    except RefusedError as refused:
        answer = refused.answer
    except MemoryError:
        answer = {"refused": "memory", "detail": None}
    except python_calamine.PasswordError:
        answer = {"refused": "password", "detail": None}
    except (
        BaseException
    ) as error:  # a fault inside the library arrives as a BaseException: all mean "damaged"
        answer = {"refused": "damaged", "detail": type(error).__name__}
    json.dump(answer, sys.stdout)


def _confine(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the caller's own time limit still holds
        return
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def _read(content: bytes, settings: dict[str, Any]) -> dict[str, Any]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    index = _choose(book, settings["sheet"])
    sheet = book.get_sheet_by_index(index)
    return {
        "name": sheet.name,
        "sheet_names": book.sheet_names,
        "shown_names": [book.sheet_names[shown] for shown in _shown(book)],
        "rows": _rows(sheet, settings),
        "errors": _error_cells(content, settings["kind"], index),
    }


def _choose(book: python_calamine.CalamineWorkbook, wanted: str | None) -> int:
    """The sheet of that name; without a name, the first that is shown and is not empty."""
    if wanted is not None:
        names = [" ".join(name.split()).casefold() for name in book.sheet_names]
        try:
            return names.index(" ".join(wanted.split()).casefold())
        except ValueError:
            raise RefusedError("no_sheet", ", ".join(book.sheet_names)) from None
    for index in _shown(book):
        if book.get_sheet_by_index(index).start is not None:
            return index
    raise RefusedError("empty")


def _shown(book: python_calamine.CalamineWorkbook) -> list[int]:
    """The worksheets that a person sees, which neither charts nor hidden sheets are."""
    return [
        index
        for index, sheet in enumerate(book.sheets_metadata)
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]


def _rows(sheet: python_calamine.CalamineSheet, settings: dict[str, Any]) -> list[list[Any]]:
    """The rows that are not blank, as [row number, cells]; row numbers are those a person sees."""
    left = [None] * (sheet.start[1] if sheet.start else 0)
    rows: list[list[Any]] = []
    cells = characters = 0
    for number, values in enumerate(sheet.iter_rows(), start=1):
        row = [_cell(value, settings["cell_characters"]) for value in values]
        while row and row[-1] is None:
            row.pop()
        if not row:
            continue
        row = left + row
        cells += len(row)
        characters += sum(len(value) for value in row if isinstance(value, str))
        if len(row) > settings["columns"]:
            raise RefusedError("columns", number)
        rows.append([number, row])
        if len(rows) > settings["rows"] + settings["header_within"]:
            raise RefusedError("rows")
        if cells > settings["cells"] or characters > settings["text_characters"]:
            raise RefusedError("cells")
    return rows


def _cell(value: object, most: int) -> Cell:
    """A value that JSON can hold: dates and times as [kind, ISO text], long text cut one past the limit."""
    if isinstance(value, str):
        return value[: most + 1] if value.strip() else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, bool | int):
        return value
    return _moment(value)


def _moment(value: object) -> Cell:
    match value:
        case datetime.datetime() | datetime.date() | datetime.time():
            return [type(value).__name__, value.isoformat()]
        case datetime.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return None


def _error_cells(content: bytes, kind: str, index: int) -> list[tuple[int, int, str]]:
    """The cells whose formula failed, as (row, column, what is printed), counted from 0.

    The library gives them as empty. In an ODS file they are text, which the caller sees for itself.
    """
    if kind == "xls":
        return _error_cells_of_xls(content, index)
    if kind == "xlsx":
        return _error_cells_of_xlsx(content, index)
    return []


def _error_cells_of_xls(content: bytes, index: int) -> list[tuple[int, int, str]]:
    import olefile

    biff = runpy.run_path(str(Path(__file__).with_name("biff.py")))
    with olefile.OleFileIO(io.BytesIO(content)) as compound:
        name = "Workbook" if compound.exists("Workbook") else "Book"
        found: list[tuple[int, int, str]] = biff["error_cells"](compound.openstream(name).read(), index)
        return found


def _error_cells_of_xlsx(content: bytes, index: int) -> list[tuple[int, int, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(_part_of_sheet(archive, index))
        if b't="e"' not in xml and b"t='e'" not in xml:
            return []
    found = []
    row = column = -1
    for event, element in ElementTree.iterparse(io.BytesIO(xml), events=("start", "end")):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif event == "start" and tag == "c":
            column = _column_index(element.get("r", ""), column + 1)
        elif event == "end" and tag == "c" and element.get("t") == "e":
            found.append((row, column, element.findtext("{*}v") or "#ERROR"))
            if len(found) == _MOST_ERRORS:
                break
        if event == "end" and tag == "row":
            element.clear()
    return found


def _column_index(reference: str, otherwise: int) -> int:
    """The column of a cell reference such as AB12, counted from 0."""
    letters = reference.rstrip("0123456789").upper()
    if not letters.isascii() or not letters.isalpha():
        return otherwise
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _part_of_sheet(archive: zipfile.ZipFile, index: int) -> str:
    """The archive entry that holds the sheet, followed from the workbook through its relationships."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    sheet = list(book.iterfind("{*}sheets/{*}sheet"))[index]
    wanted = next(value for name, value in sheet.items() if name.endswith("}id"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = next(link.get("Target", "") for link in relations if link.get("Id") == wanted)
    return posixpath.normpath(posixpath.join("xl", target)) if not target.startswith("/") else target[1:]


if __name__ == "__main__":
    main()
