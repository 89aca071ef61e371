"""What an evidence file is, told by its content and never by its name. Pure: no database, no Django."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

TYPES_IN_WORDS = "A PDF, Word, Excel, PowerPoint, OpenDocument, picture (PNG or JPEG), CSV or text file"

OFFICE = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", {".docx"}),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {".xlsx"}),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", {".pptx"}),
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": {".odt"},
    "application/vnd.oasis.opendocument.spreadsheet": {".ods"},
    "application/vnd.oasis.opendocument.presentation": {".odp"},
}
SIGNATURES = (
    (b"%PDF-", "application/pdf", {".pdf"}),
    (b"\x89PNG\r\n\x1a\n", "image/png", {".png"}),
    (b"\xff\xd8\xff", "image/jpeg", {".jpg", ".jpeg"}),
)
MAX_UNPACKED = 500 * 1024 * 1024


def find_type(name: str, content: bytes) -> str:
    """The media type of a file, if it is one that may be kept.

    Raises :class:`ValueError` with a sentence for an empty file, for a kind that is not kept (programs, archives, web
    pages, files with macros) and for a file whose name says something else than its content.
    """
    suffix = PurePath(name).suffix.lower()
    if not content:
        raise ValueError(f"“{name}” is empty. Choose the file again.")
    found, suffixes = _recognise(name, content)
    if suffix not in suffixes:
        wanted = " or ".join(sorted(suffixes))
        raise ValueError(
            f"“{name}” is not what its name says: its content is that of a {wanted} file. Rename or convert it."
        )
    return found


def _recognise(name: str, content: bytes) -> tuple[str, set[str]]:
    for signature, media_type, suffixes in SIGNATURES:
        if content.startswith(signature):
            return media_type, suffixes
    if content.startswith(b"PK\x03\x04"):
        return _inside_zip(name, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError(
            f"“{name}” is in an old Office format or has a password. "
            "Remove the password and save it as .docx, .xlsx or PDF."
        )
    if _is_text(content):
        return "text/plain; charset=utf-8", {".txt", ".csv", ".md"}
    raise ValueError(
        f"“{name}” is not a kind of file that is kept here. Use: {TYPES_IN_WORDS[0].lower()}{TYPES_IN_WORDS[1:]}."
    )


def _inside_zip(name: str, content: bytes) -> tuple[str, set[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise ValueError(f"“{name}” unpacks to more than 500 MB. Make it smaller.")
            if any(entry.endswith("vbaProject.bin") for entry in names):
                raise ValueError(f"“{name}” contains macros. Save it without macros, or as a PDF.")
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                media_type = archive.read("mimetype").decode("ascii", "replace").strip()
                if media_type in OPEN_DOCUMENT:
                    return media_type, OPEN_DOCUMENT[media_type]
    except (zipfile.BadZipFile, RuntimeError, OSError):
        raise ValueError(
            f"“{name}” is damaged and cannot be opened. Save it again and choose it again."
        ) from None
    if "[Content_Types].xml" in names:
        for folder, (media_type, suffixes) in OFFICE.items():
            if any(entry.startswith(folder) for entry in names):
                return media_type, suffixes
    raise ValueError(f"“{name}” is an archive. Take the files out of it and add them one by one.")


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    if content.translate(None, bytes(range(32, 256)) + b"\t\r\n\f"):
        return False  # control characters: not text in any encoding that people save
    text = content.decode("utf-8-sig", "replace")
    start = text.lstrip()[:200].lower()
    return not start.startswith(("<!doctype", "<html", "<?xml", "<svg", "<script", "{\\rtf", "#!"))
