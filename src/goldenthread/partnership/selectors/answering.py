"""Who answers for an agency today: those whom a self-assessment, an audit or an immediate concern reaches."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from goldenthread.partnership.models import Agency, Person, RoleAssignment
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.today import today

# Whoever can act for a child at once can be asked to answer for the agency.
ANSWERING = [role for role in Role if Permission.ANSWER_CONCERNS in role.permissions]


def roles_that_answer() -> QuerySet[RoleAssignment]:
    """The roles of today that answer for an agency."""
    held: QuerySet[RoleAssignment] = RoleAssignment.objects.current(today()).filter(role__in=ANSWERING)
    return held


def answering_for(agencies: Iterable[Agency]) -> QuerySet[Person]:
    """People in post whose role of today answers for one of the agencies."""
    people = Person.objects.filter(agency__in=list(agencies), roles__in=roles_that_answer()).in_post(today())
    return people.select_related("user").distinct()
