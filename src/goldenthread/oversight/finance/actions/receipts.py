"""What came in from an agency: recorded once under its reference, and reversed by a row of its own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from goldenthread.design.words import pounds, uk_date
from goldenthread.oversight.finance.actions.years import open_year
from goldenthread.oversight.finance.models import Contribution, Receipt
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

# How long before a year begins an agency may pay for it.
EARLY = dt.timedelta(days=366)


@transaction.atomic
def record_receipt(
    *, by: Actor, contribution: Contribution, on: dt.date, amount: Decimal, reference: str, note: str = ""
) -> Receipt:
    """Records what an agency paid.

    Raises :class:`RuleError` for a day to come or long before the year, an amount of nothing or less, and a reference
    that is on record for this contribution, unless ``note`` says why it stands there again: so what was paid once
    cannot be recorded twice by a second click, and what was paid twice is seen.
    """
    year = open_year(by, contribution.year)
    reference = " ".join(reference.split())
    if not reference:
        raise RuleError(
            {"reference": "Write the payer’s reference, as the bank statement has it."}, code="empty"
        )
    if amount <= 0:
        raise RuleError({"amount": "Write a sum of more than nothing."}, code="nothing")
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    if on < year.starts_on - EARLY:
        raise RuleError({"on": f"That is long before {year}. Check the year of the date."}, code="early")
    twin = Receipt.objects.filter(
        contribution=contribution, reference__iexact=reference, reverses=None
    ).select_related("reversed_by").first()  # fmt: skip
    if twin is not None and not note.strip():
        raise RuleError({"reference": _told(twin)}, code="twice")
    row = Receipt.objects.create(
        contribution=contribution, on=on, amount=amount, reference=reference,
        note=note.strip()[:300] if twin is not None else "", by=by.person, by_label=by.label,
    )  # fmt: skip
    record(
        "receipt.recorded",
        f"Recorded {pounds(amount)} from {contribution.agency} for {year}",
        by=by,
        about=row,
    )
    return row


def _told(twin: Receipt) -> str:
    gone = getattr(twin, "reversed_by", None)
    state = f", and was reversed on {uk_date(gone.on)}" if gone else ""
    return (
        f"“{twin.reference}” is on record already: {pounds(twin.amount)} on {uk_date(twin.on)}{state}. If this is "
        "another payment, say below why it has the same reference."
    )


@transaction.atomic
def reverse_receipt(*, by: Actor, receipt: Receipt, reason: str) -> Receipt:
    """Takes a receipt out of the sum by a row of its own; both stay on record. Raises :class:`RuleError` for one that
    is reversed, a reversal itself, and without a reason.
    """
    year = open_year(by, receipt.contribution.year)
    if receipt.reverses_id is not None or Receipt.objects.filter(reverses=receipt).exists():
        raise RuleError("It is reversed already.", code="twice")
    if not reason.strip():
        raise RuleError({"reason": "Say why it is reversed."}, code="no_reason")
    row = Receipt.objects.create(
        contribution=receipt.contribution, on=max(receipt.on, today()), amount=-receipt.amount,
        reference=receipt.reference, note=reason.strip()[:300], reverses=receipt, by=by.person, by_label=by.label,
    )  # fmt: skip
    record(
        "receipt.reversed",
        f"Reversed {pounds(receipt.amount)} from {receipt.contribution.agency} for {year}",
        by=by,
        about=row,
    )
    return row
