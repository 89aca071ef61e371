"""Reading an Annex A workbook: choose it, watch it being read, see its faults and what it adds up to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.measures.actions.ingests import start_ingest, use_figures
from goldenthread.evidence.measures.analysis.periods import Frequency, period_of
from goldenthread.evidence.measures.annex_a.faults import fault_workbook
from goldenthread.evidence.measures.forms.annex_a import AnnexAForm
from goldenthread.evidence.measures.models import AnnexAIngest
from goldenthread.evidence.measures.running import Upload, read_in_background
from goldenthread.evidence.measures.tables.annex_a import (
    fault_table,
    figures_table,
    ingests_table,
    lists_table,
)
from goldenthread.evidence.measures.views.page import address, show
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def agencies_of(viewer: Viewer) -> QuerySet[Agency]:
    """The local authorities whose Annex A the viewer may have read: their own, or any for those who manage."""
    found = Agency.objects.filter(
        partnership=viewer.partnership, sector=Agency.Sector.LOCAL_AUTHORITY
    ).in_force(today())
    if not viewer.may(Permission.MANAGE_MEASURES):
        found = found.filter(pk=viewer.agency_id)
    return found.select_related("partnership")


def _ingests(viewer: Viewer) -> QuerySet[AnnexAIngest]:
    return AnnexAIngest.objects.filter(
        partnership=viewer.partnership, agency__in=agencies_of(viewer)
    ).select_related("agency", "partnership")


def _ingest_or_404(viewer: Viewer, number: int) -> AnnexAIngest:
    """A reading, for whoever may send its agency's figures; a 403 for others of the partnership."""
    found = AnnexAIngest.objects.filter(partnership=viewer.partnership)
    ingest: AnnexAIngest = get_object_or_404(
        found.select_related("agency__partnership", "partnership"), pk=number
    )
    viewer.require(Permission.SUBMIT_RETURNS, ingest.agency)
    return ingest


@requires(Permission.SUBMIT_RETURNS, FORM)
def annex_a(request: PartnershipRequest) -> HttpResponseBase:
    """Choose a workbook; the readings so far."""
    viewer = request.viewer
    agencies = agencies_of(viewer)
    form = AnnexAForm(posted(request), request.FILES or None, agencies=agencies, today=today())
    started = attempt(
        form,
        lambda: start_ingest(
            by=viewer, agency=form.cleaned_data["agency"], period=form.cleaned_data["period"]
        ),
    )
    if started:
        uploads = [Upload(each.name or "file", each.read()) for each in form.cleaned_data["workbook"]]
        read_in_background(by=viewer, ingest=started, uploads=uploads)
        return redirect(started)
    return show(
        request,
        "annex_a/upload",
        "annex_a",
        title="Annex A",
        form=form,
        may_upload=bool(agencies),
        table=ingests_table(viewer.partnership, list(_ingests(viewer)[:50])),
    )


@requires(Permission.SUBMIT_RETURNS)
def result(request: PartnershipRequest, ingest: int) -> HttpResponse:
    """How far the reading is; then what came of it."""
    row = _ingest_or_404(request.viewer, ingest)
    context: dict[str, Any] = {
        "title": f"Annex A of {row.agency}",
        "trail": [
            ("Measures", address(request, "scorecard")),
            ("Annex A", address(request, "annex_a")),
            (str(row), ""),
        ],
        "ingest": row,
        "period": period_of(row.period_start, Frequency.MONTHLY),
    }
    if row.status == AnnexAIngest.Status.DONE:
        context |= {
            "faults": sum(count for _, _, count in row.fault_counts),
            "rows": sum(row.rows.values()),
            "lists": lists_table(row),
            "fault_table": fault_table(row),
            "figures": figures_table(row),
        }
    return show(request, "annex_a/result", **context)


@requires(Permission.SUBMIT_RETURNS)
def faults(request: PartnershipRequest, ingest: int) -> HttpResponse:
    """Every fault by list, row and column, as a workbook to work through beside the return."""
    row = _ingest_or_404(request.viewer, ingest)
    body = fault_workbook([tuple(each) for each in row.faults])
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="annex-a-faults-{row.period_end:%Y-%m}.xlsx"'
    return response


@requires(Permission.SUBMIT_RETURNS, CHANGE)
def use(request: PartnershipRequest, ingest: int) -> HttpResponseBase:
    """Take the figures into the return as drafts."""
    row = _ingest_or_404(request.viewer, ingest)
    drafts = refused(request, lambda: use_figures(by=request.viewer, ingest=row))
    if drafts is None:
        return redirect(row)
    if not drafts:
        messages.info(request, "These figures stand in the return already.")
        return redirect(row)
    messages.success(
        request,
        f"{plural(len(drafts), 'figure')} {'is' if len(drafts) == 1 else 'are'} drafted in the return. "
        "Look at them, then check and send.",
    )
    return redirect("measures:return", row.partnership.slug, row.agency.key, drafts[0].period.key)


routes = [
    path("annex-a/", annex_a, name="annex_a"),
    path("annex-a/<int:ingest>/", result, name="annex_a_result"),
    path("annex-a/<int:ingest>/faults.xlsx", faults, name="annex_a_faults"),
    path("annex-a/<int:ingest>/use/", use, name="annex_a_use"),
]
