"""What the product knows itself of an agency, beside what the agency says: returns, attendance, actions,
grades in audits, training.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.design.words import plural
from goldenthread.duties.clock import add_months
from goldenthread.duties.models import Duty
from goldenthread.evidence.audits.selectors.results import grades_of_agency
from goldenthread.learning.selectors.matrix import needs_met
from goldenthread.oversight.meetings.models import Attendance
from goldenthread.partnership.models import Agency

# Below this part of meetings attended, or duties met in time, what an agency says of itself is worth asking about.
ENOUGH_PERCENT = 80


@dataclass(frozen=True)
class Known:
    """One thing that the product knows: how many of how many, in words."""

    name: str
    good: int
    of: int
    said: str

    @property
    def is_weak(self) -> bool:
        """Whether it speaks against a good grade; nothing counted speaks for nothing."""
        return self.of > 0 and self.good * 100 < self.of * ENOUGH_PERCENT


def known_of(agency: Agency, names: Iterable[str], on: dt.date) -> dict[str, Known]:
    """What is known of the twelve months up to a day, by the names of a set's ``beside``. One query for each, but
    three for training.
    """
    first = add_months(on, -12)
    found = {name: READERS[name](agency, first, on) for name in sorted(set(names)) if name in READERS}
    return {name: known for name, known in found.items() if known.of}


def _in_time(agency: Agency, about: str, first: dt.date, last: dt.date) -> tuple[int, int]:
    """How many duties of an agency that fell due between two days were met in time, and how many there were."""
    rows = Duty.objects.filter(agency=agency, about__startswith=about, due_on__range=(first, last))
    kept = [row for row in rows if row.due_on is not None]
    return sum(row.met_on is not None and row.met_on <= row.due_on for row in kept), len(kept)


def _returns(agency: Agency, first: dt.date, last: dt.date) -> Known:
    good, of = _in_time(agency, "return:", first, last)
    return Known("returns", good, of, f"{good} of {plural(of, 'return')} sent in time")


def _actions(agency: Agency, first: dt.date, last: dt.date) -> Known:
    good, of = _in_time(agency, "action:", first, last)
    return Known("actions", good, of, f"{good} of {plural(of, 'late action')} explained in time")


def _attendance(agency: Agency, first: dt.date, last: dt.date) -> Known:
    rows = Attendance.objects.filter(seat__person__agency=agency, meeting__held_on__range=(first, last))
    states = list(rows.values_list("state", flat=True))
    good = sum(state in Attendance.FILLED for state in states)
    return Known(
        "attendance", good, len(states), f"{good} of {plural(len(states), 'seat')} at meetings filled"
    )


def _audits(agency: Agency, first: dt.date, last: dt.date) -> Known:
    good, of = grades_of_agency(agency, first, last)
    return Known(
        "audits", good, of, f"{good} of {plural(of, 'grade')} good or better in cases that it audited"
    )


def _training(agency: Agency, _first: dt.date, last: dt.date) -> Known:
    good, of = needs_met(agency, last)
    return Known("training", good, of, f"{good} of {plural(of, 'needed course')} in force among its staff")


READERS = {
    "audits": _audits,
    "training": _training,
    "returns": _returns,
    "attendance": _attendance,
    "actions": _actions,
}
