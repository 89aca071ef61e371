"""What the pages of this room share: their frame, their forms, and finding what an address names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer
from goldenthread.publishing.models import Event, Report, ReportSection, WebsiteMonth
from goldenthread.publishing.periods import read_month
from goldenthread.publishing.selectors import get_report

VIEWS = (("Reports", "reports"), ("Events", "events"), ("Website figures", "website"))


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"publishing:{name}", args=[request.viewer.partnership.slug, *args])


def show(request: PartnershipRequest, template: str, **context: Any) -> HttpResponse:
    """A page."""
    return render(request, f"publishing/{template}.html", context)


def tabs(request: PartnershipRequest, shown: str) -> list[tuple[str, str, bool]]:
    """The lists of this room, for those who may see what is not published."""
    if not request.viewer.may(Permission.VIEW_DRAFT_REPORTS):
        return []
    return [(text, address(request, name), name == shown) for text, name in VIEWS]


def ask(
    request: PartnershipRequest, form: Any, *, title: str, button: str, back: str, **context: Any
) -> HttpResponse:
    """A page with one form."""
    return show(request, "ask", form=form, title=title, button=button, back=back, **context)


def away_if_closed(request: PartnershipRequest, report: Report) -> HttpResponse | None:
    """Sends whoever opens a page of the draft to the report itself, where there is no draft.

    What is sent to such a page is still answered by it, so that nothing typed is lost.
    """
    if report.is_open or request.method == "POST":
        return None
    messages.info(
        request, f"This report is {report.get_status_display().lower()}. Start a new version to change it."
    )
    return redirect(report.get_absolute_url())


def report_or_404(viewer: Viewer, key: str) -> Report:
    """The report, or a 404 where the viewer may not see it."""
    try:
        return get_report(viewer, key)
    except Report.DoesNotExist:
        raise Http404("no such report for this viewer") from None


def section_or_404(report: Report, key: str) -> ReportSection:
    """The section of the report."""
    section: ReportSection = get_object_or_404(report.sections.all(), key=key)
    section.report = report
    return section


def event_or_404(viewer: Viewer, number: int) -> Event:
    """The event of the viewer's partnership, if it was not removed."""
    rows = Event.objects.kept().filter(partnership=viewer.partnership).select_related("partnership")
    event: Event = get_object_or_404(rows.with_days(), pk=number)
    return event


def month_or_404(viewer: Viewer, key: str) -> WebsiteMonth:
    """The website figures of a month, given as ``2019-05``."""
    try:
        month = read_month(key)
    except ValueError:
        raise Http404("no such month") from None
    rows = WebsiteMonth.objects.filter(partnership=viewer.partnership).select_related("partnership")
    row: WebsiteMonth = get_object_or_404(rows, month=month)
    return row
