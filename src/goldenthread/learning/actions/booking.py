"""Booking a place, and giving it up. Never more people than places; a second click changes nothing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.learning.actions.charges import charge_late, is_late_for
from goldenthread.learning.actions.feedback import ask_feedback
from goldenthread.learning.actions.places import (
    free_place,
    lock_booking,
    lock_session,
    move_to,
    note_step,
    offer_places,
)
from goldenthread.learning.letters import tell_approvers, tell_state, when
from goldenthread.learning.models import AgencyTraining, Booking, Completion, Learner, Needs, Session
from goldenthread.learning.states import LIVE, OPEN, State
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.partnership.moments import now
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

P = Permission


def books(by: Actor, person: Person) -> bool:
    """Whether somebody may book for a person: for themselves, their team, their agency, or everybody's."""
    if by.is_elsewhere(person) or not by.may(P.VIEW_LEARNING):
        return False
    if by.person == person or by.may(P.MANAGE_LEARNING):
        return True
    if person.agency is not None and by.may(P.BOOK_FOR_AGENCY, person.agency):
        return True
    return by.person is not None and Learner.objects.filter(person=person, manager=by.person).exists()


def require_books(by: Actor, person: Person) -> None:
    """Raises :class:`~django.core.exceptions.PermissionDenied` unless somebody may book for a person."""
    if not books(by, person):
        raise PermissionDenied("books for themselves, their team or their agency alone")


@transaction.atomic
def book(
    *, by: Actor, session: Session, person: Person, access: str = "", food: str = "", anyway: bool = False
) -> Booking:
    """Books a place for a person, or puts them on the waiting list where the session is full.

    Asked a second time it answers the booking that is there. ``anyway`` books somebody who has not completed what the
    course builds on. Raises :class:`RuleError` where booking is not open, the session is full without a waiting list,
    the person is at another session at that time, or, for a parallel session, is not at its conference.
    """
    require_books(by, person)
    row = lock_session(session)
    rows = row.bookings.filter(person=person, state__in=sorted(LIVE))
    there: Booking | None = rows.select_related("person").first()
    if there is not None:
        there.session = row
        return there
    _check_open(by, row)
    _check_person(row, person, anyway=anyway)
    agency = person.agency
    approves = agency is not None and AgencyTraining.objects.filter(agency=agency, approves=True).exists()
    asks = approves and not (agency and by.may(P.BOOK_FOR_AGENCY, agency))
    waits = row.bookings.filter(state=State.WAITING.value).exists()
    place = None if waits else free_place(row)
    if place is None and not row.takes_waiting:
        raise RuleError("The session is full, and keeps no waiting list. Choose another date.", code="full")
    state = State.WAITING if place is None else State.ASKED if asks else State.BOOKED
    booking = Booking.objects.create(
        session=row, person=person, agency=agency, place=place, state=state.value, made_at=now(),
        needs_approval=asks,
    )  # fmt: skip
    note_step(by, booking)
    _keep_needs(booking, access, food)
    record("training.booked", f"{state.label}: {row}, {uk_date(row.day)}", by=by, about=booking)
    if waits:
        offer_places(by, row)
        booking.refresh_from_db(fields=["state", "place", "offered_until"])
    if booking.stands is not State.OFFERED:
        tell_state(by, booking)
    if booking.stands is State.ASKED:
        tell_approvers(by, booking)
    ask_feedback(by=by, booking=booking)
    return booking


@transaction.atomic
def cancel(*, by: Actor, booking: Booking, reason: str = "") -> Booking:
    """Gives up a place, or a place in line; whoever waits is offered it. A late one is charged where the terms say so.

    Cancelled already, nothing happens. Raises :class:`RuleError` for a session that has begun.
    """
    require_books(by, booking.person)
    session, row = lock_booking(booking)
    if row.stands is State.CANCELLED:
        return row
    if row.stands not in OPEN or now() >= session.starts_at:
        raise RuleError(
            "It has begun, so the place can no longer be given up. The register says who came.", code="begun"
        )
    late = row.stands in (State.BOOKED, State.ASKED) and is_late_for(session, today())
    move_to(by, row, State.CANCELLED, note=reason)
    if late:
        charge_late(by, row)
    _free_parallel(by, row)
    record("training.cancelled", f"Cancelled a booking: {session}, {uk_date(session.day)}", by=by, about=row)
    tell_state(by, row, reason)
    offer_places(by, session)
    return row


def _free_parallel(by: Actor, booking: Booking) -> None:
    """Whoever does not come to a conference comes to none of its parallel sessions."""
    parallel = Booking.objects.filter(
        session__conference=booking.session, person=booking.person, state__in=sorted(OPEN)
    )
    for each in parallel.select_related("person"):
        session, row = lock_booking(each)
        move_to(by, row, State.CANCELLED, note="The conference was cancelled")
        offer_places(by, session)


def _check_open(by: Actor, row: Session) -> None:
    if row.is_cancelled:
        raise RuleError("The session was cancelled. Choose another date.", code="cancelled")
    if not row.is_published:
        raise RuleError("The session is not in the programme yet.", code="draft")
    if now() >= row.starts_at:
        raise RuleError("The session has begun. Choose another date.", code="begun")
    if by.may(P.MANAGE_LEARNING):
        return
    if today() < row.opens_on:
        raise RuleError(f"Booking opens on {uk_date(row.opens_on)}.", code="early")
    if today() > row.closes_on:
        raise RuleError(
            f"Booking closed on {uk_date(row.closes_on)}. Ask the partnership's team if a place is left.",
            code="late",
        )


def _check_person(row: Session, person: Person, *, anyway: bool) -> None:
    if person.left_on is not None and person.left_on < row.day:
        raise RuleError(f"{person} has left.", code="left")
    mine = Booking.objects.filter(person=person, state__in=sorted(LIVE - {State.WAITING}))
    if row.conference_id is not None:
        if not mine.filter(session=row.conference_id).exists():
            raise RuleError(f"Book “{row.conference}” first, then a part of it.", code="conference")
        if mine.filter(session__conference=row.conference_id, session__slot=row.slot).exists():
            raise RuleError(f"There is a booking in “{row.slot}” already. Cancel it first.", code="slot")
    same = mine.filter(session__starts_at__lt=row.ends_at, session__ends_at__gt=row.starts_at)
    same = same.exclude(session=row.conference_id).exclude(session__conference=row.pk)
    if other := same.select_related("session__course").first():
        raise RuleError(
            f"There is a booking at the same time: {other.session}, {when(other.session)}. Cancel one of them.",
            code="clash",
        )
    if not anyway:
        _check_prerequisites(row, person)


def _check_prerequisites(row: Session, person: Person) -> None:
    done = Completion.objects.in_force(row.day).filter(person=person).values("course")
    missing = list(row.course.prerequisites.exclude(pk__in=done))
    if missing:
        names = ", ".join(f"“{each}”" for each in missing)
        raise RuleError(
            f"This course builds on {names}. Complete that first, or tick that it was learned elsewhere.",
            code="prerequisite",
        )


def _keep_needs(booking: Booking, access: str, food: str) -> None:
    if access.strip() or food.strip():
        Needs.objects.create(booking=booking, access=access.strip()[:500], food=food.strip()[:300])
