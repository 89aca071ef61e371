"""Data quality as tables: one row an agency, and a grid of its periods."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.evidence.measures.selectors.quality import AgencyQuality, Quality

STATES = {
    "late": ("red", "Late", "octagon"),
    "queried": ("amber", "Queried", "triangle"),
    "due": ("grey", "Due", "ring"),
    "sent": ("green", "Sent", "tick"),
}


def quality_table(quality: Quality) -> Table[AgencyQuality]:
    """What each agency owes and sends."""

    def count(name: str) -> Any:
        return lambda each: each.counts[name]

    columns: list[Column[AgencyQuality]] = [
        Column("agency", "Agency", value=lambda each: each.agency.name, header=True),
        Column("owed", "Owed", value=count("owed"), numeric=True),
        Column("sent", "Sent", value=count("sent"), numeric=True),
        Column(
            "completeness",
            "Complete",
            value=lambda each: round(each.completeness, 1),
            cell=lambda each: f"{each.completeness:.0f}%",
            numeric=True,
        ),
        Column("in_time", "Sent in time", value=count("in_time"), numeric=True),
        Column("late", "Late", value=count("late"), numeric=True),
        Column("longest", "Longest", hint="working days late", numeric=True),
        Column("queried", "Queried", value=count("queried"), numeric=True),
        Column("corrected", "Corrected later", numeric=True),
    ]
    return Table(
        "What each agency owes and sends", columns, quality.agencies, empty="No figure is collected yet."
    )


def grid_table(quality: Quality) -> Table[AgencyQuality]:
    """Each agency's monthly returns over time."""

    def state(period: Any) -> Any:
        def cell(each: AgencyQuality) -> SafeString | str:
            found = each.periods.get(period, "")
            if not found:
                return ""
            tone, word, symbol = STATES[found]
            return badge(tone, word, symbol=symbol)

        return cell

    def held(period: Any) -> Any:
        return lambda each: each.periods.get(period, "")

    columns: list[Column[AgencyQuality]] = [
        Column("agency", "Agency", value=lambda each: each.agency.name, header=True),
        *(
            Column[AgencyQuality](
                period.key,
                period.short,
                value=held(period),
                cell=state(period),
            )
            for period in quality.periods
        ),
    ]
    return Table("Monthly returns over time", columns, [each for each in quality.agencies if each.periods])
