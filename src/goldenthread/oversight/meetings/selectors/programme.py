"""The forward plan, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.db.models import Prefetch, Q

from goldenthread.oversight.meetings.models import Deferral, Topic
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

STATES = {
    "planned": ("blue", "Planned", "circle"),
    "overdue": ("amber", "Its day has passed", "triangle"),
    "agenda": ("blue", "On the agenda", "ring"),
    "dealt": ("green", "Came before the meeting", "tick"),
    "waiting": ("amber", "Deferred, no day yet", "triangle"),
    "dropped": ("grey", "Taken out", "cross"),
}


def _seen(viewer: Actor) -> Q:
    """Confidential topics are for those who may see confidential items of their group."""
    if viewer.may(Permission.MANAGE_MEETINGS):
        return Q()
    return Q(confidential=False) | Q(group__in=viewer.group_ids)


def topics_of(viewer: Actor, *, before: str = "", first: dt.date, last: dt.date) -> list[Topic]:
    """The topics planned from one day to another, and those that were deferred from a day between. Two queries.

    What is a confidential item by now is left out for those who may not see it.

    ``before`` is the key of a group, or the name of a body outside.
    """
    rows = (
        Topic.objects.filter(partnership=viewer.partnership)
        .filter(_seen(viewer))
        .select_related("group", "partnership", "item__meeting__partnership", "item__meeting__group")
        .prefetch_related(Prefetch("deferrals", Deferral.objects.order_by("pk")))
    )
    found = [row for row in rows if not before or before in (row.body, row.group.key if row.group else "")]
    return [
        row
        for row in found
        if first <= row.planned_on <= last
        or any(first <= each.was_on <= last for each in row.deferrals.all())
    ]


def topic_state(topic: Topic, on: dt.date) -> str:
    """How far a topic is: a key of :data:`STATES`."""
    if topic.dropped_on is not None:
        return "dropped"
    if topic.item is not None:
        return "dealt" if topic.item.meeting.held_on else "agenda"
    if topic.waits_for_a_day:
        return "waiting"
    if topic.planned_on < on:
        return "dealt" if topic.group is None else "overdue"
    return "planned"


def by_day(topics: Sequence[Topic]) -> list[tuple[dt.date, list[Topic]]]:
    """Topics under the day for which they are planned."""
    ordered = sorted(topics, key=lambda topic: (topic.planned_on, topic.comes_before, topic.pk))
    return [(day, list(rows)) for day, rows in groupby(ordered, key=lambda topic: topic.planned_on)]


def bodies_of(partnership: Partnership) -> list[str]:
    """The bodies outside the partnership for which something is planned. One query."""
    rows = Topic.objects.filter(partnership=partnership, group=None).order_by("body")
    return list(rows.values_list("body", flat=True).distinct())
