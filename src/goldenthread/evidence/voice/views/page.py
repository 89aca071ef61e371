"""What the pages of this room share: their frame, and finding what an address names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.evidence.voice.actions.engagement import may_change
from goldenthread.evidence.voice.models import Engagement, Response, Survey, Theme
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer
from goldenthread.thread.selectors.references import mentions_of

P = Permission
SECTIONS = (
    ("Voice", "voice:overview", P.VIEW_VOICE),
    ("Events and conversations", "voice:engagements", P.VIEW_VOICE),
    ("Themes", "voice:themes", P.VIEW_VOICE),
    ("You said, we did", "voice:responses", P.VIEW_VOICE),
    ("Surveys", "voice:surveys", P.VIEW_VOICE),
)
# A page shows no more rows of a list than this; its downloads have all of them.
MOST_ROWS = 200


def only_first(rows: Sequence[Any]) -> str:
    """A sentence, where a list is longer than a page shows."""
    return f"The first {MOST_ROWS} of {len(rows):,}." if len(rows) > MOST_ROWS else ""


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"voice:{name}", args=[request.viewer.partnership.slug, *args])


def show(request: PartnershipRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """A page, under the tabs of the room where it is one of its lists."""
    slug = request.viewer.partnership.slug
    context["sections"] = [
        (text, reverse(name, args=[slug]), name == f"voice:{section}")
        for text, name, permission in SECTIONS
        if section and request.viewer.may(permission)
    ]
    context["manages"] = request.viewer.may(P.MANAGE_VOICE)
    return render(request, f"voice/{template}.html", context)


def ask(
    request: PartnershipRequest, form: Any, *, title: str, button: str, back: str, **context: Any
) -> HttpResponse:
    """A page with one form. More context: ``caption``, ``intro``, ``quote``, ``danger``, ``trail``."""
    context.setdefault("trail", [("Voice", address(request, "overview")), (title, "")])
    return show(request, "ask", form=form, title=title, button=button, back=back, **context)


def trail(request: PartnershipRequest, row: Theme | Engagement | Survey, last: str) -> list[tuple[str, str]]:
    """The way to a page of a theme, an event or a survey."""
    return [("Voice", address(request, "overview")), (str(row), row.get_absolute_url()), (last, "")]


def in_thread(request: PartnershipRequest, reference: str, *, closed: bool) -> dict[str, Any]:
    """What a page shows of the thread: where it speaks of ``reference``, and the way in, unless that is ``closed``."""
    return {
        "reference": reference,
        "mentions": mentions_of(request.viewer, reference),
        "may_take_up": request.viewer.may(Permission.MANAGE_THREAD) and not closed,
    }


def theme_or_404(viewer: Viewer, number: int) -> Theme:
    """A theme of the viewer's partnership."""
    rows = Theme.objects.visible_to(viewer).select_related("partnership")
    theme: Theme = get_object_or_404(rows, pk=number)
    return theme


def engagement_or_404(viewer: Viewer, number: int) -> Engagement:
    """An event or conversation that the viewer may see."""
    rows = Engagement.objects.visible_to(viewer).select_related("agency__partnership", "partnership")
    engagement: Engagement = get_object_or_404(rows, pk=number)
    return engagement


def own_engagement_or_404(viewer: Viewer, number: int) -> Engagement:
    """An event or conversation that the viewer may change; a 403 where they may only see it."""
    row = engagement_or_404(viewer, number)
    if not may_change(viewer, row):
        raise PermissionDenied("recorded by another agency")
    return row


def response_or_404(viewer: Viewer, number: int) -> Response:
    """What was done about something, as far as the viewer may see it."""
    rows = Response.objects.visible_to(viewer).select_related("theme", "engagement", "partnership")
    response: Response = get_object_or_404(rows, pk=number)
    return response


def survey_or_404(viewer: Viewer, key: str) -> Survey:
    """A survey of the viewer's partnership."""
    rows = Survey.objects.visible_to(viewer).select_related("partnership")
    survey: Survey = get_object_or_404(rows, key=key)
    return survey
