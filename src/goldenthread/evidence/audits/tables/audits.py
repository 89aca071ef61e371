"""The programme, the cases with how far each agency is, and one case, as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date, uk_datetime
from goldenthread.evidence.audits.models import Audit, Concern, Opening, Participation
from goldenthread.evidence.audits.selectors.programme import AuditRow
from goldenthread.evidence.audits.selectors.space import CaseRow, Side
from goldenthread.evidence.audits.tools import Level, Tool

STATES = {
    "planned": ("grey", "ring"),
    "open": ("blue", "triangle"),
    "ended": ("green", "circle"),
    "cancelled": ("grey", "cross"),
}
RETURNED = {
    "sent": ("green", "Sent", "circle"),
    "draft": ("blue", "Being audited", "ring"),
    "none": ("grey", "Not started", "ring"),
    "aside": ("grey", "Not audited", "cross"),
}


def link(address: str, text: str) -> SafeString:
    """A link of a table."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, text)


def level_badge(level: Level | None) -> SafeString:
    """A grade as a badge; nothing where there is none."""
    return badge(level.tone, level.words, symbol=level.symbol) if level else SafeString("")


def state_badge(audit: Audit) -> SafeString:
    """How far an audit is."""
    tone, symbol = STATES[audit.status]
    return badge(tone, audit.get_status_display(), symbol=symbol)


def programme_table(rows: Sequence[AuditRow], on: dt.date) -> Table[AuditRow]:
    """The programme, the latest first."""

    def state(row: AuditRow) -> SafeString:
        late = ' <strong class="gt-late">Late</strong>' if row.audit.is_late(on) else ""
        return SafeString(f"{state_badge(row.audit)}{late}")

    def repeat(row: AuditRow) -> SafeString:
        if row.repeated:
            return SafeString("Repeated")
        late = ' <strong class="gt-late">Late</strong>' if row.repeat_is_late(on) else ""
        return SafeString(f"{uk_date(row.audit.repeat_on) if row.audit.repeat_on else ''}{late}")

    columns: list[Column[AuditRow]] = [
        Column(
            "title", "Audit", value=lambda row: row.audit.title,
            cell=lambda row: link(row.audit.get_absolute_url(), row.audit.title), header=True,
        ),
        Column("theme", "Theme", value=lambda row: str(row.audit.theme)),
        Column("status", "State", value=lambda row: row.audit.get_status_display(), cell=state),
        Column("starts", "First day", value=lambda row: row.audit.starts_on, classes="gt-nowrap"),
        Column("due", "Agencies finish by", value=lambda row: row.audit.returns_due_on, classes="gt-nowrap"),
        Column("moderated", "Moderation", value=lambda row: row.audit.moderated_on, classes="gt-nowrap"),
        Column("returned", "Agencies done", value=_returned),
        Column("repeat", "To be repeated by", value=lambda row: row.audit.repeat_on, cell=repeat),
    ]  # fmt: skip
    return Table("Programme of case audits", columns, rows, empty="No audit is planned yet.")


def _returned(row: AuditRow) -> str:
    return f"{row.returned} of {row.agencies}" if row.agencies else ""


def agencies_table(
    rows: Sequence[Participation], on: dt.date, *, takes_out: bool = False
) -> Table[Participation]:
    """The agencies that take part, and when each had sent its part of every case."""

    def done(row: Participation) -> SafeString:
        if row.returned_on is not None:
            return SafeString(uk_date(row.returned_on))
        late = row.audit.is_open and on > row.audit.returns_due_on
        return SafeString('Not yet <strong class="gt-late">Late</strong>' if late else "Not yet")

    columns: list[Column[Participation]] = [
        Column("agency", "Agency", value=lambda row: str(row.agency), header=True),
        Column("asked_on", "Asked on", classes="gt-nowrap"),
        Column("returned_on", "Sent everything on", cell=done, classes="gt-nowrap"),
    ]
    if takes_out:
        columns.append(Column("out", "Change", value=lambda _: "", cell=_out))
    return Table("Agencies that take part", columns, rows, empty="No agency was asked yet.")


def _out(row: Participation) -> SafeString:
    if row.returned_on is not None:
        return SafeString("")
    at = reverse("audits:part_out", args=[row.audit.partnership.slug, row.audit.key, row.agency.key])
    hidden = format_html('<span class="govuk-visually-hidden">: {}</span>', row.agency)
    return format_html('<a class="govuk-link" href="{}">Take out{}</a>', at, hidden)


