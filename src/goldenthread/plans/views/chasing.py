"""Reminding the leads of exceptions: what would be sent is shown before it is sent."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from goldenthread.design.words import plural
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.plans.actions.chasing import preview_chase, send_chase
from goldenthread.plans.views.access import plan_or_404


@requires(Permission.CHASE, FORM)
def chase(request: PartnershipRequest) -> HttpResponse:
    """Read the reminders, choose who gets one, send them."""
    viewer, key = request.viewer, request.GET.get("plan", "")
    plan = plan_or_404(viewer, key) if key else None
    if request.method == "POST":
        chosen = set(request.POST.getlist("person"))
        people = [pk for pk in viewer.partnership.people.values_list("pk", flat=True) if str(pk) in chosen]
        try:
            sent = send_chase(by=viewer, as_at=today(), people=people, plan_key=key)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(
                request, f"{plural(sent, 'reminder')} on the way. Each is listed under Partnership, Messages."
            )
            return redirect("plans:exceptions", viewer.partnership.slug)
    found = preview_chase(viewer, as_at=today(), plan_key=key)
    return render(
        request,
        "plans/chase.html",
        {"letters": found.letters, "unreachable": found.unreachable, "plan": plan},
    )
