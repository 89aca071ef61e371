"""Meetings, attendance and decisions as tables."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date, uk_time
from goldenthread.oversight.meetings.models import Attendance, Decision, Meeting
from goldenthread.oversight.meetings.selectors.meetings import Matrix, SeatRecord, decision_state

STATES = {
    "present": ("green", "Present", "tick"),
    "deputy": ("green", "Deputy", "circle"),
    "apologies": ("amber", "Apologies", "triangle"),
    "absent": ("red", "Absent", "cross"),
}
DECISIONS = {
    "effect": ("green", "In effect", "tick"),
    "ahead": ("blue", "Still to take effect", "circle"),
    "stopped": ("red", "Stopped by an objection", "octagon"),
    "other": ("grey", "Deferred or referred", "ring"),
    "replaced": ("grey", "Taken again", "cross"),
}


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


def attendance_table(rows: list[Attendance]) -> Table[Attendance]:
    """Who came to one meeting."""
    columns: list[Column[Attendance]] = [
        Column("person", "Seat", value=lambda row: str(row.seat.person), header=True),
        Column("agency", "Agency", value=lambda row: str(row.seat.person.agency or "")),
        Column("capacity", "As", value=lambda row: row.seat.get_capacity_display()),
        Column(
            "state", "Came", value=lambda row: row.get_state_display(), cell=lambda row: _state(row.state)
        ),
        Column("deputy", "Deputy", value=lambda row: str(row.deputy or "")),
    ]
    return Table("Who came", columns, rows)


def _state(state: str) -> SafeString:
    tone, word, symbol = STATES[state]
    return badge(tone, word, symbol=symbol)


def matrix_table(matrix: Matrix) -> Table[SeatRecord]:
    """Every seat at every meeting of a year."""

    def state(number: int) -> Any:
        return lambda each: STATES[each.states[number]][1] if number in each.states else ""

    def cell(number: int) -> Any:
        return lambda each: _state(each.states[number]) if number in each.states else ""

    columns: list[Column[SeatRecord]] = [
        Column("person", "Seat", value=lambda each: str(each.seat.person), header=True),
        Column("agency", "Agency", value=lambda each: str(each.seat.person.agency or "")),
        *(
            Column[SeatRecord](
                f"m{meeting.pk}",
                f"{meeting.day.day} {meeting.day:%b %y}",
                value=state(meeting.pk),
                cell=cell(meeting.pk),
            )
            for meeting in matrix.meetings
        ),
        Column(
            "share",
            "Filled",
            value=lambda each: round(each.share),
            cell=lambda each: f"{each.share:.0f}%",
            numeric=True,
        ),
    ]
    return Table("Attendance", columns, matrix.seats, empty="No meeting was held in this year.")


def decisions_table(rows: list[Decision], on: dt.date, objections_url: str) -> Table[Decision]:
    """Decisions with the day from which they hold, objections, and how they stand."""

    def link(row: Decision) -> SafeString:
        meeting = row.item.meeting
        return SafeString(
            f'{escape(row.text)}<br><a class="govuk-link" href="{escape(meeting.get_absolute_url())}">'
            f"{escape(str(meeting))}</a>"
        )

    def stands(row: Decision) -> SafeString:
        tone, word, symbol = DECISIONS[decision_state(row, on)]
        return badge(tone, word, symbol=symbol)

    def objected(row: Decision) -> SafeString:
        said = "; ".join(
            f"{each.agency}, {uk_date(each.on)}: {each.reasons}" for each in row.objections.all()
        )
        add = (
            f'<br><a class="govuk-link" href="{escape(objections_url)}{row.pk}/object/">Record an objection'
            f'<span class="govuk-visually-hidden"> to: {escape(str(row))}</span></a>'
            if objections_url and decision_state(row, on) in ("ahead", "stopped")
            else ""
        )
        return SafeString(f"{escape(said)}{add}".removeprefix("<br>"))

    columns: list[Column[Decision]] = [
        Column("text", "Decision", cell=link, header=True),
        Column("outcome", "How", value=lambda row: row.get_outcome_display()),
        Column("decided_on", "Decided on"),
        Column("implement_on", "Holds from"),
        Column("state", "Stands", value=lambda row: DECISIONS[decision_state(row, on)][1], cell=stands),
        Column("objections", "Objections", value=lambda row: len(row.objections.all()) or "", cell=objected),
    ]
    return Table("Decisions", columns, rows, empty="No decision has been recorded yet.")
