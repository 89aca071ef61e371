"""The action matrix as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.oversight.meetings.selectors.given import STATES, Given, state_of
from goldenthread.partnership.today import today
from goldenthread.plans.words import rating_badge

TONES = {
    "unsent": ("grey", "ring"),
    "waiting": ("blue", "circle"),
    "late": ("red", "octagon"),
    "answered": ("green", "tick"),
}


def given_table(
    rows: Sequence[Given],
    *,
    on: dt.date | None = None,
    readable: frozenset[int] = frozenset(),
    answerable: frozenset[int] = frozenset(),
    caption: str = "",
) -> Table[Given]:
    """What was given, to whom, by when, whether it was answered. ``readable`` are the actions that become links.

    ``answerable`` are those for which the reader may answer.
    """
    day = on or today()

    def answer(row: Given) -> SafeString:
        state = state_of(row, day)
        tone, symbol = TONES[state]
        when = row.answered_on or row.answer_due
        said = f" {'on' if row.answered_on else 'by'} {uk_date(when)}" if when else ""
        link = _answer_link(row) if row.given.pk in answerable else ""
        return SafeString(f"{badge(tone, STATES[state], symbol=symbol)}<br>{escape(said.strip())}{link}")

    columns: list[Column[Given]] = [
        Column(
            "action",
            "Action",
            value=lambda row: str(row.given.action),
            cell=lambda row: _name(row, readable),
            header=True,
        ),
        Column("answer", "Answer", value=lambda row: STATES[state_of(row, day)], cell=answer),
        Column("agency", "Agency", value=lambda row: str(row.given.action.lead_agency or "")),
        Column("lead", "Lead", value=_lead),
        Column("due", "Due", value=lambda row: row.given.action.due_on),
        Column(
            "rating",
            "Stands at",
            value=lambda row: row.level.word if row.level else "",
            cell=lambda row: rating_badge(row.given.action.plan.scale_key, row.rating),
        ),
    ]
    return Table(caption or "Action matrix", columns, rows, empty="No meeting has given an action yet.")


def _name(row: Given, readable: frozenset[int]) -> SafeString:
    action = row.given.action
    text = escape(f"{action.ref} {action.title}")
    if row.given.pk in readable:
        text = SafeString(f'<a class="govuk-link" href="{escape(action.get_absolute_url())}">{text}</a>')
    said = "".join(
        f'<br><span class="gt-muted">{escape(uk_date(each.on))}: {escape(each.text)}</span>'
        for each in row.given.answers.all()
    )
    return SafeString(f"{text}{said}")


def _answer_link(row: Given) -> str:
    slug = row.given.item.meeting.partnership.slug
    address = reverse("meetings:answer", args=[slug, row.given.pk])
    hidden = f'<span class="govuk-visually-hidden">: {escape(str(row.given.action))}</span>'
    word = "Answer" if row.answered_on is None else "Say more"
    return f'<br><a class="govuk-link" href="{escape(address)}">{word}{hidden}</a>'


def _lead(row: Given) -> str:
    return "; ".join(part.person.post for part in row.given.action.officer_parts.all() if part.part == "lead")
