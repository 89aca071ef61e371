"""Groups: the list, one group with everybody on it, and the structure as a picture."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count, Q

from goldenthread.design import charts
from goldenthread.design.words import uk_date
from goldenthread.duties.clock import working_days_between
from goldenthread.partnership.models import Group, GroupMembership, Partnership
from goldenthread.partnership.querysets import GroupQuerySet
from goldenthread.partnership.selectors.agencies import ordering

ORDERS = {"name": "name", "kind": "kind", "members": "members", "review": "terms_review_on"}
Capacity = GroupMembership.Capacity
SITTING = (Capacity.CHAIR, Capacity.MEMBER, Capacity.LAY_MEMBER)


@dataclass(frozen=True)
class GroupFilter:
    """What a list of groups is narrowed to."""

    kind: str = ""
    standing: str = ""
    q: str = ""
    sort: str = "name"


def groups(partnership: Partnership, chosen: GroupFilter, on: dt.date) -> GroupQuerySet:
    """The partnership's groups as ``chosen``, each with ``members``, the number of people who sit on it."""
    seated = Q(memberships__starts_on__lte=on, memberships__capacity__in=SITTING) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=on)
    )
    rows: GroupQuerySet = partnership.groups.select_related("partnership", "parent").annotate(
        members=Count("memberships__person", filter=seated, distinct=True)
    )
    if not chosen.standing:
        rows = rows.in_force(on)
    elif chosen.standing == "ended":
        rows = rows.filter(ends_on__lt=on)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.q:
        rows = rows.filter(
            Q(name__icontains=chosen.q) | Q(short_name__icontains=chosen.q) | Q(purpose__icontains=chosen.q)
        )
    return rows.order_by(*ordering(chosen.sort, ORDERS, "name"))


def chairs(partnership: Partnership, on: dt.date) -> dict[int, GroupMembership]:
    """The chair of each group on a day, by the group's id. One query."""
    seats = GroupMembership.objects.current(on).filter(
        group__partnership=partnership, capacity=Capacity.CHAIR
    )
    return {seat.group_id: seat for seat in seats.select_related("person")}


@dataclass(frozen=True)
class Seats:
    """Everybody who sits on a group in one capacity."""

    capacity: str
    heading: str
    seats: list[GroupMembership]


@dataclass(frozen=True)
class GroupPage:
    """One group with everybody on it, now, later and before."""

    group: Group
    state: str
    attention: str
    now: list[Seats]
    later: list[GroupMembership]
    past: list[GroupMembership]
    children: list[Group]

    @property
    def people(self) -> int:
        """How many people sit on it now, deputies and observers left aside."""
        return len({seat.person_id for each in self.now if each.capacity in SITTING for seat in each.seats})


HEADINGS = {
    Capacity.CHAIR: "Chair",
    Capacity.MEMBER: "Members",
    Capacity.LAY_MEMBER: "Lay members",
    Capacity.SCRUTINEER: "Independent scrutineers",
    Capacity.DEPUTY: "Designated deputies",
    Capacity.OBSERVER: "Participating observers",
}


def group_page(group: Group, on: dt.date) -> GroupPage:
    """The group's page. Two queries beside the group itself."""
    seats = list(
        group.memberships.select_related(
            "person__agency", "person__partnership", "deputy_for__person"
        ).order_by("person__post", "starts_on")
    )
    over = group.has_ended(on)
    now = [] if over else [seat for seat in seats if _holds(seat, on)]
    return GroupPage(
        group=group,
        state=_state(group, now, on),
        attention=_attention(group, now, on),
        now=[
            Seats(capacity, heading, held)
            for capacity, heading in HEADINGS.items()
            if (held := [seat for seat in now if seat.capacity == capacity])
        ],
        later=[seat for seat in seats if seat.starts_on > on],
        past=sorted(
            (seat for seat in seats if seat not in now and seat.starts_on <= on),
            key=lambda seat: (seat.ends_on or on, seat.pk),
            reverse=True,
        ),
        children=list(group.children.in_force(on).select_related("partnership")),
    )


def _holds(seat: GroupMembership, on: dt.date) -> bool:
    return seat.starts_on <= on and (seat.ends_on is None or seat.ends_on >= on)


def _state(group: Group, now: list[GroupMembership], on: dt.date) -> str:
    """One sentence: who chairs it until when, how many sit on it, when its terms are reviewed, when it ends."""
    if group.has_ended(on):
        return f"Ended on {uk_date(group.ends_on)}."
    chair = next((seat for seat in now if seat.capacity == Capacity.CHAIR), None)
    parts = [f"Chaired by {chair.person} until {uk_date(chair.ends_on)}" if chair else "Without a chair"]
    count = len({seat.person_id for seat in now if seat.capacity in SITTING})
    parts.append("1 member" if count == 1 else f"{count or 'no'} members")
    if group.terms_review_on:
        parts.append(f"terms of reference due for review by {review_words(group.terms_review_on, on)}")
    elif not group.terms_of_reference:
        parts.append("no terms of reference on record")
    if group.ends_on:
        parts.append(f"ends on {uk_date(group.ends_on)}")
    return "; ".join(parts) + "."


def review_words(review_on: dt.date, on: dt.date) -> str:
    """A review date with how far off it is: "1 October 2019, in 16 working days"."""
    if review_on == on:
        return f"{uk_date(review_on)}, today"
    days = working_days_between(on, review_on)
    if days < 0:
        return f"{uk_date(review_on)}, {_working_days(-days)} ago"
    return f"{uk_date(review_on)}, in {_working_days(days)}" if days else uk_date(review_on)


def _working_days(count: int) -> str:
    return "1 working day" if count == 1 else f"{count:,} working days"


def _attention(group: Group, now: list[GroupMembership], on: dt.date) -> str:
    """The tone of the state: red for no chair or an overdue review, amber for what is due within a month."""
    if group.has_ended(on):
        return "grey"
    soon = on + dt.timedelta(days=30)
    chair = next((seat for seat in now if seat.capacity == Capacity.CHAIR), None)
    if chair is None or (group.terms_review_on and group.terms_review_on < on):
        return "red"
    dates = (chair.ends_on, group.terms_review_on, group.ends_on)
    return "amber" if any(day and day <= soon for day in dates) else ""


def structure(partnership: Partnership, on: dt.date) -> charts.Chart | None:
    """The structure chart of the groups in force, with their chairs; ``None`` without groups. Two queries."""
    rows = list(partnership.groups.in_force(on).order_by("kind", "name"))
    if not rows:
        return None
    held = chairs(partnership, on)
    keys = {group.pk: group.key for group in rows}
    boxes = [
        charts.Group(
            key=group.key,
            name=group.short_name if len(group.name) > LONGEST_NAME and group.short_name else group.name,
            kind=group.get_kind_display(),
            chair=held[group.pk].person.post if group.pk in held else "",
            parent=keys.get(group.parent_id),
        )
        for group in sorted(rows, key=lambda group: (KIND_ORDER.index(group.kind), group.name))
    ]
    title = f"Who reports to whom in {partnership.short_name}, {uk_date(on)}"
    # At its own width, so that its words stay readable on a phone, where it scrolls.
    return replace(charts.structure_chart(title=title, groups=boxes), scrolls=True)


KIND_ORDER = [kind.value for kind in Group.Kind]
LONGEST_NAME = 60
