"""What the pages of this room share: their frame, their forms, and finding what an address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.evidence.assurance.models import Assessment, Cycle
from goldenthread.evidence.assurance.questions import Standard
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"assurance:{name}", args=[request.viewer.partnership.slug, *args])


def at(request: PartnershipRequest, name: str, row: Assessment, *args: Any) -> str:
    """The address of a page of an assessment."""
    return address(request, name, row.cycle.key, row.agency.key, *args)


def trail_to(request: PartnershipRequest, row: Cycle | Assessment, last: str = "") -> list[tuple[str, str]]:
    """The way to a page of a cycle or an assessment; a delegate without the room begins at the assessment."""
    ways = []
    if request.viewer.may(Permission.VIEW_ASSURANCE):
        cycle = row if isinstance(row, Cycle) else row.cycle
        ways = [("Assurance", address(request, "cycles")), (str(cycle), cycle.get_absolute_url())]
    if isinstance(row, Assessment):
        ways.append((str(row.agency), row.get_absolute_url()))
    return [*ways, (last, "")] if last else [*ways[:-1], (ways[-1][0], "")]


def show(request: PartnershipRequest, template: str, **context: Any) -> HttpResponse:
    """A page of the room."""
    context["manages"] = request.viewer.may(Permission.MANAGE_ASSURANCE)
    return render(request, f"assurance/{template}.html", context)


def asked(
    request: PartnershipRequest, form: Any, action: Callable[[], Any], *, title: str, button: str, said: str,
    back: str, next_page: str = "", **context: Any,
) -> HttpResponseBase:  # fmt: skip
    """The page of a form; done, the next page opens with a sentence."""
    made = attempt(form, action)
    if made is not None:
        messages.success(request, said)
        return redirect(next_page or back)
    return show(request, "ask", form=form, title=title, button=button, back=back, **context)


def cycle_or_404(viewer: Viewer, key: str) -> Cycle:
    """A cycle of the viewer's partnership."""
    cycle: Cycle = get_object_or_404(
        Cycle.objects.visible_to(viewer).select_related("partnership", "survey__partnership"), key=key
    )
    return cycle


def assessment_or_404(viewer: Viewer, cycle: str, agency: str) -> Assessment:
    """An assessment that the viewer may read."""
    rows = Assessment.objects.visible_to(viewer).select_related(
        "cycle__partnership", "cycle__survey__partnership", "agency", "standing"
    )
    row: Assessment = get_object_or_404(rows, cycle__key=cycle, agency__key=agency)
    return row


def standard_or_404(row: Assessment, key: str) -> Standard:
    """A standard of an assessment's set."""
    found = row.cycle.questions.standard(key)
    if found is None:
        raise Http404("no such standard")
    return found
