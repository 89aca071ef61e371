"""Duties as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import days, uk_date
from goldenthread.duties.engine import State, days_late
from goldenthread.duties.models import Duty, Followed, Letter, Occurrence
from goldenthread.duties.selectors.duties import Breaches, Record

STATE_WORDS = {
    State.DUE: ("grey", "Due", "ring"),
    State.PAUSED: ("purple", "Paused", "square"),
    State.BREACHED: ("red", "Late", "octagon"),
    State.MET: ("green", "Met in time", "tick"),
    State.MET_LATE: ("amber", "Met late", "triangle"),
    State.LAPSED: ("grey", "Lapsed", "cross"),
}


def state_badge(duty: Duty, day: dt.date, closures: Collection[dt.date] = ()) -> SafeString:
    """How a duty stands on a day, with how late it is or was."""
    state = duty.state(day)
    if state is None:
        return badge("grey", "Not yet", symbol="ring")
    tone, word, symbol = STATE_WORDS[state]
    late = days_late(day, duty.due_on, duty.met_on, closures)
    if state == State.BREACHED:
        word = f"{days(late)} late" if late else "Late"
    elif state == State.MET_LATE:
        word = f"Met {days(late)} late" if late else "Met late"
    return badge(tone, word, symbol=symbol)


def owner(duty: Duty) -> str:
    """Who owes it, by name where there is one."""
    if duty.owed_by == "agency" and duty.agency:
        return str(duty.agency)
    if duty.owed_by == "group" and duty.group:
        return str(duty.group)
    if duty.owed_by == "chair" and duty.group:
        return f"Chair of the {duty.group}"
    return str(duty.get_owed_by_display())


def duties_table(
    rows: list[Duty], day: dt.date, caption: str, closures: Collection[dt.date] = ()
) -> Table[Duty]:
    """What is owed: what, by whom, by when, and how it stands."""

    def what(duty: Duty) -> SafeString:
        about = f'<br><span class="gt-muted">{escape(duty.what)}</span>' if duty.what else ""
        return SafeString(
            f'<a class="govuk-link" href="{escape(duty.get_absolute_url())}">{escape(duty.title)}</a>{about}'
        )

    def done(duty: Duty) -> str:
        return f"{duty.done} of {duty.times}" if duty.times > 1 else ""

    columns: list[Column[Duty]] = [
        Column("title", "Duty", value=str, cell=what, header=True),
        Column(
            "state",
            "Stands",
            value=lambda duty: _plain(duty, day),
            cell=lambda duty: state_badge(duty, day, closures),
        ),
        Column("owner", "Owed by", value=owner),
        Column(
            "due_on",
            "Due",
            value=lambda duty: duty.due_on,
            cell=lambda duty: uk_date(duty.due_on) or "Paused",
        ),
        Column("done", "So far", value=done),
    ]
    return Table(caption, columns, rows, empty="Nothing is owed here.")


def _plain(duty: Duty, day: dt.date) -> str:
    state = duty.state(day)
    return STATE_WORDS[state][1] if state else "Not yet"


def records_table(records: list[Record], heading: str, caption: str, link: str) -> Table[Record]:
    """How often the duties of each agency, or of each rule, were met in time. ``link`` ends with the parameter."""

    def label(each: Record) -> SafeString:
        return SafeString(f'<a class="govuk-link" href="{escape(link + each.key)}">{escape(each.label)}</a>')

    columns: list[Column[Record]] = [
        Column("label", heading, value=lambda each: each.label, cell=label, header=True),
        Column("owed", "Fell due", numeric=True),
        Column("in_time", "Met in time", numeric=True),
        Column("late", "Met late", numeric=True),
        Column("open", "Not yet met", numeric=True),
        Column(
            "share",
            "In time",
            value=lambda each: None if each.share is None else round(each.share, 1),
            cell=lambda each: "" if each.share is None else f"{each.share:.0f}%",
            numeric=True,
        ),
    ]
    return Table(caption, columns, records, empty="Nothing has fallen due in this time.")


def months_table(found: Breaches) -> Table[tuple[dt.date, int, int]]:
    """What fell due in each month, and how much of it was not met in time."""
    columns: list[Column[tuple[dt.date, int, int]]] = [
        Column("month", "Month", value=lambda row: f"{row[0]:%B %Y}", header=True),
        Column("owed", "Fell due", value=lambda row: row[1], numeric=True),
        Column("broken", "Not met in time", value=lambda row: row[2], numeric=True),
    ]
    return Table("Month by month", columns, found.months)


def occurrences_table(rows: list[Occurrence], base: str, *, may_manage: bool) -> Table[Occurrence]:
    """What people recorded, with a link to take it back."""

    def state(row: Occurrence) -> str:
        if row.withdraws_id:
            return "Takes back an entry"
        return "Taken back" if hasattr(row, "withdrawn_by") else ""

    def back(row: Occurrence) -> SafeString | str:
        if state(row) or not may_manage:
            return ""
        return SafeString(
            f'<a class="govuk-link" href="{escape(base)}{row.pk}/take-back/">Take it back'
            f'<span class="govuk-visually-hidden">: {escape(str(row))}</span></a>'
        )

    columns: list[Column[Occurrence]] = [
        Column(
            "happening",
            "What happened",
            value=lambda row: row.get_happening_display().capitalize(),
            header=True,
        ),
        Column("on", "When"),
        Column(
            "reference", "Reference", value=lambda row: row.reference or str(row.group or row.agency or "")
        ),
        Column("note", "Where it is on record"),
        Column("by_label", "Recorded by"),
        Column("state", "State", value=state),
        Column("back", "Change", value=lambda _row: "", cell=back),
    ]
    return Table("What was recorded", columns, rows, empty="Nothing has been recorded yet.")


def letters_table(rows: list[Letter]) -> Table[Letter]:
    """Letters, those to be signed first."""

    def link(row: Letter) -> SafeString:
        return SafeString(
            f'<a class="govuk-link" href="{escape(row.get_absolute_url())}">{escape(row.subject)}</a>'
        )

    def state(row: Letter) -> Any:
        tone, symbol = {"draft": ("amber", "triangle"), "signed": ("green", "tick")}.get(
            row.status, ("grey", "cross")
        )
        return badge(tone, row.get_status_display(), symbol=symbol)

    columns: list[Column[Letter]] = [
        Column("subject", "Letter", cell=link, header=True),
        Column("agency", "To", value=lambda row: str(row.agency)),
        Column("drafted_on", "Drafted on"),
        Column("signed_on", "Signed on"),
        Column("status", "State", value=lambda row: str(row.get_status_display()), cell=state),
    ]
    return Table(
        "Letters",
        columns,
        rows,
        empty="No letter has been drafted. One is, when a rule that asks for it is broken often enough.",
    )


def letter_record_table(letter: Letter) -> Table[dict[str, Any]]:
    """The record that is attached to a letter."""

    def day(name: str) -> Any:
        return lambda row: dt.date.fromisoformat(row[name]) if row[name] else None

    columns: list[Column[dict[str, Any]]] = [
        Column("what", "What", value=lambda row: row["what"], header=True),
        Column("due", "Due", value=day("due")),
        Column("met", "Done", value=day("met"), cell=lambda row: uk_date(day("met")(row)) or "Not yet"),
        Column("late", "Working days late", value=lambda row: row["late"], numeric=True),
    ]
    return Table("What was not done in time", columns, letter.record)


def followed_table(rows: list[Followed]) -> Table[Followed]:
    """What followed from breaches."""
    columns: list[Column[Followed]] = [
        Column("on", "When"),
        Column("text", "What followed", header=True),
        Column("group", "Group", value=lambda row: str(row.group or "")),
    ]
    return Table(
        "What followed from breaches", columns, rows, empty="Nothing has followed from a breach yet."
    )
