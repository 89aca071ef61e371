"""Requests for information and protocols: the lists, and what is recorded of each."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.oversight.challenge.actions.requests import (
    agree_protocol,
    answer_request,
    ask_for_information,
    review_protocol,
)
from goldenthread.oversight.challenge.forms.requests import (
    AnswerForm,
    ProtocolForm,
    ProtocolReviewForm,
    RequestForm,
)
from goldenthread.oversight.challenge.models import InformationRequest, Protocol
from goldenthread.oversight.challenge.tables.requests import protocols_table, request_badge, requests_table
from goldenthread.oversight.challenge.views.page import address, asked, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission


def _requests(request: PartnershipRequest) -> list[InformationRequest]:
    rows = InformationRequest.objects.visible_to(request.viewer).select_related("partnership")
    return list(rows.prefetch_related("answers"))


@requires(P.VIEW_CHALLENGE)
@remembered
def requests(request: PartnershipRequest) -> HttpResponse:
    """What was asked of whom under the law, and what came of it."""
    rows = _requests(request)
    waiting = [row for row in rows if not row.answers.all()]
    late = sum(today() > row.due_on for row in waiting)
    return show(
        request,
        "requests",
        "requests",
        title="Requests for information",
        state=f"{plural(len(waiting), 'request')} not answered, {late} late.",
        table=requests_table(rows),
        may_manage=request.viewer.may(P.MANAGE_CHALLENGE),
    )


@requires(P.VIEW_CHALLENGE)
def requests_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    return export(requests_table(_requests(request)), kind=kind, name="information-requests")


def _request_or_404(request: PartnershipRequest, number: int) -> InformationRequest:
    rows = InformationRequest.objects.visible_to(request.viewer).select_related("partnership")
    row: InformationRequest = get_object_or_404(rows.prefetch_related("answers"), number=number)
    return row


@requires(P.VIEW_CHALLENGE)
def information(request: PartnershipRequest, number: int) -> HttpResponse:
    """One request."""
    row = _request_or_404(request, number)
    return show(
        request,
        "request",
        title=f"{row}: {row.to}",
        row=row,
        badge=request_badge(row),
        answers=row.answers.all(),
        may_manage=request.viewer.may(P.MANAGE_CHALLENGE),
        trail=[("Requests for information", address(request, "requests")), (str(row), "")],
    )


@requires(P.MANAGE_CHALLENGE, FORM)
def request_new(request: PartnershipRequest) -> HttpResponseBase:
    """Record a request for information."""
    form = RequestForm(posted(request))
    return asked(
        request, form, lambda: ask_for_information(by=request.viewer, **form.cleaned_data),
        title="Ask for information", button="Record it", said="The request is on record.",
        back=address(request, "requests"),
    )  # fmt: skip


@requires(P.MANAGE_CHALLENGE, FORM)
def request_answer(request: PartnershipRequest, number: int) -> HttpResponseBase:
    """Record what came of a request."""
    row = _request_or_404(request, number)
    form = AnswerForm(posted(request), initial={"on": today()})
    return asked(
        request, form, lambda: answer_request(by=request.viewer, request=row, **form.cleaned_data),
        title="What came of it", button="Record it", said="It is on record.", back=row.get_absolute_url(),
        caption=str(row),
    )  # fmt: skip


@requires(P.VIEW_CHALLENGE)
@remembered
def protocols(request: PartnershipRequest) -> HttpResponse:
    """How the partnership works with other boards, and when each protocol is looked at anew."""
    rows = list(
        Protocol.objects.visible_to(request.viewer).select_related("partnership").prefetch_related("reviews")
    )
    late = sum(today() > row.review_on for row in rows)
    manages = request.viewer.may(P.MANAGE_CHALLENGE)
    return show(
        request,
        "protocols",
        "protocols",
        title="Protocols",
        state=f"{plural(len(rows), 'protocol')}, {late} to be looked at anew.",
        table=protocols_table(rows, manages=manages),
        may_manage=manages,
    )


@requires(P.MANAGE_CHALLENGE, FORM)
def protocol_new(request: PartnershipRequest) -> HttpResponseBase:
    """Record a protocol."""
    form = ProtocolForm(posted(request))
    return asked(
        request, form, lambda: agree_protocol(by=request.viewer, **form.cleaned_data), title="Add a protocol",
        button="Add it", said="The protocol is on record.", back=address(request, "protocols"),
    )  # fmt: skip


@requires(P.MANAGE_CHALLENGE, FORM)
def protocol_review(request: PartnershipRequest, number: int) -> HttpResponseBase:
    """Record that a protocol was looked at anew."""
    rows = Protocol.objects.visible_to(request.viewer).select_related("partnership")
    row: Protocol = get_object_or_404(rows, number=number)
    form = ProtocolReviewForm(posted(request), initial={"on": today()})
    return asked(
        request, form, lambda: review_protocol(by=request.viewer, protocol=row, **form.cleaned_data),
        title="It was looked at anew", button="Record it", said="It is on record, and due again in a year.",
        back=address(request, "protocols"), caption=str(row),
    )  # fmt: skip


routes = [
    path("requests/", requests, name="requests"),
    path("requests.<slug:kind>", requests_export, name="requests_export"),
    path("requests/new/", request_new, name="request_new"),
    path("requests/<int:number>/", information, name="request"),
    path("requests/<int:number>/answer/", request_answer, name="request_answer"),
    path("protocols/", protocols, name="protocols"),
    path("protocols/new/", protocol_new, name="protocol_new"),
    path("protocols/<int:number>/review/", protocol_review, name="protocol_review"),
]
