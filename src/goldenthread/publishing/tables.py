"""The lists of this room: the same columns on the page and in the exported file."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.partnership.models import Partnership
from goldenthread.publishing.models import Event, Report, WebsiteMonth
from goldenthread.publishing.periods import days_in_words, month_in_words
from goldenthread.publishing.words import status_badge


def _report_link(report: Report) -> SafeString:
    return format_html('<a class="govuk-link" href="{}">{}</a>', report.get_absolute_url(), report.title)


def _published_badge(report: Report) -> SafeString:
    """What readers have: the published version, also while the next one is written."""
    if report.withdrawn_on:
        return badge("grey", "Withdrawn", symbol="cross")
    return badge("green", "Published", symbol="circle")


def published_table(reports: list[Report]) -> Table[Report]:
    """What has been published or withdrawn; rows carry ``edition_number`` and ``edition_on``."""
    return Table(
        "Published reports",
        [
            Column("title", "Report", cell=_report_link, header=True),
            Column("period", "Period"),
            Column("committee", "Committee"),
            Column("edition_on", "Published on", classes="gt-nowrap"),
            Column("edition_number", "Version", numeric=True),
            Column("state", "State", cell=_published_badge),
        ],
        [report for report in reports if getattr(report, "edition_number", None)],
        empty="Nothing has been published yet. Reports appear here once they are signed off and published.",
    )


def unpublished_table(reports: list[Report]) -> Table[Report]:
    """What is being written or corrected."""
    return Table(
        "In preparation",
        [
            Column("title", "Report", cell=_report_link, header=True),
            Column("period", "Period"),
            Column("committee", "Committee"),
            Column("meeting_on", "Meeting", classes="gt-nowrap"),
            Column("status", "State", cell=status_badge),
        ],
        reports,
        empty="No report is being written. Begin one, and it appears here.",
    )


def events_table(partnership: Partnership, events: list[Event], *, links: bool) -> Table[Event]:
    """Events with their counts; an empty cell means that nobody counted."""
    stem = reverse("publishing:events", args=[partnership.slug])

    def name(event: Event) -> str:
        return (
            format_html('<a class="govuk-link" href="{}{}/">{}</a>', stem, event.pk, event.name)
            if links
            else event.name
        )

    return Table(
        "Events",
        [
            Column("name", "Event", cell=name, header=True),
            Column("days", "Held on", value=lambda event: days_in_words(event.days)),
            Column("kind", "Kind", value=lambda event: event.get_kind_display()),
            Column("venue", "Venue"),
            Column("attendance", "Attendance", numeric=True),
            Column("packs", "Packs", numeric=True),
            Column("items", "Items", numeric=True),
            Column(
                "is_learning",
                "Reported under",
                value=lambda event: "Learning and improvement" if event.is_learning else "Partnership events",
            ),
        ],
        events,
        empty="No event is entered. Add what the partnership held or took part in, and reports will show it.",
    )


def website_table(
    partnership: Partnership, months: list[WebsiteMonth], *, links: bool
) -> Table[WebsiteMonth]:
    """Website figures by month."""
    stem = reverse("publishing:website", args=[partnership.slug])

    def month(row: WebsiteMonth) -> str:
        named = month_in_words(row.month)
        return (
            format_html('<a class="govuk-link" href="{}{}/">{}</a>', stem, row.key, named) if links else named
        )

    return Table(
        "Website figures",
        [
            Column("month", "Month", cell=month, header=True, classes="gt-nowrap"),
            Column("hits", "Hits", numeric=True),
            Column("top_page_1", "Most visited page"),
            Column("top_page_2", "Second"),
            Column("top_page_3", "Third"),
            Column("top_course", "Most visited training course"),
            Column("source", "Source"),
        ],
        months,
        empty="No month is entered. Add the hits of a month, and reports will show them.",
    )
