"""The record of who did what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from goldenthread.partnership.access import requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.forms.filters import AuditFilterForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.audit import AuditFilter, entries, verbs
from goldenthread.partnership.tables.records import audit_table
from goldenthread.partnership.views.page import address, page_of, show

MOST_EXPORTED = 20_000


@requires(Permission.VIEW_AUDIT)
def audit(request: PartnershipRequest) -> HttpResponseBase:
    """The record, searched by the address."""
    viewer = request.viewer
    form = AuditFilterForm(request.GET, verbs=verbs(viewer.partnership))
    page = page_of(request, entries(viewer.partnership, AuditFilter(**form.chosen())))
    return show(request, "audit", "audit", form=form, page=page, table=audit_table(page.object_list, viewer))


@requires(Permission.VIEW_AUDIT)
def audit_export(request: PartnershipRequest, kind: str) -> HttpResponseBase:
    """What was found, as a file; a search that finds too much for one is sent back to be narrowed."""
    viewer = request.viewer
    form = AuditFilterForm(request.GET, verbs=verbs(viewer.partnership))
    rows = list(entries(viewer.partnership, AuditFilter(**form.chosen()))[: MOST_EXPORTED + 1])
    if len(rows) > MOST_EXPORTED:
        messages.error(
            request,
            f"A file holds at most {MOST_EXPORTED:,} entries. Search a shorter time, then download again.",
        )
        return redirect(f"{address(request, 'audit')}?{request.GET.urlencode()}")
    return export(audit_table(rows, viewer, for_file=True), kind=kind, name="record")
