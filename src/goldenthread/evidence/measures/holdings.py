"""What measures hold for the thread: each indicator, as a source of it or as evidence that something changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.evidence.measures.models import Indicator
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.evidence import Holdings, Shown


def options(viewer: Actor) -> list[tuple[str, str]]:
    """Every indicator that the viewer may see, by title. One query."""
    return list(Indicator.objects.visible_to(viewer).order_by("title").values_list("key", "title"))


def show(viewer: Actor, keys: Collection[str]) -> dict[str, Shown]:
    """How indicators stand today: the latest figure, and whether it changed by more than chance. One query."""
    rows = Indicator.objects.visible_to(viewer).filter(key__in=keys).select_related("standing", "partnership")
    return {row.key: _shown(row) for row in rows}


def _shown(row: Indicator) -> Shown:
    data = row.standing.data if hasattr(row, "standing") else {}
    latest, variation = data.get("latest") or {}, data.get("variation") or {}
    said = (
        f"{latest.get('text', '')} in {latest.get('period', '')}. {variation.get('words', '')}".strip()
        if latest
        else "No figure has been accepted yet."
    )
    return Shown(row.title, said, row.get_absolute_url(), _picture(data))


def _picture(data: dict[str, Any]) -> SafeString | None:
    return SafeString(data["sparkline"]) if data.get("sparkline") else None


MEASURES = Holdings("measure", "Measures", options, show, kind="measure")
