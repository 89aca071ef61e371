"""Reading reports: the list, one report, its versions and their files."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from goldenthread.design.web_edition import chapters
from goldenthread.partnership.access import requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.publishing.build import CONTENT_TYPES, build_format, write_text
from goldenthread.publishing.missing import missing_from
from goldenthread.publishing.models import Edition, EditionFile, Report
from goldenthread.publishing.performance.content import provenance
from goldenthread.publishing.selectors import desk_of, published, reports_of
from goldenthread.publishing.tables import published_table, unpublished_table
from goldenthread.publishing.views.page import address, away_if_closed, report_or_404, show, tabs
from goldenthread.publishing.words import state_of_draft, state_of_edition, status_badge, status_tone
from goldenthread.rendering import RenderingError


@requires(Permission.VIEW_REPORTS)
def report_list(request: PartnershipRequest) -> HttpResponseBase:
    """Every report that the viewer may see."""
    viewer, found = request.viewer, reports_of(request.viewer)
    drafts = viewer.may(Permission.VIEW_DRAFT_REPORTS)
    return show(
        request,
        "reports",
        tabs=tabs(request, "reports"),
        published=published_table(found),
        unpublished=unpublished_table([r for r in found if r.is_open]) if drafts else None,
        may_write=viewer.may(Permission.WRITE_REPORTS),
    )


@requires(Permission.VIEW_REPORTS)
def report(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """One report: for its writers while it is open, for everybody its latest version."""
    found = report_or_404(request.viewer, key)
    drafts = request.viewer.may(Permission.VIEW_DRAFT_REPORTS)
    if drafts and (found.is_open or not found.editions.exists()):
        return _desk(request, found)
    return _edition(request, found, None)


def _desk(request: PartnershipRequest, found: Report) -> HttpResponseBase:
    desk, viewer = desk_of(found), request.viewer
    return show(
        request,
        "desk",
        report=found,
        desk=desk,
        badge=status_badge(found),
        tone=status_tone(found),
        state=found.withdrawn_reason
        if found.status == Report.Status.WITHDRAWN
        else state_of_draft(desk.number, desk.missing, desk.signatures),
        may_write=viewer.may(Permission.WRITE_REPORTS),
        may_sign=viewer.may(Permission.SIGN_OFF_REPORTS),
        may_publish=viewer.may(Permission.PUBLISH_REPORTS),
    )


@requires(Permission.VIEW_REPORTS)
def edition(request: PartnershipRequest, key: str, number: int) -> HttpResponseBase:
    """One version of a report, an earlier one or the latest."""
    return _edition(request, report_or_404(request.viewer, key), number)


def _edition(request: PartnershipRequest, found: Report, number: int | None) -> HttpResponseBase:
    try:
        shown = published(found, number)
    except Edition.DoesNotExist:
        raise Http404("no such version") from None
    viewer = request.viewer
    return show(
        request,
        "edition",
        report=found,
        shown=shown,
        chapters=chapters(shown.edition.body),
        withdrawn=found.withdrawn_on is not None,
        readable=_readable(request, found),
        state=state_of_edition(found, shown.edition, shown.latest),
        superseded=shown.edition.number < shown.latest,
        may_write=viewer.may(Permission.WRITE_REPORTS),
        may_publish=viewer.may(Permission.PUBLISH_REPORTS),
        sees_drafts=viewer.may(Permission.VIEW_DRAFT_REPORTS),
    )


def _readable(request: PartnershipRequest, found: Report) -> bool:
    """Readers do not see the text of what was withdrawn; those who see drafts do."""
    return found.withdrawn_on is None or request.viewer.may(Permission.VIEW_DRAFT_REPORTS)


@requires(Permission.VIEW_REPORTS)
def edition_file(request: PartnershipRequest, key: str, number: int, kind: str) -> HttpResponseBase:
    """A file of a version, if it is still the one that was published."""
    found = report_or_404(request.viewer, key)
    if not _readable(request, found):
        raise Http404("withdrawn")
    file = get_object_or_404(EditionFile, edition__report=found, edition__number=number, format=kind)
    content = bytes(file.content)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        messages.error(
            request,
            "This file is no longer the one that was published, so it was not sent. Tell your system administrator.",
        )
        return redirect(address(request, "edition", found.key, number))
    return _download(content, kind, f"{found.key}-v{number}")


@requires(Permission.VIEW_REPORTS)
def edition_figures(request: PartnershipRequest, key: str, number: int) -> HttpResponseBase:
    """The figures of a version with their sources, for other programs."""
    found = report_or_404(request.viewer, key)
    if not _readable(request, found):
        raise Http404("withdrawn")
    shown: Any = get_object_or_404(found.editions.defer("body"), number=number)
    body = {
        "report": found.key,
        "version": shown.number,
        "as_at": shown.as_at,
        "text_sha256": shown.checksum,
        "figures": shown.figures,
    }
    return JsonResponse(body, json_dumps_params={"indent": 2, "ensure_ascii": False})


@requires(Permission.VIEW_DRAFT_REPORTS)
def preview(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """The report as its records make it now."""
    found = report_or_404(request.viewer, key)
    if away := away_if_closed(request, found):
        return away
    text = write_text(found)
    return show(
        request,
        "preview",
        report=found,
        body=text.body,
        chapters=chapters(text.html),
        checksum=text.checksum,
        missing=missing_from(found, text.content.sections.values(), text.content),
        lines=provenance(text.figures),
    )


@requires(Permission.VIEW_DRAFT_REPORTS)
def draft_file(request: PartnershipRequest, key: str, kind: str) -> HttpResponseBase:
    """A file of the report as its records make it now."""
    found = report_or_404(request.viewer, key)
    if kind not in CONTENT_TYPES:
        raise Http404("no such format")
    if away := away_if_closed(request, found):
        return away
    try:
        content = build_format(found, kind)
    except RenderingError as error:
        messages.error(request, f"The file could not be made. {error}")
        return redirect(address(request, "report", found.key))
    return _download(content, kind, f"{found.key}-draft")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
