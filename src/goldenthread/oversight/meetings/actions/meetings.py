"""Calling meetings, moving and cancelling them, sending out the papers, and recording who came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.models import Followed
from goldenthread.duties.rules import Follow
from goldenthread.oversight.meetings.models import AgendaItem, Attendance, Meeting, StandingItem
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Group, GroupMembership, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

KIND = "meetings.papers"
SUPPORTERS_NEEDED = 2
SEATED = ("chair", "member", "lay_member", "scrutineer", "observer")


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    """A time of day in England, whatever the clocks do."""
    return timezone.make_aware(dt.datetime.combine(day, time))


@transaction.atomic
def call_meeting(
    *,
    by: Actor,
    group: Group,
    on: dt.date,
    at: dt.time,
    minutes_long: int = 120,
    place: str = "",
    requested_on: dt.date | None = None,
    supporters: str = "",
) -> Meeting:
    """Calls a meeting, with the group's standing items and whatever a breach puts on its agenda.

    With ``requested_on`` it is an extraordinary one. Raises :class:`RuleError` for a group whose work is over, two
    meetings of a group at one time, and a request with fewer than two supporters.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_MEETINGS, group)
    if group.ends_on is not None and on > group.ends_on:
        raise RuleError(
            {"on": f"The group’s work ends on {uk_date(group.ends_on)}. Choose a day before."}, code="over"
        )
    if requested_on is not None:
        named = [each for each in supporters.replace(";", ",").split(",") if each.strip()]
        if len(named) < SUPPORTERS_NEEDED:
            raise RuleError(
                {
                    "supporters": "Name at least two members who support the request, with a comma between them."
                },
                code="supporters",
            )
        if requested_on > on:
            raise RuleError({"requested_on": "The request cannot come after the meeting."}, code="order")
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                partnership=partnership,
                group=group,
                kind=Meeting.Kind.EXTRAORDINARY if requested_on else Meeting.Kind.ORDINARY,
                starts_at=_moment(on, at),
                minutes_long=minutes_long,
                place=place.strip(),
                requested_on=requested_on,
                supporters=supporters.strip(),
                called_on=min(today(), on),
            )
    except IntegrityError:
        raise RuleError(
            {"on": "This group meets at that time already. Choose another."}, code="twice"
        ) from None
    _fill_agenda(meeting)
    record("meeting.called", f"Called a meeting of the {group} for {uk_date(on)}", by=by, about=meeting)
    return meeting


def _fill_agenda(meeting: Meeting) -> None:
    """The group's standing items of the month, then what breaches have put forward and no meeting has taken yet."""
    month = meeting.day.month
    standing = [
        row
        for row in StandingItem.objects.filter(group=meeting.group)
        if not row.months or month in row.months
    ]
    items = [AgendaItem(meeting=meeting, title=row.title, kind=AgendaItem.Kind.STANDING) for row in standing]
    if meeting.kind == Meeting.Kind.ORDINARY:
        taken = AgendaItem.objects.filter(
            followed__isnull=False, meeting__partnership=meeting.partnership, meeting__cancelled_on=None
        )
        waiting = Followed.objects.filter(
            partnership=meeting.partnership, follow=Follow.AGENDA, group=meeting.group
        ).exclude(pk__in=taken.values("followed"))
        items += [
            AgendaItem(
                meeting=meeting,
                title=row.text.partition(": ")[2][:200] or row.text[:200],
                kind=AgendaItem.Kind.BREACH,
                purpose=AgendaItem.Purpose.DECISION,
                confidential=row.restricted,
                followed=row.pk,
            )
            for row in waiting
        ]
    for order, item in enumerate(items, start=1):
        item.order = order
    AgendaItem.objects.bulk_create(items)


def lock_meeting(meeting: Meeting, seen_version: int | None = None) -> Meeting:
    """The meeting, locked; raises :class:`StaleVersionError` where it was changed since it was seen."""
    row: Meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("group", "partnership")
        .get(pk=meeting.pk)
    )
    if seen_version is not None and seen_version != row.version:
        raise StaleVersionError(row)
    return row


def _still_open(meeting: Meeting) -> None:
    if meeting.cancelled_on is not None:
        raise RuleError("This meeting was cancelled.", code="cancelled")
    if meeting.held_on is not None:
        raise RuleError("This meeting has been held.", code="held")


@transaction.atomic
def move_meeting(
    *, by: Actor, meeting: Meeting, on: dt.date, at: dt.time, place: str, minutes_long: int
) -> Meeting:
    """Moves a meeting that is still to be held to another time or place."""
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    _still_open(row)
    was = row.day
    row.starts_at, row.place, row.minutes_long = _moment(on, at), place.strip(), minutes_long
    row.version += 1
    try:
        with transaction.atomic():
            row.save(update_fields=["starts_at", "place", "minutes_long", "version"])
    except IntegrityError:
        raise RuleError(
            {"on": "This group meets at that time already. Choose another."}, code="twice"
        ) from None
    record(
        "meeting.moved", f"Moved a meeting of the {row.group} to {uk_date(on)}", by=by, about=row,
        changes={"on": [was, on]},
    )  # fmt: skip
    return row


