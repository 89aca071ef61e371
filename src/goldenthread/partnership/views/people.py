"""People: the list, one person, changing them, their leaving, and the roles there are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from goldenthread.design.words import uk_date
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.actions.people import add_person, change_person, record_leaving, record_return
from goldenthread.partnership.exports import export
from goldenthread.partnership.forms.filters import PersonFilterForm
from goldenthread.partnership.forms.people import LeavingForm, PersonChangeForm, PersonForm, ReturnForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Person
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.people import PersonFilter, people, person_page, what_ends
from goldenthread.partnership.tables.people import all_roles_table, own_seat_table, person_table, role_table
from goldenthread.partnership.today import today
from goldenthread.partnership.views.page import (
    Trail,
    address,
    find_person,
    page_of,
    show,
    show_form,
    sort_link,
)


def _filter(request: PartnershipRequest) -> PersonFilterForm:
    viewer = request.viewer
    manages = viewer.may(Permission.MANAGE_PEOPLE)
    return PersonFilterForm(request.GET, partnership=viewer.partnership, manages=manages)


@requires(Permission.VIEW_PEOPLE)
def person_list(request: PartnershipRequest) -> HttpResponseBase:
    """Everybody, narrowed and sorted by the address."""
    form, viewer = _filter(request), request.viewer
    chosen = PersonFilter(**form.chosen())
    page = page_of(request, people(viewer.partnership, chosen, today()))
    table = person_table(list(page.object_list), viewer, sort=chosen.sort, sort_link=sort_link(request))
    may_change = viewer.may(Permission.MANAGE_PEOPLE)
    return show(request, "people", "people", form=form, page=page, table=table, may_change=may_change)


@requires(Permission.VIEW_PEOPLE)
def person_export(request: PartnershipRequest, kind: str) -> HttpResponseBase:
    """The list as a file."""
    rows = people(request.viewer.partnership, PersonFilter(**_filter(request).chosen()), today())
    return export(person_table(list(rows), request.viewer), kind=kind, name="people")


@requires(Permission.VIEW_PEOPLE)
def person(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """One person: post, roles, seats, what they may do."""
    page = person_page(find_person(request, pk), today())
    may_change = request.viewer.may(Permission.MANAGE_PEOPLE, page.person)
    is_self = page.person == request.viewer.person
    slug = request.viewer.partnership.slug
    gives = may_change and not is_self
    return show(
        request,
        "person",
        "people",
        page=page,
        may_change=may_change,
        may_give=gives,
        is_self=is_self,
        roles=role_table(
            "Roles",
            page.roles,
            take=(lambda row: address(request, "take_role", page.person.pk, row.pk)) if gives else None,
        ),
        past_roles=role_table("Past roles", page.past_roles),
        seats=own_seat_table("Seats on groups", page.seats),
        past_seats=own_seat_table("Past seats", page.past_seats),
        slug=slug,
    )


@requires(Permission.MANAGE_PEOPLE, FORM)
def person_add(request: PartnershipRequest) -> HttpResponseBase:
    """Somebody new."""
    form = PersonForm(posted(request), viewer=request.viewer)
    if request.method == "POST" and (added := form.carry_out(add_person, by=request.viewer)):
        messages.success(request, f"{added} is added. Next, give them a role and invite them to sign in.")
        return redirect(added)
    return show_form(
        request,
        form,
        section="people",
        title="Add a person",
        button="Add the person",
        back=address(request, "people"),
    )


@requires(Permission.MANAGE_PEOPLE, FORM)
def person_change(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """A person's details."""
    row = find_person(request, pk)
    form = PersonChangeForm(posted(request), row=row, viewer=request.viewer)
    if request.method == "POST" and form.is_done(change_person, by=request.viewer, person=row):
        messages.success(request, "Their details are saved.")
        return redirect(row)
    return show_form(
        request,
        form,
        section="people",
        title=f"Change {row}",
        button="Save",
        back=row.get_absolute_url(),
        trail=trail(row),
    )


@requires(Permission.MANAGE_PEOPLE, FORM)
def person_leave(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """Somebody's last day; the page says first what will end."""
    row = find_person(request, pk)
    form = LeavingForm(posted(request), row=row)
    if request.method == "POST" and (gone := form.carry_out(record_leaving, by=request.viewer, person=row)):
        messages.success(
            request, f"{gone} leaves on {uk_date(gone.left_on)}; their roles and seats end that day."
        )
        return redirect(row)
    return show_form(
        request,
        form,
        section="people",
        title=f"Record that {row} leaves",
        button="Record that they leave",
        back=row.get_absolute_url(),
        trail=trail(row),
        template="leave",
        person=row,
        ending=what_ends(row, today()),
    )


@requires(Permission.MANAGE_PEOPLE, FORM)
def person_return(request: PartnershipRequest, pk: int) -> HttpResponseBase:
    """Bringing back somebody who left."""
    row = find_person(request, pk)
    form = ReturnForm(posted(request), row=row)
    if request.method == "POST" and form.is_done(record_return, by=request.viewer, person=row):
        messages.success(request, f"{row} is back in post, without roles or seats. Give these anew.")
        return redirect(row)
    return show_form(
        request,
        form,
        section="people",
        title=f"Bring {row} back",
        button="Bring them back",
        back=row.get_absolute_url(),
        trail=trail(row),
        intro="They come back without roles and seats; these are given anew.",
    )


@requires(Permission.VIEW_PEOPLE)
def roles(request: PartnershipRequest) -> HttpResponseBase:
    """Every role, what it is for, and what it may do."""
    return show(request, "roles", "roles", table=all_roles_table(request.viewer.partnership.slug))


def trail(row: Person) -> Trail:
    """The way back to a person."""
    return [(row.display_name, row.get_absolute_url())]
