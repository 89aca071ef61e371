"""Where the thread speaks of what another room holds, and which recommendations an action answers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from goldenthread.partnership.viewer import Actor
from goldenthread.plans.related import Related
from goldenthread.thread.models import Recommendation, Source


def mentions_of(viewer: Actor, reference: str) -> list[Related]:
    """The sources that are about a reference, and the recommendations whose evidence it is. Two queries."""
    sources = Source.objects.visible_to(viewer).filter(about=reference).select_related("partnership")
    proved = (
        Recommendation.objects.visible_to(viewer)
        .filter(Q(proofs__reference=reference, proofs__taken_back=None))
        .select_related("source__partnership")
        .distinct()
    )
    return [
        *(Related("Source", str(row), row.get_absolute_url()) for row in sources),
        *(Related("Evidence for", _name(row), row.get_absolute_url()) for row in proved),
    ]


def answered_by(viewer: Actor, action: Any) -> list[Related]:
    """The recommendations that an action answers. One query."""
    rows = (
        Recommendation.objects.visible_to(viewer)
        .filter(action_links__action=action, action_links__taken_back=None)
        .select_related("source__partnership")
        .distinct()
    )
    return [Related("Answers", _name(row), row.get_absolute_url()) for row in rows]


def _name(row: Any) -> str:
    return f"{row.source}, recommendation {row.ref}"
