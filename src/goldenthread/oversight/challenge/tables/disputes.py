"""Disputes as a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.oversight.challenge.models import Dispute, DisputeStep


def last_step(row: Dispute) -> DisputeStep:
    """How far it is. Reads ``steps``."""
    return list(row.steps.all())[-1]


def dispute_badge(row: Dispute) -> SafeString:
    """How far it is, as a badge."""
    step = last_step(row)
    settled = step.step == DisputeStep.Step.SETTLED
    return badge("green" if settled else "amber", str(step), symbol="tick" if settled else "triangle")


def disputes_table(rows: Sequence[Dispute]) -> Table[Dispute]:
    """Disputes, the latest first."""

    def link(row: Dispute) -> SafeString:
        address = escape(row.get_absolute_url())
        return SafeString(f'<a class="govuk-link" href="{address}">{escape(str(row))}</a>')

    columns: list[Column[Dispute]] = [
        Column("number", "Dispute", value=str, cell=link, header=True),
        Column("title", "What it is about"),
        Column("raised_by", "Raised by", value=lambda row: str(row.raised_by)),
        Column("raised_with", "With", value=lambda row: str(row.raised_with)),
        Column("stands", "Stands", value=lambda row: str(last_step(row)), cell=dispute_badge),
        Column("since", "Since", value=lambda row: last_step(row).on, classes="gt-nowrap"),
    ]
    return Table("Disputes between members", columns, rows, empty="No dispute is on record.")
