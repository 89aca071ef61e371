"""Everything that a performance report says, gathered once and turned into one semantic HTML text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from goldenthread.design.charts import Chart
from goldenthread.publishing.figures import Figure, Ledger, unknown_in
from goldenthread.publishing.models import Edition, Report, ReportSection
from goldenthread.publishing.performance.events import Events, events_of
from goldenthread.publishing.performance.outline import CHAPTERS, PARTS
from goldenthread.publishing.performance.progress import Progress, progress_of
from goldenthread.publishing.performance.website import Website, website_of

TEMPLATE = "publishing/reports/performance.html"


@dataclass(frozen=True)
class Content:
    """A report's authored text beside what was computed for it. ``progress`` is empty where no plan is chosen."""

    report: Report
    sections: Mapping[str, ReportSection]
    ledger: Ledger = field(repr=False)
    progress: Progress | None
    website: Website
    events: Events

    @property
    def charts(self) -> dict[str, Chart]:
        """The charts by the name under which the text shows them."""
        found: dict[str, Chart] = {}
        if self.progress:
            found["progress"] = self.progress.chart
        if self.website.chart:
            found["website"] = self.website.chart
        return found

    @property
    def unknown_figures(self) -> list[tuple[ReportSection, str]]:
        """What authors cite and the report does not have: the section, and the key as typed."""
        return [
            (section, key)
            for section in self.sections.values()
            for key in unknown_in(section.text, self.ledger)
        ]


def gather(report: Report) -> Content:
    """The content of the report as its records stand now. Eleven queries at most, however large they are."""
    ledger = Ledger()
    return Content(
        report=report,
        sections={section.key: section for section in report.sections.all()},
        ledger=ledger,
        progress=progress_of(report, report.plan, ledger) if report.plan else None,
        website=website_of(report, ledger),
        events=events_of(report, ledger),
    )


def write_html(content: Content, *, edition: Edition | None = None) -> SafeString:
    """The report as semantic HTML from its title to its last appendix.

    Without ``edition`` it is the text that people sign; with it, the particulars of the edition stand at its end.
    """
    content.ledger.forget_citations()
    context: dict[str, Any] = {
        "report": content.report,
        "partnership": content.report.partnership,
        "sections": content.sections,
        "chapters": CHAPTERS,
        "parts": PARTS,
        "progress": content.progress,
        "website": content.website,
        "events": content.events,
        "charts": content.charts,
        "ledger": content.ledger,
        "edition": edition,
    }
    return SafeString(render_to_string(TEMPLATE, context))


@dataclass(frozen=True)
class Provenance:
    """One line of the printed list: a figure, or a family of them."""

    label: str
    shown: str
    period: str
    source: str


def provenance(figures: list[Figure]) -> list[Provenance]:
    """The cited figures as the appendix prints them: in order, a family on one line."""
    lines: dict[str, list[Figure]] = {}
    for figure in figures:
        lines.setdefault(figure.family or figure.key, []).append(figure)
    return [
        Provenance(
            members[0].family or members[0].label,
            f"{len(members)} figures" if members[0].family else members[0].shown,
            members[0].period,
            members[0].source,
        )
        for members in lines.values()
    ]
