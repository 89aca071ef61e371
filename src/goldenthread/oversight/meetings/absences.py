"""Seats that nobody filled at two meetings running, the member nor a deputy (001, Meeting Attendance)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.oversight.meetings.models import Attendance
from goldenthread.partnership.models import GroupMembership, Partnership

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
    """Every pair of absences, each seat's count beginning anew after one. Observers need not come. Two queries."""
    rows = (
        Attendance.objects.filter(meeting__partnership=partnership, meeting__held_on__isnull=False)
        .exclude(seat__capacity__in=NOT_COUNTED)
        .order_by("meeting__starts_at")
        .values_list("seat", "state", "meeting", "meeting__held_on")
    )
    away: Counter[int] = Counter()
    found = []
    for seat, state, meeting, on in rows:
        away[seat] = 0 if state in Attendance.FILLED else away[seat] + 1
        if away[seat] == RUNNING and on is not None:
            found.append((seat, meeting, on))
            away[seat] = 0
    seats = GroupMembership.objects.select_related("person", "group").in_bulk({seat for seat, *_ in found})
    for seat, meeting, on in found:
        yield Absence(
            on=on,
            about=f"seat:{seat}:{meeting}",
            title=f"{seats[seat].person}, {seats[seat].group}",
            agency=seats[seat].person.agency_id,
        )
