"""Events and conversations, and what single people said in them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.evidence.voice.actions.engagement import (
    FIELDS,
    add_voice,
    change_engagement,
    may_change,
    record_engagement,
    remove_voice,
)
from goldenthread.evidence.voice.forms.inside import (
    EngagementChangeForm,
    EngagementForm,
    ReasonForm,
    VoiceForm,
)
from goldenthread.evidence.voice.models import Engagement, Voice
from goldenthread.evidence.voice.selectors.engagement import engagements_of, responses_to, voices_in
from goldenthread.evidence.voice.tables.voice import engagements_table
from goldenthread.evidence.voice.views.page import (
    MOST_ROWS,
    address,
    ask,
    engagement_or_404,
    in_thread,
    only_first,
    own_engagement_or_404,
    show,
    trail,
)
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


def _asked(request: PartnershipRequest) -> list[Engagement]:
    kind, agency = request.GET.get("kind", "")[:20], request.GET.get("agency", "")[:50]
    if kind not in Engagement.Kind.values:
        kind = ""
    return engagements_of(request.viewer, kind=kind, agency=agency.replace("\0", ""))


@requires(P.VIEW_VOICE)
def engagements(request: PartnershipRequest) -> HttpResponse:
    """Every event and conversation, narrowed by the address."""
    rows = _asked(request)
    agencies = Agency.objects.filter(partnership=request.viewer.partnership).in_force(today())
    return show(
        request,
        "engagements",
        "engagements",
        title="Events and conversations",
        state=f"{plural(len(rows), 'event or conversation', 'events and conversations')}.",
        kinds=Engagement.Kind.choices,
        kind=request.GET.get("kind", "")[:20],
        agencies=agencies.order_by("name"),
        agency=request.GET.get("agency", "")[:50],
        said=only_first(rows),
        table=engagements_table(rows[:MOST_ROWS]),
        records=request.viewer.may(P.RECORD_VOICE),
    )


@requires(P.VIEW_VOICE)
def engagements_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The list as a file. What people said is not in it."""
    return export(engagements_table(_asked(request)), kind=kind, name="engagement")


@requires(P.RECORD_VOICE, FORM)
def engagement_new(request: PartnershipRequest) -> HttpResponseBase:
    """Record an event or conversation."""
    form = EngagementForm(posted(request), viewer=request.viewer, initial={"on": today()})
    made = attempt(form, lambda: record_engagement(by=request.viewer, **form.cleaned_data))
    if made:
        messages.success(request, "It is recorded. Now add what single people said in it.")
        return redirect(made)
    return ask(
        request,
        form,
        title="Record an event or conversation",
        button="Record it",
        back=address(request, "engagements"),
    )


@requires(P.VIEW_VOICE)
def engagement(request: PartnershipRequest, engagement: int) -> HttpResponse:
    """One event or conversation, with what was said."""
    row = engagement_or_404(request.viewer, engagement)
    voices = voices_in(request.viewer, row)
    return show(
        request,
        "engagement",
        title=row.title,
        engagement=row,
        voices=voices,
        responses=responses_to(request.viewer, row),
        state=f"{row.get_kind_display()}. {plural(len(voices), 'voice')}.",
        changes=may_change(request.viewer, row),
        **in_thread(request, f"voice:{row.pk}", closed=row.restricted),
        trail=[
            ("Voice", address(request, "overview")),
            ("Events and conversations", address(request, "engagements")),
            (row.title, ""),
        ],
    )


@requires(P.RECORD_VOICE, FORM)
def engagement_edit(request: PartnershipRequest, engagement: int) -> HttpResponseBase:
    """Change what is recorded of an event or conversation."""
    row = own_engagement_or_404(request.viewer, engagement)
    initial: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    form = EngagementChangeForm(
        posted(request), viewer=request.viewer, initial=initial, instance_version=row.version
    )

    def change() -> Engagement:
        fields = dict(form.cleaned_data)
        return change_engagement(
            by=request.viewer, engagement=row, seen_version=fields.pop("version"), **fields
        )

    if attempt(form, change):
        messages.success(request, "It is changed.")
        return redirect(row)
    title = "Change what is recorded"
    return ask(
        request, form, title=title, button="Save", back=row.get_absolute_url(),
        caption=row.title, trail=trail(request, row, title),
    )  # fmt: skip


@requires(P.RECORD_VOICE, FORM)
def voice_new(request: PartnershipRequest, engagement: int) -> HttpResponseBase:
    """Add what one person said."""
    row = own_engagement_or_404(request.viewer, engagement)
    form = VoiceForm(posted(request), viewer=request.viewer)
    if attempt(form, lambda: add_voice(by=request.viewer, engagement=row, **form.cleaned_data)):
        messages.success(request, "It is kept. Add the next one, or go on.")
        return redirect(row)
    title = "Add what somebody said"
    return ask(
        request, form, title=title, button="Add it", back=row.get_absolute_url(),
        caption=row.title, trail=trail(request, row, title),
    )  # fmt: skip


@requires(P.RECORD_VOICE, FORM)
def voice_remove(request: PartnershipRequest, voice: int) -> HttpResponseBase:
    """Take out what somebody said, for good."""
    rows = Voice.objects.visible_to(request.viewer).select_related(
        "engagement__agency", "engagement__partnership"
    )
    row: Voice = get_object_or_404(rows, pk=voice)
    engagement = own_engagement_or_404(request.viewer, row.engagement_id)
    form = ReasonForm(posted(request))

    def remove() -> bool:
        remove_voice(by=request.viewer, voice=row, reason=form.cleaned_data["reason"])
        return True

    if attempt(form, remove):
        messages.success(request, "It is taken out. Nothing of it is kept.")
        return redirect(engagement)
    title = "Take out what somebody said"
    return ask(
        request, form, title=title, button="Take it out", back=engagement.get_absolute_url(), danger=True,
        caption=engagement.title, quote=row.words, trail=trail(request, engagement, title),
        intro="It is deleted, and cannot be brought back. Do this where somebody could be recognised, or asks for it.",
    )  # fmt: skip


routes = [
    path("engagement/", engagements, name="engagements"),
    path("engagement.<slug:kind>", engagements_export, name="engagements_export"),
    path("engagement/new/", engagement_new, name="engagement_new"),
    path("engagement/<int:engagement>/", engagement, name="engagement"),
    path("engagement/<int:engagement>/edit/", engagement_edit, name="engagement_edit"),
    path("engagement/<int:engagement>/voices/new/", voice_new, name="voice_new"),
    path("voices/<int:voice>/remove/", voice_remove, name="voice_remove"),
]
