"""From a report to what people read: the web edition, the stand-alone web page, the PDF and the Word file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.web_edition import web_body
from goldenthread.partnership.today import today
from goldenthread.publishing.figures import Figure
from goldenthread.publishing.models import Edition, EditionFile, Report
from goldenthread.publishing.performance.content import Content, gather, write_html
from goldenthread.rendering import render_docx, render_pdf, standalone_html

FORMATS = ("html", "pdf", "docx")
CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SPACE_BETWEEN_TAGS = re.compile(r">\s+<")


@dataclass(frozen=True)
class Text:
    """A report's text as it stands now; ``checksum`` is what a signature is given under."""

    content: Content = field(repr=False)
    html: SafeString = field(repr=False)
    figures: list[Figure] = field(repr=False)

    @property
    def checksum(self) -> str:
        """The SHA-256 of the text, whatever the space between its tags."""
        return hashlib.sha256(SPACE_BETWEEN_TAGS.sub("><", self.html).encode()).hexdigest()

    @property
    def body(self) -> SafeString:
        """The text as it stands inside a page."""
        return web_body(self.html, self.content.charts)


@dataclass(frozen=True)
class Built:
    """A report in every format, with the figures that it cites."""

    html: str = field(repr=False)
    pdf: bytes = field(repr=False)
    docx: bytes = field(repr=False)
    body: str = field(repr=False)
    figures: list[Figure] = field(repr=False)
    checksum: str

    def file(self, format_: str) -> bytes:
        """The file of one of :data:`FORMATS`."""
        return {"html": self.html.encode(), "pdf": self.pdf, "docx": self.docx}[format_]


def write_text(report: Report) -> Text:
    """The text of a report from its records as they stand, without drawing anything."""
    content = gather(report)
    html = write_html(content)
    return Text(content, html, content.ledger.cited)


def build_report(report: Report, *, text: Text | None = None, edition: Edition | None = None) -> Built:
    """The report in all formats; about two seconds. Without ``edition`` the files say that they are a draft.

    Raises :class:`~goldenthread.rendering.RenderingError` for a chart or table that lacks its caption or
    alternative text, and whatever else would make the files inaccessible.
    """
    text = text or write_text(report)
    html = write_html(text.content, edition=edition) if edition else text.html
    parts = _arguments(report, text.content, edition)
    return Built(
        html=standalone_html(html, **parts),
        pdf=render_pdf(html, **parts),
        docx=render_docx(html, **parts),
        body=web_body(html, text.content.charts),
        figures=text.figures,
        checksum=text.checksum,
    )


def build_format(report: Report, format_: str) -> bytes:
    """One file of a draft. Raises as :func:`build_report`."""
    text = write_text(report)
    parts = _arguments(report, text.content, None)
    makers: dict[str, Callable[..., str | bytes]] = {
        "html": standalone_html,
        "pdf": render_pdf,
        "docx": render_docx,
    }
    made = makers[format_](text.html, **parts)
    return made.encode() if isinstance(made, str) else made


def _arguments(report: Report, content: Content, edition: Edition | None) -> dict[str, Any]:
    return {
        "title": report.title,
        "author": report.author or report.partnership.name,
        "date": edition.published_on if edition else today(),
        "language": "en-GB",
        "partnership": report.partnership.name,
        "period": report.period,
        "status": f"Version {edition.number}" if edition else "Draft: not yet published",
        "charts": content.charts,
    }


def build_files(report: Report, folder: Path, formats: tuple[str, ...] = FORMATS) -> list[Path]:
    """Writes ``<key>.html``, ``.pdf`` and ``.docx`` into ``folder`` and answers where.

    Of a published report these are the files of its latest edition, byte for byte; of a draft they are made now.
    Raises as :func:`build_report`, and :class:`OSError` where the folder cannot be written to.
    """
    files = _published_files(report) if report.status == Report.Status.PUBLISHED else {}
    if not files:
        built = build_report(report)
        files = {format_: built.file(format_) for format_ in FORMATS}
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{report.key}.{format_}" for format_ in formats]
    for format_, path in zip(formats, paths, strict=True):
        if not (path.exists() and path.read_bytes() == files[format_]):
            path.write_bytes(files[format_])
    return paths


def _published_files(report: Report) -> dict[str, bytes]:
    latest = report.editions.order_by("-number").first()
    return {file.format: bytes(file.content) for file in EditionFile.objects.filter(edition=latest)}
