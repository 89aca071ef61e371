"""The year's meetings, how each group meets, and calling a year at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.clock import business_year
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.oversight.meetings.actions.calling import call_year, set_arrangements
from goldenthread.oversight.meetings.forms.meetings import ArrangementsForm, YearForm
from goldenthread.oversight.meetings.invitations import calendar_file
from goldenthread.oversight.meetings.models import Arrangements
from goldenthread.oversight.meetings.selectors.calendar import proposals, year_of_meetings
from goldenthread.oversight.meetings.views.page import (
    address,
    ask,
    asked_year,
    current_groups,
    group_or_404,
    meeting_or_404,
    show,
)
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today

P = Permission
NEW = {"quorum_seats": 0, "quorum_partners": 0, "notice_days": 5}


@requires(P.VIEW_MEETINGS)
@remembered
def calendar(request: PartnershipRequest) -> HttpResponse:
    """Every meeting of a business year, month by month."""
    first, last = asked_year(request)
    year = year_of_meetings(request.viewer, first, last, today=today())
    called = sum(row.cancelled_on is None for month in year.months for row in month.meetings)
    return show(
        request,
        "calendar",
        "calendar",
        title="Calendar",
        year=year,
        state=f"{plural(called, 'meeting')} from {uk_date(first)} to {uk_date(last)}.",
        earlier=first.year - 1,
        later=first.year + 1,
        groups=current_groups(request).select_related("arrangements"),
        may_manage=request.viewer.may(P.MANAGE_MEETINGS),
        today=today(),
    )


@requires(P.MANAGE_MEETINGS, FORM)
def arrangements(request: PartnershipRequest, group: str) -> HttpResponseBase:
    """Say how a group meets."""
    row = group_or_404(request.viewer, group)
    usual = Arrangements.objects.filter(group=row).first()
    initial: dict[str, Any] = {
        name: getattr(usual, name) for name in ArrangementsForm.base_fields if usual is not None
    }
    initial |= {"at": f"{usual.at:%H:%M}"} if usual is not None else dict(NEW)
    form = ArrangementsForm(posted(request), initial=initial)
    if attempt(form, lambda: set_arrangements(by=request.viewer, group=row, **form.cleaned_data)):
        messages.success(request, f"It is kept how the {row} meets.")
        return redirect("meetings:calendar", request.viewer.partnership.slug)
    said = f"Its terms of reference say: {row.meeting_frequency}." if row.meeting_frequency else ""
    return ask(
        request, form, title="How the group meets", button="Save", back=address(request, "calendar"),
        caption=str(row), intro=said,
    )  # fmt: skip


@requires(P.MANAGE_MEETINGS, FORM)
def year(request: PartnershipRequest, group: str) -> HttpResponseBase:
    """Call a group's meetings of a year at once, on the days that its pattern gives."""
    row = group_or_404(request.viewer, group)
    usual = Arrangements.objects.filter(group=row).select_related("group").first()
    if usual is None or usual.every_months is None:
        messages.warning(request, "Say first how often and when this group meets.")
        return redirect("meetings:arrangements", request.viewer.partnership.slug, row.key)
    last = business_year(today(), row.partnership.business_year_month)[1] + dt.timedelta(days=366)
    days = proposals(usual, closures_of(row.partnership), today(), last)
    called = {each.day for each in row.meetings.filter(cancelled_on=None)}
    choices = [
        (
            each.on.isoformat(),
            f"{each.on:%A} {uk_date(each.on)}"
            + (
                f", instead of {uk_date(each.moved_from)}, which is no working day" if each.moved_from else ""
            ),
        )
        for each in days
        if each.on not in called
    ]
    form = YearForm(posted(request), choices=choices)
    made = attempt(form, lambda: call_year(by=request.viewer, group=row, days=form.cleaned_data["days"]))
    if made:
        messages.success(request, f"{plural(len(made), 'meeting')} called.")
        return redirect("meetings:calendar", request.viewer.partnership.slug)
    return ask(
        request, form, title="Call a year of meetings", button="Call them", back=address(request, "calendar"),
        caption=str(row),
        intro=f"At {usual.at:%H:%M}{f', {usual.place}' if usual.place else ''}. Each has what stands on the group’s "
        "agenda in its month." if choices else "Every meeting that the pattern gives is called already.",
    )  # fmt: skip


@requires(P.VIEW_MEETINGS)
def invitation(request: PartnershipRequest, meeting: int) -> HttpResponse:
    """A meeting as an entry for one's own calendar."""
    row = meeting_or_404(request.viewer, meeting)
    response = HttpResponse(calendar_file([row], str(row.group)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="meeting-{row.group.key}-{row.day.isoformat()}.ics"'
    )
    return response


routes = [
    path("calendar/", calendar, name="calendar"),
    path("groups/<slug:group>/", arrangements, name="arrangements"),
    path("groups/<slug:group>/year/", year, name="year"),
    path("<int:meeting>/meeting.ics", invitation, name="invitation"),
]
