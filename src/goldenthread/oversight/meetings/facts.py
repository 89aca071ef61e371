"""What happens in meetings, as duties need to know it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.oversight.meetings.models import Attendance, Decision, Meeting, Objection
from goldenthread.partnership.models import Partnership

PARTNERSHIP = "partnership"


def meeting_facts(partnership: Partnership) -> Iterator[Fact]:
    """Facts of meetings, their papers and minutes; absences twice running; objections. Four queries."""
    meetings = list(
        Meeting.objects.filter(partnership=partnership)
        .select_related("group", "minutes", "partnership")
        .order_by("starts_at")
    )
    for meeting in meetings:
        yield from _of_meeting(meeting)
    yield from _absences(partnership)
    yield from _objections(partnership)


def _of_meeting(meeting: Meeting) -> Iterator[Fact]:
    about, group = f"meeting:{meeting.pk}", meeting.group
    title, url = str(meeting), meeting.get_absolute_url()
    also = (f"group:{group.key}", PARTNERSHIP)

    def fact(happening: Happening, on: dt.date | None, **more: object) -> Iterator[Fact]:
        if on is not None:
            yield Fact(
                happening,
                on=on,
                about=about,
                title=title,
                url=url,
                group=group.pk,
                also=also,
                **more,  # type: ignore[arg-type]
            )

    yield from fact(
        Happening.MEETING_CALLED,
        meeting.day,
        known=min(meeting.called_on, meeting.day),
        lapsed=meeting.cancelled_on,
    )
    yield from fact(Happening.PAPERS_CIRCULATED, meeting.circulated_on)
    yield from fact(Happening.MEETING_HELD, meeting.held_on)
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        yield from fact(Happening.EXTRAORDINARY_REQUESTED, meeting.requested_on, lapsed=meeting.cancelled_on)
        yield from fact(Happening.EXTRAORDINARY_HELD, meeting.held_on)
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None:
        yield from fact(Happening.MINUTES_TO_CHAIR, minutes.to_chair_on)
        yield from fact(Happening.MINUTES_APPROVED, minutes.approved_on)
        yield from fact(Happening.MINUTES_CIRCULATED, minutes.circulated_on)


def _absences(partnership: Partnership) -> Iterator[Fact]:
    """A seat that nobody filled at two meetings running, once for each such pair."""
    rows = (
        Attendance.objects.filter(meeting__partnership=partnership, meeting__held_on__isnull=False)
        .select_related("seat__person", "seat__group", "meeting")
        .order_by("meeting__starts_at")
    )
    by_seat: dict[int, list[Attendance]] = defaultdict(list)
    for row in rows:
        by_seat[row.seat_id].append(row)
    for seat, found in by_seat.items():
        away = 0
        for row in found:
            away = 0 if row.state in Attendance.FILLED else away + 1
            if away == 2 and row.meeting.held_on:
                yield Fact(
                    Happening.ABSENT_TWICE,
                    on=row.meeting.held_on,
                    about=f"seat:{seat}:{row.meeting_id}",
                    title=f"{row.seat.person}, {row.seat.group}",
                    agency=row.seat.person.agency_id,
                )
                away = 0


def _objections(partnership: Partnership) -> Iterator[Fact]:
    """The first objection to each decision, and the decision that took its place."""
    first: dict[int, Objection] = {}
    rows = Objection.objects.filter(decision__item__meeting__partnership=partnership)
    for row in rows.select_related("decision__item__meeting__group", "decision__item__meeting__partnership"):
        first.setdefault(row.decision_id, row)
    for objection in first.values():
        item = objection.decision.item
        yield Fact(
            Happening.DECISION_OBJECTED,
            on=objection.on,
            about=f"decision:{objection.decision_id}",
            title=f"{item.meeting}: {'a confidential item' if item.confidential else item.title}",
            url=item.meeting.get_absolute_url(),
            group=item.meeting.group_id,
        )
    for decision in Decision.objects.filter(replaces__in=first):
        yield Fact(
            Happening.DECISION_RECONSIDERED, on=decision.decided_on, about=f"decision:{decision.replaces_id}"
        )
