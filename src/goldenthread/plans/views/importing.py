"""Bringing a plan in from a spreadsheet: upload, columns, preview, import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.http import content_disposition_header

from goldenthread.design.words import plural
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.plans.forms.importing import ColumnsForm, UploadForm
from goldenthread.plans.importing.memory import mapping_for
from goldenthread.plans.importing.plan import (
    ImportResult,
    PreviewOutOfDate,
    import_plan,
    open_sheet,
    propose,
)
from goldenthread.plans.importing.proposal import Proposal
from goldenthread.plans.importing.refusal import MOST_SHOWN, ImportRefused, sentence
from goldenthread.plans.importing.tables import added_table, changed_table, errors_table, objectives_table
from goldenthread.plans.importing.uploads import choose_columns, start_import
from goldenthread.plans.models import Plan, PlanImport
from goldenthread.plans.views.access import plan_or_404
from goldenthread.spreadsheets.tables import Sheet
from goldenthread.spreadsheets.text import plain_filename
from goldenthread.spreadsheets.writing import FORMATS

ROWS_ON_A_PAGE = 100
GONE = "The uploaded file is no longer here. Choose it again."


@requires(Permission.MANAGE_PLANS, FORM)
def import_upload(request: PartnershipRequest, plan: str) -> HttpResponse:
    """Choose a file, and say as at which day it stands."""
    shown = plan_or_404(request.viewer, plan)
    form = UploadForm(request.POST or None, request.FILES or None, plan=shown)
    if request.method == "POST" and form.is_valid():
        upload = start_import(
            by=request.viewer,
            plan=shown,
            content=form.content,
            filename=form.cleaned_data["file"].name,
            sheet=form.cleaned_data["sheet"],
            as_at=form.cleaned_data["as_at"],
        )
        return redirect("plans:import_columns", request.viewer.partnership.slug, shown.key, upload.pk)
    return render(
        request,
        "plans/importing/upload.html",
        {"plan": shown, "form": form, "errors": errors_table(form.problems) if form.problems else None},
    )


def _upload(plan: Plan, pk: int) -> PlanImport:
    """An upload of this plan that has not been imported; 404 for anything else."""
    return get_object_or_404(plan.imports.filter(imported_at=None), pk=pk)


def _content(upload: PlanImport) -> bytes:
    """The uploaded file; 404 where it was cleared away."""
    try:
        with upload.file.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError:
        raise Http404(GONE) from None
    return content


@requires(Permission.MANAGE_PLANS, FORM)
def import_columns(request: PartnershipRequest, plan: str, upload: int) -> HttpResponse:
    """Say what each column is read as."""
    shown = plan_or_404(request.viewer, plan)
    kept = _upload(shown, upload)
    asked = request.POST.get("sheet") or request.GET.get("sheet") or kept.sheet
    try:
        table = open_sheet(_content(kept), kept.file_name, asked)
    except ImportRefused as refused:
        context = {"plan": shown, "upload": kept, "errors": errors_table(refused.errors)}
        return render(request, "plans/importing/unreadable.html", context)
    offered = kept.mapping if set(kept.mapping) == set(table.headings) else mapping_for(shown, table.headings)
    form = ColumnsForm(request.POST or None, table=table, plan=shown, as_at=kept.as_at, mapping=offered)
    if request.method == "POST" and form.is_valid():
        choose_columns(by=request.viewer, upload=kept, sheet=table.name or "", mapping=form.mapping)
        return redirect("plans:import_preview", request.viewer.partnership.slug, shown.key, kept.pk)
    return render(
        request,
        "plans/importing/columns.html",
        {"plan": shown, "upload": kept, "form": form, "table": table, "rows": plural(len(table.rows), "row")},
    )


@requires(Permission.MANAGE_PLANS, FORM)
def import_preview(request: PartnershipRequest, plan: str, upload: int) -> HttpResponseBase:
    """See what would happen; then let it."""
    shown = plan_or_404(request.viewer, plan)
    kept = get_object_or_404(shown.imports, pk=upload)
    if kept.imported_at:
        messages.info(request, f"{kept.file_name} has been imported already.")
        return redirect("plans:plan", request.viewer.partnership.slug, shown.key)
    content = _content(kept)
    if request.method == "POST":
        return _import(request, shown, kept, content)
    return _preview(
        request, shown, kept, propose(shown, _table(kept, content), kept.mapping, as_at=kept.as_at)
    )


def _table(kept: PlanImport, content: bytes) -> Sheet:
    try:
        return open_sheet(content, kept.file_name, kept.sheet)
    except ImportRefused:
        raise Http404(GONE) from None


def _import(request: PartnershipRequest, plan: Plan, kept: PlanImport, content: bytes) -> HttpResponseBase:
    """Imports what was shown; shows the preview again where that is no longer what would happen."""
    try:
        result = import_plan(
            by=request.viewer,
            plan=plan,
            content=content,
            filename=kept.file_name,
            mapping=kept.mapping,
            as_at=kept.as_at,
            sheet=kept.sheet,
            upload=kept,
            expected=request.POST.get("shown", ""),
        )
    except PreviewOutOfDate as changed:
        return _preview(request, plan, kept, changed.proposal, stale=True)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        messages.success(request, _said(kept, result))
    return redirect("plans:plan", request.viewer.partnership.slug, plan.key)


def _said(kept: PlanImport, result: ImportResult) -> str:
    return (
        f"{kept.file_name} is imported: {plural(result.added, 'action')} added, {result.changed:,} changed, "
        f"{result.unchanged:,} unchanged."
    )


def _preview(
    request: PartnershipRequest, plan: Plan, kept: PlanImport, proposal: Proposal, *, stale: bool = False
) -> HttpResponse:
    refused = ImportRefused(proposal.errors)
    added = Paginator(proposal.added, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    changed = Paginator(proposal.changed, ROWS_ON_A_PAGE).get_page(request.GET.get("changes"))
    return render(
        request,
        "plans/importing/preview.html",
        {
            "plan": plan,
            "upload": kept,
            "proposal": proposal,
            "stale": stale,
            "refused": refused if proposal.errors else None,
            "errors": errors_table(refused.errors),
            "most_shown": MOST_SHOWN,
            "added": added,
            "added_table": added_table(list(added)),
            "changed": changed,
            "changed_table": changed_table(list(changed)),
            "objectives": objectives_table(proposal.objectives),
        },
    )


@requires(Permission.MANAGE_PLANS)
def import_errors(request: PartnershipRequest, plan: str, upload: int) -> HttpResponse:
    """Every error as CSV, to work through beside the spreadsheet."""
    shown = plan_or_404(request.viewer, plan)
    kept = _upload(shown, upload)
    proposal = propose(shown, _table(kept, _content(kept)), kept.mapping, as_at=kept.as_at)
    rows: list[list[Any]] = [[each.row, each.column, sentence(each.message)] for each in proposal.errors]
    title = f"Errors in {kept.file_name}"
    content = FORMATS["csv"].write(["Row", "Column", "What is wrong"], rows, title=title, sheet_name="Errors")
    name = plain_filename(kept.file_name).rpartition(".")[0] or "file"
    headers = {"Content-Disposition": content_disposition_header(True, f"errors-{name}.csv") or "attachment"}
    return HttpResponse(content, content_type=FORMATS["csv"].content_type, headers=headers)


routes = [
    path("<slug:plan>/import/", import_upload, name="import_upload"),
    path("<slug:plan>/import/<int:upload>/columns/", import_columns, name="import_columns"),
    path("<slug:plan>/import/<int:upload>/preview/", import_preview, name="import_preview"),
    path("<slug:plan>/import/<int:upload>/errors.csv", import_errors, name="import_errors"),
]
