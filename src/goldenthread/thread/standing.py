"""How far a recommendation is on the way from what was found to proof that it changed something. Pure: no Django."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Judged(enum.StrEnum):
    """What somebody who did not lead the work says of its impact."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Judged:
        """A member with its words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    NOT_YET = "not_yet", "Not yet"
    PARTLY = "partly", "Partly"
    ACHIEVED = "achieved", "Achieved"
    NOT_SUSTAINED = "not_sustained", "Not sustained"


class Stage(enum.StrEnum):
    """The stages of the way from a recommendation to its impact, few enough to be told apart in a chart."""

    label: str
    tone: str

    def __new__(cls, value: str, label: str = "", tone: str = "") -> Stage:
        """A member with its words and its colour."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.tone = label, tone
        return member

    BROKEN = "broken", "Not begun", "red"
    UNDER_WAY = "under_way", "Under way", "blue"
    SHOWN_IN_PART = "shown_in_part", "Done, impact not shown", "amber"
    SHOWN = "shown", "Impact achieved", "green"
    REJECTED = "rejected", "Rejected", "grey"


class Standing(enum.StrEnum):
    """Where a recommendation stands, the furthest from proof first."""

    label: str
    tone: str
    symbol: str

    def __new__(cls, value: str, label: str = "", tone: str = "", symbol: str = "") -> Standing:
        """A member with its words, and how its badge looks."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.tone, member.symbol = label, tone, symbol
        return member

    UNANSWERED = "unanswered", "Not answered yet", "red", "octagon"
    NO_ACTION = "no_action", "Accepted, no action", "red", "octagon"
    NOT_SUSTAINED = "not_sustained", "Not sustained", "red", "octagon"
    UNDER_WAY = "under_way", "Under way", "blue", "circle"
    NO_PROOF = "no_proof", "Done, no proof of impact", "amber", "triangle"
    NOT_JUDGED = "not_judged", "Proof not judged yet", "amber", "diamond"
    NOT_YET = "not_yet", "No impact yet", "amber", "triangle"
    PARTLY = "partly", "Partly achieved", "amber", "diamond"
    CLOSED = "closed", "Impact achieved", "green", "tick"
    REJECTED = "rejected", "Rejected", "grey", "cross"

    @property
    def stage(self) -> Stage:
        """The stage of the way that it is in."""
        return _STAGES.get(self, Stage.SHOWN_IN_PART)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected."""
        return self in (Standing.CLOSED, Standing.REJECTED)


_STAGES = {
    Standing.UNANSWERED: Stage.BROKEN,
    Standing.NO_ACTION: Stage.BROKEN,
    Standing.UNDER_WAY: Stage.UNDER_WAY,
    Standing.CLOSED: Stage.SHOWN,
    Standing.REJECTED: Stage.REJECTED,
}


@dataclass(frozen=True)
class Facts:
    """What decides where a recommendation stands. ``accepted`` is ``None`` before anybody answered it."""

    accepted: bool | None
    actions: int
    done: int
    proofs: int
    judged: Judged | None

    @property
    def all_done(self) -> bool:
        """Whether there are actions, and none is left to do."""
        return 0 < self.actions == self.done


_OF_JUDGEMENT = {
    Judged.NOT_YET: Standing.NOT_YET,
    Judged.PARTLY: Standing.PARTLY,
    Judged.ACHIEVED: Standing.CLOSED,
}


def standing_of(facts: Facts) -> Standing:
    """Closed only where its actions are done, and the proof of impact is linked and judged to show it.

    What comes first on the way from the answer to the judgement, and is missing, says where it stands.
    """
    missing = (
        (facts.accepted is None, Standing.UNANSWERED),
        (facts.accepted is False, Standing.REJECTED),
        (facts.judged is Judged.NOT_SUSTAINED, Standing.NOT_SUSTAINED),
        (facts.actions == 0, Standing.NO_ACTION),
        (not facts.all_done, Standing.UNDER_WAY),
        (facts.proofs == 0, Standing.NO_PROOF),
        (facts.judged is None, Standing.NOT_JUDGED),
    )
    for holds, standing in missing:
        if holds:
            return standing
    return _OF_JUDGEMENT[facts.judged or Judged.NOT_YET]
