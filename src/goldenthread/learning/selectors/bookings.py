"""Where somebody stands with a session, what they can do about it, and whom they may book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, Q, Subquery

from goldenthread.design.words import uk_date, uk_datetime
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.learning.actions.charges import rate_for, terms_of
from goldenthread.learning.charging import free_until, share_of
from goldenthread.learning.letters import KIND
from goldenthread.learning.models import Booking, Session
from goldenthread.learning.selectors.programme import Row
from goldenthread.learning.states import LIVE, State
from goldenthread.partnership.models import OutgoingMessage, Person
from goldenthread.partnership.moments import now
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer

P = Permission


def people_to_book(viewer: Viewer) -> Any:
    """The people whom somebody may book: everybody, their agency, or their team; themselves always."""
    rows = Person.objects.in_post(today()).filter(partnership=viewer.partnership).select_related("agency")
    if viewer.may(P.MANAGE_LEARNING):
        return rows
    mine = Q(pk=viewer.person.pk) | Q(learner__manager=viewer.person)
    if viewer.may(P.BOOK_FOR_AGENCY) and viewer.agency_id is not None:
        mine |= Q(agency=viewer.agency_id)
    return rows.filter(mine).distinct()


def my_booking(viewer: Viewer, session: Session) -> Booking | None:
    """The viewer's own live booking of a session; else their last. One query."""
    rows = list(session.bookings.filter(person=viewer.person).select_related("agency").order_by("-pk"))
    for row in rows:
        row.session = session
    return next((row for row in rows if row.state in LIVE), rows[0] if rows else None)


def undelivered(session: Session) -> frozenset[int]:
    """The people of a session whose latest message about training did not arrive. One query."""
    theirs = OutgoingMessage.objects.filter(person=OuterRef("pk"), kind=KIND)
    last = theirs.values("person").annotate(last=Max("pk")).values("last")
    failed = OutgoingMessage.objects.filter(
        pk__in=Person.objects.filter(bookings__session=session).annotate(last=Subquery(last)).values("last"),
        status=OutgoingMessage.Status.FAILED,
    )
    return frozenset(failed.values_list("person_id", flat=True))


@dataclass(frozen=True)
class Standing:
    """What the page of a session tells its reader: a sentence, and which buttons stand under it."""

    said: str
    can_book: bool = False
    can_take: bool = False
    can_cancel: bool = False
    waits: bool = False


def standing_of(viewer: Viewer, row: Row, mine: Booking | None) -> Standing:
    """How somebody stands with a session, and what they can do now."""
    session = row.session
    if session.is_cancelled:
        return Standing(f"Cancelled on {uk_date(session.cancelled_on)}: {session.cancelled_because}")
    over = now() >= session.starts_at or session.closed_at is not None
    if mine is not None and mine.state in LIVE:
        return _standing_of_mine(mine, over=over)
    return _standing_of_session(viewer, row, over=over)


def _standing_of_session(viewer: Viewer, row: Row, *, over: bool) -> Standing:
    """How a session stands for somebody without a booking of it."""
    session = row.session
    if not session.is_published:
        return Standing("A draft: nobody else sees it. Publish it to open booking.")
    if over:
        return Standing(
            "It has taken place." if session.closed_at or now() >= session.ends_at else "It has begun."
        )
    if today() < session.opens_on:
        return Standing(f"{row.places_in_words}. Booking opens on {uk_date(session.opens_on)}.")
    if today() > session.closes_on:
        return Standing(
            f"Booking closed on {uk_date(session.closes_on)}.", can_book=viewer.may(P.MANAGE_LEARNING)
        )
    if row.is_full and not session.takes_waiting:
        return Standing("It is full, and keeps no waiting list.")
    said = f"{row.places_in_words}. Book by {uk_date(session.closes_on)}."
    return Standing(said, can_book=True, waits=row.is_full)


def _standing_of_mine(mine: Booking, *, over: bool) -> Standing:
    state = mine.stands
    if state is State.OFFERED and mine.offered_until is not None:
        until = uk_datetime(mine.offered_until)
        if now() >= mine.offered_until:
            return Standing(f"You were offered a place until {until}. The offer ran out.")
        return Standing(f"A place is free for you: take it by {until}.", can_take=True, can_cancel=True)
    if state is State.WAITING:
        ahead = mine.session.bookings.in_line().filter(
            Q(made_at__lt=mine.made_at) | Q(made_at=mine.made_at, pk__lt=mine.pk)
        )
        said = f"You are number {ahead.count() + 1} on the waiting list."
        return Standing(said, can_cancel=not over)
    said = {
        State.BOOKED: "You have a place.",
        State.ASKED: "A place is kept for you until your agency approves it.",
        State.ATTENDED: "You attended.",
        State.ABSENT: "The register says that you did not come.",
    }[state]
    return Standing(said, can_cancel=not over and state in (State.BOOKED, State.ASKED))


def price_words(booking: Booking | None, session: Session) -> str:
    """What giving up a place costs and until when it is free, for whoever has one."""
    terms = terms_of(session.partnership, session.day)
    if terms is None or session.price == 0:
        return "Free of charge."
    last = free_until(session.day, terms.notice, closures_of(session.partnership))
    if booking is None:
        return f"A place can be given up without a charge until {uk_date(last)}."
    rate = rate_for(booking)
    if rate is None or not (rate.coming or rate.late or rate.absent):
        return "Free of charge for your agency."
    coming, late, absent = (share_of(session.price, each) for each in (rate.coming, rate.late, rate.absent))
    return (
        f"Your agency pays £{coming:,.2f} for coming, £{late:,.2f} for cancelling after {uk_date(last)}, and "
        f"£{absent:,.2f} for not coming."
    )
