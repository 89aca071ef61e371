"""Cycles, how many answered, and the heat map: a fixed number of queries, however many agencies and cycles."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q

from goldenthread.evidence.assurance.models import Assessment, Cycle, StandardScore
from goldenthread.evidence.assurance.querysets import may_compare
from goldenthread.evidence.assurance.questions import Score
from goldenthread.partnership.viewer import Actor

Scores = dict[str, Score]


@dataclass(frozen=True)
class CycleRow:
    """A cycle with how many were asked, signed and moderated."""

    cycle: Cycle
    asked: int
    signed: int
    moderated: int

    @property
    def response(self) -> Fraction | None:
        """The part of those asked that signed, from 0 to 1; ``None`` where nobody was asked."""
        return Fraction(self.signed, self.asked) if self.asked else None


@dataclass(frozen=True)
class HeatRow:
    """An agency's scores by standard, with those of the cycle before; nothing of one whose answers are not open."""

    assessment: Assessment
    scores: Scores
    before: Scores
    open: bool

    @property
    def total(self) -> Score:
        """All standards together."""
        return added(self.scores.values())

    def change(self, standard: str) -> Fraction | None:
        """By how much a standard's share changed since the cycle before; ``None`` where either is missing."""
        now, then = self.scores.get(standard), self.before.get(standard)
        if now is None or then is None or now.share is None or then.share is None:
            return None
        return Fraction(0) if now == then else now.share - then.share


@dataclass(frozen=True)
class Heat:
    """The heat map of a cycle: its rows, and the cycle that it is compared with."""

    rows: list[HeatRow]
    before: Cycle | None


def added(scores: Iterable[Score]) -> Score:
    """The sum of scores."""
    kept = list(scores)
    return Score(sum(each.points for each in kept), sum(each.most for each in kept))


def cycles_of(viewer: Actor) -> list[CycleRow]:
    """Every cycle, the latest first. One query."""
    signed = Q(assessments__status__in=["signed", "moderated"])
    rows = Cycle.objects.visible_to(viewer).select_related("partnership").annotate(
        asked=Count("assessments"),
        signed=Count("assessments", filter=signed),
        moderated=Count("assessments", filter=Q(assessments__status="moderated")),
    )  # fmt: skip
    # Counting makes Django forget the model's own order.
    return [CycleRow(row, row.asked, row.signed, row.moderated) for row in rows.order_by("-opens_on", "-pk")]


def counts_of(rows: Iterable[Assessment], cycle: Cycle) -> CycleRow:
    """The same of one cycle whose assessments are read already."""
    kept = list(rows)
    done = [row for row in kept if not row.is_open]
    moderated = sum(row.status == Assessment.Status.MODERATED for row in kept)
    return CycleRow(cycle, len(kept), len(done), moderated)


def assessments_of(cycle: Cycle) -> list[Assessment]:
    """Every agency that was asked, by name. One query."""
    rows = Assessment.objects.filter(cycle=cycle)
    return list(rows.select_related("agency", "cycle__partnership", "standing"))


def is_late(row: Assessment, on: dt.date) -> bool:
    """Whether a cycle's last day is over and the assessment was not signed, or was signed after it."""
    signed = row.signed_on
    return (signed or on) > row.cycle.closes_on


def heat_of(viewer: Actor, cycle: Cycle) -> Heat:
    """The heat map of a cycle, with the change since the one of the same set before it. Four queries at most."""
    rows = assessments_of(cycle)
    before = (
        Cycle.objects.filter(
            partnership=cycle.partnership_id,
            set_ref__startswith=f"{cycle.set_key}@",
            opens_on__lt=cycle.opens_on,
        )
        .order_by("-opens_on", "-pk")
        .first()
    )
    now, then = _scores(cycle), _scores(before) if before else {}
    return Heat(
        [
            HeatRow(row, now.get(row.agency_id, {}), then.get(row.agency_id, {}), open=True)
            if may_compare(viewer, row)
            else HeatRow(row, {}, {}, open=False)
            for row in rows
        ],
        before,
    )


def _scores(cycle: Cycle) -> dict[int, Scores]:
    """The scores that count today, by agency and standard. One query."""
    found: dict[int, Scores] = defaultdict(dict)
    turns = Assessment.objects.filter(cycle=cycle, standing__isnull=False).values("standing")
    rows = StandardScore.objects.filter(turn__in=turns)
    for agency, standard, points, most in rows.values_list(
        "turn__assessment__agency", "standard", "points", "most"
    ):
        found[agency][standard] = Score(points, most)
    return dict(found)
