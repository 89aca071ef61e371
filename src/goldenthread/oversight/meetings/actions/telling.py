"""Telling a group something: one message to everybody who sits on it."""

from __future__ import annotations

from goldenthread.oversight.meetings.models import Meeting
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.models import Group, GroupMembership, Partnership, Person, RoleAssignment
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


def readers_of(group: Group) -> list[Person]:
    """Everybody with a seat on a group today, deputies included. One query."""
    seats = GroupMembership.objects.current(today()).filter(group=group).select_related("person__user")
    return list({seat.person_id: seat.person for seat in seats}.values())


def tell_group(*, by: Actor, meeting: Meeting, kind: str, subject: str, text: str) -> list[Person]:
    """Sends everybody with a seat on the group today, deputies included, one message; answers whom. One query."""
    people = readers_of(meeting.group)
    for person in people:
        queue_message(
            by=by,
            person=person,
            kind=kind,
            subject=subject,
            text=f"Dear {person.post},\n\n{text}",
            because=f"you sit on the {meeting.group}",
            link=meeting.get_absolute_url(),
        )
    return people


def tell_managers(
    *, by: Actor, partnership: Partnership, kind: str, subject: str, text: str, link: str = ""
) -> None:
    """Sends every Business Manager one message. One query."""
    held = RoleAssignment.objects.current(today()).filter(role=Role.BUSINESS_MANAGER)
    managers = Person.objects.filter(partnership=partnership, roles__in=held, left_on=None).distinct()
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
