"""What happens by itself: offers that run out, reminders, and needs that are forgotten once a session is over."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from goldenthread.learning.actions.offers import expire_offers
from goldenthread.learning.letters import tell_reminder
from goldenthread.learning.models import Booking, Needs, Session
from goldenthread.learning.selectors.programme import between
from goldenthread.learning.states import State
from goldenthread.partnership.moments import now
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor, SystemActor

# How many days before a session people are reminded.
REMINDED = (7, 1)
# For how long after a session needs are kept: what went wrong on the day can still be asked about.
FORGOTTEN_AFTER = dt.timedelta(days=7)


def follow_up(*, by: Actor) -> dict[str, int]:
    """Does everything that is due now, and answers how much of each. It may run as often as it likes."""
    return {"offers ended": expire_offers(by=by), "reminders": remind(), "needs forgotten": forget_needs()}


def remind() -> int:
    """Reminds everybody who has a place at a session a week or a day ahead, once each time."""
    sent = 0
    for days in REMINDED:
        day = today() + dt.timedelta(days=days)
        sessions = Session.objects.taking_place().filter(between(day, day))
        due = Booking.objects.filter(session__in=sessions, state=State.BOOKED.value)
        rows = due.exclude(reminded_on=today()).select_related(
            "person", "session__course", "session__partnership"
        )
        for booking in rows:
            sent += _remind(booking, days)
    return sent


@transaction.atomic
def _remind(booking: Booking, days: int) -> int:
    """One reminder; whoever else does the same at once finds it done."""
    claimed = Booking.objects.filter(pk=booking.pk).exclude(reminded_on=today()).update(reminded_on=today())
    if claimed:
        actor = SystemActor(label="Reminders", partnership=booking.session.partnership)
        tell_reminder(actor, booking, days)
    return int(claimed)


def forget_needs() -> int:
    """Deletes what people need of sessions that were over a week ago. Answers of how many."""
    gone, _ = Needs.objects.filter(booking__session__ends_at__lt=now() - FORGOTTEN_AFTER).delete()
    return gone
