"""The budget, headings, reserves and years as tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from goldenthread.design.tables import Column, Table
from goldenthread.design.words import pounds
from goldenthread.oversight.finance.forecast import Pattern, total
from goldenthread.oversight.finance.models import BudgetYear, Heading, Movement
from goldenthread.oversight.finance.selectors.position import Line, Position
from goldenthread.oversight.finance.tables.cells import link, money, then, year_badge


def budget_table(found: Position, *, manages: bool = False) -> Table[Line]:
    """Each heading: planned, spent, committed, and what it will come to."""
    year = found.year

    def title(row: Line) -> str:
        if not (manages and year.is_open):
            return row.heading.title
        address = reverse("finance:line_revise", args=[year.partnership.slug, year.key, row.heading.key])
        return then(row.heading.title, (address, "Change it", row.heading.title))

    columns: list[Column[Line]] = [
        Column("heading", "Heading", value=lambda row: row.heading.title, cell=title, header=True),
        money("first", "When set", lambda row: row.first),
        money("budget", "Budget now", lambda row: row.budget),
        money("spent", "Spent", lambda row: row.spent),
        money("committed", "Committed", lambda row: row.committed),
        money("to_come", "Still to come", lambda row: row.forecast.to_come),
        money("forecast", "Forecast", lambda row: row.forecast.total),
        money("left", "Left by the end", lambda row: row.forecast.left),
        Column(
            "why", "How it is forecast", value=lambda row: row.forecast.method.why, classes="gt-table__wide"
        ),
    ]
    sums = (
        total(row.first for row in found.lines), found.budget, found.spent, found.committed,
        total(row.forecast.to_come for row in found.lines), found.forecast, found.budget - found.forecast,
    )  # fmt: skip
    foot = ["Total", *(pounds(each) for each in sums), ""] if found.lines else None
    return Table(
        "Budget and spending by heading",
        columns,
        found.lines,
        empty="Nothing is planned or spent yet.",
        foot=foot,
    )


def headings_table(rows: Sequence[Heading], *, slug: str, manages: bool) -> Table[Heading]:
    """The headings under which money is planned and spent."""

    def title(row: Heading) -> str:
        if not manages:
            return row.title
        return then(
            row.title, (reverse("finance:heading_edit", args=[slug, row.key]), "Change it", row.title)
        )

    columns: list[Column[Heading]] = [
        Column("title", "Heading", cell=title, header=True),
        Column("pattern", "How it is spent", value=lambda row: Pattern(row.pattern).label),  # type: ignore[call-arg]
    ]
    return Table(
        "Headings", columns, rows, empty="No heading is there yet. Add those that the council’s ledger has."
    )


def movements_table(rows: Sequence[Movement], year: BudgetYear, *, manages: bool) -> Table[Movement]:
    """What went into the reserves and out of them. Reads ``reversed_by``."""

    def reason(row: Movement) -> str:
        if not (manages and year.is_open) or row.reverses_id or getattr(row, "reversed_by", None):
            return row.reason
        address = reverse("finance:movement_reverse", args=[year.partnership.slug, year.key, row.pk])
        return then(row.reason, (address, "Reverse it", row.reason))

    columns: list[Column[Movement]] = [
        Column("reason", "Why", cell=reason, header=True),
        Column("on", "Day"),
        money("amount", "Pounds", lambda row: row.amount),
        Column("stands", "Stands", value=_stands),
        Column("by_label", "Recorded by"),
    ]
    return Table("Other movements of reserves", columns, rows)


def _stands(row: Movement) -> str:
    if row.reverses_id:
        return "Reverses another"
    return "Reversed" if getattr(row, "reversed_by", None) else "Counts"


def history_table(rows: Sequence[Position]) -> Table[Position]:
    """Year by year: what was agreed, received, earned, spent, and left."""
    columns: list[Column[Position]] = [
        Column("year", "Year", value=lambda row: row.year.key, header=True,
               cell=lambda row: link(row.year.get_absolute_url(), row.year.key)),
        Column("status", "Stands", value=lambda row: row.year.get_status_display(),
               cell=lambda row: year_badge(row.year.status, row.year.get_status_display())),
        money("opening", "Reserve at the beginning", lambda row: row.year.opening_reserve),
        money("agreed", "Contributions agreed", lambda row: row.agreed),
        money("received", "Received", lambda row: row.received),
        money("charged", "Training charged", lambda row: row.charged),
        money("budget", "Budget", lambda row: row.budget),
        money("spent", "Spent", lambda row: row.spent),
        money("reserve", "Reserve at the end, forecast until it is over", lambda row: row.reserve_at_end),
    ]  # fmt: skip
    return Table("Years side by side", columns, rows, empty="No year is on record yet.")


def by_agency_table(rows: Sequence[Position]) -> Table[str]:
    """What each agency agreed, year by year, the earliest first."""
    by_year = [{str(each.agency): each.agreed for each in row.paid} for row in rows]
    names = list(dict.fromkeys(name for found in by_year for name in found))
    columns: list[Column[str]] = [Column("agency", "Agency", value=str, header=True)]
    for row, found in zip(rows, by_year, strict=True):
        columns.append(money(row.year.key, row.year.key, found.get))
    foot = ["Total", *(pounds(row.agreed) for row in rows)] if names else None
    return Table("Agreed contributions by agency and year", columns, names, foot=foot)
