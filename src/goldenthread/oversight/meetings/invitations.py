"""Meetings as entries of a calendar programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from goldenthread.oversight.meetings.models import Meeting
from goldenthread.partnership.viewer import Viewer


def event_of(meeting: Meeting) -> Event:
    """One meeting: when, where, and the address of its page. One that was cancelled says so."""
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{meeting.partnership.slug}.golden-thread")
    event.add("dtstamp", timezone.now())
    event.add("sequence", meeting.version)
    event.add("summary", str(meeting.group))
    event.add("dtstart", meeting.starts_at.astimezone(dt.UTC))
    event.add("dtend", (meeting.starts_at + dt.timedelta(minutes=meeting.minutes_long)).astimezone(dt.UTC))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", f"{settings.SITE_URL}{meeting.get_absolute_url()}")
    event.add("status", "CANCELLED" if meeting.cancelled_on else "CONFIRMED")
    return event


def calendar_file(meetings: Iterable[Meeting], name: str) -> bytes:
    """An iCalendar file of meetings."""
    calendar = Calendar()
    calendar.add("prodid", "-//Golden Thread//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        calendar.add_component(event_of(meeting))
    text: bytes = calendar.to_ical()
    return text


def meeting_events(viewer: Viewer, first: dt.date, last: dt.date, mine: bool) -> list[Event]:
    """The meetings from one day to another for a calendar feed; ``mine`` are those of one's groups. One query."""
    rows = Meeting.objects.visible_to(viewer).filter(starts_at__date__range=(first, last))
    if mine:
        rows = rows.filter(group__in=viewer.group_ids)
    return [event_of(row) for row in rows.select_related("group", "partnership")]
