"""Decisions: recorded at a meeting, the register, and objections in writing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural, uk_date
from goldenthread.oversight.meetings.actions.decisions import may_object, object_to, record_decision
from goldenthread.oversight.meetings.forms.deciding import DecisionForm, ObjectionForm
from goldenthread.oversight.meetings.models import Decision
from goldenthread.oversight.meetings.querysets import seen_by
from goldenthread.oversight.meetings.selectors.decisions import DECISION_STATES, decisions_of
from goldenthread.oversight.meetings.tables.decisions import decisions_table
from goldenthread.oversight.meetings.views.page import (
    MOST_ROWS,
    address,
    ask,
    current_groups,
    meeting_or_404,
    only_first,
    show,
)
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission


@requires(P.MANAGE_MEETINGS, FORM)
def decide(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Record a decision."""
    row = meeting_or_404(request.viewer, meeting)
    form = DecisionForm(posted(request), meeting=row)
    if attempt(form, lambda: record_decision(by=request.viewer, **form.cleaned_data)):
        messages.success(request, "The decision is on record.")
        return redirect(row)
    return ask(
        request,
        form,
        title="Record a decision",
        button="Record it",
        back=row.get_absolute_url(),
        caption=str(row),
    )


@requires(P.VIEW_MEETINGS)
@remembered
def decisions(request: PartnershipRequest) -> HttpResponse:
    """Every decision: from when it holds, who objected, and how it stands."""
    group, state = request.GET.get("group", "")[:50], request.GET.get("state", "")[:20]
    rows = decisions_of(request.viewer, group=group, state=state, on=today())
    return show(
        request,
        "decisions",
        "decisions",
        title="Decisions",
        state=f"{plural(len(rows), 'decision')}.",
        states=DECISION_STATES.items(),
        chosen=state,
        group=group,
        groups=current_groups(request),
        said=only_first(rows),
        table=decisions_table(rows[:MOST_ROWS], today(), _object_link(request)),
    )


def _object_link(request: PartnershipRequest) -> Callable[[Decision], str]:
    """Where the viewer objects to a decision; nowhere for whoever may object for no agency."""
    viewer = request.viewer
    agency = viewer.person.agency
    if not (viewer.may(P.MANAGE_MEETINGS) or (agency is not None and may_object(viewer, agency))):
        return lambda _: ""
    return lambda row: address(request, "objection_new", row.pk)


@requires(P.VIEW_MEETINGS)
def decisions_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The register of decisions, as a file."""
    group, state = request.GET.get("group", "")[:50], request.GET.get("state", "")[:20]
    rows = decisions_of(request.viewer, group=group, state=state, on=today())
    return export(decisions_table(rows, today(), lambda _: ""), kind=kind, name="decisions")


@requires(P.VIEW_MEETINGS, FORM)
def objection_new(request: PartnershipRequest, decision: int) -> HttpResponseBase:
    """An agency objects in writing, or the Business Team records its letter: the decision is stopped."""
    viewer = request.viewer
    rows = Decision.objects.filter(seen_by(viewer, "item__"))
    row: Decision = get_object_or_404(
        rows.select_related("item__meeting__group", "item__meeting__partnership"), pk=decision
    )
    own = None if viewer.may(P.MANAGE_MEETINGS) else viewer.person.agency
    if not viewer.may(P.MANAGE_MEETINGS) and (own is None or not may_object(viewer, own)):
        viewer.require(P.MANAGE_MEETINGS)
    form = ObjectionForm(posted(request), partnership=viewer.partnership, own=own, initial={"on": today()})
    if attempt(form, lambda: object_to(by=viewer, decision=row, **({"on": today()} | form.cleaned_data))):
        messages.success(
            request,
            "The decision is stopped, and everybody on the group is told. A further meeting considers it again.",
        )
        return redirect("meetings:decisions", viewer.partnership.slug)
    return ask(
        request,
        form,
        title="Object to a decision" if own else "An agency objects",
        button="Object" if own else "Record it",
        back=address(request, "decisions"),
        caption=str(row),
        intro=f"It is to hold from {uk_date(row.implement_on)}. An objection with reasons before that day stops it."
        if row.implement_on
        else "",
    )


routes = [
    path("<int:meeting>/decide/", decide, name="decide"),
    path("decisions/", decisions, name="decisions"),
    path("decisions.<slug:kind>", decisions_export, name="decisions_export"),
    path("decisions/<int:decision>/object/", objection_new, name="objection_new"),
]
