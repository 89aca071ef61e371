"""Meetings: the list, calling one, its page, its agenda and papers, and who came."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.clock import business_year, working_days_between
from goldenthread.oversight.meetings.actions.agenda import (
    add_item,
    add_paper,
    change_item,
    remove_item,
    set_standing_items,
    shift_item,
)
from goldenthread.oversight.meetings.actions.meetings import (
    call_meeting,
    cancel_meeting,
    circulate_papers,
    deputies_of,
    move_meeting,
    record_attendance,
    seats_of,
)
from goldenthread.oversight.meetings.actions.minutes import may_approve
from goldenthread.oversight.meetings.forms.meetings import (
    CallForm,
    ItemForm,
    PaperForm,
    ReasonForm,
    StandingForm,
    WhenForm,
)
from goldenthread.oversight.meetings.models import Attendance, Meeting
from goldenthread.oversight.meetings.selectors.meetings import (
    MeetingPage,
    attendance_matrix,
    counts_by_state,
    is_late,
    meeting_page,
    meetings_of,
)
from goldenthread.oversight.meetings.tables.meetings import (
    attendance_table,
    matrix_table,
    meeting_badge,
    meetings_table,
)
from goldenthread.oversight.meetings.views.page import (
    address,
    ask,
    group_or_404,
    item_or_404,
    meeting_or_404,
    show,
)
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Group
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today

P = Permission


@requires(P.VIEW_MEETINGS)
def meetings(request: PartnershipRequest) -> HttpResponse:
    """What is coming, and what has been."""
    group = request.GET.get("group", "")[:50]
    coming = meetings_of(request.viewer, group=group, on=today())
    past = meetings_of(request.viewer, group=group, past=True, on=today())
    groups = Group.objects.filter(partnership=request.viewer.partnership).in_force(today()).order_by("name")
    return show(
        request,
        "meetings",
        "meetings",
        title="Meetings",
        state=f"The next meeting is that of the {coming[0].group} on {uk_date(coming[0].day)}."
        if coming
        else "No meeting is called.",
        coming=meetings_table(coming, "To come", "No meeting is called."),
        past=meetings_table(past, "So far", "No meeting has been held or cancelled yet."),
        groups=list(groups),
        chosen=group,
        may_manage=request.viewer.may(P.MANAGE_MEETINGS),
    )


@requires(P.MANAGE_MEETINGS, FORM)
def call(request: PartnershipRequest) -> HttpResponseBase:
    """Call a meeting."""
    form = CallForm(posted(request), partnership=request.viewer.partnership)
    made = attempt(form, lambda: call_meeting(by=request.viewer, **form.cleaned_data))
    if made:
        messages.success(
            request, "The meeting is called, with what stands on every agenda of the group. Add the rest."
        )
        return redirect(made)
    return ask(request, form, title="Call a meeting", button="Call it", back=address(request, "meetings"))


@requires(P.VIEW_MEETINGS)
def meeting(request: PartnershipRequest, meeting: int) -> HttpResponse:
    """One meeting: what is to be done next, its agenda and papers, who came, the minutes."""
    row = meeting_or_404(request.viewer, meeting)
    page = meeting_page(request.viewer, row)
    return show(
        request,
        "meeting",
        title=str(row.group),
        meeting=row,
        page=page,
        badge=meeting_badge(row),
        state=_state(page),
        items=[(item, [(paper, is_late(paper, row)) for paper in item.papers.all()]) for item in page.items],
        attendance=attendance_table(page.attendance) if page.attendance else None,
        steps=_steps(request, page),
        counts=counts_by_state(page.attendance),
        trail=[("Meetings", address(request, "meetings")), (str(row), "")],
    )


def _steps(request: PartnershipRequest, page: MeetingPage) -> list[tuple[str, str]]:
    """What the viewer can do next with the minutes."""
    status = page.minutes.status if page.minutes else ""
    if status == "draft" and page.manages:
        return [("to-chair", "Send them to the chair")]
    if status == "with_chair" and may_approve(request.viewer, page.meeting):
        return [("approve", "Agree them"), ("back", "Take them back")]
    return [("circulate", "Circulate them")] if status == "approved" and page.manages else []


def _state(page: MeetingPage) -> str:
    """Where a meeting stands, and what is next, in one or two sentences."""
    row = page.meeting
    if row.cancelled_on:
        return f"Cancelled on {uk_date(row.cancelled_on)}: {row.reason}"
    if row.held_on:
        seats = len(page.attendance)
        held = f"Held on {uk_date(row.held_on)}; {page.filled} of {plural(seats, 'seat')} filled."
        minutes = page.minutes
        if minutes is None or minutes.status == "draft":
            return f"{held} The minutes are to be written and sent to the chair."
        return f"{held} The minutes are {minutes.get_status_display().lower()}."
    if row.day <= today():
        return f"It was to be held on {uk_date(row.day)}. Record who came."
    left = working_days_between(today(), row.day)
    when = f"In {plural(left, 'working day')}."
    if row.circulated_on:
        return f"{when} The papers were circulated on {uk_date(row.circulated_on)}."
    return f"{when} The papers are to be circulated by {uk_date(page.papers_due)}."


@requires(P.MANAGE_MEETINGS, FORM)
def move(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Move a meeting to another time or place."""
    row = meeting_or_404(request.viewer, meeting)
    initial = {
        "on": row.day,
        "at": f"{_local(row):%H:%M}",
        "minutes_long": row.minutes_long,
        "place": row.place,
    }
    form = WhenForm(posted(request), initial=initial)
    if attempt(form, lambda: move_meeting(by=request.viewer, meeting=row, **form.cleaned_data)):
        messages.success(
            request, "The meeting is moved. Tell the group: papers that were circulated name the old day."
        )
        return redirect(row)
    return ask(
        request,
        form,
        title="Move the meeting",
        button="Move it",
        back=row.get_absolute_url(),
        caption=str(row),
    )


