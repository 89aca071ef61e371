"""The life of minutes: kept as they are written, sent to the chair, agreed, circulated, agreed by the group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.oversight.meetings.actions.meetings import lock_meeting
from goldenthread.oversight.meetings.actions.telling import tell_group, tell_managers
from goldenthread.oversight.meetings.documents import html_for
from goldenthread.oversight.meetings.models import (
    IssuedMinutes,
    Meeting,
    MinuteEntry,
    Minutes,
    MinutesVersion,
)
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import GroupMembership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

Status = Minutes.Status
KIND = "meetings.minutes"


class EntryConflictError(RuleError):
    """Somebody else wrote under the same item meanwhile. ``entry`` is theirs; nothing of either text is lost."""

    def __init__(self, entry: MinuteEntry) -> None:
        """The item stands in the sentence."""
        self.entry = entry
        super().__init__(
            f"Somebody else has written under “{entry.item}” since you opened the page. Theirs is: “{entry.text}”. "
            "Both texts are in the box, yours first: bring them together, and save again.",
            code="conflict",
        )


def minutes_of(meeting: Meeting) -> Minutes:
    """The minutes of a meeting that was held, begun where there are none. Raises :class:`RuleError` before it was."""
    if meeting.held_on is None:
        raise RuleError(
            "Record who came first: there are no minutes of a meeting that was not held.", code="not_held"
        )
    row, _ = Minutes.objects.get_or_create(meeting=meeting)
    return row


def _lock(minutes: Minutes) -> Minutes:
    row: Minutes = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("meeting__group", "meeting__partnership")
        .get(pk=minutes.pk)
    )
    return row


def _step(minutes: Minutes, to: Status) -> Minutes:
    row = _lock(minutes)
    if to not in Minutes.TRANSITIONS[Status(row.status)]:
        raise RuleError(
            f"The minutes are {row.get_status_display().lower()}, so they cannot become {to.label.lower()}.",
            code="step",
        )
    row.status = to
    row.version += 1
    return row


@transaction.atomic
def write_minutes(*, by: Actor, minutes: Minutes, texts: Mapping[int, tuple[str, int]]) -> dict[int, int]:
    """Keeps what is written under items, each with the version that the writer saw; answers the new versions.

    Nothing is kept of a save in which one item was changed by somebody else: raises :class:`EntryConflictError` for
    it. Raises :class:`RuleError` where the chair has the minutes.
    """
    by.require(Permission.MANAGE_MEETINGS, minutes.meeting)
    row = _lock(minutes)
    if row.status != Status.DRAFT:
        raise RuleError(
            "The minutes went to the chair or are agreed. What you wrote is still in the boxes: copy it, or take the "
            "minutes back and save again.",
            code="not_draft",
        )
    there = {
        entry.item_id: entry
        for entry in MinuteEntry.objects.filter(item__meeting=row.meeting).select_related("item")
    }
    items = set(row.meeting.items.values_list("pk", flat=True))
    versions = {}
    for item, (text, seen) in texts.items():
        if item not in items:
            continue
        entry = there.get(item) or MinuteEntry(item_id=item, version=0)
        if entry.text == text:
            versions[item] = entry.version
            continue
        if entry.version != seen:
            raise EntryConflictError(entry)
        entry.text, entry.version = text, entry.version + 1
        entry.save()
        versions[item] = entry.version
    return versions


def _keep_version(by: Actor, row: Minutes, why: str, note: str = "") -> None:
    """Keeps the minutes as they stand. A version with nothing new in it is kept too: it says who did what."""
    entries = MinuteEntry.objects.filter(item__meeting=row.meeting)
    MinutesVersion.objects.create(
        minutes=row,
        number=row.versions.count() + 1,
        why=why,
        note=note.strip(),
        texts={str(item): text for item, text in entries.values_list("item", "text")},
        by=by.person,
        by_label=by.label,
    )


@transaction.atomic
def send_to_chair(*, by: Actor, minutes: Minutes, on: dt.date) -> Minutes:
    """Sends the draft to the chair. Raises :class:`RuleError` for minutes without a word."""
    by.require(Permission.MANAGE_MEETINGS, minutes.meeting)
    row = _step(minutes, Status.WITH_CHAIR)
    if not MinuteEntry.objects.filter(item__meeting=row.meeting).exclude(text="").exists():
        raise RuleError("Nothing is written yet. Write the minutes first.", code="empty")
    row.to_chair_on = row.to_chair_on or on
    row.save()
    _keep_version(by, row, "Sent to the chair")
    chairs = GroupMembership.objects.current(on).filter(group=row.meeting.group, capacity="chair")
    if not chairs.exists():
        raise RuleError(
            f"The {row.meeting.group} has no chair today. Appoint one first, or ask who agrees for it.",
            code="no_chair",
        )
    for seat in chairs.select_related("person__user"):
        queue_message(
            by=by,
            person=seat.person,
            kind=KIND,
            subject=f"To agree: minutes of the {row.meeting}",
            text=f"Dear {seat.person.post},\n\nThe draft minutes of the {row.meeting} are ready for you to agree.",
            because=f"you chair the {row.meeting.group}",
            link=row.meeting.get_absolute_url(),
        )
    record("minutes.to_chair", f"Sent the minutes to the chair: {row.meeting}", by=by, about=row)
    return row


def may_approve(by: Actor, meeting: Meeting) -> bool:
    """Whether somebody may agree minutes: the group's chair, or the Business Team on the chair's word."""
    return meeting.group_id in by.chaired_group_ids or by.may(Permission.MANAGE_MEETINGS, meeting)


@transaction.atomic
def take_back(*, by: Actor, minutes: Minutes, note: str = "") -> Minutes:
    """Takes the draft back from the chair, to change it; ``note`` says what is to change."""
    if not may_approve(by, minutes.meeting):
        by.require(Permission.MANAGE_MEETINGS, minutes.meeting)
    row = _step(minutes, Status.DRAFT)
    row.save()
    _keep_version(by, row, "Taken back to be changed", note)
    if not by.may(Permission.MANAGE_MEETINGS, row.meeting):
        tell_managers(
            by=by,
            partnership=row.meeting.partnership,
            kind=KIND,
            subject=f"Sent back: minutes of the {row.meeting}",
            text=f"The chair sent the draft minutes of the {row.meeting} back to be changed. What is to change stands "
            "above the minutes where you write them.",
            link=row.meeting.get_absolute_url(),
        )
    record("minutes.taken_back", f"Took the minutes back to change them: {row.meeting}", by=by, about=row)
    return row


@transaction.atomic
def approve_minutes(*, by: Actor, minutes: Minutes, on: dt.date, seen_version: int | None = None) -> Minutes:
    """The chair agrees the minutes. From now on the database refuses to change their text.

    Raises :class:`RuleError` where they were changed since the chair saw them.
    """
    if not may_approve(by, minutes.meeting):
        by.require(Permission.MANAGE_MEETINGS, minutes.meeting)
    lock_meeting(minutes.meeting)  # whatever else is recorded of the meeting comes before, or not at all
    if seen_version is not None and seen_version != _lock(minutes).version:
        raise RuleError("The minutes were changed since you opened the page. Read them again.", code="stale")
    row = _step(minutes, Status.APPROVED)
    row.approved_on, row.approved_by = on, by.label
    row.save()
    _keep_version(by, row, "Agreed by the chair")
    MinuteEntry.objects.filter(item__meeting=row.meeting).update(fixed=True)
    IssuedMinutes.objects.create(
        minutes=row,
        open_html=html_for(row.meeting, confidential=False),
        full_html=html_for(row.meeting, confidential=True),
        by=by.person,
        by_label=by.label,
    )
    record("minutes.approved", f"Agreed the minutes for the chair: {row.meeting}", by=by, about=row)
    return row


@transaction.atomic
def circulate_minutes(*, by: Actor, minutes: Minutes, on: dt.date) -> int:
    """Tells everybody on the group that the minutes are there; answers how many people."""
    by.require(Permission.MANAGE_MEETINGS, minutes.meeting)
    row = _step(minutes, Status.CIRCULATED)
    row.circulated_on = on
    row.save()
    people = tell_group(
        by=by,
        meeting=row.meeting,
        kind=KIND,
        subject=f"Minutes: {row.meeting}",
        text=f"The minutes of the {row.meeting} are ready to read.",
    )
    record("minutes.circulated", f"Circulated the minutes: {row.meeting}", by=by, about=row)
    return len(people)


@transaction.atomic
def agree_minutes(*, by: Actor, minutes: Minutes, at: Meeting) -> Minutes:
    """The group agrees the minutes at a later meeting of its own that was held."""
    by.require(Permission.MANAGE_MEETINGS, minutes.meeting)
    row = _step(minutes, Status.AGREED)
    if at.group_id != row.meeting.group_id or at.held_on is None or at.starts_at <= row.meeting.starts_at:
        raise RuleError("Choose a later meeting of the same group that has been held.", code="meeting")
    if row.circulated_on is not None and at.held_on < row.circulated_on:
        raise RuleError(
            f"The minutes were circulated on {uk_date(row.circulated_on)}, after that meeting. Choose a later one.",
            code="order",
        )
    row.agreed_at, row.agreed_on = at, at.held_on
    row.save()
    record(
        "minutes.agreed",
        f"The group agreed the minutes of {uk_date(row.meeting.day)}: {row.meeting.group}",
        by=by,
        about=row,
    )
    return row