def cases_table(rows: Sequence[CaseRow], parts: Sequence[Participation], tool: Tool) -> Table[CaseRow]:
    """Cases by agencies: how far each is, and the grade that was agreed."""

    def moderated(row: CaseRow) -> SafeString:
        if row.overall:
            return level_badge(tool.level(row.overall))
        return SafeString(f"{row.moderated} of {len(tool.titles())}" if row.moderated else "")

    columns: list[Column[CaseRow]] = [
        Column(
            "case", "Case", value=lambda row: str(row.case),
            cell=lambda row: link(row.case.get_absolute_url(), str(row.case)), header=True,
        ),
        Column("how", "How it was chosen", value=how_chosen, classes="gt-table__words"),
        *(_part_column(part) for part in parts),
        Column("moderated", "Agreed", value=lambda row: row.overall, cell=moderated),
    ]  # fmt: skip
    return Table("Cases", columns, rows, empty="There is no case yet. Draw them, or choose one.")


def how_chosen(row: CaseRow) -> str:
    """How a case came into the audit, or left it."""
    case = row.case
    if case.set_aside_because:
        return f"Set aside: {case.set_aside_because}"
    how = "Drawn" if case.draw_id else f"Chosen: {case.chosen_because}"
    return f"{how}, in reserve" if case.reserve else how


def _part_column(part: Participation) -> Column[CaseRow]:
    def cell(row: CaseRow) -> SafeString:
        if row.state_of(part) == "aside":
            return SafeString(
                '<span aria-hidden="true">–</span><span class="govuk-visually-hidden">Not audited</span>'
            )
        tone, word, symbol = RETURNED[row.state_of(part)]
        return badge(tone, word, symbol=symbol)

    name = part.agency.short_name or part.agency.name
    return Column(part.agency.key, name, value=lambda row: RETURNED[row.state_of(part)][1], cell=cell)


def sides_table(sides: Sequence[Side], tool: Tool) -> Table[Side]:
    """One case: what each agency says of each side of its work, beside what was agreed."""

    def agreed(side: Side) -> SafeString:
        if side.agreed is None:
            return SafeString("")
        why = f"<br>{escape(side.agreed.reason)}" if side.agreed.reason else ""
        return SafeString(f"{level_badge(tool.level(side.agreed.grade))}{why}")

    def said(side: Side) -> SafeString:
        parts = [
            format_html(
                "<li><strong>{}</strong> {} {}</li>", agency.short_name or agency.name,
                level_badge(tool.level(grade)) if grade else "No grade.", shows,
            )
            for agency, grade, shows in side.said
        ]  # fmt: skip
        return SafeString(f'<ul class="govuk-list">{"".join(parts)}</ul>' if parts else "")

    columns: list[Column[Side]] = [
        Column("title", "Domain", header=True),
        Column("said", "What agencies found", value=lambda side: len(side.said), cell=said),
        Column("agreed", "Agreed", value=lambda side: side.agreed.grade if side.agreed else "", cell=agreed),
    ]
    return Table("What was found", columns, sides)


def concerns_table(rows: Sequence[Concern]) -> Table[Concern]:
    """Immediate concerns of an audit, the latest first."""
    columns: list[Column[Concern]] = [
        Column(
            "name", "Concern", value=str, cell=lambda row: link(row.get_absolute_url(), str(row)), header=True
        ),
        Column("case", "Case", value=lambda row: str(row.case)),
        Column("agency", "Went to", value=lambda row: str(row.agency)),
        Column("on", "On", classes="gt-nowrap"),
        Column("state", "State", value=concern_word, cell=concern_badge),
    ]
    return Table("Immediate concerns", columns, rows)


def concern_word(row: Concern) -> str:
    """How far a concern is."""
    answers = list(row.answers.all())
    if any(each.safe for each in answers):
        return "The child is known to be safe"
    return "Answered, still open" if answers else "Not answered"


def concern_badge(row: Concern) -> SafeString:
    """The same as a badge."""
    word = concern_word(row)
    tone, symbol = {
        "Not answered": ("red", "octagon"), "Answered, still open": ("amber", "triangle")
    }.get(word, ("green", "circle"))  # fmt: skip
    return badge(tone, word, symbol=symbol)


def openings_table(rows: Sequence[Opening]) -> Table[Opening]:
    """Who opened what, the latest first."""

    def what(row: Opening) -> str:
        return f"Broke the glass: {row.reason}" if row.reason else row.page

    columns: list[Column[Any]] = [
        Column("by_label", "Who", header=True),
        Column("page", "What", value=what),
        Column("recorded_at", "When", value=lambda row: uk_datetime(row.recorded_at)),
    ]
    return Table("Who opened these cases", columns, rows, empty="Nobody has opened them.")
