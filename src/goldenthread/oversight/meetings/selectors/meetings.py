"""What the pages of meetings show, each in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from goldenthread.duties.clock import Limit, Unit
from goldenthread.oversight.meetings.models import AgendaItem, Attendance, Decision, Meeting, Minutes, Paper
from goldenthread.partnership.models import Group, GroupMembership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

PAPERS_BEFORE = Limit(1, Unit.WEEKS, before=True)


def meetings_of(
    viewer: Viewer, *, group: str = "", past: bool = False, on: dt.date, most: int = 200
) -> list[Meeting]:
    """The meetings to come, the next first, or those past, the latest first. One query."""
    start = timezone.make_aware(dt.datetime.combine(on, dt.time()))
    rows = Meeting.objects.visible_to(viewer).select_related("group", "partnership", "minutes")
    if group:
        rows = rows.filter(group__key=group)
    over = Q(starts_at__lt=start) | Q(held_on__isnull=False) | Q(cancelled_on__isnull=False)
    rows = (
        rows.filter(over).order_by("-starts_at", "-id")
        if past
        else rows.exclude(over).order_by("starts_at", "id")
    )
    return list(rows[:most])


@dataclass(frozen=True)
class MeetingPage:
    """One meeting as its page shows it to one viewer."""

    meeting: Meeting
    items: list[AgendaItem]
    hidden: int
    attendance: list[Attendance]
    minutes: Minutes | None
    manages: bool
    proposes: bool
    papers_due: dt.date | None
    length: int

    @property
    def filled(self) -> int:
        """How many seats were filled."""
        return sum(row.state in Attendance.FILLED for row in self.attendance)


def is_late(paper: Paper, meeting: Meeting) -> bool:
    """Whether a paper was added after the day on which papers were due."""
    due = PAPERS_BEFORE.due(meeting.day)
    return due is not None and paper.added_on > due


def meeting_page(viewer: Viewer, meeting: Meeting) -> MeetingPage:
    """The agenda with its papers and decisions, who came, and how far the minutes are. Seven queries."""
    items = list(
        AgendaItem.objects.visible_to(viewer)
        .filter(meeting=meeting)
        .select_related("minute")
        .prefetch_related(
            "papers",
            Prefetch(
                "decisions",
                Decision.objects.select_related("replaced_by").prefetch_related("objections__agency"),
            ),
        )
    )
    for item in items:
        item.meeting = meeting
    manages = viewer.may(Permission.MANAGE_MEETINGS)
    return MeetingPage(
        meeting=meeting,
        items=items,
        hidden=meeting.items.count() - len(items),
        attendance=list(meeting.attendance.select_related("seat__person__agency", "deputy")),
        minutes=getattr(meeting, "minutes", None),
        manages=manages,
        proposes=not manages and meeting.is_open and meeting.group_id in viewer.group_ids,
        papers_due=PAPERS_BEFORE.due(meeting.day),
        length=sum(item.minutes_long or 0 for item in items),
    )


@dataclass
class SeatRecord:
    """How one seat was filled at each meeting of a year."""

    seat: GroupMembership
    states: dict[int, str] = field(default_factory=dict)

    @property
    def filled(self) -> int:
        """At how many meetings it was filled."""
        return sum(state in Attendance.FILLED for state in self.states.values())

    @property
    def share(self) -> float:
        """The share of meetings at which it was filled, in percent."""
        return 100 * self.filled / len(self.states) if self.states else 0.0


@dataclass(frozen=True)
class Matrix:
    """Who came to a group's meetings in a year."""

    meetings: list[Meeting]
    seats: list[SeatRecord]


def attendance_matrix(viewer: Viewer, group: Group, first: dt.date, last: dt.date) -> Matrix:
    """Every seat of a group at every meeting held from one day to another. Two queries."""
    meetings = list(
        Meeting.objects.visible_to(viewer)
        .held()
        .filter(group=group, held_on__range=(first, last))
        .select_related("group", "partnership")
    )
    seats: dict[int, SeatRecord] = {}
    rows = Attendance.objects.filter(meeting__in=meetings).select_related("seat__person__agency")
    for row in rows:
        seats.setdefault(row.seat_id, SeatRecord(row.seat)).states[row.meeting_id] = row.state
    return Matrix(meetings, sorted(seats.values(), key=lambda each: str(each.seat.person)))


DECISION_STATES = {
    "": "All",
    "effect": "In effect",
    "ahead": "Still to take effect",
    "stopped": "Stopped by an objection",
    "other": "Deferred or referred",
    "replaced": "Taken again",
}


def decision_state(decision: Decision, on: dt.date) -> str:
    """How a decision stands on a day: a key of :data:`DECISION_STATES`."""
    if hasattr(decision, "replaced_by"):
        return "replaced"
    if decision.implement_on is None:
        return "other"
    if decision.objections.all():
        return "stopped"
    return "effect" if decision.implement_on <= on else "ahead"


def decisions_of(viewer: Viewer, *, group: str = "", state: str = "", on: dt.date) -> list[Decision]:
    """Every decision that the viewer may see, the latest first. Two queries."""
    items = AgendaItem.objects.visible_to(viewer)
    rows = (
        Decision.objects.filter(item__in=items)
        .select_related("item__meeting__group", "item__meeting__partnership", "replaced_by")
        .prefetch_related("objections__agency")
    )
    if group:
        rows = rows.filter(item__meeting__group__key=group)
    return [row for row in rows if not state or decision_state(row, on) == state]


def counts_by_state(attendance: Sequence[Attendance]) -> dict[str, int]:
    """How many seats stand in each state."""
    counted: Counter[str] = Counter(row.state for row in attendance)
    found: dict[str, int] = defaultdict(int, counted)
    return {label: found[value] for value, label in Attendance.State.choices if found[value]}


def texts_of(items: Sequence[AgendaItem]) -> dict[int, tuple[str, int]]:
    """What is written under each item so far, with its version."""
    found: dict[int, Any] = {}
    for item in items:
        minute = getattr(item, "minute", None)
        found[item.pk] = (minute.text, minute.version) if minute is not None else ("", 0)
    return found
