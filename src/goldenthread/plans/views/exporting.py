"""A plan to take away as a spreadsheet."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path

from goldenthread.partnership.access import requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.plans.exporting import export_plan
from goldenthread.plans.filters import Filters
from goldenthread.plans.selectors import plan_position
from goldenthread.plans.views.access import plan_or_404
from goldenthread.spreadsheets.writing import FORMATS


@requires(Permission.VIEW_PLANS)
def export(request: PartnershipRequest, plan: str, extension: str) -> HttpResponse:
    """The actions that the plan's page shows under the same address, as CSV, XLSX or ODS."""
    shown = plan_or_404(request.viewer, plan)
    if extension not in FORMATS:
        raise Http404("no such format")
    filters = Filters.read(request.GET)
    as_at = filters.as_at or shown.position_date(today())
    rows = filters.apply(plan_position(shown, as_at=as_at, compare=filters.compare).rows)
    content = export_plan(shown, as_at=as_at, extension=extension, rows=rows)
    name = f"{shown.key}-{as_at.isoformat()}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FORMATS[extension].content_type, headers=headers)


routes = [path("<slug:plan>/export.<str:extension>", export, name="export")]