def _local(row: Meeting) -> dt.datetime:
    return timezone.localtime(row.starts_at)


@requires(P.MANAGE_MEETINGS, FORM)
def cancel(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Cancel a meeting, with the reason."""
    row = meeting_or_404(request.viewer, meeting)
    form = ReasonForm(posted(request))
    if attempt(
        form, lambda: cancel_meeting(by=request.viewer, meeting=row, reason=form.cleaned_data["reason"])
    ):
        messages.success(
            request, "The meeting is cancelled. What a breach put on its agenda waits for the next one."
        )
        return redirect(row)
    return ask(
        request,
        form,
        title="Cancel the meeting",
        button="Cancel the meeting",
        back=row.get_absolute_url(),
        danger=True,
    )


@requires(P.MANAGE_MEETINGS, CHANGE)
def circulate(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Tell the group that the papers are there."""
    row = meeting_or_404(request.viewer, meeting)
    told = refused(request, lambda: circulate_papers(by=request.viewer, meeting=row, on=today()))
    if told is not None:
        messages.success(request, f"{plural(told, 'person', 'people')} told that the papers are ready.")
    return redirect(row)


@requires(P.VIEW_MEETINGS, FORM)
def item_new(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Put an item on the agenda, or propose one."""
    row = meeting_or_404(request.viewer, meeting)
    manages = request.viewer.may(P.MANAGE_MEETINGS)
    if not manages and row.group_id not in request.viewer.group_ids:
        request.viewer.require(P.MANAGE_MEETINGS)
    form = ItemForm(posted(request))
    if attempt(form, lambda: add_item(by=request.viewer, meeting=row, **form.cleaned_data)):
        messages.success(request, "It is on the agenda.")
        return redirect(row)
    title = "Add an item" if manages else "Propose an item"
    return ask(request, form, title=title, button=title, back=row.get_absolute_url(), caption=str(row))


@requires(P.MANAGE_MEETINGS, FORM)
def item_edit(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Change an item."""
    row = item_or_404(request.viewer, item)
    names = ("title", "purpose", "presenter", "minutes_long", "confidential")
    form = ItemForm(posted(request), initial={name: getattr(row, name) for name in names})
    if attempt(form, lambda: change_item(by=request.viewer, item=row, **form.cleaned_data)):
        messages.success(request, "The item is changed.")
        return redirect(row.meeting)
    return ask(request, form, title="Change the item", button="Save", back=row.meeting.get_absolute_url())


@requires(P.MANAGE_MEETINGS, CHANGE)
def item_shift(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Move an item up or down."""
    row = item_or_404(request.viewer, item)
    refused(
        request, lambda: shift_item(by=request.viewer, item=row, up=request.POST.get("way") != "down") or True
    )
    return redirect(f"{row.meeting.get_absolute_url()}#agenda")


@requires(P.MANAGE_MEETINGS, CHANGE)
def item_remove(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Take an item off the agenda."""
    row = item_or_404(request.viewer, item)
    target = row.meeting
    if refused(request, lambda: remove_item(by=request.viewer, item=row) or True):
        messages.success(request, "The item is off the agenda.")
    return redirect(target)


@requires(P.MANAGE_MEETINGS, FORM)
def paper_new(request: PartnershipRequest, item: int) -> HttpResponseBase:
    """Add a paper to an item."""
    row = item_or_404(request.viewer, item)
    form = PaperForm(posted(request), request.FILES or None)

    def add() -> Any:
        file = form.cleaned_data["file"]
        return add_paper(
            by=request.viewer, item=row, title=form.cleaned_data["title"], name=file.name, content=file.read()
        )

    if attempt(form, add):
        messages.success(request, "The paper is with the item.")
        return redirect(row.meeting)
    return ask(
        request,
        form,
        title="Add a paper",
        button="Add it",
        back=row.meeting.get_absolute_url(),
        caption=row.title,
        multipart=True,
    )


@requires(P.VIEW_MEETINGS)
def paper(request: PartnershipRequest, item: int, paper: int) -> HttpResponseBase:
    """A paper, always as a download: it is never run or shown as part of this site."""
    row = item_or_404(request.viewer, item).papers.filter(pk=paper).first()
    if row is None or not row.file.storage.exists(str(row.file.name)):
        raise Http404("no such paper")
    response = FileResponse(row.file.open("rb"), content_type=row.file_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file_name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(P.MANAGE_MEETINGS, FORM)
def standing(request: PartnershipRequest, group: str) -> HttpResponseBase:
    """What stands on every agenda of a group."""
    row = group_or_404(request.viewer, group)
    lines = []
    for each in row.standing_items.all():
        months = ", ".join(f"{dt.date(2019, number, 1):%B}" for number in each.months)
        lines.append(f"{each.title} | {months}" if months else each.title)
    form = StandingForm(posted(request), initial={"items": "\n".join(lines)})
    if attempt(
        form,
        lambda: set_standing_items(by=request.viewer, group=row, items=form.cleaned_data["items"]) or True,
    ):
        messages.success(request, "It stands on every agenda that is made from now on.")
        return redirect(f"{address(request, 'meetings')}?group={row.key}")
    return ask(
        request,
        form,
        title="Standing items",
        button="Save",
        back=address(request, "meetings"),
        caption=str(row),
    )


@requires(P.MANAGE_MEETINGS, FORM)
def attendance(request: PartnershipRequest, meeting: int) -> HttpResponseBase:
    """Record who came, seat by seat."""
    row = meeting_or_404(request.viewer, meeting)
    seats, deputies = seats_of(row), deputies_of(row)
    known = {each.seat_id: each for each in row.attendance.all()}
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        came = {seat.pk: _came(request.POST.get(f"seat_{seat.pk}", "")) for seat in seats}
        try:
            record_attendance(by=request.viewer, meeting=row, came=came)
        except ValidationError as error:
            problems = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        else:
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
                "problems": problems.get(f"seat_{seat.pk}", ()),
            }
            for seat in seats
        ],
        problems=[problem for each in problems.values() for problem in each],
        trail=[
            ("Meetings", address(request, "meetings")),
            (str(row), row.get_absolute_url()),
            ("Who came", ""),
        ],
    )


def _came(value: str) -> tuple[str, int | None]:
    state, _, deputy = value.partition(":")
    return state, int(deputy) if deputy.isdecimal() and len(deputy) < 19 else None


def _choices(deputies: Any) -> list[tuple[str, str]]:
    found = [("present", "Present")]
    found += [(f"deputy:{person.pk}", f"Deputy: {person}") for person in deputies]
    return [*found, ("apologies", "Apologies"), ("absent", "Absent")]


def _chosen(known: Attendance | None) -> str:
    if known is None:
        return ""
    return f"deputy:{known.deputy_id}" if known.state == Attendance.State.DEPUTY else known.state


@requires(P.VIEW_MEETINGS)
def matrix(request: PartnershipRequest) -> HttpResponse:
    """Who came to a group's meetings in a business year."""
    partnership = request.viewer.partnership
    groups = list(
        Group.objects.filter(partnership=partnership).order_by("name").select_related("partnership")
    )
    chosen = next(
        (each for each in groups if each.key == request.GET.get("group")), groups[0] if groups else None
    )
    year = request.GET.get("year", "")
    day = (
        dt.date(int(year), partnership.business_year_month, 1)
        if year.isdecimal() and 1990 <= int(year) <= 2100
        else today()
    )
    first, last = business_year(day, partnership.business_year_month)
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
        table=matrix_table(attendance_matrix(request.viewer, chosen, first, last)) if chosen else None,
    )


