"""Telling whoever answers for an agency what it contributes."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.design.words import pounds, uk_date
from goldenthread.oversight.finance.models import BudgetYear, Contribution
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.models import Person, RoleAssignment
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

KIND = "finance.contribution"
ANSWER = (Role.SAFEGUARDING_PARTNER, Role.AGENCY_LEAD)


def tell_agencies(by: Actor, year: BudgetYear) -> None:
    """A message to whoever answers today for each agency that pays something."""
    for row in Contribution.objects.whole().filter(year=year, agreed__gt=0):
        for person in _answering(row):
            queue_message(
                by=by,
                person=person,
                kind=KIND,
                subject=f"The contribution of {row.agency} for {year}",
                text=f"Dear {person.post},\n\nThe budget of {year} is set. {row.agency} contributes "
                f"{pounds(row.agreed)}, to be paid by {uk_date(row.due_on)}.",
                because=f"you answer for {row.agency}",
                link=row.get_absolute_url(),
            )


def _answering(row: Contribution) -> Iterator[Person]:
    held = RoleAssignment.objects.current(today()).filter(role__in=ANSWER)
    people = Person.objects.filter(partnership=row.year.partnership_id, agency=row.agency_id)
    yield from people.in_post(today()).filter(roles__in=held).select_related("user").distinct()
