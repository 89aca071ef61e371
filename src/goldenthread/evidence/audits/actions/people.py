"""Who answers for an agency today: those whom an audit asks, and whom an immediate concern reaches."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from goldenthread.evidence.audits.models import Audit
from goldenthread.partnership.models import Agency, Person, RoleAssignment
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.today import today

ANSWERING = [role for role in Role if Permission.ANSWER_CONCERNS in role.permissions]


def answering_for(agencies: Iterable[Agency]) -> QuerySet[Person]:
    """People in post whose role of today answers for one of the agencies."""
    held = RoleAssignment.objects.current(today()).filter(role__in=ANSWERING)
    people = Person.objects.filter(agency__in=list(agencies), roles__in=held).in_post(today())
    return people.select_related("user").distinct()


def reached_by_concern(audit: Audit, agency: Agency) -> QuerySet[Person]:
    """Whom an immediate concern reaches: whoever answers for the agency, its auditors, and whoever leads the audit."""
    people = Person.objects.filter(partnership=audit.partnership_id).in_post(today())
    held = RoleAssignment.objects.current(today()).filter(role__in=ANSWERING)
    places = audit.seats.filter(ends_on=None)
    leads = places.filter(part__in=["coordinator", "chair"]).values("person")
    theirs = Q(agency=agency) & (Q(roles__in=held) | Q(pk__in=places.values("person")))
    return people.filter(theirs | Q(pk__in=leads)).select_related("user").distinct()
