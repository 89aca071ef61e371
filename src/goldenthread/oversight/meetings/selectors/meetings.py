"""What the pages of meetings show, each in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from goldenthread.duties.happenings import Happening
from goldenthread.duties.selectors.limits import Limits
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    GivenAction,
    Interest,
    Meeting,
    Minutes,
    Pack,
    Paper,
)
from goldenthread.oversight.meetings.quorum import Quorum, quorum_of
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor, Viewer


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
    places: dict[int, int]
    attendance: list[Attendance]
    quorum: Quorum
    minutes: Minutes | None
    packs: list[Pack]
    manages: bool
    reads: bool
    sits: bool
    chairs: bool
    papers_due: dt.date | None

    @property
    def hidden(self) -> int:
        """How many items the viewer does not see."""
        return len(self.places) - len(self.items)

    @property
    def proposes(self) -> bool:
        """Whether the viewer may propose an item."""
        return self.sits and not self.manages and self.meeting.is_open

    def is_late(self, paper: Paper) -> bool:
        """Whether a paper was added after the day by which papers were due."""
        return self.papers_due is not None and paper.added_on > self.papers_due

    @property
    def length(self) -> int:
        """How many minutes the items take that the viewer sees."""
        return sum(item.minutes_long or 0 for item in self.items)

    @property
    def filled(self) -> int:
        """How many seats were filled."""
        return sum(row.state in Attendance.FILLED for row in self.attendance)

    @property
    def pages(self) -> dict[int, int]:
        """On which page of the packs each paper begins."""
        return {
            entry["paper"]: entry["page"] for pack in self.packs for entry in pack.contents if entry["paper"]
        }

    @property
    def nothing_done(self) -> bool:
        """Whether the meeting is recorded as held, and nothing more: nothing minuted, decided or declared."""
        return self.meeting.held_on is not None and not any(
            (getattr(item, "minute", None) and item.minute.text)
            or item.decisions.all()
            or item.interests.all()
            for item in self.items
        )

    @property
    def reads_minutes(self) -> bool:
        """Whether the viewer may read the minutes as they are: a draft is for the Business Team and the chair."""
        return self.minutes is not None and (self.minutes.is_fixed or self.manages or self.chairs)


def papers_due(meeting: Meeting, limits: Limits) -> dt.date | None:
    """The day by which the papers of a meeting are to be circulated, by the rule in force when it was called."""
    known = min(meeting.called_on, meeting.day)
    return limits.due(Happening.MEETING_CALLED, Happening.PAPERS_CIRCULATED, meeting.day, known)


def _with_parts(items: Any) -> Any:
    """Items with their minute, papers, decisions and interests. Five queries."""
    return items.select_related("minute").prefetch_related(
        Prefetch("papers", Paper.objects.filter(replaced_by=None), to_attr="current_papers"),
        Prefetch(
            "decisions",
            Decision.objects.select_related("replaced_by").prefetch_related("objections__agency"),
        ),
        Prefetch("interests", Interest.objects.select_related("person")),
    )


def meeting_page(viewer: Viewer, meeting: Meeting, limits: Limits | None = None) -> MeetingPage:
    """The agenda with its papers and decisions, who came, how far the minutes are. Seven queries, and the limits."""
    everything = list(_with_parts(AgendaItem.objects.filter(meeting=meeting)))
    for item in everything:
        item.meeting = meeting
    reads = reads_confidential(viewer, meeting)
    attendance = list(meeting.attendance.select_related("seat__person__agency", "deputy"))
    packs = meeting.packs.all() if reads else meeting.packs.filter(confidential=False)
    return MeetingPage(
        meeting=meeting,
        items=[item for item in everything if reads or not item.confidential],
        places={item.pk: place for place, item in enumerate(everything, start=1)},
        attendance=attendance,
        quorum=quorum_of(meeting, attendance),
        minutes=getattr(meeting, "minutes", None),
        packs=list(packs.order_by("number", "confidential")),
        manages=viewer.may(Permission.MANAGE_MEETINGS),
        reads=reads,
        sits=meeting.group_id in viewer.group_ids,
        chairs=meeting.group_id in viewer.chaired_group_ids,
        papers_due=papers_due(meeting, limits or Limits(meeting.partnership)),
    )


def reads_confidential(viewer: Actor, meeting: Meeting) -> bool:
    """Whether somebody reads a meeting's confidential items: the Business Team, and whoever sits on the group."""
    return viewer.may(Permission.MANAGE_MEETINGS, meeting) or meeting.group_id in viewer.group_ids


def items_with_parts(meeting: Meeting) -> tuple[list[AgendaItem], dict[int, int]]:
    """All items of a meeting with their papers, decisions and interests, and their places on the agenda."""
    items = list(_with_parts(AgendaItem.objects.filter(meeting=meeting)))
    return items, {item.pk: place for place, item in enumerate(items, start=1)}


def with_given(items: list[AgendaItem]) -> list[AgendaItem]:
    """The items with the actions that they gave, as minutes print them. One query."""
    prefetch_related_objects(
        items,
        Prefetch(
            "given",
            GivenAction.objects.filter(
                Q(action__plan__restricted=False) | Q(item__confidential=True)
            ).select_related("action__lead_agency"),
        ),
    )
    return items


def items_of(meeting: Meeting) -> tuple[list[AgendaItem], dict[int, int]]:
    """The items of a meeting with what is written under them, and their places on the agenda. One query."""
    items = list(meeting.items.select_related("minute"))
    return items, {item.pk: place for place, item in enumerate(items, start=1)}


def texts_of(items: Sequence[AgendaItem]) -> dict[int, tuple[str, int]]:
    """What is written under each item so far, with its version."""
    found: dict[int, Any] = {}
    for item in items:
        minute = getattr(item, "minute", None)
        found[item.pk] = (minute.text, minute.version) if minute is not None else ("", 0)
    return found
