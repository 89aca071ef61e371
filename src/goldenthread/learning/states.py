"""The life of a booking: its states, which of them hold a place, and what may follow what. Knows no Django."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a booking stands, as its row keeps it."""

    ASKED = "asked"
    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"
    ATTENDED = "attended"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"
    REFUSED = "refused"
    MOVED = "moved"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        """As people read it."""
        return LABELS[self]


LABELS = {
    State.ASKED: "Waits for approval",
    State.BOOKED: "Booked",
    State.WAITING: "On the waiting list",
    State.OFFERED: "Offered a place",
    State.ATTENDED: "Attended",
    State.ABSENT: "Did not come",
    State.CANCELLED: "Cancelled",
    State.DECLINED: "Declined the offer",
    State.EXPIRED: "The offer ran out",
    State.REFUSED: "Not approved",
    State.MOVED: "Moved to another date",
    State.REPLACED: "A colleague came instead",
}
# A booking in one of these has a place, and the database lets it be in none of them without one.
HELD = frozenset({State.ASKED, State.BOOKED, State.OFFERED, State.ATTENDED, State.ABSENT})
# A person has at most one booking of a session in one of these.
LIVE = HELD | {State.WAITING}
# What can still be given up, moved or passed on to a colleague.
OPEN = frozenset({State.ASKED, State.BOOKED, State.OFFERED, State.WAITING})

FOLLOWS: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.BOOKED, State.REFUSED, State.CANCELLED, State.MOVED, State.REPLACED}),
    State.BOOKED: frozenset({State.ATTENDED, State.ABSENT, State.CANCELLED, State.MOVED, State.REPLACED}),
    State.WAITING: frozenset({State.OFFERED, State.REFUSED, State.CANCELLED, State.MOVED}),
    State.OFFERED: frozenset({State.BOOKED, State.ASKED, State.DECLINED, State.EXPIRED, State.CANCELLED}),
    # The register can be put right.
    State.ATTENDED: frozenset({State.ABSENT, State.BOOKED}),
    State.ABSENT: frozenset({State.ATTENDED, State.BOOKED}),
}


def may_follow(before: State, after: State) -> bool:
    """Whether a booking can go from the one state to the other."""
    return after in FOLLOWS.get(before, frozenset())
