"""The year's meetings: those that are called, those that a group's pattern proposes, and where they meet each other."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from goldenthread.duties.clock import add_months, bank_holidays
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.oversight.meetings.dates import Pattern, Proposed, proposed_days
from goldenthread.oversight.meetings.models import Arrangements, Meeting
from goldenthread.partnership.models import Group, GroupMembership, Partnership
from goldenthread.partnership.viewer import Viewer


@dataclass(frozen=True)
class Month:
    """One month of the calendar: its meetings, and its days on which nobody works."""

    first: dt.date
    meetings: list[Meeting]
    proposed: list[tuple[Group, Proposed]]
    closed: list[dt.date]


@dataclass(frozen=True)
class Clash:
    """Two meetings at the same time, and how many people sit on both groups."""

    one: Meeting
    other: Meeting
    people: int


@dataclass(frozen=True)
class YearOfMeetings:
    """A business year."""

    first: dt.date
    last: dt.date
    months: list[Month]
    clashes: list[Clash]


def proposals(
    usual: Arrangements, closures: frozenset[dt.date], first: dt.date, last: dt.date
) -> list[Proposed]:
    """The days that a group's pattern gives, moved from closures: none without one, nor once the group has ended."""
    if usual.every_months is None:
        return []
    if usual.group.ends_on is not None:
        last = min(last, usual.group.ends_on)
    pattern = Pattern(usual.every_months, usual.first_month, usual.week, usual.weekday)
    return list(proposed_days(pattern, first, last, closures))


def year_of_meetings(viewer: Viewer, first: dt.date, last: dt.date, *, today: dt.date) -> YearOfMeetings:
    """Every meeting from one day to another, month by month. Proposed days are those from today on. Five queries."""
    start = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    end = timezone.make_aware(dt.datetime.combine(last, dt.time.max))
    meetings = list(
        Meeting.objects.visible_to(viewer)
        .filter(starts_at__range=(start, end))
        .select_related("group", "partnership", "minutes")
    )
    closures = closures_of(viewer.partnership)
    proposed = _proposed(viewer.partnership, meetings, closures, max(first, today), last)
    months = []
    for number in range(12):
        month = add_months(first, number)
        key = (month.year, month.month)
        closed = sorted(bank_holidays(month.year) | closures)
        months.append(
            Month(
                month,
                [row for row in meetings if (row.day.year, row.day.month) == key],
                [(group, each) for group, each in proposed if (each.on.year, each.on.month) == key],
                [day for day in closed if (day.year, day.month) == key],
            )
        )
    return YearOfMeetings(first, last, months, clashes_of(meetings))


def _proposed(
    partnership: Partnership,
    meetings: Sequence[Meeting],
    closures: frozenset[dt.date],
    first: dt.date,
    last: dt.date,
) -> list[tuple[Group, Proposed]]:
    """The days of every group's pattern in months in which it has no meeting yet."""
    taken = {(row.group_id, row.day.year, row.day.month) for row in meetings if row.cancelled_on is None}
    rows = Arrangements.objects.filter(group__partnership=partnership).select_related("group")
    found = [
        (usual.group, each)
        for usual in rows
        for each in proposals(usual, closures, first, last)
        if (usual.group_id, each.on.year, each.on.month) not in taken
    ]
    return sorted(found, key=lambda pair: pair[1].on)


def clashes_of(meetings: Sequence[Meeting]) -> list[Clash]:
    """Meetings still to come that overlap and share people, of two groups or of one. One query."""
    coming = sorted((row for row in meetings if row.is_open), key=lambda row: row.starts_at)
    pairs = [
        (one, other)
        for place, one in enumerate(coming)
        for other in coming[place + 1 :]
        if other.starts_at < one.starts_at + dt.timedelta(minutes=one.minutes_long)
    ]
    if not pairs:
        return []
    sits: dict[int, set[int]] = defaultdict(set)
    groups = {row.group_id for pair in pairs for row in pair}
    still_there = Q(ends_on=None) | Q(ends_on__gte=pairs[0][0].day)
    seats = GroupMembership.objects.filter(still_there, group__in=groups)
    for group, person in seats.values_list("group", "person"):
        sits[group].add(person)
    found = [Clash(one, other, len(sits[one.group_id] & sits[other.group_id])) for one, other in pairs]
    return [clash for clash in found if clash.people]
