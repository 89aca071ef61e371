"""Training reports and their figures as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from goldenthread.design.tables import Column, Table
from goldenthread.learning.models import ReportEdition
from goldenthread.learning.reporting import period_name
from goldenthread.learning.tables.programme import link

Line = tuple[str, str, Any]
COUNTS = (
    ("attended", "Came"),
    ("absent", "Did not come"),
    ("cancelled", "Gave up"),
    ("late", "Charged as late"),
)
AMOUNTS = (
    ("cost", "Cost of the sessions"),
    ("charged", "Charged, after what was waived"),
    ("waived", "Waived"),
    ("received", "Received"),
    ("net", "Cost beyond what was charged"),
)


def figures_table(values: dict[str, Any]) -> Table[Line]:
    """Every figure of a report in one list, for a spreadsheet: what it is of, what it counts, how many."""
    columns: list[Column[Line]] = [
        Column("of", "Of", value=lambda row: row[0], header=True),
        Column("what", "What", value=lambda row: row[1]),
        Column("figure", "Figure", value=lambda row: row[2], numeric=True),
    ]
    return Table(f"Training report, {period_name(values)}", columns, list(_lines(values)))


def _lines(values: dict[str, Any]) -> Iterable[Line]:
    whole = values["attendance"]
    yield "All", "Sessions", whole["sessions"]
    yield "All", "Places", whole["places"]
    for row in (whole, *values["agencies"], *values["courses"], *values["months"]):
        for key, text in COUNTS:
            yield row["name"], text, row[key]
    for row in values["feedback"]:
        yield row["stage"], "Asked", row["asked"]
        yield row["stage"], "Answered", row["answered"]
    for key, text in AMOUNTS:
        yield "Money, in pounds", text, Decimal(values["money"][key])


def editions_table(rows: Sequence[ReportEdition]) -> Table[ReportEdition]:
    """The reports that were issued, the latest period first."""
    columns: list[Column[ReportEdition]] = [
        Column(
            "period", "Period", value=lambda row: period_name(row.figures), header=True,
            cell=lambda row: link(row.get_absolute_url(), period_name(row.figures)),
        ),
        Column("number", "Version", numeric=True),
        Column("on", "Issued on", classes="gt-nowrap"),
        Column("attended", "Attendances", value=lambda row: row.figures["attendance"]["attended"], numeric=True),
        Column("by", "By", value=lambda row: row.by_label),
    ]  # fmt: skip
    return Table(
        "Training reports", columns, rows,
        empty="None yet. The Business Team issues one for each half year, once it is over.",
    )  # fmt: skip
