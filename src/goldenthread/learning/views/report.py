"""The training report of a period, issuing it, and what was issued."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.web_edition import web_body
from goldenthread.design.words import uk_date
from goldenthread.duties.clock import business_year
from goldenthread.learning.actions.reports import issue_report
from goldenthread.learning.forms.report import IssueForm
from goldenthread.learning.models import ReportEdition
from goldenthread.learning.periods import HALVES, Period, period_of, year_name
from goldenthread.learning.reporting import (
    CONTENT_TYPES,
    TITLE,
    body_of,
    charts_of,
    file_of,
    period_name,
    state_of,
)
from goldenthread.learning.selectors.programme import years_with_sessions
from goldenthread.learning.selectors.report import as_values, report_of
from goldenthread.learning.tables.report import editions_table, figures_table
from goldenthread.learning.views.page import address, asked, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


def _period(request: PartnershipRequest) -> Period:
    """The period of the address; for anything else this business year so far."""
    month = request.viewer.partnership.business_year_month
    try:
        return period_of(request.GET.get("year", "")[:9], request.GET.get("half", ""), month)
    except ValueError:
        first, _ = business_year(today(), month)
        return period_of(year_name(first), "", month)


def _query(period: Period) -> str:
    return f"?year={period.year}&half={period.half}" if period.half else f"?year={period.year}"


@requires(P.VIEW_TRAINING_FIGURES)
def report(request: PartnershipRequest) -> HttpResponse:
    """Who came and who did not, what they said, what it cost: of a year or half of it."""
    viewer, period = request.viewer, _period(request)
    partnership = viewer.partnership
    values = as_values(report_of(viewer, partnership, period))
    issued = ReportEdition.objects.filter(partnership=partnership, first=period.first, last=period.last)
    years = dict.fromkeys([*years_with_sessions(partnership), period.year])
    return show(
        request, "report", "report", title=TITLE, caption=period.name, state=state_of(values), query=_query(period),
        body=web_body(body_of(partnership, values), charts_of(values)), over=period.last < today(),
        issued=issued.select_related("partnership").first(), may_issue=viewer.may(P.MANAGE_LEARNING),
        sessions=values["attendance"]["sessions"],
        filters=[
            ("year", "Year", [(each, each, each == period.year) for each in years]),
            ("half", "Period", [(key, text, key == period.half) for key, text in HALVES.items()]),
        ],
    )  # fmt: skip


@requires(P.VIEW_TRAINING_FIGURES)
def report_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """Its figures as a file."""
    viewer, period = request.viewer, _period(request)
    values = as_values(report_of(viewer, viewer.partnership, period))
    return export(figures_table(values), kind=kind, name=f"training-report-{period.year}")


@requires(P.MANAGE_LEARNING, FORM)
def report_issue(request: PartnershipRequest) -> HttpResponseBase:
    """Issue the report of a period."""
    period = _period(request)
    form = IssueForm(posted(request))
    here = address(request, "report") + _query(period)
    return asked(
        request, form, lambda: issue_report(by=request.viewer, period=period, **form.cleaned_data),
        title="Issue the training report", button="Issue it", caption=period.name, back=here,
        next_page=ReportEdition.get_absolute_url, trail=[(TITLE, here)],
        said="The report is issued. It stays as it is; a correction is a new version.",
        intro=f"It takes the figures of sessions from {uk_date(period.first)} to {uk_date(period.last)} as they stand "
        "today. You write what is before them.",
    )  # fmt: skip


@requires(P.VIEW_TRAINING_FIGURES)
def reports(request: PartnershipRequest) -> HttpResponse:
    """Every report that was issued."""
    rows = ReportEdition.objects.filter(partnership=request.viewer.partnership).select_related("partnership")
    return show(
        request, "reports", title="Issued training reports", table=editions_table(list(rows)),
        trail=[("Learning", address(request, "programme")), (TITLE, address(request, "report")), ("Issued", "")],
    )  # fmt: skip


def _edition_or_404(request: PartnershipRequest, edition: int) -> ReportEdition:
    rows = ReportEdition.objects.filter(partnership=request.viewer.partnership).select_related("partnership")
    row: ReportEdition = get_object_or_404(rows, pk=edition)
    return row


@requires(P.VIEW_TRAINING_FIGURES)
def report_edition(request: PartnershipRequest, edition: int) -> HttpResponse:
    """One report as it was issued."""
    row = _edition_or_404(request, edition)
    later = ReportEdition.objects.filter(
        partnership=row.partnership, first=row.first, last=row.last, number__gt=row.number
    )
    return show(
        request, "report_edition", title=f"{TITLE}, {period_name(row.figures)}", caption=f"Version {row.number}",
        edition=row, body=web_body(row.body, charts_of(row.figures)),
        later=later.select_related("partnership").order_by("-number").first(),
        trail=[
            ("Learning", address(request, "programme")), (TITLE, address(request, "report")),
            ("Issued", address(request, "reports")), (f"{period_name(row.figures)}, version {row.number}", ""),
        ],
    )  # fmt: skip


@requires(P.VIEW_TRAINING_FIGURES)
def report_file(request: PartnershipRequest, edition: int, kind: str) -> HttpResponse:
    """An issued report as a PDF or a Word file."""
    row = _edition_or_404(request, edition)
    if kind not in CONTENT_TYPES:
        raise Http404("no such format")
    response = HttpResponse(file_of(row, kind), content_type=CONTENT_TYPES[kind])
    name = f"training-report-{row.first.isoformat()}-version-{row.number}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


routes = [
    path("report/", report, name="report"),
    path("report.<slug:kind>", report_export, name="report_export"),
    path("report/issue/", report_issue, name="report_issue"),
    path("reports/", reports, name="reports"),
    path("reports/<int:edition>/", report_edition, name="report_edition"),
    path("reports/<int:edition>.<slug:kind>", report_file, name="report_file"),
]
