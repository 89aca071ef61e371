"""An action's page and what can be done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render

from goldenthread.design.words import uk_date
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.errors import StaleVersionError, show_refusal
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today
from goldenthread.plans.action_history import action_detail
from goldenthread.plans.actions.history import add_evidence, explain, rate_action
from goldenthread.plans.actions.register import add_action, move_due_date, update_action, withdraw_action
from goldenthread.plans.forms.actions import (
    ActionForm,
    DueDateForm,
    EvidenceForm,
    ExplanationForm,
    RatingForm,
)
from goldenthread.plans.forms.plans import ReasonForm
from goldenthread.plans.kept_files import as_download
from goldenthread.plans.models import Action, Plan
from goldenthread.plans.related import related_to
from goldenthread.plans.selectors import may_update
from goldenthread.plans.views.access import action_or_404, plan_or_404, updatable_or_403


def _done(request: PartnershipRequest, action: Action, said: str) -> HttpResponseRedirect:
    messages.success(request, said)
    return redirect("plans:action", request.viewer.partnership.slug, action.plan.key, action.ref)


def _ask(
    request: PartnershipRequest, form: Any, action: Action | None, plan: Plan, **words: Any
) -> HttpResponse:
    """One form on a page of its own, with the action it is about."""
    context = {"form": form, "action": action, "plan": plan, "multipart": form.is_multipart()} | words
    return render(request, "plans/ask.html", context)


@requires(Permission.VIEW_PLANS)
@remembered
def action_page(request: PartnershipRequest, plan: str, ref: str) -> HttpResponse:
    """One action: its state in a sentence, what can be done, the facts, the whole history."""
    action = action_or_404(request.viewer, plan, ref)
    return render(
        request,
        "plans/action.html",
        {
            "action": action,
            "plan": action.plan,
            "detail": action_detail(action, as_at=action.plan.position_date(today())),
            "related": related_to(request.viewer, action),
            "may_update": may_update(request.viewer, action),
            "may_manage": request.viewer.may(Permission.MANAGE_PLANS) and not action.withdrawn_on,
        },
    )


@requires(Permission.MANAGE_PLANS, FORM)
def action_new(request: PartnershipRequest, plan: str) -> HttpResponse:
    """Add an action."""
    shown = plan_or_404(request.viewer, plan)
    form = ActionForm(request.POST or None, plan=shown, instance_version=0)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            action = add_action(by=request.viewer, plan=shown, **fields)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return _done(request, action, f"Action {action.ref} is in the plan.")
    return _ask(request, form, None, shown, heading="Add an action", button="Add the action")


@requires(Permission.MANAGE_PLANS, FORM)
def action_edit(request: PartnershipRequest, plan: str, ref: str) -> HttpResponse:
    """Change an action's wording, people and places."""
    action = action_or_404(request.viewer, plan, ref)
    seen = action.version
    form = ActionForm(request.POST or None, instance=action, plan=action.plan, instance_version=seen)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            action = update_action(by=request.viewer, action=action, seen_version=seen, **fields)
        except StaleVersionError:
            form.add_error(None, ActionForm.stale_message)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return _done(request, action, f"Action {action.ref} is changed.")
    return _ask(request, form, action, action.plan, heading=f"Change action {ref}", button="Save")


@requires(Permission.VIEW_PLANS, FORM)
def action_rate(request: PartnershipRequest, plan: str, ref: str) -> HttpResponse:
    """Rate an action."""
    action = updatable_or_403(request.viewer, plan, ref)
    form = RatingForm(request.POST or None, plan=action.plan)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            rate_action(
                by=request.viewer, action=action, value=said["value"], text=said["text"], on=said["rated_on"]
            )
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return _done(request, action, f"The rating of action {ref} is recorded.")
    return _ask(
        request,
        form,
        action,
        action.plan,
        heading="Give an update",
        button="Record the update",
        shows_evidence=True,
    )


@requires(Permission.VIEW_PLANS, FORM)
def action_explain(request: PartnershipRequest, plan: str, ref: str) -> HttpResponse:
    """Explain why an action is late or badly rated."""
    action = updatable_or_403(request.viewer, plan, ref)
    form = ExplanationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            explain(by=request.viewer, action=action, text=form.cleaned_data["text"])
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return _done(
                request,
                action,
                f"The explanation of action {ref} is recorded and goes into the exception report.",
            )
    return _ask(request, form, action, action.plan, heading="Explain", button="Record the explanation")


@requires(Permission.VIEW_PLANS, FORM)
def action_evidence(request: PartnershipRequest, plan: str, ref: str) -> HttpResponse:
    """Add evidence."""
    action = updatable_or_403(request.viewer, plan, ref)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            evidence = add_evidence(
                by=request.viewer, action=action, content_type=form.content_type, **form.cleaned_data
            )
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return _done(request, action, f"“{evidence.title}” is added to action {ref}.")
    return _ask(request, form, action, action.plan, heading="Add evidence", button="Add the evidence")


@requires(Permission.MANAGE_PLANS, FORM)
def action_due(request: PartnershipRequest, plan: str, ref: str) -> HttpResponse:
    """Move the due date."""
    action = action_or_404(request.viewer, plan, ref)
    form = DueDateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move_due_date(
                by=request.viewer,
                action=action,
                to=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return _done(
                request, action, f"Action {ref} is now due on {uk_date(form.cleaned_data['due_on'])}."
            )
    return _ask(request, form, action, action.plan, heading="Move the due date", button="Move the due date")


@requires(Permission.MANAGE_PLANS, FORM)
def action_withdraw(request: PartnershipRequest, plan: str, ref: str) -> HttpResponse:
    """Take an action out of the plan."""
    action = action_or_404(request.viewer, plan, ref)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_action(by=request.viewer, action=action, on=today(), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return _done(request, action, f"Action {ref} is withdrawn. Its history stays.")
    return _ask(
        request,
        form,
        action,
        action.plan,
        heading="Withdraw this action",
        button="Withdraw the action",
        warning="It no longer counts in the plan from today. Its history stays on record. This cannot be undone here.",
    )


@requires(Permission.VIEW_PLANS)
def evidence_file(request: PartnershipRequest, plan: str, ref: str, evidence: int) -> HttpResponseBase:
    """An evidence file, always as a download: it is never run or shown as part of this site."""
    action = action_or_404(request.viewer, plan, ref)
    row = action.evidence.filter(pk=evidence).exclude(file="").first()
    if row is None:
        raise Http404("no such file")
    return as_download(row)
