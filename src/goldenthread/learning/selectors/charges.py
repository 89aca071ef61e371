"""What is charged and not yet invoiced, the invoices and what is still owed, and who stayed away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goldenthread.learning.models import Booking, Charge, Invoice
from goldenthread.learning.states import State
from goldenthread.partnership.models import Agency, Partnership

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Owes:
    """What one agency is charged that stands on no invoice yet."""

    agency: Agency
    count: int
    amount: Decimal


@dataclass(frozen=True)
class Stood:
    """One invoice with what it comes to and what came for it."""

    invoice: Invoice
    total: Decimal
    paid: Decimal

    @property
    def owed(self) -> Decimal:
        """What is still owed."""
        return self.total - self.paid

    def is_late(self, on: dt.date) -> bool:
        """Whether something is owed after its day."""
        return self.owed > 0 and on > self.invoice.due_on


def not_invoiced(partnership: Partnership) -> list[Owes]:
    """By agency, what is charged and stands on no invoice. One query."""
    found: dict[int, list[Charge]] = {}
    for row in Charge.objects.filter(agency__partnership=partnership, line=None).select_related("agency"):
        found.setdefault(row.agency_id, []).append(row)
    owes = [
        Owes(rows[0].agency, len(rows), sum((each.amount for each in rows), NOTHING))
        for rows in found.values()
    ]
    return sorted(owes, key=lambda each: str(each.agency))


def charges_of(partnership: Partnership) -> list[Charge]:
    """Every charge that stands on no invoice, by day. One query."""
    rows = Charge.objects.filter(agency__partnership=partnership, line=None).select_related(
        "agency",
        "booking__person",
        "booking__session__course",
        "booking__session__partnership",
        "countered_by",
    )
    return list(rows.order_by("-on", "-id"))


def invoices_of(rows: Any) -> list[Stood]:
    """Invoices with their sums, the latest first. Three queries."""
    found = rows.select_related("agency", "partnership").prefetch_related("lines__charge", "payments")
    return [
        Stood(
            row,
            sum((line.charge.amount for line in row.lines.all()), NOTHING),
            sum((each.amount for each in row.payments.all()), NOTHING),
        )
        for row in found
    ]


def stayed_away(partnership: Partnership) -> Sequence[Booking]:
    """The ledger of those who had a place and did not come, the latest first. One query."""
    rows = Booking.objects.filter(session__partnership=partnership, state=State.ABSENT.value)
    return list(
        rows.select_related("person", "agency", "session__course", "session__partnership")
        .prefetch_related("charges")
        .order_by("-session__starts_at", "person__post")
    )
