"""The tables of an Annex A reading."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.evidence.measures.models import AnnexAIngest
from goldenthread.partnership.models import Partnership

MOST_SHOWN = 200
TONES = {"running": ("blue", "ring"), "done": ("green", "tick"), "failed": ("red", "octagon")}


def ingests_table(partnership: Partnership, ingests: list[AnnexAIngest]) -> Table[AnnexAIngest]:
    """The readings so far, the latest first."""

    def name(row: AnnexAIngest) -> SafeString:
        row.partnership = partnership
        return SafeString(
            f'<a class="govuk-link" href="{escape(row.get_absolute_url())}">{escape(str(row))}</a>'
        )

    def state(row: AnnexAIngest) -> SafeString:
        tone, symbol = TONES[row.status]
        return badge(tone, row.get_status_display(), symbol=symbol)

    columns: list[Column[AnnexAIngest]] = [
        Column("name", "Return", value=str, cell=name, header=True),
        Column("agency", "Agency", value=lambda row: str(row.agency)),
        Column("status", "State", value=lambda row: row.get_status_display(), cell=state),
        Column("rows", "Rows", value=lambda row: sum(row.rows.values()), numeric=True),
        Column("faults", "Faults", value=lambda row: sum(each[2] for each in row.fault_counts), numeric=True),
        Column("started_at", "Read on"),
        Column("by_label", "By"),
    ]
    return Table(
        "Readings so far",
        columns,
        ingests,
        empty="No workbook has been read here yet. When one is, its counts and faults appear here; its rows never do.",
    )


def lists_table(ingest: AnnexAIngest) -> Table[Any]:
    """How many rows each list holds."""
    columns: list[Column[Any]] = [
        Column("list", "List", value=lambda row: row[0], header=True),
        Column("rows", "Rows", value=lambda row: row[1], numeric=True),
    ]
    return Table("Rows read", columns, list(ingest.rows.items()))


def fault_table(ingest: AnnexAIngest) -> Table[Any]:
    """The first faults by place."""
    columns: list[Column[Any]] = [
        Column("list", "List", value=lambda row: row[0], header=True),
        Column("row", "Row", value=lambda row: row[1], numeric=True),
        Column("column", "Column", value=lambda row: row[2]),
        Column("message", "What is wrong, and what to do", value=lambda row: row[4]),
    ]
    return Table("Faults by place", columns, ingest.faults[:MOST_SHOWN], empty="No fault was found.")


def figures_table(ingest: AnnexAIngest) -> Table[Any]:
    """What the lists add up to."""
    columns: list[Column[Any]] = [
        Column("title", "Figure", value=lambda row: row[1].get("title") or row[0], header=True),
        Column("numerator", "Numerator", value=lambda row: row[1]["numerator"], numeric=True),
        Column("denominator", "Denominator", value=lambda row: row[1]["denominator"], numeric=True),
        Column("value", "Value", value=lambda row: row[1]["value"], numeric=True),
    ]
    return Table("Figures", columns, list(ingest.indicators.items()))
