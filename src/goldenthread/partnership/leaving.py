"""What ends when somebody leaves, or works for another agency: the places that rooms above gave them.

A room registers how its places end when the product starts, so that this floor need not know the rooms above it. A
place ends as soon as the leaving is recorded, whatever the last day: what is confined is given anew or not at all.
"""

from __future__ import annotations

from collections.abc import Callable

from goldenthread.partnership.models import Person

Ends = Callable[[Person, str], None]
_ENDS: list[Ends] = []
LEFT, MOVED = "Left", "Works for another agency"


def register(ends: Ends) -> None:
    """Adds a room's way of ending a person's places, with the reason; the same one is added once."""
    if ends not in _ENDS:
        _ENDS.append(ends)


def end_places(person: Person, reason: str) -> None:
    """Ends every place that any room gave a person."""
    for ends in _ENDS:
        ends(person, reason)
