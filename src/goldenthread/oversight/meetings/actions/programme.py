"""The forward plan: topics planned, put off with the reason, taken out, and put on agendas."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import uk_date
from goldenthread.oversight.meetings.models import AgendaItem, Deferral, Meeting, Topic
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def plan_topic(
    *,
    by: Actor,
    title: str,
    planned_on: dt.date,
    group: Group | None = None,
    body: str = "",
    lead: str = "",
    source: str = "",
) -> Topic:
    """Plans a topic for a day: of a group, or of a body outside the partnership such as the scrutiny committee.

    Where the group's meeting of that month is called already, the topic joins its agenda. Raises :class:`RuleError`
    where neither or both of group and body are named, and for a day of a group that has passed.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_MEETINGS, group or partnership)
    if bool(group) == bool(body.strip()):
        raise RuleError(
            {"body": "Choose a group, or write the name of a body outside the partnership: one of the two."},
            code="one_body",
        )
    if group is not None and planned_on < today():
        raise RuleError({"planned_on": "This day has passed. Choose one that is to come."}, code="past")
    topic = Topic.objects.create(
        partnership=partnership,
        group=group,
        body=body.strip(),
        title=title.strip(),
        lead=lead.strip(),
        planned_on=planned_on,
        source=source.strip(),
    )
    _join_agenda(topic)
    record(
        "topic.planned",
        f"Planned a topic for {uk_date(planned_on)}: {topic.comes_before}",
        by=by,
        about=topic,
    )
    return topic


def _join_agenda(topic: Topic) -> None:
    """Puts a topic on the agenda of its group's meeting of that month, where one is called and still to be held."""
    if topic.group is None:
        return
    coming = Meeting.objects.not_cancelled().filter(
        group=topic.group, held_on=None, kind=Meeting.Kind.ORDINARY
    )
    month = (topic.planned_on.year, topic.planned_on.month)
    meeting = next((row for row in coming if (row.day.year, row.day.month) == month), None)
    if meeting is None:
        return
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    topic.item = AgendaItem.objects.create(
        meeting=meeting,
        order=last + 1,
        title=topic.title,
        presenter=topic.lead,
        confidential=topic.confidential,
        kind=AgendaItem.Kind.PROGRAMME,
    )
    topic.save(update_fields=["item"])


def _lock(topic: Topic) -> Topic:
    row: Topic = (
        Topic.objects.select_for_update(of=("self",)).select_related("group", "partnership").get(pk=topic.pk)
    )
    if row.dropped_on is not None:
        raise RuleError("This topic was taken out of the plan.", code="dropped")
    return row


def _leave_agenda(row: Topic) -> None:
    """Takes a topic off an agenda; raises :class:`RuleError` where it was dealt with, or something hangs on it."""
    item = row.item
    if item is None:
        return
    if item.meeting.held_on is not None:
        raise RuleError(f"It came before the meeting of {uk_date(item.meeting.day)}.", code="dealt")
    if item.papers.exists():
        raise RuleError("Its item on the agenda has papers. Take up the matter there.", code="papers")
    row.item = None
    row.save(update_fields=["item"])
    item.delete()


@transaction.atomic
def defer_topic(*, by: Actor, topic: Topic, to: dt.date | None, reason: str) -> Topic:
    """Puts a topic off to a later day; the plan keeps from which day, and why. Without ``to`` it waits for one.

    Raises :class:`RuleError` for a topic that was dealt with, and for a day that is not later.
    """
    by.require(Permission.MANAGE_MEETINGS, topic)
    row = _lock(topic)
    if to is not None and to <= row.planned_on:
        raise RuleError(
            {"to": f"It is planned for {uk_date(row.planned_on)}. Choose a later day."}, code="order"
        )
    if not reason.strip():
        raise RuleError({"reason": "Say why it is put off: the plan keeps it."}, code="no_reason")
    _leave_agenda(row)
    was = row.planned_on
    Deferral.objects.create(
        topic=row, was_on=was, to=to, reason=reason.strip(), by=by.person, by_label=by.label
    )
    row.planned_on = to or was
    row.version += 1
    row.save(update_fields=["planned_on", "version"])
    if to is not None:
        _join_agenda(row)
    record(
        "topic.deferred", f"Put off a topic: {row.comes_before}", by=by, about=row,
        changes={"planned_on": [was, to], "reason": [None, reason.strip()]},
    )  # fmt: skip
    return row


@transaction.atomic
def drop_topic(*, by: Actor, topic: Topic, reason: str) -> Topic:
    """Takes a topic out of the plan, with the reason; it stays to be seen."""
    by.require(Permission.MANAGE_MEETINGS, topic)
    row = _lock(topic)
    if not reason.strip():
        raise RuleError({"reason": "Say why it is taken out: the plan keeps it."}, code="no_reason")
    _leave_agenda(row)
    row.dropped_on, row.dropped_because = today(), reason.strip()
    row.version += 1
    row.save(update_fields=["dropped_on", "dropped_because", "version"])
    record(
        "topic.dropped", f"Took a topic out of the forward plan: {row.comes_before}", by=by, about=row,
        changes={"reason": [None, row.dropped_because]},
    )  # fmt: skip
    return row
