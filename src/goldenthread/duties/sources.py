"""Where facts come from: each room tells what happened in it, in the words of :mod:`happenings`.

A room registers its source when the product starts (``AppConfig.ready``), so that this room need not know those above.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from icalendar import Event

from goldenthread.duties.engine import Fact
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Viewer

Source = Callable[[Partnership], Iterable[Fact]]
Listener = Callable[[Partnership], None]
_SOURCES: list[Source] = []
_LISTENERS: list[Listener] = []
EventSource = Callable[[Viewer, dt.date, dt.date, bool], Iterable[Event]]
_EVENTS: list[EventSource] = []


def register(source: Source) -> Source:
    """Adds a room's source; the same one is added once."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def listen(listener: Listener) -> Listener:
    """Adds a room that is to know when something followed from breaches; the same one is added once."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)
    return listener


def tell_followed(partnership: Partnership) -> None:
    """Tells the rooms that what follows from breaches is on record: an agenda can take up what was put forward."""
    for listener in _LISTENERS:
        listener(partnership)


def register_events(source: EventSource) -> EventSource:
    """Adds a room's entries for people's calendars; the same one is added once."""
    if source not in _EVENTS:
        _EVENTS.append(source)
    return source


def events_for(viewer: Viewer, first: dt.date, last: dt.date, *, mine: bool) -> list[Event]:
    """The entries of every room for one person, from one day to another; with ``mine`` those of their own groups."""
    return [event for source in _EVENTS for event in source(viewer, first, last, mine)]


def facts_of(partnership: Partnership) -> list[Fact]:
    """Everything that happened in a partnership, of every room. Each source makes a fixed number of queries."""
    return [fact for source in _SOURCES for fact in source(partnership)]
