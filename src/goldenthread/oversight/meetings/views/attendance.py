"""Who came to a meeting and to a year of them, and the interests that were declared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.oversight.meetings.actions.attendance import (
    Came,
    declare_interest,
    deputies_of,
    levels_known,
    record_attendance,
    seats_of,
    take_back_held,
)
from goldenthread.oversight.meetings.forms.deciding import InterestForm
from goldenthread.oversight.meetings.forms.meetings import ReasonForm
from goldenthread.oversight.meetings.models import Attendance, Level, Meeting
from goldenthread.oversight.meetings.selectors.attendance import (
    agency_levels,
    attendance_matrix,
    groups_that_met,
)
from goldenthread.oversight.meetings.tables.attendance import levels_table, matrix_table
from goldenthread.oversight.meetings.views.page import (
    ask,
    asked_year,
    group_or_404,
    meeting_or_404,
    show,
    trail,
)
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.errors import StaleVersionError
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Group, GroupMembership
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered

P = Permission


@requires(P.MANAGE_MEETINGS, FORM)
def attendance(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Record who came, seat by seat."""
    row = meeting_or_404(request.viewer, meeting)
    seats, deputies = seats_of(row), deputies_of(row)
    known = {each.seat_id: each for each in row.attendance.all()}
    levels = levels_known(row)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        problems = _record(request, row, seats)
        if not problems:
            messages.success(request, "Who came is on record. Now the minutes.")
            return redirect(row)
    return show(
        request,
        "attendance",
        title="Who came",
        meeting=row,
        rows=[
            {
                "seat": seat,
                "name": f"seat_{seat.pk}",
                "choices": _choices(deputies.get(seat.pk, ())),
                "chosen": request.POST.get(f"seat_{seat.pk}") or _chosen(known.get(seat.pk)),
                "level": request.POST.get(f"level_{seat.pk}")
                or str((known[seat.pk].level if seat.pk in known else levels.get(seat.pk)) or ""),
                "problems": problems.get(f"seat_{seat.pk}", ()),
            }
            for seat in seats
        ],
        problems=[problem for each in problems.values() for problem in each],
        levels=[(str(value), label) for value, label in Level.choices],
        trail=trail(request, row, "Who came"),
    )


@requires(P.MANAGE_MEETINGS, FORM)
def take_back(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Take back that a meeting was held, recorded by mistake."""
    row = meeting_or_404(request.viewer, meeting)
    form = ReasonForm(posted(request))
    if attempt(
        form, lambda: take_back_held(by=request.viewer, meeting=row, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, "The meeting is still to be held. Move or cancel it where it is not to be.")
        return redirect(row)
    return ask(
        request,
        form,
        title="The meeting was not held",
        button="Take it back",
        back=row.get_absolute_url(),
        caption=str(row),
        intro="Who came is taken off the record of the meeting. That it was there, and why it was wrong, stays in "
        "the audit trail.",
        danger=True,
    )


def _record(request: PartnershipRequest, row: Meeting, seats: list[GroupMembership]) -> dict[str, list[str]]:
    """Records who came; answers what stands in the way, by the name of the box."""
    came = {seat.pk: _came(request, seat.pk) for seat in seats}
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    try:
        record_attendance(by=request.viewer, meeting=row, came=came, seen_version=version)
    except StaleVersionError:
        row.refresh_from_db()
        said = (
            "Somebody else recorded who came since you opened the page. Yours is below: save it again to put it in the "
            "place of theirs, or look at the meeting first."
        )
        return {"": [said]}
    except ValidationError as error:
        return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {}


def _came(request: PartnershipRequest, seat: int) -> Came:
    state, _, deputy = request.POST.get(f"seat_{seat}", "").partition(":")
    level = request.POST.get(f"level_{seat}", "")
    return Came(
        state,
        int(deputy) if deputy.isdecimal() and len(deputy) < 19 else None,
        int(level) if level.isdecimal() and len(level) == 1 else None,
    )


def _choices(deputies: Any) -> list[tuple[str, str]]:
    found = [("present", "Present")]
    found += [(f"deputy:{person.pk}", f"Deputy: {person}") for person in deputies]
    return [*found, ("apologies", "Apologies"), ("absent", "Absent")]


def _chosen(known: Attendance | None) -> str:
    if known is None:
        return ""
    return f"deputy:{known.deputy_id}" if known.state == Attendance.State.DEPUTY else known.state


@requires(P.MANAGE_MEETINGS, FORM)
def interest(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Record an interest that somebody declared."""
    row = meeting_or_404(request.viewer, meeting)
    form = InterestForm(posted(request), meeting=row)
    if attempt(form, lambda: declare_interest(by=request.viewer, **form.cleaned_data)):
        messages.success(request, "The interest is on record, and stands in the minutes.")
        return redirect(row)
    return ask(
        request, form, title="An interest was declared", button="Record it", back=row.get_absolute_url(),
        caption=str(row),
    )  # fmt: skip


@requires(P.VIEW_MEETINGS)
@remembered
def matrix(request: PartnershipRequest) -> HttpResponse:
    """Who came to a group's meetings in a business year."""
    partnership = request.viewer.partnership
    groups = list(
        Group.objects.filter(partnership=partnership).order_by("name").select_related("partnership")
    )
    first, last = asked_year(request)
    chosen = next((each for each in groups if each.key == request.GET.get("group")), None)
    if chosen is None:
        met = groups_that_met(partnership, first, last)
        chosen = next((each for each in groups if each.pk in met), groups[0] if groups else None)
    found = attendance_matrix(request.viewer, chosen, first, last) if chosen else None
    return show(
        request,
        "matrix",
        "matrix",
        title="Attendance",
        groups=groups,
        chosen=chosen,
        first=first,
        last=last,
        kinds=(("xlsx", "Excel"), ("ods", "OpenDocument"), ("csv", "CSV")),
        table=matrix_table(found) if found else None,
        levels=levels_table(agency_levels(chosen, found)) if chosen and found else None,
    )


@requires(P.VIEW_MEETINGS)
def matrix_export(request: PartnershipRequest, group: str, kind: str) -> HttpResponse:
    """The attendance of a group in a business year, as a file."""
    row = group_or_404(request.viewer, group)
    first, last = asked_year(request)
    table = matrix_table(attendance_matrix(request.viewer, row, first, last))
    return export(table, kind=kind, name=f"attendance-{row.key}")


routes = [
    path("attendance/", matrix, name="matrix"),
    path("attendance/<slug:group>.<slug:kind>", matrix_export, name="matrix_export"),
    path("<int:meeting>/attendance/", attendance, name="attendance"),
    path("<int:meeting>/attendance/take-back/", take_back, name="take_back"),
    path("<int:meeting>/interest/", interest, name="interest"),
]
