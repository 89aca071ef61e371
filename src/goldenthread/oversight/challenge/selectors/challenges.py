"""Challenges with how they stand, disagreements with their stages, and what comes up again and again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.duties.selectors.duties import closures_of
from goldenthread.oversight.challenge.models import (
    Challenge,
    Disagreement,
    Outcome,
    StageLimit,
    StageStep,
)
from goldenthread.oversight.challenge.stages import OwnLimit, Stage, stage_on
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Viewer

STATES = {
    "unanswered": "Not answered yet",
    "late": "Answer late",
    "answered": "Answered, not ended",
    "ended": "Ended",
}


@dataclass(frozen=True)
class Row:
    """A challenge and how it stands: a key of :data:`STATES`."""

    challenge: Challenge
    state: str
    answered_on: dt.date | None
    outcome: Outcome | None


def challenges_of(viewer: Viewer, on: dt.date, *, state: str = "", mine: bool = False) -> list[Row]:
    """The challenges that the viewer may see, the latest first. Three queries."""
    rows = Challenge.objects.visible_to(viewer).select_related("partnership", "challenger", "agency", "group")
    if mine:
        rows = rows.filter(challenger=viewer.person)
    found = [row_of(row, on) for row in rows.prefetch_related("replies", "outcomes")]
    return [row for row in found if not state or row.state == state]


def row_of(row: Challenge, on: dt.date) -> Row:
    """A challenge with how it stands. Reads ``replies`` and ``outcomes``."""
    replies, outcomes = list(row.replies.all()), list(row.outcomes.all())
    if outcomes:
        state = "ended"
    elif replies:
        state = "answered"
    else:
        state = "late" if on > row.due_on else "unanswered"
    return Row(row, state, replies[0].on if replies else None, outcomes[0] if outcomes else None)


@dataclass(frozen=True)
class Standing:
    """A disagreement, the stage at which it is or was settled, and by when that stage was to settle it."""

    disagreement: Disagreement
    step: StageStep
    stage: Stage
    due: dt.date
    settled_on: dt.date | None

    def is_late(self, on: dt.date) -> bool:
        """Whether its stage took longer than it may."""
        return (self.settled_on or on) > self.due


def own_limits(partnership: Partnership) -> list[OwnLimit]:
    """The limits that a partnership's policy set, in the order in which they were set. One query."""
    rows = StageLimit.objects.filter(partnership=partnership).order_by("id")
    return [OwnLimit(*row) for row in rows.values_list("stage", "working_days", "holds_from")]


def disagreements_of(viewer: Viewer) -> list[Standing]:
    """The disagreements that the viewer may see, the latest first. Four queries."""
    closures, own = closures_of(viewer.partnership), own_limits(viewer.partnership)
    rows = (
        Disagreement.objects.visible_to(viewer)
        .select_related("partnership", "raised_by", "raised_with", "theme", "settlement")
        .prefetch_related("steps")
    )
    return [standing_of(row, closures, own) for row in rows]


def standing_of(row: Disagreement, closures: frozenset[dt.date], own: Sequence[OwnLimit]) -> Standing:
    """Where a disagreement stands. Reads ``steps`` and ``settlement``."""
    last = max(row.steps.all(), key=lambda each: each.stage)
    settlement = getattr(row, "settlement", None)
    at = stage_on(last.stage, last.on, own)
    return Standing(row, last, at, at.due(last.on, closures), settlement.on if settlement else None)


@dataclass(frozen=True)
class HalfYear:
    """What reached the third stage or the fourth in half a year: how many, on which themes, between which agencies."""

    name: str
    count: int
    themes: list[tuple[str, int]]
    agencies: list[tuple[str, int]]


def high_stages(rows: Sequence[Standing]) -> list[HalfYear]:
    """The thematic report of stages 3 and 4, by the half year in which each reached stage 3, the latest first."""
    halves: dict[str, list[Standing]] = {}
    for row in rows:
        reached = next((each.on for each in row.disagreement.steps.all() if each.stage == 3), None)
        if reached is not None:
            halves.setdefault(_half(reached), []).append(row)
    return [
        HalfYear(
            name,
            len(found),
            Counter(str(row.disagreement.theme or "No theme") for row in found).most_common(),
            Counter(
                str(agency)
                for row in found
                for agency in (row.disagreement.raised_by, row.disagreement.raised_with)
            ).most_common(),
        )
        for name, found in sorted(halves.items(), reverse=True)
    ]


def _half(day: dt.date) -> str:
    """Business half years: “2019-20, April to September”."""
    year = day.year if day.month >= 4 else day.year - 1
    part = "April to September" if 4 <= day.month <= 9 else "October to March"
    return f"{year}-{(year + 1) % 100:02}, {part}"
