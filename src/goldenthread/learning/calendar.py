"""A session as a calendar file, in England's own time zone, so that it stands right when the clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from goldenthread.learning.letters import where
from goldenthread.learning.models import Booking, Session
from goldenthread.learning.selectors.programme import between
from goldenthread.learning.states import State
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

ENGLAND = ZoneInfo("Europe/London")


def event_of(session: Session) -> Event:
    """One session as an entry of a calendar."""
    event = Event()
    event.add("uid", f"training-{session.number}@{session.partnership.slug}.golden-thread")
    event.add("dtstamp", timezone.now())
    event.add("summary", str(session))
    event.add("dtstart", session.starts_at.astimezone(ENGLAND))
    event.add("dtend", session.ends_at.astimezone(ENGLAND))
    event.add("location", where(session))
    event.add("url", f"{settings.SITE_URL}{session.get_absolute_url()}")
    if session.joining:
        event.add("description", session.joining)
    event.add("sequence", session.version)
    event.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    return event


def calendar_file(session: Session) -> bytes:
    """An iCalendar file with one entry."""
    calendar = Calendar()
    calendar.add("prodid", "-//Golden Thread//Training//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event_of(session))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def my_events(viewer: Viewer, first: dt.date, last: dt.date, mine: bool) -> list[Event]:  # noqa: ARG001
    """The sessions at which somebody has a place, for their calendar feed: always one's own alone. One query."""
    if not viewer.may(Permission.VIEW_LEARNING):
        return []
    rows = Session.objects.filter(
        between(first, last), partnership=viewer.partnership, cancelled_on=None,
        bookings__in=Booking.objects.filter(person=viewer.person, state__in=[State.BOOKED.value, State.ATTENDED.value]),
    )  # fmt: skip
    return [event_of(row) for row in rows.select_related("partnership", "course")]
