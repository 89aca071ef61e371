"""Whether those who came are enough to decide: the group's quorum, and how senior they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.design.words import plural
from goldenthread.oversight.meetings.models import Arrangements, Attendance, Meeting
from goldenthread.partnership.models import Agency

COUNTED = ("chair", "member", "lay_member")


@dataclass(frozen=True)
class Quorum:
    """What a group's quorum asks for, and who came. Observers and the scrutineer do not count."""

    seats_needed: int
    partners_needed: int
    seats: int
    partners: int

    @property
    def is_set(self) -> bool:
        """Whether the group has one."""
        return bool(self.seats_needed or self.partners_needed)

    @property
    def is_met(self) -> bool:
        """Whether enough came; always where none is set."""
        return self.seats >= self.seats_needed and self.partners >= self.partners_needed

    def __str__(self) -> str:
        if not self.is_set:
            return "No quorum is set for this group."
        asks = [plural(self.seats_needed, "member")] if self.seats_needed else []
        if self.partners_needed:
            asks.append(f"{self.partners_needed} of the safeguarding partners")
        came = f"{plural(self.seats, 'member')} came, {self.partners} of the safeguarding partners among them"
        return f"{'Quorate' if self.is_met else 'Not quorate'}: it takes {' and '.join(asks)}; {came}."


def quorum_of(meeting: Meeting, attendance: Iterable[Attendance] | None = None) -> Quorum:
    """The quorum of a meeting. At most two queries; ``attendance`` comes with seat, person and agency."""
    usual: Arrangements | None = getattr(meeting.group, "arrangements", None)
    if attendance is None:
        attendance = meeting.attendance.select_related("seat__person__agency")
    filled = [row for row in attendance if row.state in Attendance.FILLED and row.seat.capacity in COUNTED]
    partners = {
        row.seat.person.agency_id
        for row in filled
        if row.seat.person.agency and row.seat.person.agency.kind == Agency.Kind.SAFEGUARDING_PARTNER
    }
    return Quorum(
        seats_needed=usual.quorum_seats if usual else 0,
        partners_needed=usual.quorum_partners if usual else 0,
        seats=len(filled),
        partners=len(partners),
    )
