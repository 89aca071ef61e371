"""Contributions, receipts, the formula and what it would mean, as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from goldenthread.design.tables import Column, Table
from goldenthread.design.words import pounds
from goldenthread.oversight.finance.forecast import total
from goldenthread.oversight.finance.formula import in_words
from goldenthread.oversight.finance.models import Formula, FormulaLine, Receipt, Revision
from goldenthread.oversight.finance.selectors.equity import Compared, Share
from goldenthread.oversight.finance.selectors.position import STATES, Paid
from goldenthread.oversight.finance.tables.cells import link, money, state_badge, then

SORTS: dict[str, Callable[[Paid], Any]] = {
    "agency": lambda row: str(row.agency).casefold(),
    "agreed": lambda row: row.agreed,
    "due": lambda row: row.due_on,
    "outstanding": lambda row: row.outstanding,
}


def contributions_table(
    rows: Sequence[Paid], *, sort: str = "", sort_link: Callable[[str], str] | None = None, year: bool = False
) -> Table[Paid]:
    """What each agency agreed, by when, and what came in, with the sum; with ``year`` one agency's, year by year."""
    first = Column[Paid](
        "year" if year else "agency",
        "Year" if year else "Agency",
        value=lambda row: str(row.contribution.year if year else row.agency),
        cell=lambda row: link(
            row.contribution.get_absolute_url(), str(row.contribution.year if year else row.agency)
        ),
        header=True,
        sort="" if year else "agency",
    )
    columns: list[Column[Paid]] = [
        first,
        Column(
            "state", "Stands", value=lambda row: STATES[row.state], cell=lambda row: state_badge(row.state)
        ),
        money("by_formula", "By the formula", lambda row: row.contribution.by_formula),
        money("agreed", "Agreed", lambda row: row.agreed, sort="" if year else "agreed"),
        Column("due", "Due", value=lambda row: row.due_on, sort="" if year else "due"),
        money("received", "Received", lambda row: row.received),
        money("outstanding", "To come", lambda row: row.outstanding, sort="" if year else "outstanding"),
        money("over", "Overpaid", lambda row: row.over or None),
    ]
    foot = None
    if rows and not year:
        sums = [total(getattr(row, name) for row in rows) for name in ("agreed", "received", "outstanding")]
        agreed, received, outstanding = map(pounds, sums)
        foot = ["Total", "", "", agreed, "", received, outstanding, ""]
    return Table(
        "Contributions", columns, rows, empty="No contribution is on record yet.", sort=sort, sort_link=sort_link,
        foot=foot,
    )  # fmt: skip


def receipts_table(rows: Sequence[Receipt], *, manages: bool) -> Table[Receipt]:
    """What came in, and what was reversed. Reads ``reversed_by``."""

    def reference(row: Receipt) -> str:
        if not manages or row.reverses_id or getattr(row, "reversed_by", None):
            return row.reference
        each = row.contribution
        where = [each.year.partnership.slug, each.year.key, each.agency.key, row.pk]
        return then(
            row.reference, (reverse("finance:receipt_reverse", args=where), "Reverse it", row.reference)
        )

    columns: list[Column[Receipt]] = [
        Column("reference", "Reference", cell=reference, header=True),
        Column("on", "Day"),
        money("amount", "Pounds", lambda row: row.amount),
        Column("stands", "Stands", value=_stands),
        Column("note", "Why"),
        Column("by_label", "Recorded by"),
    ]
    foot = ["Total", "", pounds(total(row.amount for row in rows)), "", "", ""] if rows else None
    return Table("What came in", columns, rows, empty="Nothing has come in yet.", foot=foot)


def _stands(row: Any) -> str:
    if row.reverses_id:
        return "Reverses a payment"
    return "Reversed" if getattr(row, "reversed_by", None) else "Counts"


def revisions_table(rows: Sequence[Revision], caption: str = "Revisions") -> Table[Revision]:
    """What changed after the budget was set, from what to what, and why."""
    columns: list[Column[Revision]] = [
        Column("what", "What", value=lambda row: row.what, header=True),
        Column("on", "Day"),
        money("was", "Was", lambda row: row.was),
        money("now", "Is", lambda row: row.now),
        Column("due_on", "Now due"),
        Column("reason", "Why", classes="gt-table__wide"),
        Column("by_label", "By"),
    ]
    return Table(caption, columns, rows, empty="Nothing has changed since the budget was set.")


def equity_table(rows: Sequence[Share]) -> Table[Share]:
    """The parts that the safeguarding partners pay."""
    columns: list[Column[Share]] = [
        Column("agency", "Safeguarding partner", value=lambda row: str(row.agency), header=True),
        money("agreed", "Agreed", lambda row: row.agreed),
        Column("of_partners", "Of what they pay together", value=lambda row: row.of_partners, numeric=True,
               cell=lambda row: _percent(row.of_partners)),
        Column("of_all", "Of all contributions", value=lambda row: row.of_all, numeric=True,
               cell=lambda row: _percent(row.of_all)),
    ]  # fmt: skip
    return Table(
        "Equity between the safeguarding partners",
        columns,
        rows,
        empty="No safeguarding partner contributes.",
    )


def _percent(share: Any) -> str:
    return "" if share is None else f"{share}%"


def formula_table(formula: Formula | None) -> Table[FormulaLine]:
    """What a formula says of each agency. Reads ``lines``."""
    columns: list[Column[FormulaLine]] = [
        Column("agency", "Agency", value=lambda row: str(row.agency), header=True),
        money("fixed", "Fixed sum", lambda row: row.fixed),
        Column(
            "share",
            "Share of the rest",
            value=lambda row: in_words(row.share) if row.over else "",
            numeric=True,
        ),
    ]
    rows = list(formula.lines.all()) if formula else []
    return Table("What each agency pays", columns, rows, empty="No formula is on record yet.")


def formulas_table(rows: Sequence[Formula]) -> Table[Formula]:
    """The formulas there were."""

    def lines(row: Formula) -> str:
        return "; ".join(
            f"{each.agency} {pounds(each.fixed) if each.fixed is not None else in_words(each.share)}"
            for each in row.lines.all()
        )

    columns: list[Column[Formula]] = [
        Column("number", "Formula", value=str, header=True),
        Column("on", "Agreed on"),
        Column("lines", "What it says", value=lines, classes="gt-table__wide"),
        Column("note", "Where and why"),
    ]
    return Table("Formulas before it", columns, rows)


def what_if_table(rows: Sequence[Compared], year: str) -> Table[Compared]:
    """What each agency would pay, beside what it agreed for a year."""
    columns: list[Column[Compared]] = [
        Column("agency", "Agency", value=lambda row: str(row.agency), header=True),
        money("now", f"Agreed for {year}" if year else "Agreed now", lambda row: row.now),
        money("then", "Would pay", lambda row: row.then),
        Column("change", "Change", value=lambda row: row.change, cell=_change, numeric=True),
    ]
    sums = [total(getattr(row, name) for row in rows) for name in ("now", "then", "change")]
    foot = ["Total", *map(pounds, sums)] if rows else None
    return Table("What it would mean", columns, rows, foot=foot)


def _change(row: Compared) -> str:
    if not row.change:
        return "No change"
    return f"{'Up' if row.change > 0 else 'Down'} by {pounds(abs(row.change))}"
