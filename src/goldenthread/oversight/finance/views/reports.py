"""Finance reports: looked at, issued, and downloaded as they were issued."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.web_edition import web_body
from goldenthread.design.words import plural, uk_date
from goldenthread.oversight.finance.actions.reports import figures_for, issue_report
from goldenthread.oversight.finance.forms.reports import ReportForm
from goldenthread.oversight.finance.models import BudgetYear, FinanceReport
from goldenthread.oversight.finance.report import CONTENT_TYPES, body_of, charts_of, file_of
from goldenthread.oversight.finance.tables.spending import reports_table
from goldenthread.oversight.finance.views.page import address, asked, show, trail_to, year_or_404
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.errors import show_refusal
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered

P = Permission


@requires(P.VIEW_FINANCE)
@remembered
def reports(request: PartnershipRequest, year: str) -> HttpResponse:
    """The reports of a year, the latest first."""
    row = year_or_404(request.viewer, year)
    rows = list(row.reports.select_related("year__partnership").defer("body", "figures"))
    told = (
        f"{plural(len(rows), 'report')} issued for {row}, the latest as at {uk_date(rows[0].as_at)}."
        if rows
        else ""
    )
    return show(
        request, "reports", "reports", year=row, title=f"Finance reports {row}", table=reports_table(rows),
        state=told or f"No report is issued for {row} yet.", trail=trail_to(request, row, "Reports"),
    )  # fmt: skip


@requires(P.MANAGE_FINANCE, FORM)
def report_new(request: PartnershipRequest, year: str) -> HttpResponseBase:
    """Write what the figures mean, see the report, and issue it."""
    row = year_or_404(request.viewer, year)
    form = ReportForm(posted(request), year=row)
    back = address(request, "reports", row.key)
    page: dict[str, Any] = {
        "title": "Issue a finance report", "button": "Issue it", "back": back, "caption": row.key,
        "trail": trail_to(request, row, ("Reports", back), "Issue a report"), "other": ("see", "See it first"),
        "intro": "The figures are taken as they stand on the day. Once it is issued nothing changes it; what is "
        "recorded later makes another report.",
    }  # fmt: skip
    if "see" in request.POST:
        return show(request, "ask", form=form, preview=_preview(row, form), year=row, **page)
    return asked(
        request, form, lambda: issue_report(by=request.viewer, year=row, **form.cleaned_data),
        said="The report is issued: as a web page, a PDF and a Word file.", **page,
    )  # fmt: skip


def _preview(row: BudgetYear, form: ReportForm) -> Any:
    """The report as it would be issued; nothing where something is in its way, which the form then says."""
    if not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        figures = figures_for(
            row, as_at=values["as_at"], ledger=values["ledger"], difference=values["difference"]
        )
    except ValidationError as error:
        show_refusal(form, error)
        return None
    title = f"Finance report {row}, {FinanceReport.Half(values['half']).label}"
    return web_body(body_of(row, figures, title=title, words=values["words"]), charts_of(figures))


def _report_or_404(request: PartnershipRequest, year: str, number: int) -> FinanceReport:
    row = year_or_404(request.viewer, year)
    made: FinanceReport = get_object_or_404(row.reports.select_related("year__partnership"), number=number)
    return made


@requires(P.VIEW_FINANCE)
def report(request: PartnershipRequest, year: str, number: int) -> HttpResponse:
    """One report as it was issued."""
    row = _report_or_404(request, year, number)
    later = (
        row.year.reports.filter(half=row.half, number__gt=row.number)
        .select_related("year__partnership")
        .first()
    )
    return show(
        request, "report", title=str(row), row=row, body=web_body(row.body, charts_of(row.figures)), later=later,
        year=row.year,
        trail=trail_to(request, row.year, ("Reports", address(request, "reports", year)), row.get_half_display()),
    )  # fmt: skip


@requires(P.VIEW_FINANCE)
def report_file(request: PartnershipRequest, year: str, number: int, kind: str) -> HttpResponse:
    """A report as a web page of its own, a PDF or a Word file."""
    row = _report_or_404(request, year, number)
    if kind not in CONTENT_TYPES:
        raise Http404("no such format")
    response = HttpResponse(file_of(row, kind), content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = (
        f'attachment; filename="finance-report-{row.year.key}-{row.number}.{kind}"'
    )
    return response


year_routes = [
    path("<slug:year>/reports/", reports, name="reports"),
    path("<slug:year>/reports/new/", report_new, name="report_new"),
    path("<slug:year>/reports/<int:number>/", report, name="report"),
    path("<slug:year>/reports/<int:number>.<slug:kind>", report_file, name="report_file"),
]
