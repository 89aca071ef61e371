"""The register of decisions, and how each stands on a day."""

from __future__ import annotations

import datetime as dt

from goldenthread.oversight.meetings.models import Decision
from goldenthread.oversight.meetings.querysets import seen_by
from goldenthread.partnership.viewer import Viewer

DECISION_STATES = {
    "": "All",
    "effect": "In effect",
    "ahead": "Still to take effect",
    "stopped": "Stopped by an objection",
    "other": "Deferred or referred",
    "replaced": "Taken again",
}


def decision_state(decision: Decision, on: dt.date) -> str:
    """How a decision stands on a day: a key of :data:`DECISION_STATES`."""
    if hasattr(decision, "replaced_by"):
        return "replaced"
    if decision.implement_on is None:
        return "other"
    if decision.objections.all():
        return "stopped"
    return "effect" if decision.implement_on <= on else "ahead"


def decisions_of(viewer: Viewer, *, group: str = "", state: str = "", on: dt.date) -> list[Decision]:
    """Every decision that the viewer may see, the latest first. Two queries."""
    rows = (
        Decision.objects.filter(seen_by(viewer, "item__"))
        .select_related("item__meeting__group", "item__meeting__partnership", "replaced_by")
        .prefetch_related("objections__agency")
    )
    if group:
        rows = rows.filter(item__meeting__group__key=group)
    return [row for row in rows if not state or decision_state(row, on) == state]
