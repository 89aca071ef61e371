"""Who came: at one meeting, over a year, and how senior they were."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.oversight.meetings.models import Attendance, Level
from goldenthread.oversight.meetings.selectors.attendance import AgencyLevels, Matrix, SeatRecord

STATES = {
    "present": ("green", "Present", "tick"),
    "deputy": ("green", "Deputy", "circle"),
    "apologies": ("amber", "Apologies", "triangle"),
    "absent": ("red", "Absent", "cross"),
}


def attendance_table(rows: list[Attendance]) -> Table[Attendance]:
    """Who came to one meeting."""
    columns: list[Column[Attendance]] = [
        Column("person", "Seat", value=lambda row: str(row.seat.person), header=True),
        Column(
            "state", "Came", value=lambda row: row.get_state_display(), cell=lambda row: _state(row.state)
        ),
        Column("agency", "Agency", value=lambda row: str(row.seat.person.agency or "")),
        Column("capacity", "As", value=lambda row: row.seat.get_capacity_display()),
        Column("deputy", "Deputy", value=lambda row: str(row.deputy or "")),
        Column("level", "Level", value=lambda row: row.get_level_display() if row.level else ""),
    ]
    return Table("Who came", columns, rows)


def _state(state: str) -> SafeString:
    tone, word, symbol = STATES[state]
    return badge(tone, word, symbol=symbol)


def matrix_table(matrix: Matrix) -> Table[SeatRecord]:
    """Every seat at every meeting of a year."""

    def state(number: int) -> Any:
        return lambda each: STATES[each.states[number]][1] if number in each.states else ""

    def cell(number: int) -> Any:
        return lambda each: _state(each.states[number]) if number in each.states else ""

    columns: list[Column[SeatRecord]] = [
        Column("person", "Seat", value=lambda each: str(each.seat.person), header=True),
        Column("agency", "Agency", value=lambda each: str(each.seat.person.agency or "")),
        *(
            Column[SeatRecord](
                f"m{meeting.pk}",
                f"{meeting.day.day} {meeting.day:%b %y}",
                value=state(meeting.pk),
                cell=cell(meeting.pk),
            )
            for meeting in matrix.meetings
        ),
        Column(
            "share",
            "Filled",
            value=lambda each: round(each.share),
            cell=lambda each: f"{each.share:.0f}%",
            numeric=True,
        ),
    ]
    return Table("Attendance", columns, matrix.seats, empty="No meeting was held in this year.")


def levels_table(rows: list[AgencyLevels]) -> Table[AgencyLevels]:
    """How senior each agency's people were, against what the group asks."""
    columns: list[Column[AgencyLevels]] = [
        Column("agency", "Agency", header=True),
        Column("usual", "Most often came"),
        Column(
            "expected",
            "The group asks for",
            value=lambda row: str(Level(row.expected).label) if row.expected else "",
        ),
        Column("enough", "Meetings at that level or above", numeric=True),
        Column("below", "Below", value=lambda row: len(row.levels) - row.enough, numeric=True),
        Column("unknown", "Level not recorded", numeric=True),
        Column("missed", "Nobody came", numeric=True),
    ]
    return Table(
        "How senior each agency’s people were", columns, rows, empty="No meeting was held in this year."
    )
