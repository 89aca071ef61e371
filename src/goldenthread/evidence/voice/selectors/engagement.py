"""Events and conversations, one of them with what was said in it, and themes with theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from goldenthread.evidence.voice.models import Engagement, Response, Theme, Voice
from goldenthread.evidence.voice.querysets import seen_by
from goldenthread.partnership.viewer import Viewer


def engagements_of(viewer: Viewer, *, kind: str = "", agency: str = "") -> list[Engagement]:
    """The events and conversations that the viewer may see, the latest first, each with ``said``, its number of voices.

    ``kind`` and ``agency`` (a key) narrow them. One query.
    """
    rows = Engagement.objects.visible_to(viewer).select_related("agency", "partnership")
    if kind:
        rows = rows.filter(kind=kind)
    if agency:
        rows = rows.filter(agency__key=agency)
    return list(rows.annotate(said=Count("voices")).order_by("-on", "-id"))


def voices_in(viewer: Viewer, engagement: Engagement) -> list[Voice]:
    """What was said in one event or conversation, in the order in which it was added. One query."""
    rows = Voice.objects.visible_to(viewer).filter(engagement=engagement)
    return list(rows.select_related("theme__partnership").order_by("id"))


def responses_to(viewer: Viewer, engagement: Engagement) -> list[Response]:
    """What was done about one event or conversation, as far as the viewer may see it. One query."""
    rows = Response.objects.visible_to(viewer).filter(engagement=engagement)
    return list(rows.select_related("partnership"))


@dataclass(frozen=True)
class ThemePage:
    """One theme: what was said, the latest first, and what was done about it."""

    voices: tuple[Voice, ...]
    responses: tuple[Response, ...]


def theme_page(viewer: Viewer, theme: Theme) -> ThemePage:
    """What the viewer may see of a theme. Two queries."""
    voices = Voice.objects.visible_to(viewer).filter(theme=theme)
    responses = Response.objects.visible_to(viewer).filter(theme=theme)
    return ThemePage(
        tuple(voices.select_related("engagement__agency", "engagement__partnership")),
        tuple(responses.select_related("theme", "engagement", "partnership")),
    )


def themes_of(viewer: Viewer) -> list[Theme]:
    """Every theme, with ``said``: how many voices of it the viewer may see. One query."""
    seen = seen_by(viewer, "voices__engagement__")
    rows = Theme.objects.visible_to(viewer).select_related("partnership")
    return list(rows.annotate(said=Count("voices", filter=seen, distinct=True)).order_by("title"))
