"""Ten budget years of one synthetic partnership: what agencies contribute, and three hundred payments a year."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from goldenthread.duties.clock import add_months
from goldenthread.oversight.finance.models import (
    BudgetLine,
    BudgetYear,
    Commitment,
    Contribution,
    Heading,
    Receipt,
    Spending,
)
from goldenthread.partnership.models import Agency, Partnership

HEADINGS = 6
PAYMENTS = 300
CONTRIBUTION = Decimal("25000.00")


def fill_finance(
    partnership: Partnership,
    agencies: list[Agency],
    chance: random.Random,
    *,
    years: int,
    last: dt.date,
    by_label: str,
) -> None:
    """So many years, the last of which is that of the day ``last``; all but the last contribution paid. In bulk."""
    headings = [
        Heading.objects.create(partnership=partnership, key=f"heading-{n}", title=f"Synthetic heading {n}")
        for n in range(1, HEADINGS + 1)
    ]
    first = dt.date(last.year if last.month > 3 else last.year - 1, 4, 1)
    for number in reversed(range(years)):
        _year(
            partnership,
            agencies,
            headings,
            chance,
            starts_on=add_months(first, -12 * number),
            by_label=by_label,
        )


def _year(
    partnership: Partnership,
    agencies: list[Agency],
    headings: list[Heading],
    chance: random.Random,
    *,
    starts_on: dt.date,
    by_label: str,
) -> None:
    ends_on = add_months(starts_on, 12) - dt.timedelta(days=1)
    year = BudgetYear.objects.create(
        partnership=partnership, key=f"{starts_on.year}-{ends_on.year % 100:02}", starts_on=starts_on, ends_on=ends_on,
        status="set",
    )  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(year=year, heading=each, amount=Decimal("30000.00"), fixed=True) for each in headings
    )
    due = starts_on + dt.timedelta(days=90)
    owed = Contribution.objects.bulk_create(
        Contribution(
            year=year, agency=each, by_formula=CONTRIBUTION, agreed=CONTRIBUTION, due_on=due, fixed=True
        )
        for each in agencies
    )
    Receipt.objects.bulk_create(
        Receipt(contribution=each, on=due, amount=CONTRIBUTION, reference=f"S-{each.pk}", by_label=by_label)
        for each in owed[:-1]
    )
    Commitment.objects.bulk_create(
        Commitment(
            year=year, number=n, heading=chance.choice(headings), what=f"Synthetic work {n}", on=starts_on,
            amount=Decimal("500.00"), expected_on=ends_on, by_label=by_label,
        )
        for n in range(1, 21)
    )  # fmt: skip
    Spending.objects.bulk_create(
        Spending(
            year=year, heading=chance.choice(headings), on=starts_on + dt.timedelta(days=chance.randint(0, 150)),
            amount=Decimal(chance.randint(100, 60_000)) / 100, description=f"Synthetic payment {n}",
            reference=f"S-{n}", by_label=by_label,
        )
        for n in range(1, PAYMENTS + 1)
    )  # fmt: skip
