"""Roles: giving them and taking them away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from goldenthread.design.words import uk_date
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Partnership, Person, RoleAssignment
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def give_role(
    *, by: Actor, person: Person, role: str, starts_on: dt.date, ends_on: dt.date | None = None
) -> RoleAssignment:
    """Gives a person a role for a time.

    Raises :class:`RuleError` for one's own role, a role held already at that time, a person who leaves before its end,
    or an end before the start.
    """
    _begin(by, person)
    wanted = Role(role)
    if ends_on is not None and ends_on < starts_on:
        raise RuleError(
            {"ends_on": f"The last day is before the first ({uk_date(starts_on)}). Change one of the two."},
            code="end_before_start",
        )
    if person.left_on is not None and (ends_on is None or ends_on > person.left_on):
        raise RuleError(
            f"{person} left on {uk_date(person.left_on)}, so has no role after that.", code="has_left"
        )
    begun = Q() if ends_on is None else Q(starts_on__lte=ends_on)
    same = person.roles.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), role=wanted.value)
    if held := same.first():
        until = f" until {uk_date(held.ends_on)}" if held.ends_on else ""
        raise RuleError(
            {"role": f"{person} already has the role {wanted.label} from {uk_date(held.starts_on)}{until}."},
            code="held_already",
        )
    given: RoleAssignment = person.roles.create(
        role=wanted.value, starts_on=starts_on, ends_on=ends_on, granted_by=by.label[:200]
    )
    until = f" until {uk_date(ends_on)}" if ends_on else ""
    summary = f"Gave {person} the role {wanted.label} from {uk_date(starts_on)}{until}"
    record("role.given", summary, by=by, about=person)
    return given


@transaction.atomic
def take_role(*, by: Actor, assignment: RoleAssignment, ends_on: dt.date) -> None:
    """Ends a role, ``ends_on`` being its last day; one that was to begin later never does.

    Raises :class:`RuleError` for one's own role, a role that has ended, or the last Business Manager's.
    """
    person = assignment.person
    _begin(by, person)
    current = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    label = Role(current.role).label
    if current.ends_on is not None and current.ends_on <= min(ends_on, today()):
        raise RuleError(f"This role ended on {uk_date(current.ends_on)} already.", code="ended")
    if current.role == Role.BUSINESS_MANAGER:
        check_manager_remains(lock_partnership(by), without=person, after=ends_on)
    if current.starts_on > ends_on:
        current.delete()
        summary = f"{person} will not have the role {label} from {uk_date(current.starts_on)}"
    else:
        current.ends_on = ends_on
        current.save(update_fields=["ends_on"])
        summary = f"Took the role {label} from {person}; last day {uk_date(ends_on)}"
    record("role.taken", summary, by=by, about=person)


def check_manager_remains(partnership: Partnership, *, without: Person, after: dt.date) -> None:
    """Raises :class:`RuleError` where, with ``without`` gone, no other Business Manager could sign in after a day.

    Asked only of Business Managers: it passes where ``without`` is none.
    """
    day = max(after + ONE_DAY, today())
    managers = RoleAssignment.objects.current(day).filter(
        role=Role.BUSINESS_MANAGER.value, person__partnership=partnership
    )
    in_post = partnership.people.may_enter(day).filter(user__isnull=False)
    holders = set(managers.filter(person__in=in_post).values_list("person_id", flat=True))
    if without.pk in holders and len(holders) == 1:
        raise RuleError(
            f"{without} is the last Business Manager, and a partnership must have one. Give the role to somebody else "
            "who can sign in, then try again.",
            code="last_manager",
        )


def _begin(by: Actor, person: Person) -> None:
    by.require(Permission.MANAGE_PEOPLE, person)
    if by.person == person:
        raise RuleError("Nobody changes their own roles. Ask another manager to do this.", code="own_access")
    lock_partnership(by)
