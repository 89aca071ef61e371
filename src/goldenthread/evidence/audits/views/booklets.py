"""Learning booklets: written by whoever leads an audit, read by everybody who works with children."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import path

from goldenthread.design.web_edition import web_body
from goldenthread.evidence.audits.actions.booklets import publish_booklet, take_down
from goldenthread.evidence.audits.actions.space import LEADS, require_seat, seat_of
from goldenthread.evidence.audits.booklet import CONTENT_TYPES, body_of, file_of
from goldenthread.evidence.audits.forms.learning import BookletForm
from goldenthread.evidence.audits.forms.programme import ReasonForm
from goldenthread.evidence.audits.models import Audit, Booklet
from goldenthread.evidence.audits.selectors.programme import booklet_of, booklets_of, latest_booklets
from goldenthread.evidence.audits.views.page import address, asked, confined, show, trail_to
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission
WORDS = ("headline", "told", "discuss")


@requires(P.VIEW_REPORTS)
def booklets(request: PartnershipRequest) -> HttpResponse:
    """Every booklet that is shown, the latest first."""
    rows = booklets_of(request.viewer.partnership.pk)
    return show(
        request,
        "booklets",
        title="Learning booklets",
        booklets=rows,
        trail=_trail(request, "Learning booklets"),
    )


def _trail(request: PartnershipRequest, *last: str) -> list[tuple[str, str]]:
    """The way to a booklet: practitioners, who do not see the programme, begin at the list of booklets."""
    sees = request.viewer.may(P.VIEW_CASE_AUDITS)
    ways = [("Case audits", address(request, "programme"))] if sees else []
    if len(last) > 1:
        ways.append((last[0], address(request, "booklets")))
    return [*ways, (last[-1], "")]


def _booklet_or_404(viewer: Viewer, audit: str) -> Booklet:
    rows = latest_booklets().filter(audit__partnership=viewer.partnership, audit__key=audit)
    row: Booklet | None = rows.select_related("audit__partnership").first()
    if row is None:
        raise Http404("no booklet is shown")
    return row


@requires(P.VIEW_REPORTS)
def booklet(request: PartnershipRequest, audit: str) -> HttpResponse:
    """One booklet as it was published."""
    row = _booklet_or_404(request.viewer, audit)
    seat = seat_of(request.viewer, row.audit)
    return show(
        request, "booklet", title=str(row.audit), booklet=row,
        body=web_body(row.body, {}), leads=seat is not None and seat.part in LEADS,
        trail=_trail(request, "Learning booklets", str(row.audit)),
    )  # fmt: skip


@requires(P.VIEW_REPORTS)
def booklet_file(request: PartnershipRequest, audit: str, kind: str) -> HttpResponse:
    """The booklet as a PDF or a Word file."""
    row = _booklet_or_404(request.viewer, audit)
    if kind not in CONTENT_TYPES:
        raise Http404("no such format")
    response = HttpResponse(file_of(row, kind), content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="learning-booklet-{row.audit.key}.{kind}"'
    return response


@confined("the learning booklet", FORM)
def booklet_write(request: PartnershipRequest, audit: Audit) -> HttpResponseBase:
    """Write and publish the booklet."""
    require_seat(request.viewer, audit, LEADS)
    form = BookletForm(posted(request), latest=audit.booklets.first())
    page: dict[str, Any] = {
        "title": "Write the learning booklet", "button": "Publish it", "back": audit.get_absolute_url(),
        "other": ("see", "See it first"), "caption": str(audit),
        "trail": trail_to(request, audit, "Write its booklet"),
    }  # fmt: skip
    if "see" in request.POST:
        words = {name: form.cleaned_data[name] for name in WORDS} if form.is_valid() else None
        preview = web_body(body_of(audit, **words), {}) if words else None
        return show(request, "ask", form=form, preview=preview, **page)
    return asked(
        request, form, lambda: publish_booklet(by=request.viewer, audit=audit, **form.cleaned_data),
        said="The booklet is published.", next_page=address(request, "booklet", audit.key), **page,
        intro="The booklet takes what was learned, and the grades where there are enough cases, from the audit. You "
        "write what is around them. It is shown at once to everybody who reads reports, practitioners too.",
    )  # fmt: skip


@confined("taking down the booklet", FORM)
def booklet_down(request: PartnershipRequest, audit: Audit) -> HttpResponseBase:
    """Show the booklet no longer."""
    require_seat(request.viewer, audit, LEADS)
    row = booklet_of(audit)
    if row is None:
        raise Http404("no booklet is shown")
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: take_down(by=request.viewer, booklet=row, **form.cleaned_data),
        title="Take down the booklet", button="Take it down", said="It is no longer shown.", danger=True,
        back=audit.get_absolute_url(), trail=trail_to(request, audit, "Take down its booklet"),
    )  # fmt: skip


routes = [
    path("<slug:audit>/booklet/", booklet, name="booklet"),
    path("<slug:audit>/booklet.<slug:kind>", booklet_file, name="booklet_file"),
    path("<slug:audit>/booklet/write/", booklet_write, name="booklet_write"),
    path("<slug:audit>/booklet/take-down/", booklet_down, name="booklet_down"),
    path("learning/booklets/", booklets, name="booklets"),
]
