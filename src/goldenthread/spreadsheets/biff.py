"""The records of an XLS workbook, read only for what the workbook library does not tell.

Record layouts: Microsoft, [MS-XLS] Excel Binary File Format, sections 2.4.28 (BoundSheet8), 2.4.24 (BoolErr),
2.4.127 (Formula) and 2.4.117 (FilePass). No import from the rest of the package: the confined reader, which
runs in a process of its own, loads this file by itself.
"""

import struct
from collections.abc import Iterator

_BOUNDSHEET, _FILEPASS, _FORMULA, _BOOLERR, _EOF = 0x85, 0x2F, 0x06, 0x205, 0x0A
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def is_encrypted(stream: bytes) -> bool:
    """Whether a password protects the workbook whose record stream this is."""
    return any(kind == _FILEPASS for kind, _ in _records(stream, 0))


def error_cells(stream: bytes, sheet_index: int) -> list[tuple[int, int, str]]:
    """The cells of one worksheet whose formula failed, as (row, column, what is printed), counted from 0."""
    sheets = [body for kind, body in _records(stream, 0) if kind == _BOUNDSHEET and len(body) >= 4]
    if sheet_index >= len(sheets):
        return []
    (start,) = struct.unpack_from("<I", sheets[sheet_index])
    found = []
    for kind, body in _records(stream, start):
        if kind == _BOOLERR and len(body) >= 8 and body[7] == 1:
            code = body[6]
        elif kind == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            code = body[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", body)
        found.append((row, column, _ERRORS.get(code, "#ERROR")))
    return found


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from `start` to the end of its substream, as (type, body)."""
    position = start
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        if kind == _EOF:
            return
        position += 4 + length
