"""What a file is, told by its content: its name and the type that a browser gave it prove nothing."""

import io
from enum import Enum

from PIL import Image, UnidentifiedImageError

from goldenthread.spreadsheets.archives import open_archive
from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.limits import Limits

from .parts import Sheet, UnboundError
from .pictures import FORMATS

_LIMITS = Limits()
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNKNOWN = "is of a kind that cannot be shown as pages. Save it as PDF and upload that"


class Kind(Enum):
    """The ways from a file to pages."""

    PDF = "pdf"
    PICTURE = "picture"
    TABLE = "table"
    TEXT = "text"
    # Pandoc's own names from here.
    WORD = "docx"
    OPEN_TEXT = "odt"
    SLIDES = "pptx"
    RICH_TEXT = "rtf"
    WEB_PAGE = "html"


WRITTEN = (Kind.WORD, Kind.OPEN_TEXT, Kind.SLIDES, Kind.RICH_TEXT, Kind.WEB_PAGE)


def kind_of(sheet: Sheet) -> Kind:
    """Raises `UnboundError` for what cannot become pages."""
    content = sheet.content
    if not content.strip():
        raise UnboundError("is empty or is no longer in the store. Upload it again")
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(sheet)
    if content.startswith(_OLE):
        if sheet.file_name.lower().endswith(".xls"):
            return Kind.TABLE
        raise UnboundError(
            "is in a format of old, or protected by a password. Save it as PDF and upload that"
        )
    if content.startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
    if _is_picture(content):
        return Kind.PICTURE
    return _kind_of_text(sheet)


def _kind_of_archive(sheet: Sheet) -> Kind:
    try:
        archive = open_archive(sheet.content, sheet.file_name, _LIMITS)
    except SpreadsheetError as error:
        raise UnboundError(
            "is damaged, protected, or far larger than it seems. Save it as PDF and upload that"
        ) from error
    if "word/document.xml" in archive.names:
        return Kind.WORD
    if "ppt/presentation.xml" in archive.names:
        return Kind.SLIDES
    if archive.mimetype.startswith("application/vnd.oasis.opendocument.text"):
        return Kind.OPEN_TEXT
    if "xl/workbook.xml" in archive.names or archive.mimetype.startswith(
        "application/vnd.oasis.opendocument.spreadsheet"
    ):
        return Kind.TABLE
    raise UnboundError(_UNKNOWN)


def _is_picture(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS):
            return True
    except UnidentifiedImageError:
        return False
    except Exception:  # Pillow raises whatever a damaged file makes it raise; it is a picture all the same
        return True


def _kind_of_text(sheet: Sheet) -> Kind:
    if b"\x00" in sheet.content[:4096] and not sheet.content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnboundError(_UNKNOWN)
    extension = sheet.file_name.lower().rpartition(".")[2]
    if extension in ("csv", "tsv"):
        return Kind.TABLE
    if extension in ("htm", "html", "xhtml"):
        return Kind.WEB_PAGE
    return Kind.TEXT
