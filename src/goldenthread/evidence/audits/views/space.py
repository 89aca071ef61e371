"""The space of an audit's cases: what stands in it, who has a place, who opened it."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.evidence.audits.actions.space import (
    LEADS,
    break_glass,
    end_seat,
    give_seat,
    require_seat,
    seat_of,
    take_on,
)
from goldenthread.evidence.audits.forms.programme import GlassForm, ReasonForm, SeatForm
from goldenthread.evidence.audits.models import Audit
from goldenthread.evidence.audits.selectors.space import space_of
from goldenthread.evidence.audits.tables.audits import cases_table, concerns_table, openings_table
from goldenthread.evidence.audits.views.page import asked, audit_or_404, confined, in_space, show, trail_to
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission

P = Permission


@confined("the cases")
def cases(request: PartnershipRequest, audit: Audit) -> HttpResponse:
    """The cases with how far each agency is, what was learned, immediate concerns, and who has a place."""
    seat = seat_of(request.viewer, audit)
    space = space_of(audit, seat)
    return show(
        request, "cases", title="The cases", audit=audit, space=space, mine=space.mine(),
        table=cases_table(space.rows, space.parts, audit.tool), titles=audit.tool.titles(),
        concerns=concerns_table(space.concerns) if space.concerns else None,
        left=space.left(),
        trail=in_space(request, audit),
    )  # fmt: skip


@confined("the list of openings")
def openings(request: PartnershipRequest, audit: Audit) -> HttpResponse:
    """Who opened what."""
    require_seat(request.viewer, audit)
    table = openings_table(list(audit.openings.all()[:500]))
    return show(
        request, "openings", title="Who opened these cases", audit=audit, table=table,
        trail=in_space(request, audit, "Who opened them"),
    )  # fmt: skip


@confined("giving a place", FORM)
def seat_new(request: PartnershipRequest, audit: Audit) -> HttpResponseBase:
    """Give somebody a place."""
    require_seat(request.viewer, audit, LEADS)
    form = SeatForm(posted(request), audit=audit)
    return asked(
        request, form, lambda: give_seat(by=request.viewer, audit=audit, **form.cleaned_data),
        title="Add someone to this audit", button="Add them",
        said="They can now open these cases, and have been told.",
        back=audit.get_cases_url(), caption=str(audit), trail=in_space(request, audit, "Add someone"),
        intro="Nobody reads a case who was not added here. Auditors read their own agency’s part until it is sent.",
    )  # fmt: skip


@confined("ending a place", FORM)
def seat_end(request: PartnershipRequest, audit: Audit, seat: int) -> HttpResponseBase:
    """Take somebody's place."""
    require_seat(request.viewer, audit, LEADS)
    row = get_object_or_404(audit.seats.select_related("person", "audit"), pk=seat)
    form = ReasonForm(posted(request))
    return asked(
        request, form, lambda: end_seat(by=request.viewer, seat=row, **form.cleaned_data),
        title=f"Remove {row.person} from this audit",
        button="Remove from this audit", stay="Go back",
        said="The cases are closed to them.", back=audit.get_cases_url(), danger=True,
        trail=in_space(request, audit, "Remove someone"),
    )  # fmt: skip


@requires(P.BREAK_GLASS, FORM)
def glass(request: PartnershipRequest, audit: str) -> HttpResponseBase:
    """Read the cases without a place; everybody concerned is told."""
    row = audit_or_404(request.viewer, audit)
    form = GlassForm(posted(request))
    return asked(
        request, form, lambda: break_glass(by=request.viewer, audit=row, **form.cleaned_data),
        title="Break the glass", button="Open the cases", back=row.get_absolute_url(), danger=True,
        next_page=row.get_cases_url(), trail=trail_to(request, row, "Break the glass"),
        said="You can read the cases for an hour. Everybody with a place was told, with your name.",
        intro="You have no place at these cases. If a child would come to harm without it, you can read them for an "
        "hour. Everybody with a place, the safeguarding partners and the Business Manager are told at once.",
    )  # fmt: skip


@requires(P.MANAGE_CASE_AUDITS, FORM)
def taking_on(request: PartnershipRequest, audit: str) -> HttpResponseBase:
    """Coordinate an audit that has no coordinator any more."""
    row = audit_or_404(request.viewer, audit)
    form = forms.Form(posted(request))
    return asked(
        request, form, lambda: take_on(by=request.viewer, audit=row), title="Coordinate this audit",
        button="Take it on", said="You coordinate this audit. Everybody with a place was told.",
        back=row.get_absolute_url(), next_page=row.get_cases_url(), trail=trail_to(request, row, "Take it on"),
        intro="Its coordinator left. Its cases open to you from now on, and what you open is kept on record.",
    )  # fmt: skip


routes = [
    path("<slug:audit>/take-on/", taking_on, name="take_on"),
    path("<slug:audit>/cases/", cases, name="cases"),
    path("<slug:audit>/cases/opened/", openings, name="openings"),
    path("<slug:audit>/places/new/", seat_new, name="seat_new"),
    path("<slug:audit>/places/<int:seat>/end/", seat_end, name="seat_end"),
    path("<slug:audit>/break-the-glass/", glass, name="glass"),
]
