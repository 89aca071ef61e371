"""Sessions: planned, changed, put into the programme, cancelled."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction

from goldenthread.design.words import plural, uk_date
from goldenthread.learning.actions.charges import counter_all
from goldenthread.learning.actions.courses import next_number
from goldenthread.learning.actions.places import lock_session, move_to, set_capacity
from goldenthread.learning.letters import tell, tell_cancelled, when, where
from goldenthread.learning.models import Booking, Session
from goldenthread.learning.states import HELD, OPEN, State
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.moments import moment, now
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

FIELDS = [
    "title", "starts_at", "ends_at", "mode", "venue", "joining_link", "joining", "trainer", "minimum", "price", "cost",
    "opens_on", "closes_on", "takes_waiting", "offer_hours", "slot",
]  # fmt: skip
FURTHEST = dt.timedelta(days=3 * 366)


@transaction.atomic
def plan_session(*, by: Actor, course: Any, capacity: int, **values: Any) -> Session:
    """Plans a session with its places. Nobody sees it until it is published.

    ``on``, ``starts``, ``last_day`` (none for the same day) and ``ends`` say when, in England. Raises
    :class:`RuleError` for times out of order or that no clock shows, for booking days out of order, and for a number
    of places that no session has.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_LEARNING, course)
    trainers = values.pop("trainers", ())
    row = Session(
        partnership=partnership, course=course, code=f"{secrets.randbelow(1_000_000):06}",
        number=next_number(Session, partnership=partnership), **_times(values),
    )  # fmt: skip
    _check(row, capacity)
    row.save()
    row.trainers.set(trainers)
    set_capacity(by, row, capacity)
    record("training.session_planned", f"Planned: {row}, {uk_date(row.day)}", by=by, about=row)
    return row


@transaction.atomic
def change_session(*, by: Actor, session: Session, version: int, capacity: int, **values: Any) -> Session:
    """Changes a session. Whoever has a place is told where its time or its venue changes.

    Raises :class:`StaleVersionError`, and :class:`RuleError` as :func:`plan_session` does; fewer places than are taken
    are refused.
    """
    by.require(Permission.MANAGE_LEARNING, session)
    row, before = lock_session(session), Session.objects.get(pk=session.pk)
    if row.version != version:
        raise StaleVersionError(row)
    if row.is_cancelled:
        raise RuleError("The session is cancelled.", code="cancelled")
    trainers = values.pop("trainers", None)
    for name, value in _times(values).items():
        setattr(row, name, value)
    _check(row, capacity)
    row.version += 1
    row.save()
    if trainers is not None:
        row.trainers.set(trainers)
    set_capacity(by, row, capacity)
    changes = differences(before, row, FIELDS)
    record(
        "training.session_changed", f"Changed: {row}, {uk_date(row.day)}", by=by, about=row, changes=changes
    )
    if row.is_published and {"starts_at", "ends_at", "mode", "venue", "joining_link"} & set(changes):
        _tell_changed(by, row)
    return row


def _tell_changed(by: Actor, row: Session) -> None:
    for booking in row.bookings.filter(state__in=sorted(OPEN)).select_related("person"):
        booking.session = row
        tell(
            by, booking, f"Changed: {row}", f"The session has changed.\n\n{row}\n{when(row)}\n{where(row)}",
            urgent=True,
        )  # fmt: skip


@transaction.atomic
def publish_session(*, by: Actor, session: Session) -> Session:
    """Puts a session into the programme. Published already, nothing happens. Raises :class:`RuleError` for one that
    is over.
    """
    by.require(Permission.MANAGE_LEARNING, session)
    row = lock_session(session)
    if row.is_published:
        return row
    if now() >= row.ends_at and by.person is not None:
        raise RuleError("It is over. Change its day first.", code="past")
    row.published_on = today()
    row.version += 1
    row.save(update_fields=["published_on", "version"])
    record("training.session_published", f"Published: {row}, {uk_date(row.day)}", by=by, about=row)
    return row


@transaction.atomic
def cancel_session(*, by: Actor, session: Session, reason: str) -> int:
    """Cancels a session: everybody who has a place or waits is told with the reason, what was charged is taken back.
    Answers how many were told.

    Cancelled already, nothing happens. Raises :class:`RuleError` without a reason, and once its register is closed.
    """
    by.require(Permission.MANAGE_LEARNING, session)
    row = lock_session(session)
    if row.is_cancelled:
        return 0
    if not reason.strip():
        raise RuleError({"reason": "Say why: everybody who booked reads it."}, code="why")
    if row.closed_at is not None:
        raise RuleError("It has taken place: its register is closed.", code="held")
    row.cancelled_on, row.cancelled_because = today(), reason.strip()[:300]
    row.version += 1
    row.save(update_fields=["cancelled_on", "cancelled_because", "version"])
    told = [
        _cancel_booking(by, row, booking)
        for booking in row.bookings.filter(state__in=sorted(HELD | OPEN)).select_related("person")
    ]
    for booking in row.bookings.filter(charges__countered_by=None, charges__counters=None).distinct():
        counter_all(by, booking, "The session was cancelled")
    for parallel in row.parallel.filter(cancelled_on=None):
        cancel_session(by=by, session=parallel, reason=reason)
    said = f"Cancelled: {row}, {uk_date(row.day)}; told {plural(len(told), 'person', 'people')}"
    record("training.session_cancelled", said, by=by, about=row)
    return len(told)


def _cancel_booking(by: Actor, session: Session, booking: Booking) -> Booking:
    booking.session = session
    if booking.stands in (State.ATTENDED, State.ABSENT):
        move_to(by, booking, State.BOOKED)
    move_to(by, booking, State.CANCELLED, note="The session was cancelled")
    tell_cancelled(by, booking, session.cancelled_because)
    return booking


def _times(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the two moments in place of the days and times of day."""
    if "on" not in values:
        return values
    on, last = values.pop("on"), values.pop("last_day", None)
    starts = moment(on, values.pop("starts"), field="starts")
    ends = moment(last or on, values.pop("ends"), field="ends")
    return values | {"starts_at": starts, "ends_at": ends}


def _check(row: Session, capacity: int) -> None:
    if row.ends_at <= row.starts_at:
        raise RuleError({"ends": "It would end before it begins."}, code="order")
    if row.ends_at - row.starts_at > dt.timedelta(days=31):
        raise RuleError(
            {"last_day": "That is more than a month. Plan each day as its own session."}, code="long"
        )
    if abs(row.day - today()) > FURTHEST:
        raise RuleError({"on": "That is more than three years from today. Look at the year."}, code="far")
    if row.closes_on < row.opens_on:
        raise RuleError({"closes_on": "Booking would close before it opens."}, code="order")
    if row.closes_on > row.day:
        raise RuleError({"closes_on": f"The session begins before, on {uk_date(row.day)}."}, code="order")
    if row.minimum > capacity:
        raise RuleError({"minimum": "This is more than there are places."}, code="minimum")
    if row.conference_id is not None and not row.slot.strip():
        raise RuleError({"slot": "Say in which slot of the conference it is."}, code="slot")
