"""What training earns, for the budget: every charge and every charge taken back, with the day on which it was paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from goldenthread.learning.models import Charge, Invoice
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.takings import Taking


def training_takings(partnership: Partnership, first: dt.date, last: dt.date) -> Iterator[Taking]:
    """The charges of a time, by their own day. Three queries."""
    rows = Charge.objects.filter(agency__partnership=partnership, on__range=(first, last))
    found = list(rows.select_related("booking__session__course", "booking__session__partnership", "line"))
    numbers = {row.line.invoice_id for row in found if hasattr(row, "line")}
    paid = {
        invoice.pk: _paid_on(invoice)
        for invoice in Invoice.objects.filter(pk__in=numbers).prefetch_related("lines__charge", "payments")
    }
    for row in found:
        session = row.booking.session
        yield Taking(
            key=f"training:{row.pk}", on=row.on, amount=row.amount, kind="Training",
            what=f"{row.get_kind_display()}: {session}", address=session.get_absolute_url(),
            received_on=paid.get(row.line.invoice_id) if hasattr(row, "line") else None,
        )  # fmt: skip


def _paid_on(invoice: Invoice) -> dt.date | None:
    """The day on which the last penny came; none while something is owed. Reads lines and payments."""
    owed = sum((line.charge.amount for line in invoice.lines.all()), Decimal(0))
    rows = list(invoice.payments.all())
    countered = {each.counters_id for each in rows}
    standing = [each for each in rows if each.counters_id is None and each.pk not in countered]
    if not standing or sum(each.amount for each in standing) < owed:
        return None
    return max(each.on for each in standing)
