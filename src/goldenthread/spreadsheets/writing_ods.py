"""OpenDocument spreadsheets, written entry by entry: OpenDocument 1.2, part 1, chapters 2, 3, 9 and 19."""

import datetime
import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from goldenthread.spreadsheets.tables import CellValue
from goldenthread.spreadsheets.text import guard_typed, without_illegal_characters

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_FIXED_DATE = (2000, 1, 1, 0, 0, 0)  # so that the same data gives the same file
_EXACT = 2**53  # beyond this a spreadsheet rounds whole numbers
_CENTIMETRES_A_CHARACTER = 0.2
_WIDEST, _NARROWEST = 60, 10

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
_MANIFEST = (
    f"{_DECLARATION}"
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{_MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_DAY = '<number:day/><number:text> </number:text><number:month number:style="long" number:textual="true"/>'
_YEAR = '<number:text> </number:text><number:year number:style="long"/>'
_CLOCK = (
    '<number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>'
)
_WRAPPED = (
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    '<style:paragraph-properties fo:text-align="start"/>'
)
_STYLES = (
    f'<number:date-style style:name="d">{_DAY}{_YEAR}</number:date-style>'
    f'<number:date-style style:name="m">{_DAY}{_YEAR}<number:text> </number:text>{_CLOCK}</number:date-style>'
    f'<number:time-style style:name="t">{_CLOCK}</number:time-style>'
    '<style:style style:name="heading" style:family="table-cell">'
    f'{_WRAPPED}<style:text-properties fo:font-weight="bold"/></style:style>'
    f'<style:style style:name="plain" style:family="table-cell">{_WRAPPED}</style:style>'
    + "".join(
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{data}">'
        f"{_WRAPPED}</style:style>"
        for name, data in (("date", "d"), ("moment", "m"), ("time", "t"))
    )
)
_RUN_OF_SPACES = re.compile("^ +| {2,}| +$")


def write_ods(
    headings: Sequence[str], rows: Iterable[Sequence[CellValue]], *, title: str, sheet_name: str
) -> bytes:
    """The table as an OpenDocument spreadsheet: typed cells, and headings that repeat on each printed page.

    The same data gives the same bytes, and no one is named in it.
    Raises ValueError for a row longer than the headings, or a number that is not finite.
    """
    table = [list(row) for row in rows]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _add(archive, "mimetype", _MIMETYPE, zipfile.ZIP_STORED)
        _add(archive, "content.xml", _content(headings, table, sheet_name))
        _add(archive, "meta.xml", _meta(title))
        _add(archive, "META-INF/manifest.xml", _MANIFEST)
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: str, method: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.compress_type = method
    entry.create_system, entry.external_attr = 0, 0  # the same on every operating system
    archive.writestr(entry, content.encode())


def _meta(title: str) -> str:
    return (
        f'{_DECLARATION}<office:document-meta {_NAMESPACES} office:version="1.2"><office:meta>'
        f"<dc:title>{escape(without_illegal_characters(title))}</dc:title>"
        "</office:meta></office:document-meta>"
    )


def _content(headings: Sequence[str], table: list[list[CellValue]], sheet_name: str) -> str:
    widths = [_width(heading, table, column) for column, heading in enumerate(headings)]
    name = " ".join(without_illegal_characters(sheet_name).split()) or "Table"
    parts = [f'{_DECLARATION}<office:document-content {_NAMESPACES} office:version="1.2">']
    parts.append(f"<office:automatic-styles>{_STYLES}")
    parts += [
        f'<style:style style:name="w{column}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.1f}cm"/></style:style>'
        for column, width in enumerate(widths)
    ]
    parts.append(
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"<table:table table:name={quoteattr(name)}>"
    )
    parts += [f'<table:table-column table:style-name="w{column}"/>' for column in range(len(widths))]
    parts.append("<table:table-header-rows>")
    parts.append(_row([_text(heading, "heading") for heading in headings]))
    parts.append("</table:table-header-rows>")
    for number, row in enumerate(table, start=1):
        if len(row) > len(headings):
            raise ValueError(f"row {number} has {len(row)} cells for {len(headings)} headings")
        parts.append(_row([_cell(cell) for cell in row]))
    parts.append("</table:table></office:spreadsheet></office:body></office:document-content>")
    return "".join(parts)


def _width(heading: str, table: list[list[CellValue]], column: int) -> float:
    """In centimetres: wide enough for the column's longest line, within reason; longer text wraps."""
    cells = (row[column] for row in table if column < len(row))
    lines = [line for cell in cells if cell is not None for line in str(cell).splitlines()]
    longest = max(map(len, [*lines, *heading.split()]), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 2)) * _CENTIMETRES_A_CHARACTER


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells) or '<table:table-cell/>'}</table:table-row>"


def _cell(cell: CellValue) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case bool():
            return _typed("boolean", "boolean-value", str(cell).lower(), "plain", "Yes" if cell else "No")
        case int() if abs(cell) <= _EXACT:
            return _typed("float", "value", str(cell), "plain", str(cell))
        case float() if not math.isfinite(cell):
            raise ValueError(f"{cell} is not a number that a spreadsheet can hold")
        case float():
            return _typed("float", "value", repr(cell), "plain", str(cell))
        case Decimal() if not cell.is_finite():
            raise ValueError(f"{cell} is not a number that a spreadsheet can hold")
        case Decimal():
            return _typed("float", "value", f"{cell:f}", "plain", f"{cell:f}")
    return _moment(cell)


def _moment(cell: str | int | datetime.date | datetime.time) -> str:
    match cell:
        case datetime.datetime():
            shown = f"{cell.day} {cell:%B} {cell.year} {cell:%H:%M}"
            return _typed("date", "date-value", cell.isoformat(), "moment", shown)
        case datetime.date():
            shown = f"{cell.day} {cell:%B} {cell.year}"
            return _typed("date", "date-value", cell.isoformat(), "date", shown)
        case datetime.time():
            return _typed("time", "time-value", f"{cell:PT%HH%MM%SS}", "time", f"{cell:%H:%M}")
    return _text(str(cell), "plain")


def _typed(kind: str, attribute: str, value: str, style: str, shown: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="{kind}"'
        f' office:{attribute}="{value}"><text:p>{shown}</text:p></table:table-cell>'
    )


def _text(text: str, style: str) -> str:
    text = guard_typed(without_illegal_characters(text)).replace("\r\n", "\n").replace("\r", "\n")
    if not text:
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{_line(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{paragraphs}</table:table-cell>"
    )


def _line(line: str) -> str:
    """One line of text. OpenDocument folds runs of spaces, so they are counted; a tab becomes a space."""
    counted = _RUN_OF_SPACES.sub(lambda run: f"\0{len(run[0])}\0", line.replace("\t", " "))
    return re.sub("\0([0-9]+)\0", r'<text:s text:c="\1"/>', escape(counted))
