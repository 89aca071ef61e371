"""Who came over a year: seats at meetings, and how senior each agency's people were."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from goldenthread.oversight.meetings.models import Arrangements, Attendance, Level, Meeting
from goldenthread.partnership.models import Group, GroupMembership, Partnership
from goldenthread.partnership.viewer import Actor


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


def attendance_matrix(viewer: Actor, group: Group, first: dt.date, last: dt.date) -> Matrix:
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


@dataclass
class AgencyLevels:
    """How senior the people of one agency were at a group's meetings of a year."""

    agency: str
    expected: int | None
    levels: list[int] = field(default_factory=list)
    unknown: int = 0
    missed: int = 0

    @property
    def usual(self) -> str:
        """The level that came most often; the higher where two came as often."""
        if not self.levels:
            return ""
        most = max(set(self.levels), key=lambda level: (self.levels.count(level), level))
        return str(Level(most).label)

    @property
    def enough(self) -> int:
        """At how many meetings somebody came who was as senior as the group asks."""
        return sum(self.expected is None or level >= self.expected for level in self.levels)


def agency_levels(group: Group, matrix: Matrix) -> list[AgencyLevels]:
    """For each agency and meeting, the most senior of those who came. Two queries."""
    usual = Arrangements.objects.filter(group=group).first()
    expected = usual.level if usual else None
    by_agency: dict[str, dict[int, list[Attendance]]] = defaultdict(lambda: defaultdict(list))
    rows = Attendance.objects.filter(meeting__in=matrix.meetings, seat__person__agency__isnull=False)
    for row in rows.exclude(seat__capacity__in=("observer", "scrutineer")).select_related(
        "seat__person__agency"
    ):
        by_agency[str(row.seat.person.agency)][row.meeting_id].append(row)
    return [_levels_of(agency, expected, meetings.values()) for agency, meetings in sorted(by_agency.items())]


def _levels_of(agency: str, expected: int | None, meetings: Iterable[list[Attendance]]) -> AgencyLevels:
    found = AgencyLevels(agency, expected)
    for rows in meetings:
        came = [row for row in rows if row.state in Attendance.FILLED]
        known = [row.level for row in came if row.level is not None]
        if known:
            found.levels.append(max(known))
        elif came:
            found.unknown += 1
        else:
            found.missed += 1
    return found


def groups_that_met(partnership: Partnership, first: dt.date, last: dt.date) -> set[int]:
    """The groups that held a meeting between two days."""
    held = Meeting.objects.filter(partnership=partnership, held_on__range=(first, last))
    return set(held.values_list("group_id", flat=True))
