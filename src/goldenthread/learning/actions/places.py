"""Places of a session: taken, given back, offered to whoever waits. Everything here runs under the session's lock."""

from __future__ import annotations

from django.db.models import Max

from goldenthread.learning.letters import offer_end, tell_state
from goldenthread.learning.models import MOST_PLACES, Booking, BookingStep, Needs, Place, Session
from goldenthread.learning.states import HELD, State, may_follow
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.moments import now
from goldenthread.partnership.viewer import Actor


def lock_session(session: Session | int) -> Session:
    """The session as it stands, locked until the transaction ends: one booking at a time."""
    pk = session if isinstance(session, int) else session.pk
    row: Session = (
        Session.objects.select_for_update(of=("self",)).select_related("partnership", "course").get(pk=pk)
    )
    return row


def lock_booking(booking: Booking) -> tuple[Session, Booking]:
    """The session and the booking as they stand, the session locked before the booking is read."""
    session = lock_session(booking.session_id)
    row: Booking = Booking.objects.select_related("person", "agency").get(pk=booking.pk)
    row.session = session
    return session, row


def free_place(session: Session) -> Place | None:
    """The first place that nobody holds."""
    return session.places.filter(booking=None).first()


def note_step(by: Actor, booking: Booking, note: str = "") -> BookingStep:
    """Keeps that a booking came to the state in which it is."""
    return BookingStep.objects.create(
        booking=booking, state=booking.state, note=note[:300], by=by.person, by_label=by.label
    )


def move_to(
    by: Actor, booking: Booking, state: State, *, note: str = "", place: Place | None = None
) -> Booking:
    """Brings a booking to a state, with its place where that holds one, and keeps the step.

    Raises :class:`RuleError` for a state that cannot follow.
    """
    if not may_follow(booking.stands, state):
        raise RuleError(
            f"This booking stands as “{booking.stands.label}”. Open it again to see what can be done.",
            code="state",
        )
    booking.state = state.value
    booking.place = (place or booking.place) if state in HELD else None
    if state is not State.OFFERED:
        booking.offered_until = None
    booking.save(update_fields=["state", "place", "offered_until"])
    if state not in HELD:
        Needs.objects.filter(booking=booking).delete()
    note_step(by, booking, note)
    return booking


def offer_places(by: Actor, session: Session) -> list[Booking]:
    """Offers what is free to those who wait, first come first, and tells them. Nothing is offered once it has begun."""
    offered: list[Booking] = []
    moment = now()
    if session.is_cancelled or moment >= session.starts_at:
        return offered
    free = session.places.filter(booking=None)
    # Only as many as can be offered one: while a thousand wait for nothing, each booking would read them all.
    waiting = list(session.bookings.in_line().select_related("person", "agency")[: free.count()])
    for booking, place in zip(waiting, list(free[: len(waiting)]), strict=True):
        booking.session = session
        booking.offered_until = offer_end(session, moment)
        booking.save(update_fields=["offered_until"])
        move_to(by, booking, State.OFFERED, place=place)
        tell_state(by, booking)
        offered.append(booking)
    return offered


def set_capacity(by: Actor, session: Session, capacity: int) -> None:
    """Makes a session have so many places: more are offered to those who wait; only free ones are taken away.

    Raises :class:`RuleError` for fewer than are held, and for a number that no session has.
    """
    if not 1 <= capacity <= MOST_PLACES:
        raise RuleError({"capacity": f"Give a number of places from 1 to {MOST_PLACES:,}."}, code="capacity")
    count = session.places.count()
    if capacity > count:
        last = session.places.aggregate(last=Max("number"))["last"] or 0
        Place.objects.bulk_create(
            Place(session=session, number=last + each) for each in range(1, capacity - count + 1)
        )
        offer_places(by, session)
        return
    spare = list(session.places.filter(booking=None).order_by("-number")[: count - capacity])
    if len(spare) < count - capacity:
        held = session.places.filter(booking__isnull=False).count()
        raise RuleError(
            {"capacity": f"{held:,} places are taken. Move or cancel bookings before there are fewer."},
            code="held",
        )
    Place.objects.filter(pk__in=[each.pk for each in spare]).delete()
