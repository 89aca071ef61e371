"""“You said, we did”: the page inside, drafting, publishing and taking down."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse

from goldenthread.design.words import plural
from goldenthread.evidence.voice.actions.responses import (
    change_response,
    discard_response,
    draft_response,
    publish_response,
    take_down_response,
)
from goldenthread.evidence.voice.forms.inside import ReasonForm, ResponseChangeForm, ResponseForm
from goldenthread.evidence.voice.models import Response
from goldenthread.evidence.voice.selectors.responses import responses_of
from goldenthread.evidence.voice.views.page import MOST_ROWS, address, ask, only_first, response_or_404, show
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_VOICE)
def responses(request: PartnershipRequest) -> HttpResponse:
    """What was done about what people said."""
    rows = responses_of(request.viewer)
    published = sum(row.status == Response.Status.PUBLISHED for row in rows)
    public = reverse("you_said", args=[request.viewer.partnership.slug])
    return show(
        request,
        "responses",
        "responses",
        title="You said, we did",
        state=f"{plural(published, 'answer')} published.",
        rows=rows[:MOST_ROWS],
        said=only_first(rows),
        public=f"{settings.SITE_URL}{public}" if published else "",
    )


@requires(P.MANAGE_VOICE, FORM)
def response_new(request: PartnershipRequest) -> HttpResponseBase:
    """Draft what was done about a theme, or about one event."""
    initial: dict[str, Any] = {"on": today()} | {
        name: request.GET[name] for name in ("theme", "engagement") if request.GET.get(name, "").isdecimal()
    }
    form = ResponseForm(posted(request), viewer=request.viewer, initial=initial)
    made = attempt(form, lambda: draft_response(by=request.viewer, **form.cleaned_data))
    if made:
        messages.success(request, "The draft is saved. Read it once more, then publish it.")
        return redirect(made)
    return ask(
        request,
        form,
        title="Say what was done",
        button="Save the draft",
        back=address(request, "responses"),
        intro="Once you publish it, anybody can read it on the partnership’s public page.",
    )


@requires(P.MANAGE_VOICE, FORM)
def response_edit(request: PartnershipRequest, response: int) -> HttpResponseBase:
    """Change a draft."""
    row = response_or_404(request.viewer, response)
    form = ResponseChangeForm(posted(request), row=row)

    def change() -> Response:
        fields = dict(form.cleaned_data)
        return change_response(by=request.viewer, response=row, seen_version=fields.pop("version"), **fields)

    if attempt(form, change):
        messages.success(request, "The draft is saved.")
        return redirect(row)
    return ask(
        request, form, title="Change the draft", button="Save", back=row.get_absolute_url(), caption=str(row)
    )


@requires(P.MANAGE_VOICE, CHANGE)
def response_publish(request: PartnershipRequest, response: int) -> HttpResponseBase:
    """Publish a draft."""
    row = response_or_404(request.viewer, response)
    if refused(request, lambda: publish_response(by=request.viewer, response=row)):
        messages.success(request, "It is published. Anybody can read it on the public page.")
    return redirect(row)


@requires(P.MANAGE_VOICE, CHANGE)
def response_discard(request: PartnershipRequest, response: int) -> HttpResponseBase:
    """Delete a draft."""
    row = response_or_404(request.viewer, response)

    def discard() -> bool:
        discard_response(by=request.viewer, response=row)
        return True

    if refused(request, discard):
        messages.success(request, "The draft is discarded.")
    return redirect("voice:responses", request.viewer.partnership.slug)


@requires(P.MANAGE_VOICE, FORM)
def response_take_down(request: PartnershipRequest, response: int) -> HttpResponseBase:
    """Take a published answer off the public page."""
    row = response_or_404(request.viewer, response)
    form = ReasonForm(posted(request))
    if attempt(form, lambda: take_down_response(by=request.viewer, response=row, **form.cleaned_data)):
        messages.success(request, "It is off the public page. It stays to be seen here.")
        return redirect(row)
    return ask(
        request, form, title="Take it down", button="Take it down", back=row.get_absolute_url(),
        caption=str(row), quote=row.heard, danger=True,
        intro="Nobody outside can read it any more. To correct it, take it down and write another.",
    )  # fmt: skip


routes = [
    path("you-said/", responses, name="responses"),
    path("you-said/new/", response_new, name="response_new"),
    path("you-said/<int:response>/edit/", response_edit, name="response_edit"),
    path("you-said/<int:response>/publish/", response_publish, name="response_publish"),
    path("you-said/<int:response>/discard/", response_discard, name="response_discard"),
    path("you-said/<int:response>/take-down/", response_take_down, name="response_take_down"),
]
