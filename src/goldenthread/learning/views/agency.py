"""An agency's training: what it booked, what waits for its yes, and booking its staff from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.words import plural, pounds
from goldenthread.learning.actions.agency import set_agency_training
from goldenthread.learning.actions.many import book_list
from goldenthread.learning.forms.agency import AgencyTrainingForm, CheckedListForm, StaffForm, signed
from goldenthread.learning.letters import when
from goldenthread.learning.models import AgencyTraining, Session
from goldenthread.learning.selectors.agency import agencies_booked_for, agency_bookings
from goldenthread.learning.selectors.programme import rows_of
from goldenthread.learning.staff_list import Listed, StaffListError, read_staff
from goldenthread.learning.states import State
from goldenthread.learning.tables.agency import listed_table
from goldenthread.learning.tables.bookings import agency_bookings_table
from goldenthread.learning.views.page import address, asked, session_or_404, show, to_session
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Agency
from goldenthread.partnership.moments import now
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.tables.files import problems_table
from goldenthread.partnership.today import today

P = Permission
MOST_DATES = 10


def agency_or_404(request: PartnershipRequest, key: str) -> Agency:
    """An agency for which the viewer books. Raises :class:`PermissionDenied` for any other."""
    rows = Agency.objects.filter(partnership=request.viewer.partnership)
    row: Agency = get_object_or_404(rows.select_related("partnership"), key=key)
    if not request.viewer.may(P.BOOK_FOR_AGENCY, row):
        raise PermissionDenied("books for another agency")
    return row


@requires(P.BOOK_FOR_AGENCY)
def agencies(request: PartnershipRequest) -> HttpResponseBase:
    """The agency for which one books; where there are several, a list to choose from."""
    rows = agencies_booked_for(request.viewer)
    if len(rows) == 1:
        return redirect("learning:agency", request.viewer.partnership.slug, rows[0].key)
    return show(
        request, "agencies", "agencies", title="Agencies and their training", agencies=rows, state=_none(rows)
    )


def _none(rows: list[Agency]) -> str:
    return (
        f"{plural(len(rows), 'agency', 'agencies')}."
        if rows
        else "You work for no agency here, so there is none."
    )


@requires(P.BOOK_FOR_AGENCY)
def agency(request: PartnershipRequest, agency: str) -> HttpResponse:
    """What an agency has booked, what waits for its yes or no, who did not come, and what it owes."""
    row = agency_or_404(request, agency)
    found = agency_bookings(row)
    wait = (
        f"{plural(len(found.waiting), 'booking waits', 'bookings wait')} for approval. "
        if found.waiting
        else ""
    )
    return show(
        request, "agency", "agencies", title=str(row), agency=row, owed=pounds(found.owed),
        state=f"{wait}{plural(len(found.coming), 'booking')} to come.",
        waiting=agency_bookings_table(found.waiting, "Waits for approval", "Nothing waits.") if found.waiting else None,
        coming=agency_bookings_table(found.coming, "To come", "Nobody of this agency has booked anything to come."),
        absent=agency_bookings_table(found.absent, "Did not come", "Everybody who booked has come."),
        dates=rows_of(request.viewer, _open_dates(request)),
        approves=AgencyTraining.objects.filter(agency=row, approves=True).exists(),
    )  # fmt: skip


def _open_dates(request: PartnershipRequest) -> Any:
    """The next sessions whose booking is open."""
    rows = (
        Session.objects.visible_to(request.viewer).taking_place().filter(conference=None, starts_at__gt=now())
    )
    return rows.filter(opens_on__lte=today(), closes_on__gte=today())[:MOST_DATES]


@requires(P.BOOK_FOR_AGENCY)
def agency_export(request: PartnershipRequest, agency: str, kind: str) -> HttpResponse:
    """An agency's bookings to come as a file."""
    row = agency_or_404(request, agency)
    table = agency_bookings_table(agency_bookings(row).coming, f"{row}: bookings to come", "")
    return export(table, kind=kind, name=f"training-{row.key}")


