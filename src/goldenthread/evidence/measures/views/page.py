"""What the pages of this room share: their frame, their forms, and finding what an address names."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.evidence.measures.analysis.periods import Frequency, Period, PeriodError, read_period
from goldenthread.evidence.measures.models import Indicator, Observation
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission
SECTIONS = (
    ("Scorecard", "measures:scorecard", P.VIEW_MEASURES),
    ("What changed", "measures:changes", P.VIEW_MEASURES),
    ("Returns", "measures:returns", P.VIEW_MEASURES),
    ("Data quality", "measures:quality", P.VIEW_MEASURES),
    ("Catalogue", "measures:catalogue", P.VIEW_MEASURES),
    ("Comparators", "measures:comparators", P.VIEW_MEASURES),
    ("Annex A", "measures:annex_a", P.SUBMIT_RETURNS),
)


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"measures:{name}", args=[request.viewer.partnership.slug, *args])


def sections(request: PartnershipRequest, shown: str) -> list[tuple[str, str, bool]]:
    """The lists of evidence that the viewer may open: text, address, and whether it is shown now."""
    return [
        (text, reverse(name, args=[request.viewer.partnership.slug]), name == f"measures:{shown}")
        for text, name, permission in SECTIONS
        if request.viewer.may(permission)
    ]


def show(request: PartnershipRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """A page, under the tabs of the room where it is one of its lists."""
    context["sections"] = sections(request, section) if section else []
    return render(request, f"measures/{template}.html", context)


def ask(
    request: PartnershipRequest, form: Any, *, title: str, button: str, back: str, **context: Any
) -> HttpResponse:
    """A page with one form. More context: ``caption``, ``intro``, ``warning``, ``danger``, ``trail``, ``multipart``."""
    return show(request, "ask", form=form, title=title, button=button, back=back, **context)


def indicator_or_404(viewer: Viewer, key: str) -> Indicator:
    """The indicator of the viewer's partnership."""
    found = Indicator.objects.visible_to(viewer).select_related("partnership", "group")
    indicator: Indicator = get_object_or_404(found, key=key)
    return indicator


def agency_or_404(viewer: Viewer, key: str) -> Agency:
    """The agency of the viewer's partnership."""
    found = Agency.objects.filter(partnership=viewer.partnership).select_related("partnership")
    agency: Agency = get_object_or_404(found, key=key)
    return agency


def own_agency_or_404(viewer: Viewer, key: str) -> Agency:
    """The agency, for whoever may send its figures; a 403 for others of the partnership."""
    agency = agency_or_404(viewer, key)
    viewer.require(Permission.SUBMIT_RETURNS, agency)
    return agency


def observation_or_404(viewer: Viewer, number: int) -> Observation:
    """A figure as it was sent, for whoever may send its agency's figures; a 403 for others of the partnership."""
    found = Observation.objects.filter(indicator__partnership=viewer.partnership).select_related(
        "indicator__partnership", "agency__partnership", "definition", "corrects"
    )
    observation: Observation = get_object_or_404(found, pk=number)
    viewer.require(Permission.SUBMIT_RETURNS, observation.agency)
    return observation


def period_or_404(key: str, frequency: Frequency | None = None) -> Period:
    """The period of a key in an address."""
    try:
        return read_period(key, frequency)
    except PeriodError:
        raise Http404("no such period") from None
