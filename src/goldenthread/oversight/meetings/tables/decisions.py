"""The register of decisions as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.oversight.meetings.models import Decision
from goldenthread.oversight.meetings.selectors.decisions import decision_state

DECISIONS = {
    "effect": ("green", "In effect", "tick"),
    "ahead": ("blue", "Still to take effect", "circle"),
    "stopped": ("red", "Stopped by an objection", "octagon"),
    "other": ("grey", "Deferred or referred", "ring"),
    "replaced": ("grey", "Taken again", "cross"),
}


def decisions_table(
    rows: list[Decision], on: dt.date, object_link: Callable[[Decision], str]
) -> Table[Decision]:
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
            f'<br><a class="govuk-link" href="{escape(object_link(row))}">Object'
            f'<span class="govuk-visually-hidden"> to: {escape(str(row))}</span></a>'
            if decision_state(row, on) in ("ahead", "stopped") and object_link(row)
            else ""
        )
        return SafeString(f"{escape(said)}{add}".removeprefix("<br>"))

    columns: list[Column[Decision]] = [
        Column("text", "Decision", cell=link, header=True),
        Column("state", "Stands", value=lambda row: DECISIONS[decision_state(row, on)][1], cell=stands),
        Column("outcome", "How", value=lambda row: row.get_outcome_display()),
        Column("decided_on", "Decided on"),
        Column("implement_on", "Holds from"),
        Column("objections", "Objections", value=lambda row: len(row.objections.all()) or "", cell=objected),
    ]
    return Table("Decisions", columns, rows, empty="No decision has been recorded yet.")
