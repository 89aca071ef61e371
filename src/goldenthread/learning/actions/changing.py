"""A booking moved to another date of the same course, or passed on to a colleague."""

from __future__ import annotations

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.learning.actions.booking import book, require_books
from goldenthread.learning.actions.charges import charge_late, is_late_for
from goldenthread.learning.actions.places import (
    lock_booking,
    lock_session,
    move_to,
    note_step,
    offer_places,
)
from goldenthread.learning.letters import tell_state
from goldenthread.learning.models import Booking, Session
from goldenthread.learning.states import LIVE, OPEN, State
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.partnership.moments import now
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def move_booking(*, by: Actor, booking: Booking, to: Session) -> Booking:
    """Moves a booking to another session of its course: the old place is given up only where the new one is there.

    Late, it is charged as a cancellation is. Raises :class:`RuleError` for another course, a full session (nobody
    gives up a place for a place in line), and one that has begun.
    """
    require_books(by, booking.person)
    for pk in sorted({booking.session_id, to.pk}):
        lock_session(pk)
    session, row = lock_booking(booking)
    if row.stands not in OPEN or now() >= session.starts_at:
        raise RuleError("This booking can no longer be moved.", code="state")
    if to.course_id != session.course_id or to.pk == session.pk:
        raise RuleError({"to": "Choose another date of the same course."}, code="course")
    late = row.stands in (State.BOOKED, State.ASKED) and is_late_for(session, today())
    note = f"Moved to {uk_date(to.day)}"
    move_to(by, row, State.MOVED if row.stands is not State.OFFERED else State.DECLINED, note=note)
    if late:
        charge_late(by, row)
    made = book(by=by, session=to, person=row.person, anyway=True)
    if made.stands is State.WAITING:
        raise RuleError(
            {"to": "That date is full. Choose another, or join its waiting list besides."}, code="full"
        )
    made.moved_from = row
    made.save(update_fields=["moved_from"])
    record("training.moved", f"Moved a booking to {uk_date(to.day)}: {to}", by=by, about=made)
    offer_places(by, session)
    return made


@transaction.atomic
def send_instead(*, by: Actor, booking: Booking, person: Person) -> Booking:
    """A colleague of the same agency takes the place, until the session begins. Nothing is charged for it.

    Raises :class:`RuleError` for a booking without a place, somebody of another agency, and somebody who has a booking
    of that session.
    """
    require_books(by, booking.person)
    require_books(by, person)
    session, row = lock_booking(booking)
    if row.stands not in (State.BOOKED, State.ASKED) or now() >= session.starts_at:
        raise RuleError("There is no place here to pass on.", code="state")
    if person.pk == row.person_id or person.agency_id != row.agency_id:
        raise RuleError({"person": "Choose a colleague of the same agency."}, code="agency")
    if session.bookings.filter(person=person, state__in=sorted(LIVE)).exists():
        raise RuleError({"person": f"{person} has a booking of the session."}, code="there")
    place, asked = row.place, row.stands is State.ASKED
    move_to(by, row, State.REPLACED, note="A colleague comes instead")
    made = Booking.objects.create(
        session=session, person=person, agency=row.agency, place=place, made_at=now(), instead_of=row,
        state=(State.ASKED if asked else State.BOOKED).value, needs_approval=asked,
    )  # fmt: skip
    note_step(by, made, "Comes instead of a colleague")
    record("training.replaced", f"A colleague comes instead: {session}", by=by, about=made)
    tell_state(by, row)
    tell_state(by, made)
    return made
