"""What the pages of this room share: their tabs, their forms, and finding what an address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.oversight.challenge.models import Challenge, Disagreement, Risk
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt
from goldenthread.partnership.viewer import Viewer

SECTIONS = (
    ("Challenges", "challenges"),
    ("My challenges", "mine"),
    ("Disagreements", "disagreements"),
    ("Stages 3 and 4", "high_stages"),
    ("Disputes", "disputes"),
    ("Risks", "risks"),
    ("Heat map", "heat_map"),
    ("Requests", "requests"),
    ("Protocols", "protocols"),
)


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"challenge:{name}", args=[request.viewer.partnership.slug, *args])


def show(request: PartnershipRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """A page, under the tabs of the room where it is one of its lists."""
    if section:
        context["sections"] = [(text, address(request, name), name == section) for text, name in SECTIONS]
    return render(request, f"challenge/{template}.html", context)


def asked(
    request: PartnershipRequest,
    form: Any,
    action: Callable[[], Any],
    *,
    title: str,
    button: str,
    said: str,
    back: str,
    caption: str = "",
    danger: bool = False,
) -> HttpResponseBase:
    """The page of a form; done, what was made is open with a sentence."""
    made = attempt(form, action)
    if made:
        messages.success(request, said)
        return redirect(made if hasattr(made, "get_absolute_url") else back)
    trail = [("Challenges", address(request, "challenges")), (title, "")]
    return show(
        request,
        "ask",
        form=form,
        title=title,
        button=button,
        back=back,
        caption=caption,
        danger=danger,
        trail=trail,
    )


def challenge_or_404(viewer: Viewer, number: int) -> Challenge:
    """A challenge that the viewer may see."""
    rows = Challenge.objects.visible_to(viewer).select_related("partnership", "challenger", "agency", "group")
    row: Challenge = get_object_or_404(rows.prefetch_related("replies", "outcomes"), number=number)
    return row


def disagreement_or_404(viewer: Viewer, reference: str) -> Disagreement:
    """A disagreement that the viewer may see."""
    year, _, number = reference.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) < 5):
        raise Http404("no such disagreement")
    rows = Disagreement.objects.visible_to(viewer).select_related(
        "partnership", "raised_by", "raised_with", "theme", "settlement"
    )
    row: Disagreement = get_object_or_404(rows.prefetch_related("steps"), year=int(year), number=int(number))
    return row


def risk_or_404(viewer: Viewer, number: int) -> Risk:
    """A risk that the viewer may see."""
    rows = Risk.objects.visible_to(viewer).select_related("partnership", "owner")
    row: Risk = get_object_or_404(rows.prefetch_related("scorings"), number=number)
    return row
