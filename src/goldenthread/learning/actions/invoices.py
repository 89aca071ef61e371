"""Invoices of what is charged, and the payments that come for them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldenthread.design.words import plural, uk_date
from goldenthread.learning.actions.courses import next_number
from goldenthread.learning.models import AgencyTraining, Charge, Invoice, InvoiceLine, Payment, Rate, Terms
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

DAYS_TO_PAY = dt.timedelta(days=30)
NOTHING = Decimal("0.00")


@transaction.atomic
def make_invoices(*, by: Actor, until: dt.date) -> list[Invoice]:
    """One invoice for each agency of everything charged up to a day that stands on none. Where credits are as much as
    the charges or more, they wait for the next.

    Raises :class:`RuleError` where there is nothing to invoice, and for a day to come.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_LEARNING)
    if until > today():
        raise RuleError({"until": "This day is still to come."}, code="future")
    owed: dict[int, list[Charge]] = defaultdict(list)
    rows = Charge.objects.filter(agency__partnership=partnership, on__lte=until, line=None)
    for charge in rows.select_related("agency"):
        owed[charge.agency_id].append(charge)
    ready = [charges for charges in owed.values() if sum(each.amount for each in charges) > 0]
    if not ready:
        raise RuleError("Nothing is to be invoiced up to that day.", code="nothing")
    ready.sort(key=lambda charges: str(charges[0].agency))
    made = [_invoice(by, partnership, charges) for charges in ready]
    record("training.invoiced", f"Made {plural(len(made), 'invoice')} up to {uk_date(until)}", by=by)
    return made


def _invoice(by: Actor, partnership: Any, charges: list[Charge]) -> Invoice:
    agency = charges[0].agency
    kept = AgencyTraining.objects.filter(agency=agency).first()
    row = Invoice.objects.create(
        partnership=partnership, agency=agency, number=next_number(Invoice, partnership=partnership),
        issued_on=today(), due_on=today() + DAYS_TO_PAY, to=(kept.invoice_to if kept else "") or str(agency),
        order_reference=kept.order_reference if kept else "", by=by.person, by_label=by.label,
    )  # fmt: skip
    InvoiceLine.objects.bulk_create(InvoiceLine(invoice=row, charge=charge) for charge in charges)
    return row


@transaction.atomic
def record_payment(*, by: Actor, invoice: Invoice, amount: Decimal, on: dt.date, reference: str) -> Payment:
    """Records money that came for an invoice.

    Raises :class:`RuleError` for nought or less, a day ahead, a reference that is there (paid twice), and more than is
    still owed.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_LEARNING, invoice)
    if amount <= 0:
        raise RuleError(
            {"amount": "Give more than nought. To take a payment back, use its own page."}, code="amount"
        )
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    name = " ".join(reference.split())
    if not name:
        raise RuleError({"reference": "Give the reference of the payment."}, code="empty")
    twin = Payment.objects.filter(
        invoice__partnership=partnership, reference__iexact=name, counters=None, countered_by=None
    ).first()
    if twin is not None:
        raise RuleError(
            {
                "reference": f"A payment with this reference came on {uk_date(twin.on)}, £{twin.amount:,.2f}. If it is "
                "another, tell the two apart by the reference."
            },
            code="twice",
        )
    left = outstanding(invoice)
    if amount > left:
        raise RuleError({"amount": f"Only £{left:,.2f} is still owed."}, code="more")
    row = Payment.objects.create(
        invoice=invoice, amount=amount, on=on, reference=name, by=by.person, by_label=by.label
    )
    record("training.paid", f"£{amount:,.2f} came for {invoice}", by=by, about=row)
    return row


@transaction.atomic
def take_payment_back(*, by: Actor, payment: Payment, reason: str) -> Payment:
    """Counters a payment that was recorded by mistake. Countered already, nothing happens."""
    by.require(Permission.MANAGE_LEARNING, payment.invoice)
    row: Payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    there = Payment.objects.filter(counters=row).first()
    if there is not None:
        return there
    if row.counters_id is not None:
        raise RuleError("This row takes a payment back already.", code="counter")
    if not reason.strip():
        raise RuleError({"reason": "Say why."}, code="why")
    made = Payment.objects.create(
        invoice=row.invoice, amount=-row.amount, on=today(), reference=row.reference, counters=row,
        reason=reason.strip()[:300], by=by.person, by_label=by.label,
    )  # fmt: skip
    record(
        "training.payment_taken_back", f"Took back £{row.amount:,.2f} for {row.invoice}", by=by, about=made
    )
    return made


def total(invoice: Invoice) -> Decimal:
    """What an invoice comes to. One query."""
    return sum((line.charge.amount for line in invoice.lines.select_related("charge")), NOTHING)


def outstanding(invoice: Invoice) -> Decimal:
    """What is still owed. Two queries."""
    return total(invoice) - sum((each.amount for each in invoice.payments.all()), NOTHING)


@transaction.atomic
def set_terms(
    *, by: Actor, starts_on: dt.date, notice: int, note: str, rates: dict[str, tuple[int, int, int]]
) -> Terms:
    """Puts terms of charging into force from a day on: ``rates`` are (coming, late, absent) in per cent by sector; a
    sector without them pays nothing.

    Raises :class:`RuleError` for a day that has terms, and one that is past: what was booked under the old stands.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_LEARNING)
    if by.person is not None and starts_on < today():
        raise RuleError({"starts_on": "This day is past. New terms begin today or later."}, code="past")
    if Terms.objects.filter(partnership=partnership, starts_on=starts_on).exists():
        raise RuleError({"starts_on": "There are terms from that day. Choose another."}, code="twice")
    row = Terms.objects.create(partnership=partnership, starts_on=starts_on, notice=notice, note=note.strip())
    Rate.objects.bulk_create(
        Rate(terms=row, sector=sector, coming=coming, late=late, absent=absent)
        for sector, (coming, late, absent) in sorted(rates.items())
        if coming or late or absent
    )
    record("training.terms_set", f"Set the terms of charging from {uk_date(starts_on)}", by=by, about=row)
    return row
