"""Offers to those who waited: taken, declined, or run out; and an agency's yes or no."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from goldenthread.design.words import uk_date, uk_datetime
from goldenthread.learning.actions.booking import require_books
from goldenthread.learning.actions.places import lock_booking, move_to, offer_places
from goldenthread.learning.letters import tell_approvers, tell_state
from goldenthread.learning.models import Booking
from goldenthread.learning.states import State
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.moments import now
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

TOO_LATE = "The offer ran out on {until}. You are welcome to join the waiting list again."


@transaction.atomic
def accept_offer(*, by: Actor, booking: Booking) -> Booking:
    """Takes an offered place. Taken already, nothing happens.

    Raises :class:`RuleError` for an offer that ran out, even where nobody has noticed yet, and for none.
    """
    require_books(by, booking.person)
    session, row = lock_booking(booking)
    if row.stands in (State.BOOKED, State.ASKED):
        return row
    if row.stands is State.EXPIRED or (row.offered_until is not None and now() >= row.offered_until):
        until = uk_datetime(row.offered_until) if row.offered_until else "an earlier day"
        raise RuleError(TOO_LATE.format(until=until), code="expired")
    asks = row.needs_approval and not (row.agency and by.may(Permission.BOOK_FOR_AGENCY, row.agency))
    move_to(by, row, State.ASKED if asks else State.BOOKED)
    record(
        "training.offer_taken", f"Took an offered place: {session}, {uk_date(session.day)}", by=by, about=row
    )
    tell_state(by, row)
    if asks:
        tell_approvers(by, row)
    return row


@transaction.atomic
def decline_offer(*, by: Actor, booking: Booking) -> Booking:
    """Leaves an offered place to whoever is next. Raises :class:`RuleError` where there is no offer."""
    require_books(by, booking.person)
    session, row = lock_booking(booking)
    if row.stands is State.DECLINED:
        return row
    move_to(by, row, State.DECLINED)
    record("training.offer_declined", f"Declined an offered place: {session}", by=by, about=row)
    offer_places(by, session)
    return row


def _require_approves(by: Actor, booking: Booking) -> None:
    """Whoever books for the booking's agency says yes or no for it; of one without an agency, the team."""
    if booking.agency is None:
        by.require(Permission.MANAGE_LEARNING, booking.session)
    else:
        by.require(Permission.BOOK_FOR_AGENCY, booking.agency)


@transaction.atomic
def approve(*, by: Actor, booking: Booking) -> Booking:
    """Says yes for the agency: the place is fixed, or, on the waiting list, needs no asking any more.

    Raises :class:`RuleError` for a booking that does not wait for it.
    """
    _require_approves(by, booking)
    session, row = lock_booking(booking)
    if not row.needs_approval:
        return row
    row.needs_approval = False
    row.save(update_fields=["needs_approval"])
    if row.stands is State.ASKED:
        move_to(by, row, State.BOOKED, note="Approved")
        tell_state(by, row)
    record("training.approved", f"Approved a booking: {session}, {uk_date(session.day)}", by=by, about=row)
    return row


@transaction.atomic
def refuse(*, by: Actor, booking: Booking, reason: str) -> Booking:
    """Says no for the agency, with the reason. The place goes to whoever waits."""
    _require_approves(by, booking)
    session, row = lock_booking(booking)
    if row.stands is State.REFUSED:
        return row
    if not reason.strip():
        raise RuleError({"reason": "Say why, in a few words: they will read it."}, code="why")
    if not row.needs_approval or row.stands not in (State.ASKED, State.WAITING):
        raise RuleError("This booking does not wait for approval.", code="state")
    move_to(by, row, State.REFUSED, note=reason.strip())
    record("training.refused", f"Did not approve a booking: {session}", by=by, about=row)
    tell_state(by, row, reason.strip())
    offer_places(by, session)
    return row


def expire_offers(*, by: Actor) -> int:
    """Lets go every offer that ran out, whatever still waits for approval when booking closes, and whoever waits when a
    session begins; what comes free is offered on. Answers how many. Each session is its own transaction.
    """
    late = Booking.objects.filter(state=State.OFFERED.value, offered_until__lte=now())
    asked = Booking.objects.filter(state=State.ASKED.value, session__closes_on__lt=today())
    waited = Booking.objects.filter(state=State.WAITING.value, session__starts_at__lte=now())
    pairs: Iterable[Booking] = [*late, *asked, *waited]
    return sum(_let_go(by, booking) for booking in pairs)


@transaction.atomic
def _let_go(by: Actor, booking: Booking) -> bool:
    session, row = lock_booking(booking)
    waited = row.stands is State.WAITING and now() >= session.starts_at
    if row.stands is State.OFFERED and row.offered_until is not None and now() >= row.offered_until:
        move_to(by, row, State.EXPIRED)
    elif row.stands is State.ASKED and session.closes_on < today():
        move_to(by, row, State.REFUSED, note="Nobody approved it before booking closed")
    elif waited:
        move_to(by, row, State.CANCELLED, note="The session began, and no place had come free")
    else:
        return False
    record(
        "training.let_go", f"{row.stands.label}: {session}, {uk_date(session.day)}", by=by, about=row,
        partnership=session.partnership,
    )  # fmt: skip
    if not waited:
        tell_state(by, row)
        offer_places(by, session)
    return True