@requires(P.BOOK_FOR_AGENCY, FORM)
def agency_settings(request: PartnershipRequest, agency: str) -> HttpResponseBase:
    """How an agency wants its bookings handled."""
    row = agency_or_404(request, agency)
    kept = AgencyTraining.objects.filter(agency=row).first()
    form = AgencyTrainingForm(posted(request), instance=kept)
    here = address(request, "agency", row.key)
    return asked(
        request, form, lambda: set_agency_training(by=request.viewer, agency=row, **form.cleaned_data),
        title="How bookings are handled", button="Save", said="Saved.", back=here, caption=str(row),
        trail=[(str(row), here)],
    )  # fmt: skip


@requires(P.BOOK_FOR_AGENCY, FORM)
def list_new(request: PartnershipRequest, session: int, agency: str) -> HttpResponseBase:
    """Read a spreadsheet of staff, and show what booking them would do. Nothing is kept before."""
    row, own = session_or_404(request.viewer, session), agency_or_404(request, agency)
    form = StaffForm(posted(request), request.FILES or None)
    problems = None
    if request.method == "POST" and form.is_valid() and form.sheet is not None:
        try:
            listed = read_staff(form.sheet, own)
        except StaffListError as error:
            form.add_error("file", str(error))
            problems = problems_table(error.problems)
        else:
            return _preview(request, row, own, listed, anyway=form.cleaned_data["anyway"])
    return show(
        request, "list", form=form, problems=problems, title="Book from a spreadsheet", caption=f"{row}, {when(row)}",
        agency=own, back=row.get_absolute_url(),
        trail=[("Learning", address(request, "programme")), *to_session(row), ("Book from a spreadsheet", "")],
    )  # fmt: skip


def _preview(
    request: PartnershipRequest, row: Session, own: Agency, listed: list[Listed], *, anyway: bool
) -> HttpResponse:
    """What booking the list would do, before it is done."""
    counted = rows_of(request.viewer, Session.objects.filter(pk=row.pk))[0]
    new = sum(each.person is None for each in listed)
    fit = min(len(listed), counted.free)
    form = CheckedListForm(initial={"rows": signed(listed), "anyway": anyway})
    said = (
        f"{plural(len(listed), 'person', 'people')} in the list, {new} of them new. "
        f"{plural(counted.free, 'place is', 'places are')} free: {fit} would have a place, "
        f"{len(listed) - fit} would wait."
    )
    return show(
        request, "list_checked", form=form, title="Book these people?", state=said, table=listed_table(listed),
        caption=f"{row}, {when(row)}", back=row.get_absolute_url(),
        action=address(request, "list_book", row.number, own.key),
        trail=[("Learning", address(request, "programme")), *to_session(row), ("Book from a spreadsheet", "")],
    )  # fmt: skip


@requires(P.BOOK_FOR_AGENCY, FORM)
def list_book(request: PartnershipRequest, session: int, agency: str) -> HttpResponseBase:
    """Book a list that was read and shown."""
    row, own = session_or_404(request.viewer, session), agency_or_404(request, agency)
    back = address(request, "list_new", row.number, own.key)
    if request.method != "POST":
        return redirect(back)
    form = CheckedListForm(posted(request))
    made = attempt(
        form,
        lambda: book_list(
            by=request.viewer, session=row, agency=own, listed=form.cleaned_data["rows"],
            anyway=form.cleaned_data["anyway"],
        ),
    )  # fmt: skip
    if made is None:
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
        return redirect(back)
    waiting = sum(each.stands is State.WAITING for each in made)
    messages.success(
        request,
        f"{plural(len(made), 'booking')} made: {len(made) - waiting} with a place, {waiting} waiting.",
    )
    return redirect(row.get_absolute_url())


routes = [
    path("agency/", agencies, name="agencies"),
    path("agency/<slug:agency>/", agency, name="agency"),
    path("agency/<slug:agency>/bookings.<slug:kind>", agency_export, name="agency_export"),
    path("agency/<slug:agency>/settings/", agency_settings, name="agency_settings"),
    path("sessions/<int:session>/list/<slug:agency>/", list_new, name="list_new"),
    path("sessions/<int:session>/list/<slug:agency>/book/", list_book, name="list_book"),
]
