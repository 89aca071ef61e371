"""Who has opened the packs of a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.oversight.meetings.models import Meeting, PackOpening
from goldenthread.partnership.models import GroupMembership, Person


@dataclass(frozen=True)
class Opened:
    """One person of the group, and when they first opened a pack of the meeting; ``None`` for not at all."""

    person: Person
    opening: PackOpening | None


def openings_of(meeting: Meeting) -> list[Opened]:
    """Everybody on the group on the day of the meeting: who opened its papers, then who did not. Two queries."""
    first: dict[int, PackOpening] = {}
    for row in PackOpening.objects.filter(pack__meeting=meeting).order_by("first_at"):
        first.setdefault(row.person_id, row)
    seats = GroupMembership.objects.current(meeting.day).filter(group=meeting.group)
    people = {seat.person_id: seat.person for seat in seats.select_related("person__agency")}
    found = [Opened(person, first.get(pk)) for pk, person in people.items()]
    return sorted(found, key=lambda each: (each.opening is None, str(each.person)))
