"""Who sits on a group: members, deputies, chairs, and the dates of each.

A chair holds office for one year (implementation plan 2019, Meetings Performance Criteria, bullet 2), and a group has
one chair at a time.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.duties.clock import add_months
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Group, GroupMembership, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.querysets import GroupMembershipQuerySet
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import ROLE_OF_CAPACITY, Actor

Capacity = GroupMembership.Capacity
ONE_DAY = dt.timedelta(days=1)
CHAIR_MONTHS = 12


def tenure_end(starts_on: dt.date) -> dt.date:
    """The last day of a chair's year: the day before the first anniversary."""
    return add_months(starts_on, CHAIR_MONTHS) - ONE_DAY


@transaction.atomic
def seat_person(
    *,
    by: Actor,
    group: Group,
    person: Person,
    capacity: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> GroupMembership:
    """Gives a person a seat on a group as member, lay member, observer or scrutineer.

    Raises :class:`RuleError` where the person already sits there at that time, has left, or the dates do not fit; and
    for chairs and deputies, who have actions of their own.
    """
    if capacity in (Capacity.CHAIR, Capacity.DEPUTY):
        raise RuleError(
            {"capacity": "Use “Appoint a chair” or “Designate a deputy” for this."}, code="own_action"
        )
    _begin(by, group, person, capacity)
    _check_dates(group, person, starts_on, ends_on)
    _check_not_seated(group, person, starts_on, ends_on)
    seat = GroupMembership.objects.create(
        group=group, person=person, capacity=capacity, starts_on=starts_on, ends_on=ends_on
    )
    _note(
        "seat.given", f"{person} sits on the {group} as {_label(seat)} from {uk_date(starts_on)}", by, group
    )
    return seat


@transaction.atomic
def designate_deputy(
    *,
    by: Actor,
    member: GroupMembership,
    person: Person,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> GroupMembership:
    """Lets a person stand in for a member of the same group.

    Raises :class:`RuleError` for a deputy of a deputy, a member whose seat does not hold on that day, or a person who
    sits on the group already.
    """
    group = member.group
    _begin(by, group, person, Capacity.DEPUTY)
    if member.capacity == Capacity.DEPUTY:
        raise RuleError(
            {"member": f"{member.person} is a deputy, and a deputy has no deputy. Choose a member."},
            code="deputy_of_deputy",
        )
    if not GroupMembership.objects.current(starts_on).filter(pk=member.pk).exists():
        raise RuleError(
            {"member": f"{member.person} is not a member of the {group} on {uk_date(starts_on)}."},
            code="not_a_member",
        )
    if member.ends_on is not None:
        ends_on = min(ends_on, member.ends_on) if ends_on else member.ends_on
    _check_dates(group, person, starts_on, ends_on)
    _check_not_seated(group, person, starts_on, ends_on)
    seat = GroupMembership.objects.create(
        group=group,
        person=person,
        capacity=Capacity.DEPUTY,
        deputy_for=member,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _note("seat.given", f"{person} deputises for {member.person} on the {group}", by, group)
    return seat


@transaction.atomic
def appoint_chair(
    *, by: Actor, group: Group, person: Person, starts_on: dt.date, ends_on: dt.date | None = None
) -> GroupMembership:
    """Makes a person the group's chair, for one year unless ``ends_on`` says otherwise.

    The tenure of the chair before ends on the day before. Raises :class:`RuleError` where somebody is already to
    chair from that day or later, or the dates do not fit. Source: implementation plan 2019, Meetings Performance
    Criteria, bullets 1 and 2.
    """
    _begin(by, group, person, Capacity.CHAIR)
    if ends_on is None:
        ends_on = tenure_end(starts_on)
        if group.ends_on is not None:
            ends_on = min(ends_on, max(group.ends_on, starts_on))
    _check_dates(group, person, starts_on, ends_on)
    for seat in list(_chairs(group).overlapping(starts_on, ends_on)):
        if seat.starts_on >= starts_on:
            raise RuleError(_two_chairs(seat, "starts_on"), code="two_chairs")
        end_seat(seat, starts_on - ONE_DAY)
        _note(
            "chair.ended",
            f"{seat.person} ceases to chair the {group} after {uk_date(seat.ends_on)}",
            by,
            group,
        )
    chair = GroupMembership.objects.create(
        group=group, person=person, capacity=Capacity.CHAIR, starts_on=starts_on, ends_on=ends_on
    )
    _note(
        "chair.appointed",
        f"{person} chairs the {group} from {uk_date(starts_on)} until {uk_date(ends_on)}",
        by,
        group,
    )
    return chair


@transaction.atomic
def change_seat(
    *, by: Actor, seat: GroupMembership, version: int, starts_on: dt.date, ends_on: dt.date | None
) -> GroupMembership:
    """Changes the dates of a seat, which is also how it ends; its deputies' seats end with it at the latest.

    Raises :class:`RuleError` where the dates do not fit, a chair would have no end or two would chair at once, and
    :class:`StaleVersionError` where somebody else saved meanwhile.
    """
    group, person = seat.group, seat.person
    _begin(by, group, person, seat.capacity)
    current = lock_version(seat, version)
    before = [current.starts_on, current.ends_on]
    _check_dates(group, person, starts_on, ends_on)
    if current.capacity == Capacity.CHAIR:
        if ends_on is None:
            raise RuleError(
                {"ends_on": "A chair holds office for a limited time. Enter the last day."}, code="no_end"
            )
        for other in _chairs(group).overlapping(starts_on, ends_on).exclude(pk=current.pk):
            raise RuleError(_two_chairs(other, "ends_on"), code="two_chairs")
    else:
        _check_not_seated(group, person, starts_on, ends_on, besides=current.pk)
    _check_within_member(current, starts_on, ends_on)
    current.starts_on = starts_on
    end_seat(current, ends_on)
    after = [starts_on, ends_on]
    changes = {
        name: [old, new]
        for name, old, new in zip(("starts_on", "ends_on"), before, after, strict=True)
        if old != new
    }
    until = f"until {uk_date(ends_on)}" if ends_on else "without an end"
    summary = f"{person} sits on the {group} as {_label(current)} from {uk_date(starts_on)} {until}"
    record("seat.changed", summary, by=by, about=group, changes=changes)
    return current


def end_seat(seat: GroupMembership, ends_on: dt.date | None) -> None:
    """Saves a seat with its last day, and ends with it the seats of its deputies; the caller holds the lock."""
    seat.ends_on = ends_on
    seat.version += 1
    seat.save()
    if ends_on is None:
        return
    for deputy in seat.deputies.overlapping(ends_on + ONE_DAY, None):
        if deputy.starts_on > ends_on:
            deputy.delete()
        else:
            deputy.ends_on = ends_on
            deputy.version += 1
            deputy.save()


def _begin(by: Actor, group: Group, person: Person, capacity: str) -> None:
    """Asks whether ``by`` may give this seat, and takes the lock.

    A seat that opens restricted material is an access right, so only who manages people gives it, and never to
    themselves.
    """
    by.require(Permission.MANAGE_PARTNERSHIP, group)
    if ROLE_OF_CAPACITY[capacity].needs_second_factor:
        by.require(Permission.MANAGE_PEOPLE, group)
        if by.person == person:
            raise RuleError(
                "Nobody changes their own access. Ask another manager to do this.", code="own_access"
            )
    if person.partnership_id != group.partnership_id:
        raise RuleError({"person": "Choose a person of this partnership."}, code="elsewhere")
    lock_partnership(by)


def _check_dates(group: Group, person: Person, starts_on: dt.date, ends_on: dt.date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise RuleError(
            {"ends_on": f"The last day is before the first ({uk_date(starts_on)}). Change one of the two."},
            code="end_before_start",
        )
    if group.ends_on is not None and starts_on > group.ends_on:
        raise RuleError(
            {"starts_on": f"The {group} ends on {uk_date(group.ends_on)}. Enter an earlier day."},
            code="group_ended",
        )
    if group.started_on is not None and starts_on < group.started_on:
        raise RuleError(
            {
                "starts_on": f"The {group} was set up on {uk_date(group.started_on)}. Enter that day or a later one."
            },
            code="before_group",
        )
    if person.left_on is not None and (ends_on is None or ends_on > person.left_on):
        raise RuleError(
            {"person": f"{person} left on {uk_date(person.left_on)}. Choose somebody who is in post."},
            code="has_left",
        )


def _check_not_seated(
    group: Group, person: Person, starts_on: dt.date, ends_on: dt.date | None, besides: int | None = None
) -> None:
    seats = group.memberships.exclude(capacity=Capacity.CHAIR).exclude(pk=besides)
    for seat in seats.filter(person=person).overlapping(starts_on, ends_on):
        until = f" until {uk_date(seat.ends_on)}" if seat.ends_on else ""
        message = (
            f"{person} already sits on the {group} as {_label(seat)} from {uk_date(seat.starts_on)}{until}."
        )
        raise RuleError({"person": f"{message} Change that seat instead."}, code="already_seated")


def _check_within_member(seat: GroupMembership, starts_on: dt.date, ends_on: dt.date | None) -> None:
    member = seat.deputy_for
    if member is None:
        return
    if starts_on < member.starts_on or (member.ends_on and (ends_on is None or ends_on > member.ends_on)):
        until = f" until {uk_date(member.ends_on)}" if member.ends_on else ""
        held = f"from {uk_date(member.starts_on)}{until}"
        raise RuleError(
            f"{member.person} sits on this group {held}: a deputy's dates must lie within these.",
            code="outside_member",
        )


def _chairs(group: Group) -> GroupMembershipQuerySet:
    chairs: GroupMembershipQuerySet = group.memberships.filter(capacity=Capacity.CHAIR).select_related(
        "person"
    )
    return chairs


def _two_chairs(seat: GroupMembership, field: str) -> dict[str, str]:
    held = f"from {uk_date(seat.starts_on)} until {uk_date(seat.ends_on)}"
    return {field: f"{seat.person} chairs {held}, and a group has one chair at a time. Choose other dates."}


def _label(seat: GroupMembership) -> str:
    label: str = seat.get_capacity_display()
    return label.lower()


def _note(verb: str, summary: str, by: Actor, group: Group) -> None:
    record(verb, summary, by=by, about=group)
