"""How a year stands on a day: what was agreed and received, spent and committed, forecast, and left in the reserves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goldenthread.oversight.finance.forecast import Forecast, Use, forecast, months_over, total
from goldenthread.oversight.finance.models import (
    BudgetLine,
    BudgetYear,
    Commitment,
    Contribution,
    Heading,
    Movement,
    Spending,
)
from goldenthread.oversight.finance.money import NOTHING
from goldenthread.partnership.models import Agency
from goldenthread.partnership.takings import Taking, takings
from goldenthread.partnership.today import today


@dataclass(frozen=True)
class Paid:
    """What one agency agreed to pay and what came in, in pounds, as at a day. ``state`` is a key of :data:`STATES`."""

    contribution: Contribution
    agreed: Decimal
    due_on: dt.date
    received: Decimal
    state: str

    @property
    def agency(self) -> Agency:
        """Whose it is."""
        found: Agency = self.contribution.agency
        return found

    @property
    def outstanding(self) -> Decimal:
        """What is still to come; nothing where more was paid than agreed."""
        return max(NOTHING, self.agreed - self.received)

    @property
    def over(self) -> Decimal:
        """What was paid beyond what was agreed."""
        return max(NOTHING, self.received - self.agreed)


STATES = {
    "late": "Late",
    "waiting": "To come",
    "paid": "Paid",
    "over": "Overpaid",
    "nothing": "Nothing agreed",
}


@dataclass(frozen=True)
class Line:
    """One heading: what was planned when the budget was set, and how it stands and will end, in pounds."""

    heading: Heading
    first: Decimal
    forecast: Forecast

    @property
    def budget(self) -> Decimal:
        """What is planned now."""
        return self.forecast.use.budget

    @property
    def spent(self) -> Decimal:
        """What was spent so far."""
        return self.forecast.use.spent

    @property
    def committed(self) -> Decimal:
        """What is committed and not paid yet."""
        return self.forecast.use.committed


@dataclass(frozen=True)
class Position:
    """A year on a day, in pounds: every sum is made of rows that can be looked up."""

    year: BudgetYear
    as_at: dt.date
    months: int
    paid: list[Paid]
    lines: list[Line]
    takings: list[Taking]
    movements: list[Movement]
    payments: int
    paid_out: Decimal

    @property
    def agreed(self) -> Decimal:
        """What all agencies agreed to pay."""
        return total(each.agreed for each in self.paid)

    @property
    def received(self) -> Decimal:
        """What came in from agencies."""
        return total(each.received for each in self.paid)

    @property
    def outstanding(self) -> Decimal:
        """What agencies still have to pay."""
        return total(each.outstanding for each in self.paid)

    @property
    def over(self) -> Decimal:
        """What agencies paid beyond what they agreed."""
        return total(each.over for each in self.paid)

    @property
    def late(self) -> list[Paid]:
        """Those whose day has passed unpaid."""
        return [each for each in self.paid if each.state == "late"]

    @property
    def charged(self) -> Decimal:
        """What rooms of the product earned, such as for training, paid or not."""
        return total(each.amount for each in self.takings)

    @property
    def taken(self) -> Decimal:
        """What came in of it by the day."""
        return total(
            each.amount for each in self.takings if each.received_on and each.received_on <= self.as_at
        )

    @property
    def moved(self) -> Decimal:
        """What went into the reserves less what went out, otherwise than by income and spending."""
        return total(each.amount for each in self.movements)

    @property
    def budget(self) -> Decimal:
        """What is planned under all headings."""
        return total(line.budget for line in self.lines)

    @property
    def spent(self) -> Decimal:
        """What was spent."""
        return total(line.spent for line in self.lines)

    @property
    def committed(self) -> Decimal:
        """What is committed and not paid yet."""
        return total(line.committed for line in self.lines)

    @property
    def forecast(self) -> Decimal:
        """What will have been spent by the end of the year."""
        return total(line.forecast.total for line in self.lines)

    @property
    def planned_difference(self) -> Decimal:
        """What agencies agreed less what is planned: what the plan adds to the reserves, or takes from them."""
        return self.agreed - self.budget

    @property
    def reserve(self) -> Decimal:
        """What is in the reserves on the day: what was there, and came in, less what was spent."""
        opening: Decimal = self.year.opening_reserve
        return opening + self.received + self.taken + self.moved - self.spent

    @property
    def reserve_at_end(self) -> Decimal:
        """What will be in the reserves at the end of the year, if everything that is owed comes in."""
        opening: Decimal = self.year.opening_reserve
        income = self.received + self.outstanding + self.charged
        return opening + income + self.moved - self.forecast


def position(year: BudgetYear, as_at: dt.date | None = None) -> Position:
    """One year as at a day: today where none is said. Ten queries at most."""
    return positions([year], as_at)[0]


def positions(years: Sequence[BudgetYear], as_at: dt.date | None = None) -> list[Position]:
    """Each year as at a day; without one as at today, or the last day on record where that is later, as it can be only
    where the calendar stands still. The same number of queries for one year as for twenty.
    """
    rows = _Rows(years)
    return [rows.position(year, as_at) for year in years]


class _Rows:
    """Every row of some years, by year."""

    def __init__(self, years: Sequence[BudgetYear]) -> None:
        self.contributions = _by_year(Contribution.objects.whole().filter(year__in=years))
        lines = BudgetLine.objects.filter(year__in=years).select_related("heading")
        self.lines = _by_year(lines.prefetch_related("revisions"))
        self.spending = _by_year(Spending.objects.filter(year__in=years).select_related("heading"))
        commitments = Commitment.objects.filter(year__in=years).select_related("heading", "end")
        self.commitments = _by_year(commitments.prefetch_related("spending"))
        self.movements = _by_year(Movement.objects.filter(year__in=years).select_related("reversed_by"))
        self.takings: list[Taking] = []
        if years:
            first, last = min(year.starts_on for year in years), max(year.ends_on for year in years)
            self.takings = takings(years[0].partnership, first, last)

    def position(self, year: BudgetYear, as_at: dt.date | None) -> Position:
        """One of the years on a day."""
        on = as_at or self._latest(year)
        spending = [row for row in self.spending[year.pk] if row.on <= on]
        return Position(
            year=year,
            as_at=on,
            months=months_over(year.starts_on, on),
            paid=[_paid(row, on) for row in self.contributions[year.pk]],
            lines=self._lines(year, on, spending),
            takings=[each for each in self.takings if year.starts_on <= each.on <= min(on, year.ends_on)],
            movements=[row for row in self.movements[year.pk] if row.on <= on],
            payments=len(spending),
            paid_out=total(row.amount for row in spending),
        )

    def _latest(self, year: BudgetYear) -> dt.date:
        """Today, or the last day on which something is on record; the end of a year that is closed."""
        days: list[dt.date] = [today()]
        if year.status == BudgetYear.Status.CLOSED:
            days.append(year.ends_on)
        days += [row.on for row in (*self.spending[year.pk], *self.movements[year.pk])]
        days += [receipt.on for row in self.contributions[year.pk] for receipt in row.receipts.all()]
        return max(days)

    def _lines(self, year: BudgetYear, on: dt.date, spending: Sequence[Spending]) -> list[Line]:
        """Each heading that is planned, spent or committed under."""
        months = months_over(year.starts_on, on)
        spent, once = _sums(spending), _sums(row for row in spending if row.commitment_id)
        committed = _open(self.commitments[year.pk], on)
        planned = {row.heading_id: row for row in self.lines[year.pk]}
        headings = {row.heading_id: row.heading for row in self.lines[year.pk]}
        headings |= {row.heading_id: row.heading for row in (*spending, *self.commitments[year.pk])}
        found = []
        for key, heading in sorted(headings.items()):
            line = planned.get(key)
            budget = line.amount if line else NOTHING
            for revision in line.revisions.all() if line else ():
                budget = revision.now if revision.on <= on else budget
            use = Use(budget, spent[key], once[key], committed[key], heading.pattern)
            if line or use.spent or use.committed:
                found.append(Line(heading, line.amount if line else NOTHING, forecast(use, months=months)))
        return found


def _by_year(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.year_id].append(row)
    return found


def _sums(rows: Iterable[Spending]) -> Mapping[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for row in rows:
        found[row.heading_id] += row.amount
    return found


def _open(rows: Iterable[Commitment], on: dt.date) -> Mapping[int, Decimal]:
    """What was committed by a day and not paid or ended by it, by heading."""
    found: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for row in rows:
        ended = row.ended is not None and row.ended.on <= on
        if row.on <= on and not ended:
            spent = total(each.amount for each in row.spending.all() if each.on <= on)
            found[row.heading_id] += max(NOTHING, row.amount - spent)
    return found


def paid(row: Contribution) -> Paid:
    """A contribution as it stands today. Reads ``revisions`` and ``receipts``."""
    return _paid(row, max([today(), *(receipt.on for receipt in row.receipts.all())]))


def _paid(row: Contribution, on: dt.date) -> Paid:
    agreed, due = row.agreed, row.due_on
    for revision in row.revisions.all():
        if revision.on <= on:
            agreed, due = revision.now, revision.due_on or due
    received = total(receipt.amount for receipt in row.receipts.all() if receipt.on <= on)
    if received > agreed:
        state = "over"
    elif received == agreed:
        state = "paid" if agreed else "nothing"
    else:
        state = "late" if on > due and not row.year.is_draft else "waiting"
    return Paid(row, agreed, due, received, state)
