"""Spending, commitments, a ledger that waits, and reports, as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import pounds, uk_date
from goldenthread.oversight.finance.forecast import total
from goldenthread.oversight.finance.ledger import Entry, Place
from goldenthread.oversight.finance.models import BudgetYear, Commitment, FinanceReport, Spending
from goldenthread.oversight.finance.tables.cells import link, money, then
from goldenthread.partnership.today import today

LATEST, REPLACED = "Latest of its half year", "Replaced by a later one"
SORTS: dict[str, str] = {"on": "on", "amount": "amount", "heading": "heading__title"}


def spending_table(
    rows: Sequence[Spending], year: BudgetYear, *, manages: bool = False, sort: str = "",
    sort_link: Callable[[str], str] | None = None,
) -> Table[Spending]:  # fmt: skip
    """What was paid for what. Reads ``reversed_by``."""

    def description(row: Spending) -> str:
        if not (manages and year.is_open) or row.reverses_id or getattr(row, "reversed_by", None):
            return row.description
        address = reverse("finance:spending_reverse", args=[year.partnership.slug, year.key, row.pk])
        return then(row.description, (address, "Reverse it", f"{row.description}, {row.reference}"))

    columns: list[Column[Spending]] = [
        Column("description", "For what", cell=description, header=True),
        Column("on", "Day", sort="on"),
        Column("heading", "Heading", value=lambda row: row.heading.title, sort="heading"),
        money("amount", "Pounds", lambda row: row.amount, sort="amount"),
        Column("reference", "Reference"),
        Column(
            "commitment", "Commitment", value=lambda row: row.commitment.number if row.commitment else None
        ),
        Column("stands", "Stands", value=_stands),
        Column("note", "Why"),
    ]
    foot = ["Total", "", "", pounds(total(row.amount for row in rows)), "", "", "", ""] if rows else None
    return Table(
        "Spending", columns, rows, sort=sort, sort_link=sort_link, foot=foot,
        empty="Nothing is spent yet. Record a payment, or bring in the council’s ledger.",
    )  # fmt: skip


def _stands(row: Spending) -> str:
    if row.reverses_id:
        return "Reverses a payment"
    return "Reversed" if getattr(row, "reversed_by", None) else "Counts"


def stands(row: Commitment) -> str:
    """How a commitment stands, in a word. Reads ``spending`` and ``end``."""
    if row.open:
        return "Later than expected" if today() > row.expected_on else "Open"
    return "Ended" if row.ended else "Paid"


LOOKS = {
    "Open": ("blue", "circle"),
    "Later than expected": ("amber", "diamond"),
    "Paid": ("green", "tick"),
    "Ended": ("grey", "square"),
}


def _badge(row: Commitment) -> SafeString:
    tone, symbol = LOOKS[stands(row)]
    return badge(tone, stands(row), symbol=symbol)


def commitments_table(
    rows: Sequence[Commitment], year: BudgetYear, *, manages: bool = False, reviews: bool = False
) -> Table[Commitment]:
    """What is committed, paid of it, and still open. ``reviews`` says whether references of reviews are shown."""

    def what(row: Commitment) -> str:
        text = f"{row.number} {row.what}"
        if not (manages and year.is_open and row.open):
            return text
        address = reverse("finance:commitment_end", args=[year.partnership.slug, year.key, row.number])
        return then(text, (address, "It is not needed any more", text))

    def review(row: Commitment) -> str:
        return row.review if reviews or not row.review else "A review"

    columns: list[Column[Commitment]] = [
        Column("what", "For what", value=lambda row: f"{row.number} {row.what}", cell=what, header=True),
        Column("stands", "Stands", value=stands, cell=_badge),
        Column("review", "Review", value=review),
        Column("heading", "Heading", value=lambda row: row.heading.title),
        money("amount", "Committed", lambda row: row.amount),
        money("spent", "Paid", lambda row: row.spent),
        money("open", "Still open", lambda row: row.open),
        Column("expected_on", "Expected by"),
        Column("end", "Why it ended", value=lambda row: str(row.ended or "")),
    ]  # fmt: skip
    sums = [total(getattr(row, name) for row in rows) for name in ("amount", "spent", "open")]
    foot = ["Total", "", "", "", *map(pounds, sums), "", ""] if rows else None
    return Table(
        "Commitments", columns, rows, foot=foot,
        empty="Nothing is committed. What a review will cost stands here until it is paid.",
    )  # fmt: skip


def entries_table(rows: Sequence[Entry]) -> Table[Entry]:
    """The payments of a ledger as they would be kept."""
    columns: list[Column[Entry]] = [
        Column("row", "Row", numeric=True),
        Column("description", "For what", header=True),
        Column("on", "Day"),
        Column("title", "Heading"),
        money("amount", "Pounds", lambda row: row.amount),
        Column("reference", "Reference"),
        Column(
            "known",
            "What happens",
            value=lambda row: "On record already: left out" if row.known else "Is kept",
        ),
    ]
    kept = total(row.amount for row in rows if not row.known)
    return Table("What is in the file", columns, rows, foot=["", "To be kept", "", "", pounds(kept), "", ""])


def problems_table(problems: Sequence[Place]) -> Table[Any]:
    """What is wrong in a file, by row and column."""
    columns: list[Column[Place]] = [
        Column("row", "Row", value=lambda each: each[0], numeric=True),
        Column("column", "Column", value=lambda each: each[1], header=True),
        Column("message", "What is wrong, and what to do", value=lambda each: each[2]),
    ]
    return Table("What is wrong in the file", columns, problems)


def reports_table(rows: Sequence[FinanceReport]) -> Table[FinanceReport]:
    """The reports that were issued, the latest first."""
    latest = {row.half: row.pk for row in reversed(rows)}
    columns: list[Column[FinanceReport]] = [
        Column("title", "Report", value=str, header=True,
               cell=lambda row: link(row.get_absolute_url(), f"{row}, number {row.number}")),
        Column("as_at", "As at"),
        Column("on", "Issued on"),
        Column("stands", "Stands", value=lambda row: LATEST if latest[row.half] == row.pk else REPLACED),
        Column("by_label", "By"),
    ]  # fmt: skip
    empty = "No report is issued yet. Two are due each year, in October and in March."
    return Table(
        f"Finance reports, as at {uk_date(today())}" if rows else "Finance reports",
        columns,
        rows,
        empty=empty,
    )
