"""Charges by the terms of the day, and waiving them with the reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from goldenthread.duties.selectors.duties import closures_of
from goldenthread.learning.charging import is_late, share_of
from goldenthread.learning.models import Booking, Charge, Rate, Session, Terms
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


def terms_of(partnership: Partnership, on: dt.date) -> Terms | None:
    """The terms in force on a day; none before the first."""
    rows = Terms.objects.filter(partnership=partnership, starts_on__lte=on)
    return rows.prefetch_related("rates").first()


def is_late_for(session: Session, on: dt.date) -> bool:
    """Whether giving up a place on a day is charged, by the terms of the session's day."""
    terms = terms_of(session.partnership, session.day)
    if terms is None:
        return False
    return is_late(on, session.day, terms.notice, closures_of(session.partnership))


def charge_late(by: Actor, booking: Booking) -> Charge | None:
    """Charges a place given up too late, where the agency's rate and the price ask for anything."""
    return _charge(by, booking, Charge.Kind.LATE, today())


def charge_coming(by: Actor, booking: Booking) -> Charge | None:
    """Charges that somebody came."""
    return _charge(by, booking, Charge.Kind.COMING, booking.session.day)


def charge_absent(by: Actor, booking: Booking) -> Charge | None:
    """Charges that somebody stayed away."""
    return _charge(by, booking, Charge.Kind.ABSENT, booking.session.day)


def rate_for(booking: Booking) -> Rate | None:
    """The rate of the booking's agency by the terms of the session's day; none where nothing is charged."""
    if booking.agency is None or booking.session.price == 0:
        return None
    terms = terms_of(booking.session.partnership, booking.session.day)
    rates = {rate.sector: rate for rate in terms.rates.all()} if terms else {}
    return rates.get(booking.agency.sector)


def _charge(by: Actor, booking: Booking, kind: str, on: dt.date) -> Charge | None:
    rate = rate_for(booking)
    amount = share_of(booking.session.price, getattr(rate, str(kind))) if rate else None
    if not amount or booking.agency is None:
        return None
    return Charge.objects.create(
        booking=booking,
        agency=booking.agency,
        kind=kind,
        amount=amount,
        on=on,
        by=by.person,
        by_label=by.label,
    )


def counter_all(by: Actor, booking: Booking, reason: str) -> list[Charge]:
    """Takes every charge of a booking back, each by a row of its own."""
    open_ones = booking.charges.filter(counters=None, countered_by=None).select_related("agency")
    return [_counter(by, charge, reason) for charge in open_ones]


def _counter(by: Actor, charge: Charge, reason: str) -> Charge:
    return Charge.objects.create(
        booking_id=charge.booking_id, agency=charge.agency, kind=charge.kind, amount=-charge.amount, on=today(),
        counters=charge, reason=reason.strip()[:300], by=by.person, by_label=by.label,
    )  # fmt: skip


@transaction.atomic
def waive(*, by: Actor, charge: Charge, reason: str) -> Charge:
    """Waives a charge, with the reason: a row that counters it, which an invoice shows as a credit.

    Waived already, nothing happens. Raises :class:`RuleError` without a reason, and for a counter.
    """
    by.require(Permission.MANAGE_LEARNING, charge.booking.session)
    row: Charge = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    there = Charge.objects.filter(counters=row).first()
    if there is not None:
        return there
    if row.counters_id is not None:
        raise RuleError("This is a credit already.", code="counter")
    if not reason.strip():
        raise RuleError({"reason": "Say why it is waived."}, code="why")
    made = _counter(by, row, reason)
    record(
        "training.charge_waived", f"Waived a charge of £{row.amount:,.2f} to {row.agency}", by=by, about=made
    )
    return made
