"""The risk register with the latest score of each risk, and the heat map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.oversight.challenge.models import Risk, Scoring
from goldenthread.partnership.viewer import Viewer


@dataclass(frozen=True)
class Scored:
    """A risk with its latest score and the one before."""

    risk: Risk
    now: Scoring
    before: Scoring | None

    @property
    def is_above_appetite(self) -> bool:
        """Whether it is greater, with its controls, than is acceptable."""
        return self.now.after > self.risk.appetite

    @property
    def change(self) -> int:
        """By how much its score with controls rose or fell since the one before."""
        return self.now.after - self.before.after if self.before else 0

    def is_overdue(self, on: dt.date) -> bool:
        """Whether its review is late."""
        return self.risk.closed_on is None and on > self.risk.review_on


def risks_of(viewer: Viewer, *, closed: bool = False) -> list[Scored]:
    """The risks that the viewer may see, the greatest first. Two queries."""
    rows = Risk.objects.visible_to(viewer).select_related("partnership", "owner")
    rows = rows.exclude(closed_on=None) if closed else rows.filter(closed_on=None)
    found = [scored(row) for row in rows.prefetch_related("scorings")]
    return sorted(found, key=lambda each: (-each.now.after, -each.now.before, each.risk.number))


def scored(row: Risk) -> Scored:
    """A risk with its scores. Reads ``scorings``."""
    scorings = list(row.scorings.all())
    return Scored(row, scorings[0], scorings[1] if len(scorings) > 1 else None)


def heat_map(rows: Sequence[Scored]) -> dict[tuple[int, int], list[Scored]]:
    """The risks at each likelihood and impact, with their controls."""
    found: dict[tuple[int, int], list[Scored]] = {}
    for row in rows:
        found.setdefault((row.now.likelihood_after, row.now.impact_after), []).append(row)
    return found
