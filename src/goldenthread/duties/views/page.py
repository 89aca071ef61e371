"""What the pages of this room share: their frame, and finding what an address names."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.duties.models import Duty, Letter
from goldenthread.duties.selectors.duties import visible_duties
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission
SECTIONS = (
    ("What is due", "duties", P.VIEW_DUTIES),
    ("Calendar", "calendar", P.VIEW_DUTIES),
    ("Breaches", "breaches", P.VIEW_DUTIES),
    ("Rules", "rules", P.VIEW_DUTIES),
    ("What happened", "record", P.MANAGE_DUTIES),
    ("Letters", "letters", P.MANAGE_DUTIES),
)


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"duties:{name}", args=[request.viewer.partnership.slug, *args])


def show(request: PartnershipRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """A page, under the tabs of the room where it is one of its lists."""
    context["sections"] = [
        (text, address(request, name), name == section)
        for text, name, permission in SECTIONS
        if section and request.viewer.may(permission)
    ]
    if section and request.viewer.may(P.VIEW_MEETINGS):
        meetings = reverse("meetings:meetings", args=[request.viewer.partnership.slug])
        context["sections"].append(("Meetings", meetings, False))
    return render(request, f"duties/{template}.html", context)


def ask(
    request: PartnershipRequest, form: Any, *, title: str, button: str, back: str, **context: Any
) -> HttpResponse:
    """A page with one form. More context: ``caption``, ``intro``, ``multipart``, ``problems``, ``danger``."""
    trail = [("Duties", address(request, "duties")), (title, "")]
    return show(request, "ask", form=form, title=title, button=button, back=back, trail=trail, **context)


def duty_or_404(viewer: Viewer, number: int) -> Duty:
    """A duty that the viewer may see."""
    rows = visible_duties(viewer).select_related("partnership", "agency", "group", "person")
    duty: Duty = get_object_or_404(rows, pk=number)
    return duty


def letter_or_404(viewer: Viewer, number: int) -> Letter:
    """A letter of the viewer's partnership."""
    rows = Letter.objects.filter(partnership=viewer.partnership).select_related("agency", "partnership")
    letter: Letter = get_object_or_404(rows, pk=number)
    return letter
