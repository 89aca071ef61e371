"""What the pages of the thread share: their frame, and finding what an address names."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.viewer import Viewer
from goldenthread.thread.models import Recommendation, Source

SECTIONS = (
    ("Sources", "thread:overview"),
    ("Recommendations", "thread:matrix"),
    ("Gaps", "thread:gaps"),
    ("Themes", "thread:themes"),
)


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of the thread."""
    return reverse(f"thread:{name}", args=[request.viewer.partnership.slug, *args])


def show(request: PartnershipRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """A page, under the tabs of the room where it is one of its lists."""
    slug = request.viewer.partnership.slug
    if section:
        context["sections"] = [
            (text, reverse(name, args=[slug]), name == f"thread:{section}") for text, name in SECTIONS
        ]
    return render(request, f"thread/{template}.html", context)


def ask(
    request: PartnershipRequest, form: Any, *, title: str, button: str, back: str, **context: Any
) -> HttpResponse:
    """A page with one form. More context: ``caption``, ``intro``, ``trail``."""
    context.setdefault("trail", [("Thread", address(request, "overview")), (title, "")])
    return show(request, "ask", form=form, title=title, button=button, back=back, **context)


def source_or_404(viewer: Viewer, key: str) -> Source:
    """A source that the viewer may see."""
    rows = Source.objects.visible_to(viewer).select_related("partnership", "group")
    source: Source = get_object_or_404(rows, key=key)
    return source


def recommendation_or_404(viewer: Viewer, key: str, number: int) -> Recommendation:
    """A recommendation of a source that the viewer may see."""
    rows = Recommendation.objects.visible_to(viewer).select_related(
        "source__partnership", "source__group", "finding__theme", "agency"
    )
    recommendation: Recommendation = get_object_or_404(rows, source__key=key, pk=number)
    return recommendation


def trail(request: PartnershipRequest, source: Source, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of a source."""
    return [("Thread", address(request, "overview")), (source.title, source.get_absolute_url()), *more]
