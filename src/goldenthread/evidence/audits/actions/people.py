"""Whom an immediate concern reaches."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goldenthread.evidence.audits.models import Audit
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.selectors.answering import roles_that_answer
from goldenthread.partnership.today import today


def reached_by_concern(audit: Audit, agency: Agency) -> QuerySet[Person]:
    """Whom an immediate concern reaches: whoever answers for the agency, its auditors, and whoever leads the audit."""
    people = Person.objects.filter(partnership=audit.partnership_id).in_post(today())
    places = audit.seats.filter(ends_on=None)
    leads = places.filter(part__in=["coordinator", "chair"]).values("person")
    theirs = Q(agency=agency) & (Q(roles__in=roles_that_answer()) | Q(pk__in=places.values("person")))
    return people.filter(theirs | Q(pk__in=leads)).select_related("user").distinct()
