"""The papers of a meeting as one PDF: sent out, and opened."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.oversight.meetings.actions.packs import circulate_papers, note_opening, preview_pack
from goldenthread.oversight.meetings.actions.telling import readers_of
from goldenthread.oversight.meetings.models import Pack
from goldenthread.oversight.meetings.packing import planned_packs
from goldenthread.oversight.meetings.selectors.meetings import reads_confidential
from goldenthread.oversight.meetings.selectors.packs import openings_of
from goldenthread.oversight.meetings.tables.meetings import openings_table
from goldenthread.oversight.meetings.views.page import meeting_or_404, show, trail
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


@requires(P.MANAGE_MEETINGS, FORM)
def circulate(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Look at what would be sent to whom; then bind the papers, and tell the group that they are there."""
    row = meeting_or_404(request.viewer, meeting)
    if request.method != "POST":
        planned = refused(request, lambda: planned_packs(row))
        if planned is None:
            return redirect(row)
        return show(
            request,
            "circulate",
            title="Circulate the papers",
            meeting=row,
            planned=planned,
            people=readers_of(row.group),
            trail=trail(request, row, "Circulate the papers"),
        )
    done = refused(request, lambda: circulate_papers(by=request.viewer, meeting=row, on=today()))
    if done is not None:
        messages.success(request, f"{plural(done.told, 'person', 'people')} told that the papers are ready.")
        for problem in done.problems:
            messages.warning(request, problem)
    return redirect(row)


@requires(P.VIEW_MEETINGS)
def pack(request: PartnershipRequest, meeting: int, pack: int) -> HttpResponseBase:
    """A pack; that it was opened is kept. One with what is confidential is for the group and the Business Team."""
    row = meeting_or_404(request.viewer, meeting)
    found: Pack = get_object_or_404(row.packs.all(), pk=pack)
    if found.confidential and not reads_confidential(request.viewer, row):
        raise Http404("no such pack")
    if not found.file.storage.exists(str(found.file.name)):
        raise Http404("the file is not there")
    note_opening(by=request.viewer, pack=found)
    response = FileResponse(found.file.open("rb"), content_type="application/pdf")
    kind = "confidential" if found.confidential else "papers"
    name = f"{kind}-{row.group.key}-{row.day.isoformat()}-{found.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(P.MANAGE_MEETINGS)
def preview(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """A pack as it would be sent out today."""
    row = meeting_or_404(request.viewer, meeting)
    confidential = request.GET.get("confidential") == "yes"
    pdf = refused(request, lambda: preview_pack(by=request.viewer, meeting=row, confidential=confidential))
    if pdf is None:
        return redirect(row)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="preview-{row.group.key}-{row.day}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(P.MANAGE_MEETINGS)
def opened(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Who has opened the papers of a meeting, and who has not."""
    row = meeting_or_404(request.viewer, meeting)
    rows = openings_of(row)
    count = sum(each.opening is not None for each in rows)
    return show(
        request,
        "opened",
        title="Who has opened the papers",
        state=f"{count} of {plural(len(rows), 'person', 'people')} on the group.",
        table=openings_table(rows),
        trail=trail(request, row, "Who has opened the papers"),
    )


routes = [
    path("<int:meeting>/packs/opened/", opened, name="opened"),
    path("<int:meeting>/circulate/", circulate, name="circulate"),
    path("<int:meeting>/packs/preview/", preview, name="preview"),
    path("<int:meeting>/packs/<int:pack>/", pack, name="pack"),
]
