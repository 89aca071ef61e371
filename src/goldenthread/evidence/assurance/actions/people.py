"""Who answers for an agency today: those whom a cycle and a panel tell."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from goldenthread.partnership.models import Agency, Person, RoleAssignment
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today

ROLES = (Role.AGENCY_LEAD, Role.SAFEGUARDING_PARTNER)


def answering_for(agencies: Iterable[Agency]) -> QuerySet[Person]:
    """People in post whose role of today answers for one of the agencies."""
    held = RoleAssignment.objects.current(today()).filter(role__in=ROLES)
    people = Person.objects.filter(agency__in=list(agencies), roles__in=held).in_post(today())
    return people.select_related("user").distinct()
