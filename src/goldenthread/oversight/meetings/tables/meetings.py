"""Meetings as a table, and how far each is."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date, uk_datetime, uk_time
from goldenthread.oversight.meetings.models import Meeting
from goldenthread.oversight.meetings.selectors.packs import Opened


def meeting_badge(meeting: Meeting) -> SafeString:
    """How far a meeting is."""
    if meeting.cancelled_on:
        return badge("grey", "Cancelled", symbol="cross")
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None:
        tone = "green" if minutes.is_fixed else "amber"
        return badge(
            tone,
            f"Minutes: {minutes.get_status_display().lower()}",
            symbol="tick" if tone == "green" else "triangle",
        )
    if meeting.held_on:
        return badge("amber", "Held, no minutes yet", symbol="triangle")
    return (
        badge("blue", "Papers circulated", symbol="tick")
        if meeting.circulated_on
        else badge("grey", "Called", symbol="ring")
    )


def _how_far(meeting: Meeting) -> str:
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None:
        return f"Minutes: {minutes.get_status_display().lower()}"
    states = (
        (meeting.cancelled_on, "Cancelled"),
        (meeting.held_on, "Held"),
        (meeting.circulated_on, "Papers circulated"),
    )
    return next((word for happened, word in states if happened), "Called")


def meetings_table(rows: list[Meeting], caption: str, empty: str) -> Table[Meeting]:
    """Meetings: group, when, where, how far."""

    def link(row: Meeting) -> SafeString:
        kind = "" if row.kind == Meeting.Kind.ORDINARY else '<br><span class="gt-muted">Extraordinary</span>'
        return SafeString(
            f'<a class="govuk-link" href="{escape(row.get_absolute_url())}">{escape(str(row.group))}</a>{kind}'
        )

    columns: list[Column[Meeting]] = [
        Column("group", "Group", value=lambda row: str(row.group), cell=link, header=True),
        Column(
            "day",
            "When",
            value=lambda row: row.day,
            cell=lambda row: f"{uk_date(row.day)}, {uk_time(row.starts_at)}",
        ),
        Column("place", "Where"),
        Column("state", "How far", value=_how_far, cell=meeting_badge),
    ]
    return Table(caption, columns, rows, empty=empty)


def openings_table(rows: list[Opened]) -> Table[Opened]:
    """Who has opened the papers, when first and how often."""
    columns: list[Column[Opened]] = [
        Column("person", "Person", value=lambda each: str(each.person), header=True),
        Column("agency", "Agency", value=lambda each: str(each.person.agency or "")),
        Column(
            "first",
            "Opened first",
            value=lambda each: each.opening.first_at if each.opening else None,
            cell=lambda each: uk_datetime(each.opening.first_at) if each.opening else "Not yet",
        ),
        Column("times", "Times", value=lambda each: each.opening.times if each.opening else 0, numeric=True),
    ]
    return Table("Who has opened the papers", columns, rows, empty="Nobody sits on this group.")
