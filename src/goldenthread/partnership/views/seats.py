"""Seats on a group: members, chairs, deputies, and their dates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from goldenthread.design.words import uk_date
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.actions.seats import appoint_chair, change_seat, designate_deputy, seat_person
from goldenthread.partnership.forms.people import ChairForm, DeputyForm, SeatDatesForm, SeatForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Group
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.views.groups import trail
from goldenthread.partnership.views.page import find_group, show_form


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def seat_add(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """A seat for somebody."""
    group = find_group(request, key)
    form = SeatForm(posted(request), group=group)
    if request.method == "POST" and (seat := form.carry_out(seat_person, by=request.viewer, group=group)):
        messages.success(request, f"{seat.person} now has a seat on the {group}.")
        return redirect(group)
    return _form(request, form, group, title="Add a member", button="Add the member")


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def chair_appoint(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """The next chair."""
    group = find_group(request, key)
    form = ChairForm(posted(request), group=group)
    if request.method == "POST" and (seat := form.carry_out(appoint_chair, by=request.viewer, group=group)):
        messages.success(request, f"{seat.person} chairs the {group} until {uk_date(seat.ends_on)}.")
        return redirect(group)
    intro = "The tenure of the present chair, if there is one, ends on the day before."
    return _form(request, form, group, title="Appoint a chair", button="Appoint the chair", intro=intro)


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def deputy_designate(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """A deputy for a member."""
    group = find_group(request, key)
    form = DeputyForm(posted(request), group=group)
    if request.method == "POST" and (seat := form.carry_out(designate_deputy, by=request.viewer)):
        messages.success(request, f"{seat} is designated.")
        return redirect(group)
    intro = "A deputy attends where the member cannot, and leaves when the member does."
    return _form(request, form, group, title="Designate a deputy", button="Designate the deputy", intro=intro)


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def seat_change(request: PartnershipRequest, key: str, seat: int) -> HttpResponseBase:
    """The dates of a seat."""
    group = find_group(request, key)
    row = get_object_or_404(group.memberships.select_related("person__user", "deputy_for__person"), pk=seat)
    form = SeatDatesForm(posted(request), row=row)
    if request.method == "POST" and form.is_done(change_seat, by=request.viewer, seat=row):
        messages.success(request, f"The dates of {row.person} are saved.")
        return redirect(group)
    intro = f"{row.get_capacity_display()} of the {group}. To end the seat, enter its last day."
    return _form(request, form, group, title=str(row.person), button="Save", intro=intro)


def _form(request: PartnershipRequest, form: Any, group: Group, **page: str) -> HttpResponseBase:
    return show_form(
        request,
        form,
        section="groups",
        back=group.get_absolute_url(),
        trail=trail(group),
        caption=group.name,
        **page,
    )
