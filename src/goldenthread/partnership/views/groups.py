"""Groups: the list, one group, changing them, and the structure as a picture."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from goldenthread.design.pictures import svg_response
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.actions.groups import add_group, change_group, record_terms
from goldenthread.partnership.exports import export
from goldenthread.partnership.forms.filters import GroupFilterForm
from goldenthread.partnership.forms.structure import GroupChangeForm, GroupForm, TermsForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Group
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.groups import GroupFilter, chairs, group_page, groups, structure
from goldenthread.partnership.tables.structure import group_table, seat_table, structure_table
from goldenthread.partnership.today import today
from goldenthread.partnership.views.page import (
    Trail,
    address,
    find_group,
    page_of,
    show,
    show_form,
    sort_link,
)


@requires(Permission.VIEW_PARTNERSHIP)
def group_list(request: PartnershipRequest) -> HttpResponseBase:
    """Every group, narrowed and sorted by the address."""
    form, partnership = GroupFilterForm(request.GET), request.viewer.partnership
    chosen = GroupFilter(**form.chosen())
    page = page_of(request, groups(partnership, chosen, today()))
    table = group_table(
        list(page.object_list), chairs(partnership, today()), sort=chosen.sort, sort_link=sort_link(request)
    )
    may_change = request.viewer.may(Permission.MANAGE_PARTNERSHIP)
    return show(request, "groups", "groups", form=form, page=page, table=table, may_change=may_change)


@requires(Permission.VIEW_PARTNERSHIP)
def group_export(request: PartnershipRequest, kind: str) -> HttpResponseBase:
    """The list as a file."""
    chosen, partnership = GroupFilter(**GroupFilterForm(request.GET).chosen()), request.viewer.partnership
    table = group_table(list(groups(partnership, chosen, today())), chairs(partnership, today()))
    return export(table, kind=kind, name="groups")


@requires(Permission.VIEW_PARTNERSHIP)
def group(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """One group: how it stands, who sits on it, and who did."""
    page = group_page(find_group(request, key), today())
    may_change = request.viewer.may(Permission.MANAGE_PARTNERSHIP)
    return show(
        request,
        "group",
        "groups",
        page=page,
        may_change=may_change,
        tables=[seat_table(each.heading, each.seats, manages=may_change) for each in page.now],
        later=seat_table("Seats that begin later", page.later, manages=may_change, past=True),
        past=seat_table("Past members", page.past, manages=may_change, past=True),
    )


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def group_add(request: PartnershipRequest) -> HttpResponseBase:
    """A new group."""
    form = GroupForm(posted(request), viewer=request.viewer)
    if request.method == "POST" and (added := form.carry_out(add_group, by=request.viewer)):
        messages.success(request, f"The {added} is set up. Next, appoint its chair and add its members.")
        return redirect(added)
    return show_form(
        request,
        form,
        section="groups",
        title="Set up a group",
        button="Set up the group",
        back=address(request, "groups"),
    )


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def group_change(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """A group's details."""
    row = find_group(request, key)
    form = GroupChangeForm(posted(request), row=row, viewer=request.viewer)
    if request.method == "POST" and form.is_done(change_group, by=request.viewer, group=row):
        messages.success(request, "The group's details are saved.")
        return redirect(row)
    return show_form(
        request,
        form,
        section="groups",
        title=f"Change the {row}",
        button="Save",
        back=row.get_absolute_url(),
        trail=trail(row),
    )


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def group_terms(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """A group's terms of reference."""
    row = find_group(request, key)
    form = TermsForm(posted(request), row=row)
    if request.method == "POST" and form.is_done(record_terms, by=request.viewer, group=row):
        messages.success(request, "The terms of reference are saved.")
        return redirect(row)
    return show_form(
        request,
        form,
        section="groups",
        title="Terms of reference",
        button="Save",
        back=row.get_absolute_url(),
        trail=trail(row),
    )


@requires(Permission.VIEW_PARTNERSHIP)
def structure_page(request: PartnershipRequest) -> HttpResponseBase:
    """Who reports to whom: the picture, and the same as a table."""
    chart = structure(request.viewer.partnership, today())
    may_change = request.viewer.may(Permission.MANAGE_PARTNERSHIP)
    if chart is None:
        return show(request, "structure", "structure", may_change=may_change)
    return show(request, "structure", "structure", chart=chart, table=structure_table(chart))


@requires(Permission.VIEW_PARTNERSHIP)
def structure_svg(request: PartnershipRequest) -> HttpResponseBase:
    """The picture itself."""
    chart = structure(request.viewer.partnership, today())
    if chart is None:
        raise Http404("no groups")
    return svg_response(request, chart)


def trail(row: Group) -> Trail:
    """The way back to a group."""
    return [(row.name, row.get_absolute_url())]
