"""People: the list, one person with what they may do, and the roles there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q

from goldenthread.design.words import uk_date
from goldenthread.partnership.models import GroupMembership, Partnership, Person, RoleAssignment
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.querysets import PersonQuerySet
from goldenthread.partnership.selectors.agencies import ordering
from goldenthread.partnership.viewer import ROLE_OF_CAPACITY

ORDERS = {"post": "post", "name": "name", "agency": "agency__name"}


@dataclass(frozen=True)
class PersonFilter:
    """What a list of people is narrowed to: an agency's or group's key, a role, an account or none."""

    agency: str = ""
    group: str = ""
    role: str = ""
    account: str = ""
    standing: str = ""
    q: str = ""
    sort: str = "post"


def people(partnership: Partnership, chosen: PersonFilter, on: dt.date) -> PersonQuerySet:
    """The partnership's people as ``chosen``, with their present roles and seats. Three queries when read."""
    rows: PersonQuerySet = partnership.people.select_related(
        "partnership", "agency", "user"
    ).prefetch_related(
        Prefetch("roles", to_attr="roles_now", queryset=RoleAssignment.objects.current(on)),
        Prefetch(
            "memberships",
            to_attr="seats_now",
            queryset=GroupMembership.objects.current(on).select_related("group"),
        ),
    )
    if not chosen.standing:
        rows = rows.in_post(on)
    elif chosen.standing == "left":
        rows = rows.filter(left_on__lt=on)
    if chosen.agency:
        rows = rows.filter(agency__key=chosen.agency)
    if chosen.account:
        rows = rows.filter(user__isnull=chosen.account == "without")
    if chosen.q:
        rows = rows.filter(
            Q(post__icontains=chosen.q) | Q(name__icontains=chosen.q) | Q(initials__iexact=chosen.q)
        )
    return _by_role_and_group(rows, chosen, on).order_by(*ordering(chosen.sort, ORDERS, "post"))


def _by_role_and_group(rows: PersonQuerySet, chosen: PersonFilter, on: dt.date) -> PersonQuerySet:
    seats = GroupMembership.objects.current(on).filter(person=OuterRef("pk"))
    if chosen.group:
        rows = rows.filter(Exists(seats.filter(group__key=chosen.group)))
    if chosen.role:
        held = RoleAssignment.objects.current(on).filter(person=OuterRef("pk"), role=chosen.role)
        capacities = [capacity for capacity, role in ROLE_OF_CAPACITY.items() if role == chosen.role]
        rows = rows.filter(Exists(held) | Exists(seats.filter(capacity__in=capacities)))
    return rows


def roles_of(person: Person) -> list[Role]:
    """The roles that a person of :func:`people` holds now, by grant or by seat, in the order of the roles page."""
    held = {row.role for row in person.roles_now}  # type: ignore[attr-defined]
    held |= {ROLE_OF_CAPACITY[seat.capacity].value for seat in person.seats_now}  # type: ignore[attr-defined]
    return [role for role in Role if role.value in held]


@dataclass(frozen=True)
class PersonPage:
    """One person: roles and seats, now and before, what these let them do, and their sign-in."""

    person: Person
    state: str
    roles: list[RoleAssignment]
    past_roles: list[RoleAssignment]
    seats: list[GroupMembership]
    past_seats: list[GroupMembership]
    held: list[Role]
    may: list[Permission]
    account: str

    @property
    def can_be_invited(self) -> bool:
        """Whether an invitation makes sense: in post, not blocked, and not yet signed in."""
        person = self.person
        taken_up = person.user is not None and person.user.has_signed_in
        return person.left_on is None and person.blocked_at is None and not taken_up


def person_page(person: Person, on: dt.date) -> PersonPage:
    """The person's page. Two queries beside the person, agency and account."""
    roles = list(person.roles.order_by("-starts_on"))
    seats = list(
        person.memberships.select_related("group__partnership", "deputy_for__person").order_by(
            "group__name", "starts_on"
        )
    )
    open_roles = [row for row in roles if row.ends_on is None or row.ends_on >= on]
    open_seats = [seat for seat in seats if _is_open(seat, on)]
    held = _held(open_roles, open_seats, on)
    return PersonPage(
        person=person,
        state=_state(person, held, open_seats, on),
        roles=open_roles,
        past_roles=[row for row in roles if row not in open_roles],
        seats=open_seats,
        past_seats=[seat for seat in seats if seat not in open_seats],
        held=held,
        may=[permission for permission in Permission if any(permission in role.permissions for role in held)],
        account=account_state(person, on),
    )


def _is_open(seat: GroupMembership, on: dt.date) -> bool:
    return (seat.ends_on is None or seat.ends_on >= on) and not seat.group.has_ended(on)


def _held(roles: list[RoleAssignment], seats: list[GroupMembership], on: dt.date) -> list[Role]:
    held = {row.role for row in roles if row.starts_on <= on}
    held |= {ROLE_OF_CAPACITY[seat.capacity].value for seat in seats if seat.starts_on <= on}
    return [role for role in Role if role.value in held]


def _state(person: Person, held: list[Role], seats: list[GroupMembership], on: dt.date) -> str:
    if person.left_on is not None and person.left_on < on:
        return f"Left on {uk_date(person.left_on)}."
    roles = [
        role.label if at == 0 else role.label[:1].lower() + role.label[1:] for at, role in enumerate(held)
    ]
    listed = " and ".join(filter(None, (", ".join(roles[:-1]), *roles[-1:]))) or "No role yet"
    where = f", {person.agency}" if person.agency else ""
    groups = len({seat.group_id for seat in seats if seat.starts_on <= on})
    sits = f"; sits on {groups} group{'s' if groups > 1 else ''}" if groups else ""
    leaves = f"; leaves on {uk_date(person.left_on)}" if person.left_on else ""
    return f"{listed}{where}{sits}{leaves}."


def account_state(person: Person, on: dt.date) -> str:
    """One sentence on whether and how the person signs in."""
    user = person.user
    if user is None:
        return "No account."
    if person.blocked_at is not None:
        return f"Sign-in blocked since {uk_date(person.blocked_at)}."
    if person.left_on is not None and person.left_on < on:
        return "Sign-in closed, because they left."
    if not user.has_signed_in:
        return f"Invited as {user.email}; has not signed in yet."
    last = f"; last on {uk_date(user.last_login)}" if user.last_login else ""
    return f"Signs in as {user.email}{last}."


@dataclass(frozen=True)
class Ending:
    """What ends when a person leaves."""

    roles: list[str]
    seats: list[str]
    chairs: list[str]
    deputies: list[str]


def what_ends(person: Person, on: dt.date) -> Ending:
    """Everything a person holds now or is to hold, as sentences for the leaving page. Three queries."""
    seats = list(person.memberships.overlapping(on, None).select_related("group"))
    roles = person.roles.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    deputies = GroupMembership.objects.filter(deputy_for__in=seats).overlapping(on, None)
    return Ending(
        roles=[Role(row.role).label for row in roles],
        seats=[
            f"{seat.get_capacity_display()}, {seat.group}"
            for seat in seats
            if seat.capacity != GroupMembership.Capacity.CHAIR
        ],
        chairs=[str(seat.group) for seat in seats if seat.capacity == GroupMembership.Capacity.CHAIR],
        deputies=[f"{seat.person}, {seat.group}" for seat in deputies.select_related("person", "group")],
    )
