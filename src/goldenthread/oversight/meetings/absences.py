"""Seats that nobody filled at two meetings running, the member nor a deputy (001, Meeting Attendance)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.oversight.meetings.models import Attendance
from goldenthread.partnership.models import Partnership

RUNNING = 2
NOT_COUNTED = ("observer", "scrutineer")


@dataclass(frozen=True)
class Absence:
    """A seat that was empty twice running: since which meeting, how duties name it, and how people do."""

    on: dt.date
    about: str
    title: str
    agency: int | None


def absences_running(partnership: Partnership) -> Iterator[Absence]:
    """Every pair of absences, each seat's count beginning anew after one. Observers need not come. One query."""
    rows = (
        Attendance.objects.filter(meeting__partnership=partnership, meeting__held_on__isnull=False)
        .exclude(seat__capacity__in=NOT_COUNTED)
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
            if away == RUNNING and row.meeting.held_on:
                yield Absence(
                    on=row.meeting.held_on,
                    about=f"seat:{seat}:{row.meeting_id}",
                    title=f"{row.seat.person}, {row.seat.group}",
                    agency=row.seat.person.agency_id,
                )
                away = 0
