"""What a file is, told by its content; its name only serves the message."""

import io
import re
from typing import Literal

import olefile

from goldenthread.spreadsheets.archives import open_archive
from goldenthread.spreadsheets.biff import is_encrypted
from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.limits import Limits

Kind = Literal["csv", "xlsx", "xls", "ods"]

_AS_SPREADSHEET = "save its table as a spreadsheet (XLSX, ODS or CSV) and choose that file"
_OPEN_AND_SAVE = (
    "open it in your spreadsheet programme, save it as an Excel workbook (XLSX), and choose that file"
)
_COPY_TABLE = "copy its table into a spreadsheet, save that as XLSX, ODS or CSV, and choose that file"

_SIGNATURES: tuple[tuple[bytes, str, tuple[str, ...], str], ...] = (
    (b"%PDF-", "a PDF", ("pdf",), "ask for the spreadsheet it was made from, or " + _COPY_TABLE),
    (b"\x89PNG", "a picture (PNG)", ("png",), "ask for the spreadsheet it was taken from"),
    (b"\xff\xd8\xff", "a picture (JPEG)", ("jpg", "jpeg"), "ask for the spreadsheet it was taken from"),
    (b"GIF8", "a picture (GIF)", ("gif",), "ask for the spreadsheet it was taken from"),
    (b"II*\x00", "a picture (TIFF)", ("tif", "tiff"), "ask for the spreadsheet it was taken from"),
    (b"MM\x00*", "a picture (TIFF)", ("tif", "tiff"), "ask for the spreadsheet it was taken from"),
    (b"{\\rtf", "a rich text document", ("rtf",), _COPY_TABLE),
    (
        b"\x1f\x8b",
        "a compressed file (GZIP)",
        ("gz", "gzip"),
        "unpack it first and choose the spreadsheet inside",
    ),
    (b"7z\xbc\xaf'\x1c", "an archive (7z)", ("7z",), "unpack it first and choose the spreadsheet inside"),
    (b"Rar!", "an archive (RAR)", ("rar",), "unpack it first and choose the spreadsheet inside"),
    (b"MZ", "a computer programme", ("exe", "dll"), "choose a spreadsheet (XLSX, ODS or CSV)"),
    (b"SQLite format 3\x00", "a database", ("db", "sqlite", "sqlite3"), _AS_SPREADSHEET),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE
)
_XML = re.compile(rb"\s*<\?xml\b")


def identify(content: bytes, name: str, limits: Limits) -> Kind:
    """Which kind of table the bytes hold.

    Raises SpreadsheetError, which says what the file seems to be instead, or that a password protects it.
    """
    if not content:
        raise SpreadsheetError(
            f"{name} is empty: it holds no data at all. Save the spreadsheet again and choose it."
        )
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content, name, limits)
    if content.startswith(_OLE):
        return _kind_of_compound_file(content, name)
    for signature, what, extensions, advice in _SIGNATURES:
        if content.startswith(signature):
            raise _not_a_table(name, what, extensions, advice)
    _refuse_markup(content, name)
    return "csv"


def _refuse_markup(content: bytes, name: str) -> None:
    start = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in start[:1024]:
        raise _not_a_table(name, "a PDF", ("pdf",), _SIGNATURES[0][3])
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise _not_a_table(name, "an XML spreadsheet of 2003", ("xml",), _OPEN_AND_SAVE)
    if _HTML.match(re.sub(rb"<!--.*?-->", b"", start, flags=re.DOTALL)):
        raise _not_a_table(name, "a web page", ("htm", "html", "xhtml"), _OPEN_AND_SAVE)
    if _XML.match(start):
        raise _not_a_table(name, "an XML document", ("xml", "fods"), _OPEN_AND_SAVE)


def _kind_of_archive(content: bytes, name: str, limits: Limits) -> Kind:
    archive = open_archive(content, name, limits)
    if archive.mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        if b"encryption-data" in archive.manifest:
            raise protected(name)
        return "ods"
    if "xl/workbook.xml" in archive.names:
        return "xlsx"
    if "xl/workbook.bin" in archive.names:
        raise _not_a_table(name, "a binary Excel workbook", ("xlsb",), _OPEN_AND_SAVE)
    for mark, what, extensions, advice in (
        ("word/document.xml", "a Word document", ("docx", "docm", "dotx"), _COPY_TABLE),
        ("ppt/presentation.xml", "a PowerPoint presentation", ("pptx", "pptm", "ppsx"), _COPY_TABLE),
        (
            "Index/Document.iwa",
            "an Apple Numbers or Pages document",
            ("numbers", "pages"),
            "export it as XLSX",
        ),
    ):
        if mark in archive.names:
            raise _not_a_table(name, what, extensions, advice)
    if archive.mimetype.startswith("application/vnd.oasis.opendocument"):
        raise _not_a_table(name, "an OpenDocument text or presentation", ("odt", "odp", "odg"), _COPY_TABLE)
    advice = "unpack it first and choose the spreadsheet inside"
    raise _not_a_table(name, "a ZIP archive", ("zip",), advice)


def _kind_of_compound_file(content: bytes, name: str) -> Kind:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            names = {"/".join(entry) for entry in compound.listdir()}
            book = next((stream for stream in ("Workbook", "Book") if stream in names), None)
            records = compound.openstream(book).read() if book else b""
    except Exception as error:  # olefile raises whatever a damaged file makes it raise
        raise damaged(name) from error
    if "EncryptedPackage" in names or is_encrypted(records):
        raise protected(name)
    if book:
        return "xls"
    if "WordDocument" in names:
        raise _not_a_table(name, "a Word document", ("doc", "dot"), _COPY_TABLE)
    if "PowerPoint Document" in names:
        raise _not_a_table(name, "a PowerPoint presentation", ("ppt", "pps"), _COPY_TABLE)
    if "__properties_version1.0" in names:
        advice = "save the spreadsheet that is attached to it, and choose that file"
        raise _not_a_table(name, "an Outlook message", ("msg",), advice)
    raise _not_a_table(name, "an older Office file without a worksheet", (), _AS_SPREADSHEET)


def damaged(name: str) -> SpreadsheetError:
    """The refusal of a workbook that cannot be opened: cut short, or changed since it was saved."""
    return SpreadsheetError(
        f"{name} is damaged or incomplete and cannot be opened: open it in your spreadsheet programme,"
        " save it again as XLSX, ODS or CSV, and choose the new file."
    )


def protected(name: str) -> SpreadsheetError:
    """The refusal of a workbook that only opens with a password."""
    return SpreadsheetError(
        f"{name} is password-protected: open it in your spreadsheet programme, remove the password,"
        " save it, and choose it again."
    )


def _not_a_table(name: str, what: str, extensions: tuple[str, ...], advice: str) -> SpreadsheetError:
    extension = name.rpartition(".")[2].lower()
    if extension in extensions:
        return SpreadsheetError(f"{name} is {what}, not a spreadsheet: {advice}.")
    return SpreadsheetError(f"This file is called {name} but it is {what}: {advice}.")
