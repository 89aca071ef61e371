"""What changed lately: new figures that signal something, corrections, definitions and events."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.evidence.measures.models import AnnotatedEvent, Definition, Observation
from goldenthread.evidence.measures.selectors.scorecard import ScorecardRow, scorecard_rows
from goldenthread.partnership.models import Partnership

MOST = 50


@dataclass(frozen=True)
class Changes:
    """What changed in a partnership's measures."""

    concern: list[ScorecardRow]
    improvement: list[ScorecardRow]
    neither: list[ScorecardRow]
    others: list[ScorecardRow]
    corrections: list[Observation]
    definitions: list[Definition]
    events: list[AnnotatedEvent]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(
            (
                self.concern,
                self.improvement,
                self.neither,
                self.others,
                self.corrections,
                self.definitions,
                self.events,
            )
        )


def changes_since(partnership: Partnership, since: dt.date) -> Changes:
    """What changed from a day on: indicators whose latest figure is new, by what it signals. Five queries."""
    rows = [row for row in scorecard_rows(partnership) if row.moved_on and row.moved_on >= since]
    rows.sort(key=lambda row: (row.moved_on or since, row.title), reverse=True)
    kinds = {
        kind: [row for row in rows if row.signal == kind]
        for kind in ("concern", "improvement", "neither", "")
    }
    corrections = (
        Observation.objects.accepted()
        .filter(indicator__partnership=partnership, corrects__isnull=False, submitted_at__date__gte=since)
        .select_related("indicator__partnership", "agency", "corrects")
        .order_by("-submitted_at")[:MOST]
    )
    return Changes(
        concern=kinds["concern"],
        improvement=kinds["improvement"],
        neither=kinds["neither"],
        others=kinds[""],
        corrections=list(corrections),
        definitions=list(
            Definition.objects.filter(indicator__partnership=partnership, holds_from__gte=since)
            .exclude(why="")
            .select_related("indicator__partnership")
            .order_by("-holds_from")[:MOST]
        ),
        events=list(
            AnnotatedEvent.objects.filter(
                indicator__partnership=partnership, on__gte=since, withdraws=None, withdrawn_by=None
            )
            .select_related("indicator__partnership")
            .order_by("-on")[:MOST]
        ),
    )
