"""XLSX and ODS files are ZIP archives: proves one safe to open before any workbook library is given it."""

import io
import zipfile
import zlib
from dataclasses import dataclass

from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.limits import MEGABYTE, Limits

_CHUNK = 256 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive says of itself: its entries' names, and the two that tell an OpenDocument file."""

    names: frozenset[str]
    mimetype: str
    manifest: bytes


def open_archive(content: bytes, name: str, limits: Limits) -> Archive:
    """Checks the archive by unpacking all of it, a piece at a time, keeping none, and says what is in it.

    An archive within an archive is never opened: it counts as the bytes it is.
    Raises SpreadsheetError for an archive that is damaged, protected, or unpacks to more than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_declared(entries, name, limits)
            _check_unpacked(archive, entries, len(content), name, limits)
            return Archive(
                names=frozenset(entry.filename for entry in entries),
                mimetype=_read(archive, "mimetype")[:200].decode("ascii", "replace").strip(),
                manifest=_read(archive, "META-INF/manifest.xml"),
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
        raise SpreadsheetError(
            f"{name} is damaged or incomplete and cannot be opened: open it in your spreadsheet programme,"
            " save it again as XLSX, ODS or CSV, and choose the new file."
        ) from error


def _read(archive: zipfile.ZipFile, entry: str) -> bytes:
    return archive.read(entry) if entry in archive.namelist() else b""


def _check_declared(entries: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise SpreadsheetError(
            f"{name} holds {len(entries):,} parts and at most {limits.entries:,} can be read:"
            " copy the table into a new workbook and choose that file."
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise SpreadsheetError(
            f"{name} is password-protected: remove the password, save it, and choose it again."
        )
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise zipfile.BadZipFile("a compression method that no spreadsheet programme uses")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise _too_large(name, limits)


def _check_unpacked(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int, name: str, limits: Limits
) -> None:
    allowed = min(limits.unpacked_bytes, max(packed * limits.ratio, limits.ratio_free_bytes))
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                unpacked += len(piece)
                if unpacked > allowed:
                    raise _too_large(name, limits)


def _too_large(name: str, limits: Limits) -> SpreadsheetError:
    return SpreadsheetError(
        f"{name} unpacks to far more than a table needs (at most {limits.unpacked_bytes // MEGABYTE} MB"
        " can be read): copy the rows that matter into a new workbook and choose that file."
    )
