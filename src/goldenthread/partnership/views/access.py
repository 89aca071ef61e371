"""What a person may do here, and their sign-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.actions.accounts import block_sign_in, invite, remove_account, unblock_sign_in
from goldenthread.partnership.actions.roles import give_role, take_role
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.forms.people import InviteForm, RoleForm, TakeRoleForm
from goldenthread.partnership.invitations import needs_second_factor
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Person
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.views.page import find_person, show_form
from goldenthread.partnership.views.people import trail


@requires(Permission.MANAGE_PEOPLE, FORM)
def role_give(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """A role for somebody."""
    person = find_person(request, pk)
    form = RoleForm(posted(request))
    if request.method == "POST" and (given := form.carry_out(give_role, by=request.viewer, person=person)):
        messages.success(request, f"{person} has the role {Role(given.role).label}.")
        return redirect(person)
    return _form(request, form, person, title="Give a role", button="Give the role")


@requires(Permission.MANAGE_PEOPLE, FORM)
def role_take(request: PartnershipRequest, pk: int, role: int) -> HttpResponseBase:
    """The end of a role."""
    person = find_person(request, pk)
    row = get_object_or_404(person.roles.select_related("person__partnership"), pk=role)
    form = TakeRoleForm(posted(request))
    if request.method == "POST" and form.is_done(take_role, by=request.viewer, assignment=row):
        messages.success(request, f"The role {Role(row.role).label} ends.")
        return redirect(person)
    title = f"Take away the role {Role(row.role).label}"
    return _form(request, form, person, title=title, button="Take the role away")


@requires(Permission.MANAGE_PEOPLE, FORM)
def person_invite(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """An invitation to sign in; sent again while it has not been taken up."""
    person = find_person(request, pk)
    known = person.user.email if person.user else person.email
    form = InviteForm(posted(request), initial={"email": known})
    if request.method == "POST" and (account := form.carry_out(invite, by=request.viewer, person=person)):
        messages.success(request, f"An invitation is on its way to {account.email}.")
        return redirect(person)
    return _form(
        request,
        form,
        person,
        template="invite",
        title="Invite to sign in",
        button="Send the invitation",
        second_factor=needs_second_factor(person),
    )


@requires(Permission.MANAGE_PEOPLE, CHANGE)
def person_block(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """Keeps somebody out."""
    return _change(request, pk, block_sign_in, "can no longer sign in to this partnership.")


@requires(Permission.MANAGE_PEOPLE, CHANGE)
def person_unblock(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """Lets somebody in again."""
    return _change(request, pk, unblock_sign_in, "can sign in again.")


@requires(Permission.MANAGE_PEOPLE, CHANGE)
def person_remove_account(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """Parts somebody from their account."""
    return _change(request, pk, remove_account, "has no account now, and can be invited at another address.")


def _change(
    request: PartnershipRequest, pk: int, action: Callable[..., None], outcome: str
) -> HttpResponseBase:
    person = find_person(request, pk)
    try:
        action(by=request.viewer, person=person)
    except RuleError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{person} {outcome}")
    return redirect(person)


def _form(request: PartnershipRequest, form: Any, person: Person, **page: Any) -> HttpResponseBase:
    return show_form(
        request,
        form,
        section="people",
        back=person.get_absolute_url(),
        trail=trail(person),
        caption=person.display_name,
        person=person,
        **page,
    )
