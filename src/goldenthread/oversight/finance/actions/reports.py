"""Finance reports: issued twice a year, frozen as they were issued."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from goldenthread.design.words import pounds, uk_date
from goldenthread.oversight.finance.actions.years import lock_year
from goldenthread.oversight.finance.models import BudgetYear, FinanceReport
from goldenthread.oversight.finance.report import Figures, body_of, figures_of
from goldenthread.oversight.finance.selectors.position import position
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def issue_report(
    *,
    by: Actor,
    year: BudgetYear,
    half: str,
    as_at: dt.date,
    words: str,
    ledger: Decimal | None = None,
    difference: str = "",
) -> FinanceReport:
    """Issues the report of half a year as its figures stand at a day; from then on nothing changes it.

    Raises :class:`RuleError` as :func:`figures_for` does, for no words, and for the same report again.
    """
    row = lock_year(by, year)
    if not words.strip():
        raise RuleError({"words": "Say what the figures mean."}, code="empty")
    figures = figures_for(row, as_at=as_at, ledger=ledger, difference=difference)
    rows = FinanceReport.objects.filter(year=row)
    last = rows.first()
    if last is not None and (last.half, last.figures, last.words) == (half, figures, words.strip()):
        raise RuleError(f"This report is issued already, as number {last.number}.", code="twice")
    made = FinanceReport(
        year=row, number=(last.number if last else 0) + 1, half=half, as_at=as_at, on=today(), words=words.strip(),
        ledger=ledger, difference=difference.strip()[:300], figures=figures, by=by.person, by_label=by.label,
    )  # fmt: skip
    made.body = body_of(row, figures, title=str(made), words=made.words)
    made.save()
    record("finance.reported", f"Issued “{made}”, as at {uk_date(as_at)}", by=by, about=made)
    return made


def figures_for(
    row: BudgetYear, *, as_at: dt.date, ledger: Decimal | None = None, difference: str = ""
) -> Figures:
    """The figures that a report as at a day would freeze.

    Raises :class:`RuleError` for a draft budget, a day outside the year or to come, and a ledger of another sum
    without the reason.
    """
    if row.is_draft:
        raise RuleError(f"The budget of {row} is not set yet.", code="draft")
    if not row.starts_on <= as_at <= row.ends_on:
        raise RuleError({"as_at": f"{uk_date(as_at)} is not in {row}."}, code="outside")
    if as_at > today():
        raise RuleError({"as_at": "This day is still to come."}, code="future")
    found = position(row, as_at)
    if ledger is not None and ledger != found.spent and not difference.strip():
        raise RuleError(
            {
                "difference": f"The ledger says {pounds(ledger)}, and {pounds(found.spent)} is on record here: "
                f"{pounds(ledger - found.spent)} apart. Say why."
            },
            code="apart",
        )
    return figures_of(found, ledger=ledger, difference=difference.strip())
