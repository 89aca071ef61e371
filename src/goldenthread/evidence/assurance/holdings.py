"""Self-assessments, for the thread: what one was signed or moderated at, and when."""

from __future__ import annotations

from collections.abc import Collection

from goldenthread.design.words import uk_date
from goldenthread.evidence.assurance.models import Assessment
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.evidence import Holdings, Shown


def options(viewer: Actor) -> list[tuple[str, str]]:
    """Every signed one that the viewer may read, the latest first. One query."""
    rows = Assessment.objects.visible_to(viewer).filter(standing__isnull=False)
    found = rows.select_related("cycle", "agency").order_by("-signed_on", "pk")
    return [(str(row.pk), str(row)) for row in found]


def show(viewer: Actor, keys: Collection[str]) -> dict[str, Shown]:
    """How far each is, and what it came to. Two queries."""
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    rows = Assessment.objects.visible_to(viewer).filter(pk__in=numbers).select_related(
        "cycle__partnership", "agency", "standing"
    )  # fmt: skip
    return {str(row.pk): Shown(str(row), _said(row), row.get_absolute_url()) for row in _with_scores(rows)}


def _with_scores(rows: object) -> list[Assessment]:
    return list(rows.prefetch_related("standing__scores"))  # type: ignore[attr-defined]


def _said(row: Assessment) -> str:
    if row.standing is None:
        return str(row.get_status_display())
    points = sum(score.points for score in row.standing.scores.all())
    most = sum(score.most for score in row.standing.scores.all())
    share = f": {points} of {most} points" if most else ""
    return f"{row.standing} on {uk_date(row.standing.on)}{share}."


ASSESSMENTS = Holdings("assessment", "Self-assessments", options, show, kind="assessment")
