"""Extraordinary meetings that members ask for, and matters that could not wait for a meeting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.duties.happenings import Happening
from goldenthread.duties.selectors.limits import Limits
from goldenthread.oversight.meetings.actions.calling import ask_for_meeting, support_request
from goldenthread.oversight.meetings.actions.urgent import log_urgent_matter
from goldenthread.oversight.meetings.forms.deciding import RequestForm, SupportForm, UrgentForm
from goldenthread.oversight.meetings.models import ExtraordinaryRequest
from goldenthread.oversight.meetings.selectors.requests import requests_of, urgent_matters_of
from goldenthread.oversight.meetings.views.page import address, ask, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_MEETINGS)
def requests(request: PartnershipRequest) -> HttpResponse:
    """What members asked for, who supports it, and by when it must be held; and the log of urgent matters."""
    rows = requests_of(request.viewer)
    limits = Limits(request.viewer.partnership)
    open_ones = [row for row in rows if getattr(row, "meeting", None) is None]
    viewer = request.viewer
    return show(
        request,
        "requests",
        "requests",
        title="Requests and urgent matters",
        state=f"{plural(len(open_ones), 'request')} open.",
        rows=[
            {
                "row": row,
                "meeting": getattr(row, "meeting", None),
                "valid": row.valid_on,
                "due": _due(limits, row.valid_on),
                "may_support": viewer.may(P.MANAGE_MEETINGS)
                or (
                    row.group_id in viewer.group_ids
                    and row.asked_by_id != viewer.person.pk
                    and all(each.person_id != viewer.person.pk for each in row.supporters.all())
                ),
            }
            for row in rows
        ],
        urgent=urgent_matters_of(viewer),
        may_ask=viewer.may(P.MANAGE_MEETINGS) or bool(viewer.group_ids),
        may_manage=viewer.may(P.MANAGE_MEETINGS),
    )


def _due(limits: Limits, valid: dt.date | None) -> dt.date | None:
    if valid is None:
        return None
    return limits.due(Happening.EXTRAORDINARY_REQUESTED, Happening.EXTRAORDINARY_HELD, valid)


@requires(P.VIEW_MEETINGS, FORM)
def request_new(request: PartnershipRequest) -> HttpResponseBase:
    """Ask for an extraordinary meeting, or record a request that came by letter."""
    viewer = request.viewer
    manages = viewer.may(P.MANAGE_MEETINGS)
    if not manages and not viewer.group_ids:
        viewer.require(P.MANAGE_MEETINGS)
    form = RequestForm(
        posted(request),
        partnership=viewer.partnership,
        member=None if manages else viewer.person,
        groups=viewer.group_ids,
    )
    own: dict[str, Any] = {"asked_by": viewer.person, "asked_on": today()}
    if attempt(form, lambda: ask_for_meeting(by=viewer, **(own | form.cleaned_data))):
        messages.success(request, "The request is on record. With two supporters the meeting must be held.")
        return redirect("meetings:requests", viewer.partnership.slug)
    return ask(
        request,
        form,
        title="Ask for an extraordinary meeting",
        button="Ask for it",
        back=address(request, "requests"),
    )


@requires(P.VIEW_MEETINGS, FORM)
def support(request: PartnershipRequest, wish: int) -> HttpResponseBase:
    """Support a request."""
    viewer = request.viewer
    rows = ExtraordinaryRequest.objects.filter(group__partnership=viewer.partnership)
    manages = viewer.may(P.MANAGE_MEETINGS)
    row: ExtraordinaryRequest = get_object_or_404(
        rows.select_related("group__partnership", "asked_by"), pk=wish
    )
    if not manages and row.group_id not in viewer.group_ids:
        viewer.require(P.MANAGE_MEETINGS)
    form = SupportForm(posted(request), request=row)
    if not manages:
        form.fields.clear()
    own: dict[str, Any] = {"person": viewer.person, "on": today()}
    if attempt(form, lambda: support_request(by=viewer, request=row, **(own | form.cleaned_data))):
        messages.success(request, "The support is on record.")
        return redirect("meetings:requests", viewer.partnership.slug)
    return ask(
        request, form, title="Support the request", button="Support it", back=address(request, "requests"),
        caption=str(row), intro=row.reasons,
    )  # fmt: skip


@requires(P.MANAGE_MEETINGS, FORM)
def urgent_new(request: PartnershipRequest) -> HttpResponseBase:
    """Record a matter that could not wait."""
    form = UrgentForm(posted(request), partnership=request.viewer.partnership)
    if attempt(form, lambda: log_urgent_matter(by=request.viewer, **form.cleaned_data)):
        messages.success(request, "It is on record, and on the agenda of the group’s next meeting.")
        return redirect("meetings:requests", request.viewer.partnership.slug)
    return ask(
        request, form, title="Record an urgent matter", button="Record it", back=address(request, "requests")
    )


routes = [
    path("requests/", requests, name="requests"),
    path("requests/new/", request_new, name="request_new"),
    path("requests/<int:wish>/support/", support, name="support"),
    path("urgent/new/", urgent_new, name="urgent_new"),
]
