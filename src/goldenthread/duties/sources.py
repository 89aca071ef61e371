"""Where facts come from: each room tells what happened in it, in the words of :mod:`happenings`.

A room registers its source when the product starts (``AppConfig.ready``), so that this room need not know those above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from goldenthread.duties.engine import Fact
from goldenthread.partnership.models import Partnership

Source = Callable[[Partnership], Iterable[Fact]]
_SOURCES: list[Source] = []


def register(source: Source) -> Source:
    """Adds a room's source; the same one is added once."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def facts_of(partnership: Partnership) -> list[Fact]:
    """Everything that happened in a partnership, of every room. Each source makes a fixed number of queries."""
    return [fact for source in _SOURCES for fact in source(partnership)]
