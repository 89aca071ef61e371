"""The report of a review as a page, a PDF and a Word file, from the lines in which it was written."""

from __future__ import annotations

from html import escape
from itertools import groupby

from goldenthread.evidence.reviews.models import Draft
from goldenthread.rendering import render_docx, render_pdf

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def html_of(draft: Draft) -> str:
    """The text with its headings: a line that begins with # is one, an empty line ends a paragraph."""
    parts = [f"<h1>{escape(str(draft.review))}</h1>"]
    for blank, lines in groupby(draft.text.splitlines(), key=lambda line: not line.strip()):
        if not blank:
            parts += _paragraphs(list(lines))
    return "".join(parts)


def _paragraphs(lines: list[str]) -> list[str]:
    made: list[str] = []
    text: list[str] = []
    for line in [*lines, "#"]:
        if not line.startswith("#"):
            text.append(escape(line.strip()))
            continue
        if text:
            made.append(f"<p>{' '.join(text)}</p>")
            text = []
        heading = line.strip("# ").strip()
        if heading:
            made.append(f"<h2>{escape(heading)}</h2>")
    return made


def file_of(draft: Draft, kind: str) -> bytes:
    """The report as a file. Raises :class:`~goldenthread.rendering.RenderingError`."""
    review = draft.review
    render = render_docx if kind == "docx" else render_pdf
    return render(
        html_of(draft),
        title=str(review),
        author=review.partnership.name,
        date=draft.recorded_at.date(),
        partnership=review.partnership.name,
        status="" if draft.stage == Draft.Stage.FINAL else "Draft, confidential",
    )
