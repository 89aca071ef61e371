"""Who owes what, and how late: exceptions by agency and by lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from goldenthread.design.tables import Column, Table
from goldenthread.duties.clock import working_days_between
from goldenthread.plans.position import ActionRow, Rollup, roll_up

MOST = 10
NO_AGENCY, NO_LEAD = "No lead agency", "Nobody is named"


def standing_days(row: ActionRow) -> int:
    """For how many working days a row has been an exception: since its due date, or since it was first rated so."""
    rated = working_days_between(row.concern_since, row.as_at) if row.concern_since else 0
    return max(row.working_days_overdue, rated)


@dataclass(frozen=True)
class Owed:
    """What one agency or lead owes, and what of it has stood longest."""

    rollup: Rollup
    label: str
    href: str
    longest: ActionRow

    @property
    def longest_days(self) -> int:
        """For how long the longest has stood, in working days."""
        return standing_days(self.longest)


def by_agency(rows: Iterable[ActionRow], exceptions_url: str) -> list[Owed]:
    """The exceptions of each lead agency, those without an explanation first."""
    return _owed(
        roll_up(rows, lambda row: row.agency_key, lambda row: row.agency or NO_AGENCY),
        lambda rollup: f"{exceptions_url}?{urlencode({'agency': rollup.key or 'none'})}",
    )


def by_lead(rows: Iterable[ActionRow], exceptions_url: str) -> list[Owed]:
    """The exceptions of each lead, those without an explanation first. There is no list of those without a lead."""
    return _owed(
        roll_up(rows, lambda row: row.lead, lambda row: row.lead or NO_LEAD),
        lambda rollup: f"{exceptions_url}?{urlencode({'lead': rollup.key})}" if rollup.key else "",
    )


def _owed(rollups: list[Rollup], href: Callable[[Rollup], str]) -> list[Owed]:
    owed = [Owed(each, each.label, href(each), max(each.rows, key=standing_days)) for each in rollups]
    return sorted(owed, key=lambda each: (-each.rollup.unexplained, -each.longest_days, each.label))


def owing_table(caption: str, heading: str, owed: list[Owed]) -> Table[Owed]:
    """Who owes how much: exceptions, those without an explanation, and the longest."""
    columns: list[Column[Owed]] = [
        Column("label", heading, cell=_label, header=True),
        Column("exceptions", "Exceptions", value=lambda each: each.rollup.exceptions, numeric=True),
        Column("unexplained", "Unexplained", cell=_unexplained, numeric=True),
        Column("longest", "Longest", cell=_longest, numeric=True, hint="working days"),
    ]
    return Table(caption, columns, owed[:MOST], empty="Nothing is overdue or rated as a concern.")


def _label(each: Owed) -> str:
    if not each.href:
        return each.label
    return SafeString(f'<a class="govuk-link" href="{escape(each.href)}">{escape(each.label)}</a>')


def _unexplained(each: Owed) -> str:
    return str(each.rollup.unexplained) if each.rollup.unexplained else "–"


def _longest(each: Owed) -> SafeString:
    row = each.longest
    link = f'<a class="govuk-link" href="{escape(row.url)}">{escape(row.ref)}</a>'
    return SafeString(f"{each.longest_days:,} ({link})")
