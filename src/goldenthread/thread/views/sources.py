"""One source: its thread from finding to impact, and what is added to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today
from goldenthread.thread.actions.sources import (
    add_finding,
    add_recommendation,
    add_recommendations,
    add_source,
    change_finding,
    change_source,
)
from goldenthread.thread.evidence import kind_of, shown_for
from goldenthread.thread.forms.thread import (
    FindingChangeForm,
    FindingForm,
    LinesForm,
    RecommendationForm,
    SourceChangeForm,
    SourceForm,
)
from goldenthread.thread.models import Finding
from goldenthread.thread.selectors.rows import EVERYTHING
from goldenthread.thread.selectors.trace import strands_of
from goldenthread.thread.standing import Standing
from goldenthread.thread.tables.thread import action_line, standing_badge
from goldenthread.thread.views.page import address, ask, show, source_or_404, trail

P = Permission


@requires(P.VIEW_THREAD)
@remembered
def source(request: PartnershipRequest, source: str) -> HttpResponse:
    """The thread of one source, from each finding to what it changed."""
    row = source_or_404(request.viewer, source)
    strands = strands_of(request.viewer, row, EVERYTHING)
    rows = [each for strand in strands for each in strand.rows]
    proved = sum(each.standing is Standing.CLOSED for each in rows)
    return show(
        request,
        "source",
        title=row.title,
        source=row,
        about=shown_for(request.viewer, [row.about]).get(row.about),
        state=f"{proved} of {plural(len(rows), 'recommendation')} made a difference that is shown."
        if rows
        else "Nothing is recommended yet.",
        strands=[
            (
                strand.finding,
                [
                    (each, standing_badge(each.standing), [action_line(action) for action in each.actions])
                    for each in strand.rows
                ],
            )
            for strand in strands
        ],
        may_manage=request.viewer.may(P.MANAGE_THREAD),
        trail=[*trail(request, row)[:1], (row.title, "")],
    )


@requires(P.MANAGE_THREAD, FORM)
def source_new(request: PartnershipRequest) -> HttpResponseBase:
    """Add a source; with ``?about=`` one about something that another room of the product holds."""
    reference = request.GET.get("about", "")[:120]
    about = shown_for(request.viewer, [reference]).get(reference)
    initial = (
        {"kind": kind_of(reference), "title": about.title, "summary": about.said, "dated": today()}
        if about
        else {}
    )
    form = SourceForm(posted(request), partnership=request.viewer.partnership, initial=initial)
    kept = {"about": reference} if about else {}
    made = attempt(form, lambda: add_source(by=request.viewer, key=form.key, **form.cleaned_data, **kept))
    if made:
        messages.success(request, "The source is there. Add what it found, and what it recommends.")
        return redirect(made)
    return ask(request, form, title="Add a source", button="Add it", back=address(request, "overview"))


@requires(P.MANAGE_THREAD, FORM)
def source_edit(request: PartnershipRequest, source: str) -> HttpResponseBase:
    """Change what is said of a source."""
    row = source_or_404(request.viewer, source)
    names = ("kind", "title", "dated", "summary", "link", "group", "restricted")
    form = SourceChangeForm(
        posted(request),
        partnership=request.viewer.partnership,
        initial={name: getattr(row, name) for name in names},
        instance_version=row.version,
    )
    if attempt(form, lambda: change_source(by=request.viewer, source=row, **form.cleaned_data)):
        messages.success(request, "The source is changed.")
        return redirect(row)
    return ask(
        request, form, title="Change the source", button="Save", back=row.get_absolute_url(), caption=str(row),
        trail=trail(request, row, ("Change the source", "")),
    )  # fmt: skip


def _numbered(rows: Any) -> dict[str, Any]:
    """The number after the last, where the last is one."""
    last = rows.order_by("-order").values_list("ref", flat=True).first() or "0"
    return {"ref": str(int(last) + 1)} if last.isdecimal() else {}


@requires(P.MANAGE_THREAD, FORM)
def finding_new(request: PartnershipRequest, source: str) -> HttpResponseBase:
    """Add a finding."""
    row = source_or_404(request.viewer, source)
    form = FindingForm(
        posted(request), partnership=request.viewer.partnership, initial=_numbered(row.findings)
    )
    if attempt(form, lambda: add_finding(by=request.viewer, source=row, **form.cleaned_data)):
        messages.success(request, "The finding is on record.")
        return redirect(row)
    return ask(
        request, form, title="Add a finding", button="Add it", back=row.get_absolute_url(), caption=str(row),
        trail=trail(request, row, ("Add a finding", "")),
    )  # fmt: skip


@requires(P.MANAGE_THREAD, FORM)
def finding_edit(request: PartnershipRequest, source: str, finding: int) -> HttpResponseBase:
    """Correct a finding."""
    row = source_or_404(request.viewer, source)
    found: Finding = get_object_or_404(row.findings.select_related("source__partnership"), pk=finding)
    names = ("ref", "text", "theme", "agency", "priority", "good")
    form = FindingChangeForm(
        posted(request),
        partnership=request.viewer.partnership,
        initial={name: getattr(found, name) for name in names},
        instance_version=found.version,
    )
    if attempt(form, lambda: change_finding(by=request.viewer, finding=found, **form.cleaned_data)):
        messages.success(request, "The finding is corrected.")
        return redirect(row)
    return ask(
        request, form, title="Correct the finding", button="Save", back=row.get_absolute_url(),
        caption=str(row), trail=trail(request, row, ("Correct the finding", "")),
    )  # fmt: skip


@requires(P.MANAGE_THREAD, FORM)
def recommendations_new(request: PartnershipRequest, source: str) -> HttpResponseBase:
    """Add several recommendations, pasted from a report or read from a list."""
    row = source_or_404(request.viewer, source)
    form = LinesForm(posted(request), request.FILES or None, source=row)
    added = attempt(form, lambda: add_recommendations(by=request.viewer, source=row, **form.cleaned_data))
    if added:
        messages.success(request, f"{plural(len(added), 'recommendation')} added. They wait for an answer.")
        return redirect(row)
    return ask(
        request, form, title="Add several recommendations", button="Add them", back=row.get_absolute_url(),
        caption=str(row), trail=trail(request, row, ("Add several recommendations", "")), multipart=True,
    )  # fmt: skip


@requires(P.MANAGE_THREAD, FORM)
def recommendation_new(request: PartnershipRequest, source: str) -> HttpResponseBase:
    """Add a recommendation."""
    row = source_or_404(request.viewer, source)
    asked = request.GET.get("finding", "")
    initial = _numbered(row.recommendations) | ({"finding": asked} if asked.isdecimal() else {})
    form = RecommendationForm(posted(request), source=row, initial=initial)
    if attempt(form, lambda: add_recommendation(by=request.viewer, source=row, **form.cleaned_data)):
        messages.success(request, "The recommendation is on record. It waits for an answer.")
        return redirect(row)
    return ask(
        request, form, title="Add a recommendation", button="Add it", back=row.get_absolute_url(),
        caption=str(row), trail=trail(request, row, ("Add a recommendation", "")),
    )  # fmt: skip


routes = [
    path("sources/new/", source_new, name="source_new"),
    path("sources/<slug:source>/", source, name="source"),
    path("sources/<slug:source>/edit/", source_edit, name="source_edit"),
    path("sources/<slug:source>/findings/new/", finding_new, name="finding_new"),
    path("sources/<slug:source>/findings/<int:finding>/", finding_edit, name="finding_edit"),
    path("sources/<slug:source>/recommendations/several/", recommendations_new, name="recommendations_new"),
    path("sources/<slug:source>/recommendations/new/", recommendation_new, name="recommendation_new"),
]
