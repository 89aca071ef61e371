"""What the pages of reports, events and website figures show, each read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Actor
from goldenthread.publishing.missing import Missing, missing_from
from goldenthread.publishing.models import Edition, EditionFile, Event, Report, ReportSection, WebsiteMonth
from goldenthread.publishing.signatures import Signatures, signatures_of

WITHOUT_TEXT = ("body", "figures")


def reports_of(viewer: Actor) -> list[Report]:
    """Every report that the viewer may see, the latest period first, with its latest version. One query."""
    return list(
        Report.objects.visible_to(viewer)
        .select_related("partnership")
        .with_latest_edition()
        .order_by("-period_to", "-id")
    )


def get_report(viewer: Actor, key: str) -> Report:
    """The report, if the viewer may see it; raises :class:`Report.DoesNotExist` otherwise. One query."""
    report: Report = (
        Report.objects.visible_to(viewer).select_related("partnership", "plan__partnership").get(key=key)
    )
    return report


@dataclass(frozen=True)
class Desk:
    """A report that is being written: its sections, what is missing, who signed, and earlier versions."""

    sections: list[ReportSection]
    missing: list[Missing]
    signatures: Signatures
    editions: list[Edition]

    @property
    def number(self) -> int:
        """The number of the version that is being written."""
        return self.editions[0].number + 1 if self.editions else 1


def desk_of(report: Report) -> Desk:
    """What its writers need to know. Four queries; what only shows in the computed text is on the preview."""
    sections = list(report.sections.all())
    editions = list(report.editions.defer(*WITHOUT_TEXT))
    number = editions[0].number + 1 if editions else 1
    return Desk(sections, missing_from(report, sections), signatures_of(report, number), editions)


@dataclass(frozen=True)
class Published:
    """One version of a report with its files, and the other versions."""

    edition: Edition
    files: list[EditionFile]
    editions: list[Edition]

    @property
    def latest(self) -> int:
        """The number of the latest version."""
        return self.editions[0].number


def published(report: Report, number: int | None = None) -> Published:
    """A version (by default the latest); raises :class:`Edition.DoesNotExist`. Three queries."""
    editions = list(report.editions.defer(*WITHOUT_TEXT))
    wanted = number if number is not None else editions[0].number if editions else 0
    edition = report.editions.get(number=wanted)
    return Published(edition, list(edition.files.defer("content")), editions)


def events_list(partnership: Partnership, *, kind: str = "", q: str = "") -> QuerySet[Event]:
    """Events that were not removed, the latest first, narrowed by kind and by words. Two queries when read."""
    found = Event.objects.filter(partnership=partnership).kept().with_days()
    if kind:
        found = found.filter(kind=kind)
    for word in q.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(venue__icontains=word) | Q(purpose__icontains=word))
    return found.order_by("-last_on", "-id")


def website_months(partnership: Partnership) -> QuerySet[WebsiteMonth]:
    """The months entered, the latest first. One query when read."""
    return WebsiteMonth.objects.filter(partnership=partnership).order_by("-month")
