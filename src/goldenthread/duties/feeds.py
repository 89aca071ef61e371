"""What is due, and what else rooms have for a calendar, as an iCalendar file behind a private address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from goldenthread.duties.actions.feeds import digest_of
from goldenthread.duties.models import CalendarFeed, Duty
from goldenthread.duties.selectors.duties import visible_duties
from goldenthread.duties.sources import events_for
from goldenthread.duties.tables.duties import owner
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer, viewer_of

BEHIND, AHEAD = dt.timedelta(days=92), dt.timedelta(days=366)
MOST = 1000


def feed_of(secret: str) -> tuple[CalendarFeed, Viewer] | None:
    """The feed of a secret address and its person as they are today; ``None`` for one that is wrong or revoked, or
    whose person has left.
    """
    feed = (
        CalendarFeed.objects.filter(digest=digest_of(secret), revoked_at=None)
        .select_related("person__user", "person__partnership")
        .first()
    )
    if feed is None or feed.person.user is None or not feed.person.user.is_active:
        return None
    viewer = viewer_of(feed.person.user, feed.person.partnership.slug, on=today())
    return (feed, viewer) if viewer is not None and viewer.person.pk == feed.person.pk else None


def calendar_of(feed: CalendarFeed, viewer: Viewer) -> bytes:
    """The duties and meetings of the last three months and the year ahead.

    Nothing restricted stands in it: calendars are shared.
    """
    day = today()
    rows = (
        visible_duties(viewer).open(day).filter(restricted=False, due_on__range=(day - BEHIND, day + AHEAD))
    )
    if feed.scope == CalendarFeed.Scope.MINE:
        rows = rows.owed_by_viewer(viewer)
    if not feed.was_used(day):
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=day)
    mine = feed.scope == CalendarFeed.Scope.MINE
    return write_calendar(
        viewer.partnership.short_name,
        rows.select_related("agency", "group", "partnership").order_by("due_on", "pk")[:MOST],
        events_for(viewer, day - BEHIND, day + AHEAD, mine=mine),
    )


def write_calendar(name: str, duties: Iterable[Duty], events: Iterable[Event] = ()) -> bytes:
    """An iCalendar file with a whole-day entry for each duty, and the ``events`` of other rooms."""
    calendar = Calendar()
    calendar.add("prodid", "-//Golden Thread//Duties//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{name}: what is due")
    now = timezone.now()
    for duty in duties:
        event = Event()
        event.add("uid", f"duty-{duty.pk}@{duty.partnership.slug}.golden-thread")
        event.add("dtstamp", now)
        event.add("summary", f"Due: {duty}")
        event.add("dtstart", duty.due_on)
        event.add("dtend", duty.due_on + dt.timedelta(days=1) if duty.due_on else duty.due_on)
        event.add(
            "description", f"Owed by: {owner(duty)}. {duty.limit_words[:1].upper()}{duty.limit_words[1:]}."
        )
        event.add("url", f"{settings.SITE_URL}{duty.get_absolute_url()}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    for event in events:
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text
