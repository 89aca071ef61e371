"""Meetings that were called: moved, or cancelled."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from goldenthread.design.words import uk_date, uk_datetime
from goldenthread.oversight.meetings.actions.calling import check_day
from goldenthread.oversight.meetings.actions.telling import tell_group
from goldenthread.oversight.meetings.models import Meeting, Topic
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.moments import moment
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


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


KIND = "meetings.moved"


def before_agreement(meeting: Meeting) -> None:
    """Raises :class:`RuleError` once the chair has agreed the minutes: what they say is what the meeting did."""
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.is_fixed:
        raise RuleError(
            "The minutes are agreed, and say what this meeting did. Take it up at the next meeting.",
            code="agreed",
        )


def still_open(meeting: Meeting) -> None:
    """Raises :class:`RuleError` for a meeting that was held or cancelled."""
    if meeting.cancelled_on is not None:
        raise RuleError("This meeting was cancelled.", code="cancelled")
    if meeting.held_on is not None:
        raise RuleError("This meeting has been held.", code="held")


@transaction.atomic
def move_meeting(
    *,
    by: Actor,
    meeting: Meeting,
    on: dt.date,
    at: dt.time,
    place: str,
    minutes_long: int,
    anyway: bool = False,
) -> Meeting:
    """Moves a meeting that is still to be held to another time or place, and tells the group.

    Raises as :func:`call_meeting` does.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    still_open(row)
    check_day(row.partnership, row.group, on, anyway=anyway)
    was = row.day
    row.starts_at, row.place, row.minutes_long = moment(on, at), place.strip(), minutes_long
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
    where = f", {row.place}" if row.place else ""
    tell_group(
        by=by,
        meeting=row,
        kind=KIND,
        subject=f"Moved: {row.group}, {uk_date(was)}",
        text=f"The meeting of the {row.group} that was to be on {uk_date(was)} is now on {uk_datetime(row.starts_at)}"
        f"{where}.",
    )
    return row


@transaction.atomic
def cancel_meeting(*, by: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Cancels a meeting that is still to be held, with the reason, and tells the group.

    What waited for it waits for the next one.
    """
    by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    still_open(row)
    if not reason.strip():
        raise RuleError({"reason": "Say why the meeting does not take place."}, code="no_reason")
    row.cancelled_on, row.reason = today(), reason.strip()
    row.version += 1
    row.save(update_fields=["cancelled_on", "reason", "version"])
    Topic.objects.filter(item__meeting=row).update(item=None)
    record(
        "meeting.cancelled",
        f"Cancelled the meeting: {row}",
        by=by,
        about=row,
        changes={"reason": [None, row.reason]},
    )
    tell_group(
        by=by,
        meeting=row,
        kind=KIND,
        subject=f"Cancelled: {row}",
        text=f"The meeting of the {row.group} on {uk_date(row.day)} does not take place. The reason: {row.reason}",
    )
    return row
