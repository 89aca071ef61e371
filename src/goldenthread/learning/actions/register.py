"""The register: people sign in with the session's code, whoever trains marks the rest, and closing it settles it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.cache import cache
from django.db import transaction

from goldenthread.design.words import plural, uk_date, uk_time
from goldenthread.learning.actions.charges import charge_absent, charge_coming, counter_all
from goldenthread.learning.actions.feedback import ask_feedback
from goldenthread.learning.actions.places import free_place, lock_booking, lock_session, move_to, note_step
from goldenthread.learning.actions.records import complete, withdraw_completion
from goldenthread.learning.models import Booking, Session
from goldenthread.learning.states import LIVE, State
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.partnership.moments import now
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

P = Permission
BEFORE = dt.timedelta(hours=1)
TRIES, HOUR = 10, 3600


@transaction.atomic
def sign_in(*, by: Actor, code: str) -> Booking:
    """Somebody with a place says by the code on the wall that they are there, from an hour before until the end.

    A second time changes nothing. Raises :class:`RuleError` for a wrong code, without telling whether it is another
    session's, and after ten wrong ones in an hour.
    """
    by.require(P.VIEW_LEARNING)
    if by.person is None:
        raise RuleError("Sign in first.", code="nobody")
    key = f"training:code:{by.person.pk}:{int(now().timestamp()) // HOUR}"
    if cache.get(key, 0) >= TRIES:
        raise RuleError(
            {"code": "That was the wrong code ten times. Ask whoever trains to mark you."}, code="tries"
        )
    moment = now()
    found = Booking.objects.filter(
        person=by.person, state=State.BOOKED.value, session__code=code.strip(), session__closed_at=None,
        session__starts_at__lte=moment + BEFORE, session__ends_at__gte=moment, session__cancelled_on=None,
    ).first()  # fmt: skip
    if found is None:
        cache.set(key, cache.get(key, 0) + 1, HOUR)
        raise RuleError(
            {
                "code": "This is not the code of a session at which you have a place just now. Look at it again, or "
                "ask whoever trains to mark you."
            },
            code="code",
        )
    session, row = lock_booking(found)
    if row.arrived_at is None:
        row.arrived_at = moment
        row.save(update_fields=["arrived_at"])
        record("training.arrived", f"Signed in: {session}, {uk_date(session.day)}", by=by, about=row)
    return row


@transaction.atomic
def mark(*, by: Actor, session: Session, came: Mapping[int, bool]) -> Session:
    """Keeps who came so far, by booking; it can be changed until the register is closed.

    Raises :class:`RuleError` before the day, for a cancelled session, and once it is closed.
    """
    by.require(P.KEEP_REGISTER, session)
    row = lock_session(session)
    _check_open(row)
    moment = now()
    for booking in row.bookings.filter(pk__in=list(came), state=State.BOOKED.value):
        there = came[booking.pk]
        if there != (booking.arrived_at is not None):
            booking.arrived_at = moment if there else None
            booking.save(update_fields=["arrived_at"])
    record("training.marked", f"Marked the register: {row}, {uk_date(row.day)}", by=by, about=row)
    return row


@transaction.atomic
def add_at_the_door(*, by: Actor, session: Session, person: Person) -> Booking:
    """Somebody comes who has no place, and one is free. Raises :class:`RuleError` where none is, or they have one."""
    by.require(P.KEEP_REGISTER, session)
    row = lock_session(session)
    _check_open(row)
    theirs = row.bookings.filter(person=person, state__in=sorted(LIVE - {State.WAITING})).first()
    if theirs is not None:
        return _let_in(by, row, theirs)
    place = free_place(row)
    if place is None:
        raise RuleError({"person": "Every place is taken."}, code="full")
    waiting = row.bookings.filter(person=person, state=State.WAITING.value).first()
    if waiting is not None:
        move_to(by, waiting, State.CANCELLED, note="Came without waiting any longer")
    made = Booking.objects.create(
        session=row, person=person, agency=person.agency, place=place, state=State.BOOKED.value, made_at=now(),
        arrived_at=now(),
    )  # fmt: skip
    note_step(by, made, "Came to the door")
    record("training.at_the_door", f"Added at the door: {row}, {uk_date(row.day)}", by=by, about=made)
    return made


def _let_in(by: Actor, session: Session, booking: Booking) -> Booking:
    """Whoever was offered a place, or waited for approval, and comes: the place that is kept for them is theirs."""
    if booking.stands not in (State.OFFERED, State.ASKED):
        raise RuleError({"person": f"{booking.person} is on the register."}, code="there")
    booking.arrived_at = now()
    booking.save(update_fields=["arrived_at"])
    move_to(by, booking, State.BOOKED, note="Came to the door")
    record(
        "training.at_the_door", f"Came to the door: {session}, {uk_date(session.day)}", by=by, about=booking
    )
    return booking


@transaction.atomic
def close_register(*, by: Actor, session: Session) -> int:
    """Settles who came: whoever did has completed the course, who did not stands as absent, and both are charged as
    the terms say. Answers how many came. Closed already, nothing happens.
    """
    by.require(P.KEEP_REGISTER, session)
    row = lock_session(session)
    if row.closed_at is None:
        _check_open(row)
        for booking in row.bookings.filter(state=State.BOOKED.value).select_related("person", "agency"):
            booking.session = row
            _settle(by, booking, came=booking.arrived_at is not None)
        row.closed_at = now()
        row.save(update_fields=["closed_at"])
        for parallel in row.parallel.filter(cancelled_on=None, closed_at=None):
            close_register(by=by, session=parallel)
    came = row.bookings.filter(state=State.ATTENDED.value).count()
    record(
        "training.register_closed",
        f"Closed the register: {row}, {uk_date(row.day)}; {plural(came, 'person', 'people')} came", by=by, about=row,
    )  # fmt: skip
    return came


@transaction.atomic
def put_right(*, by: Actor, booking: Booking, came: bool, reason: str) -> Booking:
    """Corrects a closed register: the charge and the certificate follow. Raises :class:`RuleError` without a reason,
    and while the register is open.
    """
    by.require(P.MANAGE_LEARNING, booking.session)
    session, row = lock_booking(booking)
    if session.closed_at is None:
        raise RuleError("The register is open: mark it there.", code="open")
    if not reason.strip():
        raise RuleError({"reason": "Say why the register was wrong."}, code="why")
    if (row.stands is State.ATTENDED) == came:
        return row
    counter_all(by, row, f"Register put right: {reason.strip()}")
    row.arrived_at = now() if came else None
    row.save(update_fields=["arrived_at"])
    _settle(by, row, came=came, note=reason.strip())
    record("training.register_put_right", f"Put the register right: {session}", by=by, about=row)
    return row


def _settle(by: Actor, booking: Booking, *, came: bool, note: str = "") -> None:
    move_to(by, booking, State.ATTENDED if came else State.ABSENT, note=note)
    if came:
        charge_coming(by, booking)
        complete(by=by, booking=booking)
        ask_feedback(by=by, booking=booking)
    else:
        withdraw_completion(by=by, booking=booking, reason=note or "Did not come")
        charge_absent(by, booking)


def _check_open(row: Session) -> None:
    if row.is_cancelled:
        raise RuleError("The session is cancelled.", code="cancelled")
    if row.closed_at is not None:
        raise RuleError("The register is closed. The team can put a single entry right.", code="closed")
    if now() < row.starts_at - BEFORE:
        opens = row.starts_at - BEFORE
        raise RuleError(
            f"The register opens an hour before, on {uk_date(opens)} at {uk_time(opens)}.", code="early"
        )
