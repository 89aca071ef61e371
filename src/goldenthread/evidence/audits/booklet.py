"""The body of a learning booklet, from what an audit counted and learned and what its coordinator writes."""

from __future__ import annotations

from django.template.loader import render_to_string

from goldenthread.evidence.audits.models import Audit, Booklet
from goldenthread.evidence.audits.selectors.results import FEWEST, Result, results_of
from goldenthread.rendering import render_docx, render_pdf

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def body_of(audit: Audit, *, headline: str, told: str, discuss: str) -> str:
    """The booklet as HTML, frozen when it is published. Grades only where the cases are too many to know one by."""
    result: Result = results_of(audit)
    learned = list(audit.learning.select_related("agency"))
    return render_to_string(
        "audits/booklet_body.html",
        {
            "audit": audit,
            "headline": headline,
            "told": told.splitlines(),
            "discuss": [line.strip(" -•*") for line in discuss.splitlines() if line.strip()],
            "result": result if result.cases >= FEWEST else None,
            "rows": _rows(result),
            "good": [each for each in learned if each.good],
            "otherwise": [each for each in learned if not each.good],
        },
    )


def _rows(result: Result) -> list[tuple[str, list[int]]]:
    """Each domain with how many cases had each grade, in the order of the tool."""
    levels = result.audit.tool.levels
    return [
        (title, [result.of(key).get(level.key, 0) for level in levels])
        for key, title in result.audit.tool.titles().items()
    ]


def file_of(booklet: Booklet, kind: str) -> bytes:
    """The booklet as a file. Raises :class:`~goldenthread.rendering.RenderingError`."""
    partnership = booklet.audit.partnership
    render = render_docx if kind == "docx" else render_pdf
    return render(
        booklet.body,
        title=f"{booklet.audit}: learning booklet",
        author=partnership.name,
        date=booklet.on,
        partnership=partnership.name,
        status="",
    )
