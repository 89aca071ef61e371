"""Meetings: the list, calling one, its page, moving and cancelling it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from goldenthread.design.tables import Table
from goldenthread.design.words import plural, uk_date
from goldenthread.duties.clock import working_days_between
from goldenthread.duties.happenings import Happening
from goldenthread.duties.selectors.limits import Limits
from goldenthread.oversight.meetings.actions.calling import call_meeting
from goldenthread.oversight.meetings.actions.meetings import cancel_meeting, move_meeting
from goldenthread.oversight.meetings.actions.minutes import may_approve
from goldenthread.oversight.meetings.forms.meetings import CallForm, ReasonForm, WhenForm
from goldenthread.oversight.meetings.models import AgendaItem, Meeting, Paper
from goldenthread.oversight.meetings.selectors.given import Given, given_of
from goldenthread.oversight.meetings.selectors.meetings import MeetingPage, meeting_page, meetings_of
from goldenthread.oversight.meetings.tables.attendance import attendance_table
from goldenthread.oversight.meetings.tables.meetings import meeting_badge, meetings_table
from goldenthread.oversight.meetings.views.given import matrix_shown
from goldenthread.oversight.meetings.views.page import address, ask, meeting_or_404, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Group
from goldenthread.partnership.pages import attempt, posted
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
    initial = {"request": request.GET.get("request", "")[:18], "group": request.GET.get("group", "")[:18]}
    form = CallForm(posted(request), partnership=request.viewer.partnership, initial=initial)
    made = attempt(form, lambda: call_meeting(by=request.viewer, **form.cleaned_data))
    if made:
        _warn_late(request, made)
        messages.success(request, _said_of(made))
        return redirect(made)
    return ask(
        request, form, title="Call a meeting", button="Call the meeting", back=address(request, "meetings")
    )


def _warn_late(request: PartnershipRequest, row: Meeting) -> None:
    """Says where an extraordinary meeting is called for a day after that by which it must be held."""
    if row.request is None or row.request.valid_on is None:
        return
    limits = Limits(row.partnership)
    due = limits.due(Happening.EXTRAORDINARY_REQUESTED, Happening.EXTRAORDINARY_HELD, row.request.valid_on)
    if due is not None and row.day > due:
        messages.warning(request, f"It must be held by {uk_date(due)}: the day that you chose is later.")


def _said_of(row: Meeting) -> str:
    if row.kind == Meeting.Kind.EXTRAORDINARY:
        return "The extraordinary meeting is called, with its matter on the agenda."
    return "The meeting is called, with what stands on every agenda of the group. Add the rest."


@requires(P.VIEW_MEETINGS)
def meeting(request: PartnershipRequest, meeting: int) -> HttpResponse:
    """One meeting: what is to be done next, its agenda and papers, who came, the minutes."""
    row = meeting_or_404(request.viewer, meeting)
    limits = Limits(row.partnership)
    page = meeting_page(request.viewer, row, limits)
    return show(
        request,
        "meeting",
        title=str(row.group),
        meeting=row,
        page=page,
        has_come=row.day <= today(),
        badge=meeting_badge(row),
        state=_state(page),
        items=[(page.places[item.pk], item, _papers(page, item)) for item in page.items],
        attendance=attendance_table(page.attendance) if page.attendance else None,
        steps=_steps(request, page),
        given=_given(request, row, limits),
        trail=[("Meetings", address(request, "meetings")), (str(row), "")],
    )


def _papers(page: MeetingPage, item: AgendaItem) -> list[tuple[Paper, bool, int | None]]:
    """Each paper with whether it came late, and on which page of the pack it begins."""
    papers: list[Paper] = item.current_papers  # type: ignore[attr-defined]
    return [(paper, page.is_late(paper), page.pages.get(paper.pk)) for paper in papers]


def _given(request: PartnershipRequest, row: Meeting, limits: Limits) -> Table[Given] | None:
    rows = given_of(request.viewer, on=today(), meeting=row.pk, limits=limits) if row.held_on else []
    return matrix_shown(request, rows, "What the meeting gave to do") if rows else None


def _steps(request: PartnershipRequest, page: MeetingPage) -> list[tuple[str, str]]:
    """What the viewer can do next with the minutes."""
    status = page.minutes.status if page.minutes else ""
    if status == "draft" and page.manages:
        return [("to-chair", "Send the draft to the chair")]
    if status == "with_chair" and may_approve(request.viewer, page.meeting):
        return [("approve", "Agree the minutes"), ("back", "Take the minutes back")]
    return [("circulate", "Circulate the minutes")] if status == "approved" and page.manages else []


def _state(page: MeetingPage) -> str:
    """Where a meeting stands, and what is next, in one or two sentences."""
    row = page.meeting
    if row.cancelled_on:
        return f"Cancelled on {uk_date(row.cancelled_on)}: {row.reason}"
    if row.held_on:
        seats = len(page.attendance)
        held = f"Held on {uk_date(row.held_on)}; {page.filled} of {plural(seats, 'seat')} filled."
        if not page.quorum.is_met:
            held += " It was not quorate."
        minutes = page.minutes
        if minutes is None or minutes.status == "draft":
            return f"{held} The minutes are to be written and sent to the chair."
        return f"{held} The minutes are {minutes.get_status_display().lower()}."
    return _state_of_coming(page)


def _state_of_coming(page: MeetingPage) -> str:
    row = page.meeting
    if row.day == today():
        return "It is today. Record who came."
    if row.day < today():
        return f"It was to be held on {uk_date(row.day)}. Record who came."
    when = f"In {plural(working_days_between(today(), row.day), 'working day')}."
    if row.circulated_on:
        return f"{when} The papers were circulated on {uk_date(row.circulated_on)}."
    if page.papers_due is None:
        return when
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
            request,
            "The meeting is moved, and the group is told."
            + (" The papers that were sent out name the old day." if row.circulated_on else ""),
        )
        return redirect(row)
    return ask(
        request,
        form,
        title="Move the meeting",
        button="Move the meeting",
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
            request,
            "The meeting is cancelled, and the group is told. What waited for it waits for the next one.",
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


routes = [
    path("", meetings, name="meetings"),
    path("call/", call, name="call"),
    path("<int:meeting>/", meeting, name="meeting"),
    path("<int:meeting>/move/", move, name="move"),
    path("<int:meeting>/cancel/", cancel, name="cancel"),
]
