"""The partnership at a glance, its details, and its colours."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect

from goldenthread.design.tones import contrast
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.actions.settings import change_partnership
from goldenthread.partnership.forms.structure import PartnershipForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.overview import overview
from goldenthread.partnership.today import today
from goldenthread.partnership.views.page import address, show, show_form

TEXT_COLOURS = ("#ffffff", "#0b0c0c")


@requires(Permission.VIEW_PARTNERSHIP)
def index(request: PartnershipRequest) -> HttpResponseBase:
    """What the partnership is, and what of its constitution needs attention."""
    page = overview(request.viewer.partnership, today())
    return show(
        request,
        "overview",
        "overview",
        page=page,
        may_change=request.viewer.may(Permission.MANAGE_PARTNERSHIP),
    )


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def change(request: PartnershipRequest) -> HttpResponseBase:
    """The partnership's own details."""
    partnership = Partnership.objects.get(pk=request.viewer.partnership.pk)
    form = PartnershipForm(posted(request), row=partnership)
    if request.method == "POST" and form.is_done(
        change_partnership, by=request.viewer, partnership=partnership
    ):
        messages.success(request, "The partnership's details are saved.")
        return redirect(address(request, "overview"))
    return show_form(
        request,
        form,
        section="overview",
        title="Change the partnership's details",
        button="Save",
        back=address(request, "overview"),
    )


@requires(Permission.ENTER)
def theme(request: PartnershipRequest) -> HttpResponseBase:
    """The partnership's colours as a stylesheet, kept by the browser for an hour."""
    accent = request.viewer.partnership.accent
    text = max(TEXT_COLOURS, key=lambda colour: contrast(accent, colour))
    body = f":root {{ --gt-accent: {accent}; --gt-accent-text: {text}; }}\n"
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="text/css; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=3600"
    return response
