"""Files as people make them, and as people with bad intentions do, built from nothing."""

import datetime
import io
import struct
import zipfile
from collections.abc import Callable

import xlsxwriter

HEADINGS = ["Ref", "Action", "Lead", "Due"]
SECTOR = 512
END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    fill(book)
    book.close()
    return stream.getvalue()


def simple_workbook(rows: list[list[object]]) -> bytes:
    """A workbook of one sheet; dates are written as dates."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Plan")
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(row, column, cell, date)
                elif cell is not None:
                    sheet.write(row, column, cell)

    return workbook(fill)


def archive(entries: dict[str, bytes | str], *, like: bytes | None = None) -> bytes:
    """A ZIP archive of these entries, on top of those of another."""
    stream = io.BytesIO()
    kept: dict[str, bytes | str] = {}
    if like is not None:
        with zipfile.ZipFile(io.BytesIO(like)) as source:
            kept = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in (kept | entries).items():
            target.writestr(name, content)
    return stream.getvalue()


def with_sheet_xml(rows: str) -> bytes:
    """A workbook whose only sheet holds exactly this XML."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
    return archive({"xl/worksheets/sheet1.xml": xml}, like=simple_workbook([["x"]]))


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A minimal OLE compound file ([MS-CFB]) holding these streams, none shorter than 4,096 bytes."""
    streams = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    directory_sectors = -(-(len(streams) + 1) * 128 // SECTOR)
    fat = [FAT_SECTOR] + [number + 2 for number in range(directory_sectors)]
    fat[directory_sectors] = END_OF_CHAIN
    entries = [_directory_entry("Root Entry", 5, END_OF_CHAIN, 0, child=1 if streams else FREE)]
    body = b""
    for index, (name, content) in enumerate(streams.items(), start=1):
        first, length = len(fat), -(-len(content) // SECTOR)
        fat += [first + step + 1 for step in range(length - 1)] + [END_OF_CHAIN]
        following = index + 1 if index < len(streams) else FREE
        entries.append(_directory_entry(name, 2, first, len(content), right=following))
        body += content.ljust(length * SECTOR, b"\0")
    assert len(fat) <= SECTOR // 4
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    return header + struct.pack("<128I", *fat) + directory + body


def _directory_entry(
    name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE
) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, FREE, right, child)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<H", len(encoded))
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls(cells: bytes, *, protected: bool = False) -> bytes:
    """A minimal XLS workbook ([MS-XLS]) of one sheet holding these cell records."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if protected:
        start += record(0x2F, struct.pack("<H", 0) + bytes(4))
    name = b"Plan"
    after = record(0x0A, b"")
    sheet_at = len(start) + 4 + 8 + len(name) + len(after)
    bound = record(0x85, struct.pack("<IBBBB", sheet_at, 0, 0, len(name), 0) + name)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A, b"")
    return compound_file({"Workbook": start + bound + after + sheet})


def xls_text(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))


def xls_error(row: int, column: int, code: int) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def xls_failed_formula(row: int, column: int, code: int) -> bytes:
    result = bytes([2, 0, code, 0, 0, 0]) + b"\xff\xff"
    return record(0x06, struct.pack("<HHH", row, column, 0) + result + bytes(6) + struct.pack("<H", 0))
