"""What the pages of this room share: their frame, and finding what an address names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.duties.clock import business_year
from goldenthread.oversight.meetings.models import AgendaItem, Meeting
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer

SECTIONS = (
    ("Meetings", "meetings:meetings", Permission.VIEW_MEETINGS),
    ("Calendar", "meetings:calendar", Permission.VIEW_MEETINGS),
    ("Forward plan", "meetings:programme", Permission.VIEW_MEETINGS),
    ("Actions", "meetings:given", Permission.VIEW_MEETINGS),
    ("Decisions", "meetings:decisions", Permission.VIEW_MEETINGS),
    ("Attendance", "meetings:matrix", Permission.VIEW_MEETINGS),
    ("Requests", "meetings:requests", Permission.VIEW_MEETINGS),
)


# A page shows no more rows of a list than this; its downloads have all of them.
MOST_ROWS = 200


def only_first(rows: Sequence[Any]) -> str:
    """A sentence, where a list is longer than a page shows."""
    return f"The first {MOST_ROWS} of {len(rows):,}." if len(rows) > MOST_ROWS else ""


def current_groups(request: PartnershipRequest) -> QuerySet[Group]:
    """The groups of today, by name: what a list can be narrowed to."""
    groups = Group.objects.filter(partnership=request.viewer.partnership)
    return groups.in_force(today()).order_by("name")


def address(request: PartnershipRequest, name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"meetings:{name}", args=[request.viewer.partnership.slug, *args])


def asked_year(request: PartnershipRequest) -> tuple[dt.date, dt.date]:
    """The business year that an address asks for; the present one where it asks for none."""
    month, year = request.viewer.partnership.business_year_month, request.GET.get("year", "")
    asked = year.isdecimal() and len(year) == 4 and 1990 <= int(year) <= 2098
    return business_year(dt.date(int(year), month, 1) if asked else today(), month)


def show(request: PartnershipRequest, template: str, section: str = "", **context: Any) -> HttpResponse:
    """A page, under the tabs of the room where it is one of its lists."""
    slug = request.viewer.partnership.slug
    context["sections"] = [
        (text, reverse(name, args=[slug]), name == f"meetings:{section}")
        for text, name, permission in SECTIONS
        if section and request.viewer.may(permission)
    ]
    return render(request, f"meetings/{template}.html", context)


def trail(request: PartnershipRequest, meeting: Meeting, last: str) -> list[tuple[str, str]]:
    """The way to a page of a meeting."""
    return [
        ("Meetings", address(request, "meetings")),
        (str(meeting), meeting.get_absolute_url()),
        (last, ""),
    ]


def ask(
    request: PartnershipRequest, form: Any, *, title: str, button: str, back: str, **context: Any
) -> HttpResponse:
    """A page with one form. More context: ``caption``, ``intro``, ``multipart``, ``danger``, ``trail``."""
    context.setdefault("trail", [("Meetings", address(request, "meetings")), (title, "")])
    return show(request, "ask", form=form, title=title, button=button, back=back, **context)


def meeting_or_404(viewer: Viewer, number: int) -> Meeting:
    """A meeting of the viewer's partnership."""
    rows = Meeting.objects.visible_to(viewer).select_related(
        "group__partnership", "group__arrangements", "partnership", "minutes", "request"
    )
    meeting: Meeting = get_object_or_404(rows, pk=number)
    return meeting


def item_or_404(viewer: Viewer, number: int) -> AgendaItem:
    """An item that the viewer may see."""
    rows = AgendaItem.objects.visible_to(viewer).select_related("meeting__group", "meeting__partnership")
    item: AgendaItem = get_object_or_404(rows, pk=number)
    return item


def group_or_404(viewer: Viewer, key: str) -> Group:
    """A group of the viewer's partnership."""
    rows = Group.objects.filter(partnership=viewer.partnership).select_related("partnership")
    group: Group = get_object_or_404(rows, key=key)
    return group
