"""The tables of returns: what is owed, what was sent, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import plural
from goldenthread.evidence.measures.analysis.series import Unit, written
from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.returns_due import Return
from goldenthread.partnership.models import Agency

STATES = {
    "missing": ("grey", "Not sent", "ring"),
    "draft": ("grey", "Draft", "square"),
    "submitted": ("blue", "Sent", "up"),
    "queried": ("amber", "Queried", "triangle"),
    "accepted": ("green", "Accepted", "tick"),
    "superseded": ("grey", "Superseded", "level"),
}


def status_badge(status: str) -> SafeString:
    """How a figure stands."""
    tone, word, symbol = STATES[status]
    return badge(tone, word, symbol=symbol)


def return_badge(owed: Return, today: dt.date) -> SafeString:
    """How a return stands: late by how much, queried, waiting, complete, or due."""
    late = owed.days_late(today)
    if late:
        return badge("red", f"{plural(late, 'working day')} late", symbol="octagon")
    if owed.queried:
        return badge("amber", f"{len(owed.queried)} queried", symbol="triangle")
    if owed.missing:
        return badge("grey", "Due", symbol="ring")
    if owed.is_complete:
        return badge("green", "Accepted", symbol="tick")
    return badge("blue", "Sent", symbol="up")


def returns_table(
    caption: str,
    returns: Sequence[Return],
    agencies: Mapping[int, Agency],
    today: dt.date,
    *,
    base: str,
    links: bool,
) -> Table[Return]:
    """Returns with how they stand. ``links`` leads to the form, for those who may fill it in."""

    def period(owed: Return) -> SafeString | str:
        name = escape(owed.period.words)
        if not links:
            return name
        agency = agencies[owed.agency_id]
        return SafeString(f'<a class="govuk-link" href="{base}{agency.key}/{owed.period.key}/">{name}</a>')

    def agency(owed: Return) -> SafeString:
        row = agencies[owed.agency_id]
        return SafeString(f'<a class="govuk-link" href="{base}{row.key}/">{escape(row.name)}</a>')

    def sent(owed: Return) -> str:
        return f"{len(owed.owed) - len(owed.missing)} of {len(owed.owed)}"

    columns: list[Column[Return]] = [
        Column(
            "agency", "Agency", value=lambda owed: agencies[owed.agency_id].name, cell=agency, header=True
        ),
        Column("period", "Return", value=lambda owed: owed.period.words, cell=period),
        Column("due_on", "Due"),
        Column(
            "state",
            "State",
            value=lambda owed: owed.days_late(today),
            cell=lambda owed: return_badge(owed, today),
        ),
        Column("sent", "Figures sent", value=sent, numeric=True),
    ]
    return Table(caption, columns, returns, empty="Nothing is owed.")


def figures_table(
    caption: str, rows: Sequence[Observation], *, base: str, ticks: bool = False
) -> Table[Observation]:
    """Figures with their comments; ``ticks`` gives each a box to accept it."""

    def tick(row: Observation) -> SafeString:
        if row.status != Observation.Status.SUBMITTED:
            return SafeString("")
        name = escape(f"{row.indicator}, {row.period}, {row.agency}")
        return SafeString(
            '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
            f'<input class="govuk-checkboxes__input" type="checkbox" name="figure" value="{row.pk}" id="f{row.pk}">'
            f'<label class="govuk-label govuk-checkboxes__label" for="f{row.pk}">'
            f'<span class="govuk-visually-hidden">{name}</span></label></div></div>'
        )

    def name(row: Observation) -> SafeString:
        return SafeString(f'<a class="govuk-link" href="{base}{row.pk}/">{escape(str(row.indicator))}</a>')

    def figure(row: Observation) -> str:
        said = written(row.value, Unit(row.indicator.unit))
        if row.numerator is not None and row.denominator is not None:
            said += f" ({row.numerator.normalize():,f} of {row.denominator.normalize():,f})"
        return said

    columns: list[Column[Observation]] = [
        *([Column[Observation]("tick", "Accept", cell=tick)] if ticks else []),
        Column("indicator", "Indicator", value=lambda row: str(row.indicator), cell=name, header=True),
        Column("agency", "Agency", value=lambda row: str(row.agency)),
        Column("period", "Period", value=lambda row: row.period.words),
        Column("figure", "Figure", value=figure, numeric=True),
        Column("commentary", "Comment"),
        Column(
            "status",
            "State",
            value=lambda row: row.get_status_display(),
            cell=lambda row: status_badge(row.status),
        ),
    ]
    return Table(caption, columns, rows, empty="Nothing waits.")
