"""Budgets that were set, contributions that are owed and paid, and reports that were issued, as duties need to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.duties.own_facts import PARTNERSHIP
from goldenthread.oversight.finance.models import Contribution, FinanceReport, YearStep
from goldenthread.oversight.finance.money import NOTHING
from goldenthread.partnership.models import Partnership

H = Happening


def finance_facts(partnership: Partnership) -> Iterator[Fact]:
    """A fact for each budget that was set, each contribution of one, owed and paid in full, and each report. Five
    queries.
    """
    steps = YearStep.objects.filter(year__partnership=partnership, step=YearStep.Step.SET)
    set_on = {step.year_id: step.on for step in steps.select_related("year__partnership")}
    for step in steps:
        yield Fact(H.BUDGET_SET, on=step.on, about=PARTNERSHIP, title=f"budget of {step.year}")
    for row in Contribution.objects.whole().filter(year__in=set_on):
        yield from _contribution(row, set_on)
    yield from _reports(partnership)


def _reports(partnership: Partnership) -> Iterator[Fact]:
    """The first of each half year: one that corrects it is no second report."""
    told: set[tuple[int, str]] = set()
    rows = FinanceReport.objects.filter(year__partnership=partnership).select_related("year__partnership")
    for row in rows.order_by("number"):
        if (row.year_id, row.half) not in told:
            told.add((row.year_id, row.half))
            yield Fact(
                H.FINANCE_REPORTED, on=row.on, about=PARTNERSHIP, title=str(row), url=row.get_absolute_url()
            )


def _contribution(row: Contribution, set_on: dict[int, dt.date]) -> Iterator[Fact]:
    about, title = f"contribution:{row.pk}", str(row)
    revisions = list(row.revisions.all())
    lapsed = revisions[-1].on if revisions and not row.now else None
    agreed_on = set_on[row.year_id]
    if row.now or revisions:
        yield Fact(
            H.CONTRIBUTION_AGREED, on=agreed_on, about=about, title=title, url=row.get_absolute_url(),
            due=row.due_now, agency=row.agency_id, lapsed=lapsed,
        )  # fmt: skip
    paid_on = _paid_on(row)
    if paid_on is not None:
        yield Fact(H.CONTRIBUTION_RECEIVED, on=max(paid_on, agreed_on), about=about, title=title)


def _paid_on(row: Contribution) -> dt.date | None:
    """The day from which it was paid in full and stayed so; nothing while something is still to come."""
    came, day = NOTHING, None
    for receipt in row.receipts.all():
        came += receipt.amount
        if came < row.now:
            day = None
        elif day is None:
            day = receipt.on
    return day if row.now else None
