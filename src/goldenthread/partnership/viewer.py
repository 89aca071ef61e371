"""Who is acting: a signed-in person in one partnership, or the system itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from rules.rulesets import test_rule

from goldenthread.partnership.models import (
    GroupMembership,
    Partnership,
    Person,
    RoleAssignment,
    User,
)
from goldenthread.partnership.permissions import Permission, Role

# As much as history keeps of who did something: a post and a name can be longer than that together.
LONGEST_LABEL = 300
# What a seat on a group lets a person do, for as long as they hold it.
ROLE_OF_CAPACITY = {
    "chair": Role.SUB_GROUP_CHAIR,
    "member": Role.MEMBER,
    "deputy": Role.MEMBER,
    "observer": Role.MEMBER,
    "lay_member": Role.LAY_MEMBER,
    "scrutineer": Role.SCRUTINEER,
}


@dataclass(frozen=True)
class Actor:
    """Whoever does something: every action takes one as ``by`` and writes it to the audit trail."""

    label: str
    partnership: Partnership | None = None
    user: User | None = None
    person: Person | None = None
    roles: frozenset[Role] = frozenset()
    chaired_group_ids: frozenset[int] = frozenset()
    group_ids: frozenset[int] = frozenset()
    address: str = ""
    permissions: frozenset[Permission] = field(init=False)

    def __post_init__(self) -> None:
        """What the roles together allow; whoever is in post may enter, even before they have a role."""
        allowed = frozenset({Permission.ENTER} if self.person else ())
        allowed = allowed.union(*(role.permissions for role in self.roles))
        object.__setattr__(self, "permissions", allowed)

    def may(self, permission: Permission, obj: Any = None) -> bool:
        """Whether this viewer may, with ``obj`` where the answer depends on one; never for another partnership's."""
        if self.is_elsewhere(obj):
            return False
        return bool(test_rule(permission.value, self, obj))  # type: ignore[no-untyped-call]

    def require(self, permission: Permission, obj: Any = None) -> None:
        """Raises :class:`~django.core.exceptions.PermissionDenied` unless this viewer may."""
        if not self.may(permission, obj):
            raise PermissionDenied(f"needs: {permission.description}")

    def is_elsewhere(self, obj: Any) -> bool:
        """Whether ``obj`` is a record of another partnership than the viewer's."""
        home = getattr(obj, "partnership_id", None)
        return home is not None and (self.partnership is None or self.partnership.pk != home)

    @property
    def agency_id(self) -> int | None:
        """The agency the person works for."""
        return self.person.agency_id if self.person else None


class Viewer(Actor):
    """A signed-in person looking at one partnership."""

    partnership: Partnership
    user: User
    person: Person


class SystemActor(Actor):
    """The product itself, or whoever runs its command line: may do everything, and is named as such."""

    def may(self, permission: Permission, obj: Any = None) -> bool:  # noqa: ARG002
        """Always."""
        return True


def viewer_of(user: User, slug: str, *, on: dt.date, address: str = "") -> Viewer | None:
    """``user`` as the partnership at ``slug`` knows them on ``on``; ``None`` for an outsider. Three queries."""
    person = (
        Person.objects.may_enter(on)
        .select_related("partnership", "agency")
        .filter(user=user, partnership__slug=slug)
        .first()
    )
    if person is None:
        return None
    person.user = user
    held = {
        Role(value)
        for value in RoleAssignment.objects.current(on).filter(person=person).values_list("role", flat=True)
    }
    seats = list(
        GroupMembership.objects.current(on).filter(person=person).values_list("group_id", "capacity")
    )
    held |= {ROLE_OF_CAPACITY[capacity] for _, capacity in seats}
    return Viewer(
        label=person.display_name[:LONGEST_LABEL],
        partnership=person.partnership,
        user=user,
        person=person,
        roles=frozenset(held),
        chaired_group_ids=frozenset(group for group, capacity in seats if capacity == "chair"),
        group_ids=frozenset(group for group, _ in seats),
        address=address,
    )
