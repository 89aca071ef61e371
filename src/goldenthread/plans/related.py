"""What an action is part of in rooms above this one: each tells, when the product starts, how it finds that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from goldenthread.partnership.viewer import Actor


class Related(NamedTuple):
    """A line on a page: what it is, what it is called, and its address."""

    what: str
    name: str
    href: str


Finder = Callable[[Actor, Any], list[Related]]
_FINDERS: list[Finder] = []


def register(finder: Finder) -> None:
    """Adds how a room finds what an action is part of; each once."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)


def related_to(viewer: Actor, action: Any) -> list[Related]:
    """What an action is part of that the viewer may see, room by room."""
    return [line for finder in _FINDERS for line in finder(viewer, action)]
