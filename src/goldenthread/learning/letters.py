"""What people are told of their bookings: each message's subject and text."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldenthread.design.words import uk_date, uk_datetime, uk_time
from goldenthread.learning.models import Booking, Session
from goldenthread.learning.states import State
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.selectors.answering import answering_for
from goldenthread.partnership.viewer import Actor

KIND = "training"
BECAUSE = "you have a training booking"


def when(session: Session) -> str:
    """ "7 May 2019, 9:30am to 4pm", or both days where it ends on another."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    until = uk_time(ends) if starts.date() == ends.date() else uk_datetime(ends)
    return f"{uk_datetime(starts)} to {until}"


def where(session: Session) -> str:
    """The venue, the link, or both."""
    parts = [session.venue if session.mode != Session.Mode.ONLINE else "", ""]
    if session.mode != Session.Mode.IN_PERSON:
        parts[1] = (
            f"Online: {session.joining_link}" if session.joining_link else "Online: the link will follow"
        )
    return ". ".join(filter(None, parts)) or "The venue will follow"


def tell(by: Actor, booking: Booking, subject: str, text: str, *, urgent: bool = False) -> None:
    """One message about one booking to the person who has it. Nobody who left is written to."""
    if booking.person.left_on is not None:
        return
    queue_message(
        by=by,
        person=booking.person,
        kind=KIND,
        subject=subject,
        text=text,
        because=BECAUSE,
        link=booking.session.get_absolute_url(),
        urgent=urgent,
    )


def tell_state(by: Actor, booking: Booking, note: str = "") -> None:
    """What a booking has come to."""
    session, state = booking.session, booking.stands
    told = f"{session}\n{when(session)}\n{where(session)}"
    if state is State.BOOKED:
        joining = f"\n\n{session.joining}" if session.joining else ""
        tell(by, booking, f"Your place is booked: {session}", f"You have a place.\n\n{told}{joining}")
    elif state is State.ASKED:
        tell(
            by, booking, f"Your booking waits for approval: {session}",
            f"A place is kept for you until your agency says yes or no.\n\n{told}",
        )  # fmt: skip
    elif state is State.WAITING:
        tell(
            by, booking, f"You are on the waiting list: {session}",
            f"The session is full. You will be offered a place when one comes free and it is your turn.\n\n{told}",
        )  # fmt: skip
    elif state is State.OFFERED and booking.offered_until is not None:
        until = uk_datetime(booking.offered_until)
        tell(
            by, booking, f"A place is free for you: {session}",
            f"Take it by {until}, or it goes to whoever is next.\n\n{told}", urgent=True,
        )  # fmt: skip
    else:
        why = f"\n\n{note}" if note else ""
        tell(
            by, booking, f"{state.label}: {session}", f"Your booking stands as: {state.label}.\n\n{told}{why}"
        )


def tell_approvers(by: Actor, booking: Booking) -> None:
    """Those who answer for the agency: a booking waits for their yes or no."""
    session = booking.session
    if booking.agency is None:
        return
    for person in answering_for([booking.agency]).exclude(pk=booking.person_id):
        queue_message(
            by=by, person=person, kind=KIND, subject=f"To approve: {session}, {uk_date(session.day)}",
            text=f"{booking.person} has asked for a place. It is kept until you say yes or no.\n\n{session}\n"
            f"{when(session)}", because="you answer for your agency’s training bookings",
            link=f"{session.get_absolute_url()}bookings/{booking.pk}/",
        )  # fmt: skip


def tell_cancelled(by: Actor, booking: Booking, reason: str) -> None:
    """The session does not take place."""
    session = booking.session
    tell(
        by, booking, f"Cancelled: {session}, {uk_date(session.day)}",
        f"The session does not take place.\n\n{session}\n{when(session)}\n\n{reason}\n\n"
        "Nothing is charged for it. You can book another date from the course's page.", urgent=True,
    )  # fmt: skip


def tell_reminder(by: Actor, booking: Booking, days: int) -> None:
    """The session is near."""
    session = booking.session
    soon = "tomorrow" if days == 1 else "today" if days == 0 else f"in {days} days"
    joining = f"\n\n{session.joining}" if session.joining else ""
    tell(
        by, booking, f"{soon.capitalize()}: {session}",
        f"{session}\n{when(session)}\n{where(session)}{joining}\n\n"
        "If you cannot come, give up your place or send a colleague: somebody may be waiting for it.",
        urgent=days <= 1,
    )  # fmt: skip


def offer_end(session: Session, now: dt.datetime) -> dt.datetime:
    """Until when an offer made now stands: its hours, and never past the session's beginning. Hours are real hours,
    also in the night in which the clocks change.
    """
    end = now.astimezone(dt.UTC) + dt.timedelta(hours=session.offer_hours)
    return min(end, session.starts_at)
