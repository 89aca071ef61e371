"""Making, changing and closing plans and objectives."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from goldenthread.design.words import uk_date
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.errors import StaleVersionError, show_refusal
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.plans.actions.planning import (
    close_plan,
    create_plan,
    reopen_plan,
    save_objective,
    update_plan,
)
from goldenthread.plans.forms.plans import ClosePlanForm, ObjectiveForm, PlanForm, ReasonForm
from goldenthread.plans.models import Plan
from goldenthread.plans.views.access import plan_or_404


def _ask(request: PartnershipRequest, form: Any, plan: Plan | None, **words: Any) -> HttpResponse:
    return render(request, "plans/ask.html", {"form": form, "plan": plan} | words)


def _fields(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@requires(Permission.MANAGE_PLANS, FORM)
def plan_new(request: PartnershipRequest) -> HttpResponse:
    """Make a plan."""
    partnership = request.viewer.partnership
    form = PlanForm(request.POST or None, partnership=partnership, instance_version=0)
    if request.method == "POST" and form.is_valid():
        try:
            plan = create_plan(by=request.viewer, partnership=partnership, **_fields(form))
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(
                request, f"{plan.title} is made. Add its objectives and actions, or import them."
            )
            return redirect("plans:plan", partnership.slug, plan.key)
    return _ask(request, form, None, heading="Make a plan", button="Make the plan")


@requires(Permission.MANAGE_PLANS, FORM)
def plan_edit(request: PartnershipRequest, plan: str) -> HttpResponse:
    """Change what a plan says about itself."""
    shown = plan_or_404(request.viewer, plan)
    seen = shown.version
    form = PlanForm(
        request.POST or None, instance=shown, partnership=shown.partnership, instance_version=seen
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_plan(by=request.viewer, plan=shown, seen_version=seen, **_fields(form))
        except StaleVersionError:
            form.add_error(None, PlanForm.stale_message)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "The plan is changed.")
            return redirect("plans:about", request.viewer.partnership.slug, shown.key)
    return _ask(request, form, shown, heading="Change this plan", button="Save")


@requires(Permission.MANAGE_PLANS, FORM)
def plan_close(request: PartnershipRequest, plan: str) -> HttpResponse:
    """Close a plan, or open it again."""
    shown = plan_or_404(request.viewer, plan)
    reopening = shown.closed_on is not None
    form = (ReasonForm if reopening else ClosePlanForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if reopening:
                reopen_plan(by=request.viewer, plan=shown, reason=said["reason"])
            else:
                close_plan(by=request.viewer, plan=shown, on=said["closed_on"], reason=said["reason"])
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(
                request,
                "The plan is open again."
                if reopening
                else f"The plan is closed as at {uk_date(said['closed_on'])}.",
            )
            return redirect("plans:plan", request.viewer.partnership.slug, shown.key)
    heading = "Open this plan again" if reopening else "Close this plan"
    warning = "" if reopening else "Its open actions stop counting as overdue. Everything stays on record."
    return _ask(request, form, shown, heading=heading, button=heading.replace("this", "the"), warning=warning)


@requires(Permission.MANAGE_PLANS, FORM)
def objective_edit(request: PartnershipRequest, plan: str, objective: str = "") -> HttpResponse:
    """Add an objective, or change one."""
    shown = plan_or_404(request.viewer, plan)
    row = shown.objectives.filter(ref=objective).first() if objective else None
    if objective and row is None:
        raise Http404("no such objective")
    form = ObjectiveForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_objective(by=request.viewer, plan=shown, objective=row, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, f"Objective {saved.ref} is {'changed' if row else 'added'}.")
            return redirect("plans:about", request.viewer.partnership.slug, shown.key)
    heading = f"Change objective {objective}" if row else "Add an objective"
    return _ask(request, form, shown, heading=heading, button="Save")
