"""What the pages of audits share: their frame, their forms, the door of the space, and finding what is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.evidence.audits.actions.space import may_read, note_opening
from goldenthread.evidence.audits.models import Audit, Case
from goldenthread.partnership.confinement import Door
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import attempt
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

P = Permission
Trail = list[tuple[str, str]]


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"audits:{name}", args=[request.viewer.partnership.slug, *args])


def trail_to(request: PartnershipRequest, *ways: Audit | Case | tuple[str, str] | str) -> Trail:
    """The way to a page: each thing with its address, the last without one."""
    trail = [("Case audits", address(request, "programme"))]
    for way in ways:
        if isinstance(way, str):
            trail.append((way, ""))
        elif isinstance(way, tuple):
            trail.append(way)
        else:
            trail.append((str(way), way.get_absolute_url()))
    return [*trail[:-1], (trail[-1][0], "")]


def in_space(request: PartnershipRequest, audit: Audit, *ways: Case | str) -> Trail:
    """The way to a page of the space of an audit's cases."""
    return trail_to(request, audit, ("Its cases", audit.get_cases_url()), *ways)


def show(request: PartnershipRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the room."""
    context["manages"] = request.viewer.may(P.MANAGE_CASE_AUDITS)
    return render(request, f"audits/{template}.html", context, status=status)


def asked(
    request: PartnershipRequest, form: Any, action: Callable[[], Any], *, title: str, button: str, said: str = "",
    back: str, next_page: str | Callable[[Any], str] = "", **context: Any,
) -> HttpResponseBase:  # fmt: skip
    """The page of a form; done, the next page opens with a sentence. ``next_page`` may be made from what the action
    answers. More context: ``intro``, ``trail``, ``danger``, ``other`` (a second button: its name and words), ``stay``
    (the words that lead back).
    """
    made = attempt(form, action)
    if made is not None:
        if said:
            messages.success(request, said)
        return redirect(next_page(made) if callable(next_page) else next_page or back)
    return show(request, "ask", form=form, title=title, button=button, back=back, **context)


def audit_or_404(viewer: Viewer, key: str) -> Audit:
    """An audit of the viewer's programme."""
    rows = Audit.objects.visible_to(viewer).select_related(
        "partnership", "theme", "group", "repeats__partnership"
    )
    row: Audit = get_object_or_404(rows, key=key)
    return row


def case_or_404(audit: Audit, number: int) -> Case:
    """A case of an audit."""
    row: Case = get_object_or_404(audit.cases.select_related("audit__partnership", "draw"), number=number)
    return row


def agency_or_404(audit: Audit, key: str) -> Agency:
    """An agency that takes part in an audit."""
    row: Agency = get_object_or_404(
        Agency, partnership=audit.partnership_id, key=key, case_audit_parts__audit=audit
    )
    return row


def shut(request: PartnershipRequest, audit: Audit) -> HttpResponse:
    """The closed door of the space, with a 403: what its reader can do."""
    return show(
        request, "door", status=403, title="The cases of this audit", audit=audit,
        trail=trail_to(request, audit, "Its cases"), **what_else(request.viewer, audit),
    )  # fmt: skip


def what_else(viewer: Viewer, audit: Audit) -> dict[str, Any]:
    """What somebody without a place can do: whom to ask, whether they may break the glass or take the audit on."""
    leads = audit.seats.filter(part="coordinator", ends_on=None).select_related("person")
    people = [row.person for row in leads]
    return {
        "coordinators": people,
        "may_break": viewer.may(P.BREAK_GLASS),
        "may_take_on": not people and viewer.may(P.MANAGE_CASE_AUDITS),
    }


confined = Door(P.VIEW_CASE_AUDITS, "audit", audit_or_404, may_read, note_opening, shut).page