@transaction.atomic
def cancel_meeting(*, by: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Cancels a meeting that is still to be held, with the reason. Its items from breaches wait for the next one."""
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    _still_open(row)
    if not reason.strip():
        raise RuleError({"reason": "Say why the meeting does not take place."}, code="no_reason")
    row.cancelled_on, row.reason = today(), reason.strip()
    row.version += 1
    row.save(update_fields=["cancelled_on", "reason", "version"])
    record(
        "meeting.cancelled",
        f"Cancelled the meeting: {row}",
        by=by,
        about=row,
        changes={"reason": [None, row.reason]},
    )
    return row


def seats_of(meeting: Meeting) -> list[GroupMembership]:
    """The seats of the group on the day of a meeting, deputies left out: they stand in for a seat. One query."""
    rows = (
        GroupMembership.objects.current(meeting.day)
        .filter(group=meeting.group, capacity__in=SEATED)
        .select_related("person__agency", "group")
    )
    return sorted(rows, key=lambda seat: (SEATED.index(seat.capacity), str(seat.person)))


def deputies_of(meeting: Meeting) -> dict[int, list[Person]]:
    """The designated deputies of each seat on the day of a meeting. One query."""
    found: dict[int, list[Person]] = {}
    rows = GroupMembership.objects.current(meeting.day).filter(group=meeting.group, capacity="deputy")
    for row in rows.select_related("person"):
        found.setdefault(row.deputy_for_id or 0, []).append(row.person)
    return found


@transaction.atomic
def circulate_papers(*, by: Actor, meeting: Meeting, on: dt.date) -> int:
    """Tells everybody with a seat, and every deputy, that the papers are there. Answers how many people were told.

    Raises :class:`RuleError` for an agenda without an item, and a meeting that is over. It may be done again, when
    papers were added: the first day counts.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    _still_open(row)
    if not row.items.exists():
        raise RuleError("The agenda is empty. Add an item first.", code="empty")
    people = {
        seat.person
        for seat in GroupMembership.objects.current(on).filter(group=row.group).select_related("person__user")
    }
    for person in people:
        queue_message(
            by=by,
            person=person,
            kind=KIND,
            subject=f"Papers: {row}",
            text=f"Dear {person.post},\n\nThe agenda and papers of the {row.group} on {uk_date(row.day)} are ready.",
            because=f"you sit on the {row.group}",
            link=row.get_absolute_url(),
        )
    if row.circulated_on is None:
        row.circulated_on = on
        row.version += 1
        row.save(update_fields=["circulated_on", "version"])
    record(
        "meeting.circulated",
        f"Circulated the papers: {row}, to {plural(len(people), 'person', 'people')}",
        by=by,
        about=row,
    )
    return len(people)


@transaction.atomic
def record_attendance(*, by: Actor, meeting: Meeting, came: Mapping[int, tuple[str, int | None]]) -> Meeting:
    """Records who came, by seat: the state, and the deputy who came in its place. From then on the meeting is held.

    It may be corrected until the minutes are agreed. Raises :class:`RuleError` for a meeting that is still to come, a
    seat without a state, and a deputy who was not designated for that seat.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    if row.cancelled_on is not None:
        raise RuleError("This meeting was cancelled.", code="cancelled")
    if row.day > today():
        raise RuleError("This meeting is still to come. Record who came when it has been held.", code="ahead")
    if getattr(row, "minutes", None) is not None and row.minutes.status == "agreed":
        raise RuleError(
            "The minutes of this meeting were agreed, so who came stands as it is.", code="agreed"
        )
    seats, deputies = seats_of(row), deputies_of(row)
    problems: dict[str, Any] = {}
    found = []
    for seat in seats:
        state, deputy = came.get(seat.pk, ("", None))
        if state not in Attendance.State.values:
            problems[f"seat_{seat.pk}"] = f"Say whether {seat.person} came."
        elif state == Attendance.State.DEPUTY and deputy not in {
            each.pk for each in deputies.get(seat.pk, ())
        }:
            problems[f"seat_{seat.pk}"] = (
                f"Only a designated deputy of {seat.person} counts. Designate one, or record the absence."
            )
        else:
            found.append(
                Attendance(
                    meeting=row, seat=seat, state=state, deputy_id=deputy if state == "deputy" else None
                )
            )
    if problems:
        raise RuleError(problems, code="attendance")
    row.attendance.all().delete()
    Attendance.objects.bulk_create(found)
    if row.held_on is None:
        row.held_on = row.day
        row.version += 1
        row.save(update_fields=["held_on", "version"])
    filled = sum(each.state in Attendance.FILLED for each in found)
    record(
        "meeting.attendance", f"Recorded who came: {row}, {filled} of {len(found)} seats filled", by=by, about=row,
        changes={str(each.seat.person): [None, each.get_state_display()] for each in found},
    )  # fmt: skip
    return row