@requires(P.VIEW_MEETINGS)
def matrix_export(request: PartnershipRequest, group: str, kind: str) -> HttpResponse:
    """The attendance of a group in the present business year, as a file."""
    row = group_or_404(request.viewer, group)
    first, last = business_year(today(), request.viewer.partnership.business_year_month)
    table = matrix_table(attendance_matrix(request.viewer, row, first, last))
    return export(table, kind=kind, name=f"attendance-{row.key}")


routes = [
    path("", meetings, name="meetings"),
    path("call/", call, name="call"),
    path("attendance/", matrix, name="matrix"),
    path("attendance/<slug:group>.<slug:kind>", matrix_export, name="matrix_export"),
    path("standing/<slug:group>/", standing, name="standing"),
    path("<int:meeting>/", meeting, name="meeting"),
    path("<int:meeting>/move/", move, name="move"),
    path("<int:meeting>/cancel/", cancel, name="cancel"),
    path("<int:meeting>/circulate/", circulate, name="circulate"),
    path("<int:meeting>/attendance/", attendance, name="attendance"),
    path("<int:meeting>/items/new/", item_new, name="item_new"),
    path("items/<int:item>/edit/", item_edit, name="item_edit"),
    path("items/<int:item>/shift/", item_shift, name="item_shift"),
    path("items/<int:item>/remove/", item_remove, name="item_remove"),
    path("items/<int:item>/papers/new/", paper_new, name="paper_new"),
    path("items/<int:item>/papers/<int:paper>/", paper, name="paper"),
]
