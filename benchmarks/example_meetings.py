"""Ten years of meetings of one synthetic partnership: every group every second month, with all that came of each."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from itertools import islice

from django.utils import timezone

from goldenthread.duties.clock import add_months
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Arrangements,
    Attendance,
    Decision,
    GivenAction,
    Meeting,
    MinuteEntry,
    Minutes,
    Topic,
)
from goldenthread.partnership.models import Group, GroupMembership, Partnership
from goldenthread.plans.models import Action

ITEMS = 5
GIVEN_ACTIONS = 2
EVERY_MONTHS = 2


def fill_meetings(
    partnership: Partnership,
    groups: Sequence[Group],
    chance: random.Random,
    *,
    first: dt.date,
    last: dt.date,
    by_label: str,
) -> None:
    """Meetings from the first day to half a year after the last; one step in five came late. As models, in bulk."""
    Arrangements.objects.bulk_create(
        Arrangements(group=group, every_months=EVERY_MONTHS, quorum_seats=3) for group in groups
    )
    meetings = Meeting.objects.bulk_create(
        _meeting(partnership, group, add_months(first, month) + dt.timedelta(days=at), last)
        for month in range(0, _months(first, last) + 6, EVERY_MONTHS)
        for at, group in enumerate(groups)
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order=order, title=f"Synthetic item {order}", confidential=order == ITEMS)
        for meeting in meetings
        for order in range(1, ITEMS + 1)
    )
    held = [meeting for meeting in meetings if meeting.held_on]
    Minutes.objects.bulk_create(_minutes(meeting, chance, last) for meeting in held)
    of_held = [item for item in items if item.meeting.held_on]
    MinuteEntry.objects.bulk_create(
        MinuteEntry(item=item, text="What was said, at the length of a sentence or two. " * 3, fixed=True)
        for item in of_held
    )
    _attendance(groups, held, chance)
    firsts = [item for item in of_held if item.order == 1]
    Decision.objects.bulk_create(_decision(item, by_label) for item in firsts)
    _given(partnership, firsts, chance, last)
    Topic.objects.bulk_create(
        Topic(partnership=partnership, group=meeting.group, title="A synthetic topic", planned_on=meeting.day)
        for meeting in meetings
    )


def _decision(item: AgendaItem, by_label: str) -> Decision:
    return Decision(
        item=item,
        text="A synthetic decision",
        decided_on=item.meeting.day,
        implement_on=item.meeting.day + dt.timedelta(days=30),
        by_label=by_label,
    )


def _months(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _meeting(partnership: Partnership, group: Group, day: dt.date, last: dt.date) -> Meeting:
    return Meeting(
        partnership=partnership,
        group=group,
        starts_at=timezone.make_aware(dt.datetime.combine(day, dt.time(10))),
        called_on=day - dt.timedelta(days=30),
        circulated_on=day - dt.timedelta(days=7) if day < last else None,
        held_on=day if day < last else None,
    )


def _minutes(meeting: Meeting, chance: random.Random, last: dt.date) -> Minutes:
    assert meeting.held_on is not None
    days = sorted(chance.sample(range(1, 25), 3))
    to_chair, approved, circulated = (meeting.held_on + dt.timedelta(days=each) for each in days)
    if circulated >= last:
        return Minutes(meeting=meeting)
    return Minutes(
        meeting=meeting,
        status=Minutes.Status.CIRCULATED,
        to_chair_on=to_chair,
        approved_on=approved,
        circulated_on=circulated,
    )


def _attendance(groups: Sequence[Group], held: Sequence[Meeting], chance: random.Random) -> None:
    seats: dict[int, list[GroupMembership]] = {
        group.pk: list(GroupMembership.objects.filter(group=group)) for group in groups
    }
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, seat=seat, state=chance.choice(("present",) * 4 + ("apologies",)), level=3
        )
        for meeting in held
        for seat in seats[meeting.group_id]
    )


def _given(
    partnership: Partnership, items: Sequence[AgendaItem], chance: random.Random, last: dt.date
) -> None:
    """Actions of the partnership's plans, as if meetings had given them."""
    actions = iter(Action.objects.filter(plan__partnership=partnership).order_by("pk"))
    taken = [(item, action) for item in items for action in islice(actions, GIVEN_ACTIONS)]
    days = [item.meeting.day + dt.timedelta(days=chance.randrange(1, 4)) for item, _ in taken]
    GivenAction.objects.bulk_create(
        GivenAction(item=item, action=action, sent_on=day if day < last else last)
        for (item, action), day in zip(taken, days, strict=True)
    )
