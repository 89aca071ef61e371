"""Telling a group something: one message to everybody who sits on it."""

from __future__ import annotations

from goldenthread.oversight.meetings.models import Meeting
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.models import GroupMembership, Partnership, Person
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


def tell_group(*, by: Actor, meeting: Meeting, kind: str, subject: str, text: str) -> list[Person]:
    """Sends everybody with a seat on the group today, deputies included, one message; answers whom. One query."""
    seats = GroupMembership.objects.current(today()).filter(group=meeting.group)
    people = {seat.person_id: seat.person for seat in seats.select_related("person__user")}
    for person in people.values():
        queue_message(
            by=by,
            person=person,
            kind=kind,
            subject=subject,
            text=f"Dear {person.post},\n\n{text}",
            because=f"you sit on the {meeting.group}",
            link=meeting.get_absolute_url(),
        )
    return list(people.values())


def tell_managers(
    *, by: Actor, partnership: Partnership, kind: str, subject: str, text: str, link: str = ""
) -> None:
    """Sends every Business Manager one message. One query."""
    managers = Person.objects.filter(
        partnership=partnership, roles__role=Role.BUSINESS_MANAGER, left_on=None
    ).distinct()
    for person in managers.select_related("user"):
        queue_message(
            by=by,
            person=person,
            kind=kind,
            subject=subject,
            text=f"Dear {person.post},\n\n{text}",
            because="you run the partnership’s business",
            link=link,
        )
