"""Agencies: the list, one agency, and changing them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.actions.agencies import add_agency, change_agency, end_agency
from goldenthread.partnership.exports import export
from goldenthread.partnership.forms.filters import AgencyFilterForm
from goldenthread.partnership.forms.structure import AgencyChangeForm, AgencyEndForm, AgencyForm
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.agencies import AgencyFilter, agencies, agency_page
from goldenthread.partnership.tables.structure import agency_people_table, agency_table
from goldenthread.partnership.today import today
from goldenthread.partnership.views.page import (
    Trail,
    address,
    find_agency,
    page_of,
    show,
    show_form,
    sort_link,
)


@requires(Permission.VIEW_PARTNERSHIP)
def agency_list(request: PartnershipRequest) -> HttpResponseBase:
    """Every agency, narrowed and sorted by the address."""
    form = AgencyFilterForm(request.GET)
    chosen = AgencyFilter(**form.chosen())
    page = page_of(request, agencies(request.viewer.partnership, chosen, today()))
    table = agency_table(list(page.object_list), sort=chosen.sort, sort_link=sort_link(request))
    may_change = request.viewer.may(Permission.MANAGE_PARTNERSHIP)
    return show(request, "agencies", "agencies", form=form, page=page, table=table, may_change=may_change)


@requires(Permission.VIEW_PARTNERSHIP)
def agency_export(request: PartnershipRequest, kind: str) -> HttpResponseBase:
    """The list as a file."""
    chosen = AgencyFilter(**AgencyFilterForm(request.GET).chosen())
    rows = agencies(request.viewer.partnership, chosen, today())
    return export(agency_table(list(rows)), kind=kind, name="agencies")


@requires(Permission.VIEW_PARTNERSHIP)
def agency(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """One agency with its people."""
    page = agency_page(find_agency(request, key), today())
    may_change = request.viewer.may(Permission.MANAGE_PARTNERSHIP)
    return show(
        request,
        "agency",
        "agencies",
        page=page,
        may_change=may_change,
        people=agency_people_table("People", page.people),
        left=agency_people_table("People who left", page.left, past=True),
    )


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def agency_add(request: PartnershipRequest) -> HttpResponseBase:
    """A new agency."""
    form = AgencyForm(posted(request))
    if request.method == "POST" and (added := form.carry_out(add_agency, by=request.viewer)):
        messages.success(request, f"{added} is added. Its people can now be put under it.")
        return redirect(added)
    return show_form(
        request,
        form,
        section="agencies",
        title="Add an agency",
        button="Add the agency",
        back=address(request, "agencies"),
    )


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def agency_change(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """An agency's details."""
    row = find_agency(request, key)
    form = AgencyChangeForm(posted(request), row=row)
    if request.method == "POST" and form.is_done(change_agency, by=request.viewer, agency=row):
        messages.success(request, "The agency's details are saved.")
        return redirect(row)
    return show_form(
        request,
        form,
        section="agencies",
        title=f"Change {row}",
        button="Save",
        back=row.get_absolute_url(),
        trail=_trail(row),
    )


@requires(Permission.MANAGE_PARTNERSHIP, FORM)
def agency_end(request: PartnershipRequest, key: str) -> HttpResponseBase:
    """An agency's last day, or its return."""
    row = find_agency(request, key)
    form = AgencyEndForm(posted(request), row=row)
    if request.method == "POST" and (saved := form.carry_out(end_agency, by=request.viewer, agency=row)):
        messages.success(request, agency_page(saved, today()).state)
        return redirect(row)
    return show_form(
        request,
        form,
        section="agencies",
        title=f"When {row} leaves the arrangements",
        button="Save",
        back=row.get_absolute_url(),
        trail=_trail(row),
    )


def _trail(row: Agency) -> Trail:
    return [(row.name, row.get_absolute_url())]
