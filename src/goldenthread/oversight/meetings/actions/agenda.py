"""Agendas: items added, proposed, moved and taken off, and what stands on every agenda of a group."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max

from goldenthread.oversight.meetings.actions.meetings import lock_meeting
from goldenthread.oversight.meetings.models import AgendaItem, Meeting, StandingItem, Topic
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def before_the_minutes(meeting: Meeting) -> None:
    """Raises :class:`RuleError` for a cancelled meeting, and one whose minutes are with the chair or agreed."""
    minutes = getattr(meeting, "minutes", None)
    if meeting.cancelled_on is not None:
        raise RuleError("This meeting was cancelled.", code="cancelled")
    if minutes is not None and minutes.status != "draft":
        raise RuleError(
            "The minutes are with the chair or agreed, so the agenda stands as it is.", code="minuted"
        )


@transaction.atomic
def add_item(
    *,
    by: Actor,
    meeting: Meeting,
    title: str,
    purpose: str = AgendaItem.Purpose.DISCUSSION,
    presenter: str = "",
    minutes_long: int | None = None,
    confidential: bool = False,
) -> AgendaItem:
    """Adds an item at the end of an agenda. A member of the group proposes one; the Business Team adds it.

    Raises :class:`RuleError` for a meeting that has been held, and :class:`PermissionDenied` for anybody else.
    """
    manages = by.may(Permission.MANAGE_MEETINGS, meeting)
    if not manages:
        by.require(Permission.VIEW_MEETINGS, meeting)
        if meeting.group_id not in by.group_ids:
            by.require(Permission.MANAGE_MEETINGS, meeting)
    row = lock_meeting(meeting)
    before_the_minutes(row)
    if not manages and not row.is_open:
        raise RuleError("This meeting has been held. Propose it for the next one.", code="held")
    last = row.items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=row,
        order=last + 1,
        title=title.strip(),
        purpose=purpose,
        presenter=presenter.strip(),
        minutes_long=minutes_long,
        confidential=confidential,
        kind=AgendaItem.Kind.ADDED if manages else AgendaItem.Kind.PROPOSED,
        proposed_by="" if manages else by.label,
    )
    record("meeting.item_added", f"Put an item on the agenda: {row}", by=by, about=item)
    return item


@transaction.atomic
def change_item(
    *,
    by: Actor,
    item: AgendaItem,
    title: str,
    purpose: str,
    presenter: str,
    minutes_long: int | None,
    confidential: bool,
    seen_version: int | None = None,
) -> AgendaItem:
    """Changes an item of an agenda, until the minutes go to the chair. What is confidential stays so elsewhere too.

    Raises :class:`StaleVersionError` where somebody changed it since it was seen, and :class:`RuleError` where hiding
    or opening it would hide nothing, or open what is restricted.
    """
    by.require(Permission.MANAGE_MEETINGS, item.meeting)
    meeting = lock_meeting(item.meeting)
    before_the_minutes(meeting)
    row: AgendaItem = AgendaItem.objects.select_related("meeting__group", "meeting__partnership").get(
        pk=item.pk
    )
    if seen_version is not None and seen_version != row.version:
        raise StaleVersionError(row)
    if confidential != row.confidential:
        _may_change_readers(meeting, row, confidential=confidential)
        Topic.objects.filter(item=row).update(confidential=confidential)
    row.title, row.purpose, row.presenter = title.strip(), purpose, presenter.strip()
    row.minutes_long, row.confidential = minutes_long, confidential
    row.version += 1
    row.save(update_fields=["title", "purpose", "presenter", "minutes_long", "confidential", "version"])
    record("meeting.item_changed", f"Changed an item of the agenda: {row.meeting}", by=by, about=row)
    return row


def _may_change_readers(meeting: Meeting, item: AgendaItem, *, confidential: bool) -> None:
    """Raises :class:`RuleError` for an open item that others may have read, and one whose actions are restricted."""
    if not confidential:
        if item.given.exists():
            said = "This item gave actions that are restricted, so it stays confidential."
            raise RuleError({"confidential": said}, code="gave")
        return
    sent_out = {entry["item"] for pack in meeting.packs.filter(confidential=False) for entry in pack.contents}
    if item.pk in sent_out or item.given.exists():
        raise RuleError(
            {
                "confidential": "This item was sent out with the open papers, or gave an action, so others may have "
                "read it. Add a confidential item for what is to stay with the group."
            },
            code="read",
        )


@transaction.atomic
def shift_item(*, by: Actor, item: AgendaItem, up: bool) -> None:
    """Moves an item one place up or down; at the end of the agenda it stays where it is."""
    by.require(Permission.MANAGE_MEETINGS, item.meeting)
    before_the_minutes(lock_meeting(item.meeting))
    items = list(AgendaItem.objects.filter(meeting=item.meeting))
    at = items.index(item)
    to = at - 1 if up else at + 1
    if 0 <= to < len(items):
        items[at], items[to] = items[to], items[at]
        for order, each in enumerate(items, start=1):
            each.order = order
        AgendaItem.objects.bulk_update(items, ["order"])
        record("meeting.item_moved", f"Moved an item of the agenda: {item.meeting}", by=by, about=item)


@transaction.atomic
def remove_item(*, by: Actor, item: AgendaItem) -> None:
    """Takes an item off an agenda. Raises :class:`RuleError` for one that has papers, a minute or a decision."""
    by.require(Permission.MANAGE_MEETINGS, item.meeting)
    before_the_minutes(lock_meeting(item.meeting))
    minute = getattr(item, "minute", None)
    hangs_on_it = (item.papers, item.decisions, item.given, item.interests)
    if (minute is not None and minute.text) or any(rows.exists() for rows in hangs_on_it):
        raise RuleError(
            "This item has papers, a minute, a decision, an action or an interest, so it stays on the agenda.",
            code="used",
        )
    if minute is not None:
        minute.delete()
    record("meeting.item_removed", f"Took an item off the agenda: {item.meeting}", by=by, about=item)
    order = item.order
    meeting = item.meeting
    item.delete()
    AgendaItem.objects.filter(meeting=meeting, order__gt=order).update(order=F("order") - 1)


@transaction.atomic
def set_standing_items(*, by: Actor, group: Group, items: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Sets what stands on every agenda of a group: title, and the months in which it stands (none: all of them)."""
    by.require(Permission.MANAGE_MEETINGS, group)
    titles = [title.strip().casefold() for title, _ in items]
    if len(set(titles)) < len(titles):
        raise RuleError("An item stands in the list twice. Take one out.", code="twice")
    before = [str(row) for row in group.standing_items.all()]
    group.standing_items.all().delete()
    StandingItem.objects.bulk_create(
        StandingItem(group=group, title=title.strip(), months=sorted(set(months)), order=order)
        for order, (title, months) in enumerate(items, start=1)
    )
    record(
        "meeting.standing", f"Set what stands on every agenda of the {group}", by=by, about=group,
        changes={"items": [before, [title for title, _ in items]]},
    )  # fmt: skip
