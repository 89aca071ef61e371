"""What audits came to over time."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from goldenthread.evidence.audits.selectors.results import FEWEST, results_over_time
from goldenthread.evidence.audits.tables.results import over_time_chart, over_time_table
from goldenthread.evidence.audits.views.page import show, trail_to
from goldenthread.partnership.access import requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered

P = Permission


@requires(P.VIEW_CASE_AUDITS)
@remembered
def results(request: PartnershipRequest) -> HttpResponse:
    """Audits side by side: grades overall as a chart, each domain as a table."""
    rows = results_over_time(request.viewer)
    return show(
        request, "results", title="Results over time", chart=over_time_chart(rows), table=over_time_table(rows),
        fewest=FEWEST, trail=trail_to(request, "Results over time"),
    )  # fmt: skip


@requires(P.VIEW_CASE_AUDITS)
def results_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    table = over_time_table(results_over_time(request.viewer))
    return export(table, kind=kind, name="case-audit-results")


routes = [
    path("results/over-time/", results, name="results"),
    path("results/over-time.<slug:kind>", results_export, name="results_export"),
]
