"""Who came to a meeting, whether they were enough, and the interests they declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from goldenthread.design.words import plural
from goldenthread.oversight.meetings.actions.filling import place_waiting
from goldenthread.oversight.meetings.actions.meetings import lock_meeting
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Attendance,
    Interest,
    Level,
    Meeting,
    Minutes,
)
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import GroupMembership, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

SEATED = ("chair", "member", "lay_member", "scrutineer", "observer")


@dataclass(frozen=True)
class Came:
    """How one seat was filled: a state, the deputy who came in its place, the level of who came."""

    state: str
    deputy: int | None = None
    level: int | None = None


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
def record_attendance(
    *, by: Actor, meeting: Meeting, came: Mapping[int, Came], seen_version: int | None = None
) -> Meeting:
    """Records who came, by seat. From then on the meeting is held.

    It may be corrected until the minutes are agreed. Raises :class:`RuleError` for a meeting that is still to come, a
    group on which nobody sits, a seat without a state, and a deputy who was not designated for that seat, and
    :class:`StaleVersionError` where somebody recorded it, or changed the meeting, since it was seen.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting, seen_version)
    _may_be_recorded(row)
    found = _filled(row, came)
    before = {each.seat_id: each for each in row.attendance.all()}
    row.attendance.all().delete()
    Attendance.objects.bulk_create(found)
    row.held_on = row.held_on or row.day
    row.version += 1
    row.save(update_fields=["held_on", "version"])
    filled = sum(each.state in Attendance.FILLED for each in found)
    changes = {
        str(each.seat.person): [_said(before.get(each.seat_id)), _said(each)]
        for each in found
        if _said(before.get(each.seat_id)) != _said(each)
    }
    said = f"Recorded who came: {row}, {filled} of {plural(len(found), 'seat')} filled"
    record("meeting.attendance", said, by=by, about=row, changes=changes)
    place_waiting(row.partnership)
    return row


@transaction.atomic
def take_back_held(*, by: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Takes back that a meeting was held, recorded by mistake: it is then still to be held, moved or cancelled.

    Raises :class:`RuleError` without a reason, for a meeting that was not held, and for one at which something was
    minuted, decided, given to do or declared.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    if row.held_on is None:
        raise RuleError("This meeting is not recorded as held.", code="not_held")
    if not reason.strip():
        raise RuleError({"reason": "Say what was wrong."}, code="no_reason")
    items = AgendaItem.objects.filter(meeting=row)
    done = items.filter(
        Q(decisions__isnull=False)
        | Q(given__isnull=False)
        | Q(interests__isnull=False)
        | (Q(minute__isnull=False) & ~Q(minute__text=""))
    )
    sent = Minutes.objects.filter(Q(meeting=row, to_chair_on__isnull=False) | Q(agreed_at=row))
    if done.exists() or sent.exists():
        raise RuleError(
            "Something was minuted, decided, given to do or declared at this meeting, so it was held. Correct who came "
            "instead.",
            code="held",
        )
    row.attendance.all().delete()
    row.held_on = None
    row.version += 1
    row.save(update_fields=["held_on", "version"])
    record(
        "meeting.not_held", f"Took back that a meeting was held: {row}", by=by, about=row,
        changes={"reason": [None, reason.strip()]},
    )  # fmt: skip
    return row


def _said(row: Attendance | None) -> str | None:
    return row.get_state_display() if row is not None else None


def _may_be_recorded(row: Meeting) -> None:
    if row.cancelled_on is not None:
        raise RuleError("This meeting was cancelled.", code="cancelled")
    if row.day > today():
        raise RuleError("This meeting is still to come. Record who came when it has been held.", code="ahead")
    if getattr(row, "minutes", None) is not None and row.minutes.is_fixed:
        raise RuleError(
            "The minutes of this meeting were agreed, so who came stands as it is.", code="agreed"
        )


def _filled(meeting: Meeting, came: Mapping[int, Came]) -> list[Attendance]:
    """A row for every seat; raises :class:`RuleError` that names each seat that is wrong."""
    seats, deputies = seats_of(meeting), deputies_of(meeting)
    if not seats:
        raise RuleError(
            "Nobody had a seat on this group on that day. Give people seats first.", code="no_seats"
        )
    problems: dict[str, Any] = {}
    found = []
    for seat in seats:
        each = came.get(seat.pk, Came(""))
        stands_in = each.state == Attendance.State.DEPUTY
        if each.state not in Attendance.State.values:
            problems[f"seat_{seat.pk}"] = f"Say whether {seat.person} came."
        elif stands_in and each.deputy not in {person.pk for person in deputies.get(seat.pk, ())}:
            problems[f"seat_{seat.pk}"] = (
                f"Only a designated deputy of {seat.person} counts. Designate one, or record the absence."
            )
        else:
            level = each.level if each.level in Level.values and each.state in Attendance.FILLED else None
            deputy = each.deputy if stands_in else None
            found.append(
                Attendance(meeting=meeting, seat=seat, state=each.state, deputy_id=deputy, level=level)
            )
    if problems:
        raise RuleError(problems, code="attendance")
    return found


def levels_known(meeting: Meeting) -> dict[int, int]:
    """The level last recorded for each seat of the group before a meeting, to propose again. One query."""
    rows = Attendance.objects.filter(
        meeting__group=meeting.group,
        meeting__starts_at__lt=meeting.starts_at,
        level__isnull=False,
        state="present",
    ).order_by("meeting__starts_at")
    return {seat: level for seat, level in rows.values_list("seat", "level") if level is not None}


@transaction.atomic
def declare_interest(*, by: Actor, item: AgendaItem, person: Person, nature: str, handling: str) -> Interest:
    """Records an interest that somebody declared in an item of a meeting that was held.

    Raises :class:`RuleError` before that, once the minutes are agreed, without saying what the interest is, and for
    somebody of another partnership.
    """
    lock_partnership(by)
    by.require(Permission.MANAGE_MEETINGS, item.meeting)
    by.require(Permission.MANAGE_MEETINGS, person)
    meeting = lock_meeting(item.meeting)
    if meeting.held_on is None:
        raise RuleError("Record who came first: interests are declared at the meeting.", code="not_held")
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.is_fixed:
        raise RuleError("The minutes are agreed, so the interests stand as they are.", code="agreed")
    if not nature.strip():
        raise RuleError({"nature": "Say what the interest is."}, code="no_nature")
    row = Interest.objects.create(
        item=item, person=person, nature=nature.strip(), handling=handling, by=by.person, by_label=by.label
    )
    record("meeting.interest", f"{person} declared an interest: {meeting}", by=by, about=row)
    return row
