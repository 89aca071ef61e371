"""Data quality: what is owed, what is late, what is corrected; and reminding those who owe it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.measures.actions.chasing import preview_chase, send_chase
from goldenthread.evidence.measures.selectors.quality import data_quality
from goldenthread.evidence.measures.tables.quality import grid_table, quality_table
from goldenthread.evidence.measures.views.page import address, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today


@requires(Permission.VIEW_MEASURES)
@remembered
def quality(request: PartnershipRequest) -> HttpResponse:
    """What each agency owes and sends, its months at a glance, and what the catalogue lacks."""
    found = data_quality(request.viewer.partnership, on=today())
    late = found.late
    return show(
        request,
        "quality",
        "quality",
        title="Data quality",
        state=f"{plural(late, 'figure')} {'is' if late == 1 else 'are'} late."
        if late
        else "No figure is late.",
        table=quality_table(found),
        grid=grid_table(found) if found.periods else None,
        found=found,
        may_chase=request.viewer.may(Permission.CHASE) and bool(late),
    )


@requires(Permission.VIEW_MEASURES)
def quality_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """What each agency owes and sends, as a file."""
    return export(
        quality_table(data_quality(request.viewer.partnership, on=today())), kind=kind, name="data-quality"
    )


@requires(Permission.CHASE, FORM)
def chase(request: PartnershipRequest) -> HttpResponseBase:
    """Read the reminders, choose who gets one, send them."""
    viewer = request.viewer
    if request.method == "POST":
        ticked = set(request.POST.getlist("person"))
        people = [pk for pk in viewer.partnership.people.values_list("pk", flat=True) if str(pk) in ticked]
        try:
            sent = send_chase(by=viewer, on=today(), people=people)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(
                request, f"{plural(sent, 'reminder')} on the way. Each is listed under Partnership, Messages."
            )
            return redirect("measures:returns", viewer.partnership.slug)
    found = preview_chase(viewer, on=today())
    return show(
        request,
        "chase",
        title="Remind the agencies",
        reminders=found.reminders,
        unreachable=found.unreachable,
        trail=[
            ("Measures", address(request, "scorecard")),
            ("Returns", address(request, "returns")),
            ("Remind", ""),
        ],
    )


routes = [
    path("quality/", quality, name="quality"),
    path("quality.<slug:kind>", quality_export, name="quality_export"),
    path("quality/remind/", chase, name="returns_chase"),
]
