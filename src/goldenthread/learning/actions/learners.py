"""What people say of their own work: what they do, and who their line manager is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.learning.models import JobRole, Learner
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person, User
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def set_work(*, by: Actor, job_role: JobRole | None, manager_email: str = "") -> Learner:
    """Keeps one's own work and line manager, who can then book for one.

    A manager whom the partnership knows by that address, of the same agency, is linked; nobody is told whether it
    does. Raises :class:`RuleError` for oneself as one's manager and for another partnership's work.
    """
    by.require(Permission.VIEW_LEARNING)
    if by.person is None:
        raise PermissionDenied("people keep this for themselves")
    if by.is_elsewhere(job_role):
        raise PermissionDenied("the work of another partnership")
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=by.person.pk)
    email = User.objects.normalise(manager_email)
    if email and email in {person.email.lower(), person.user.email if person.user else ""}:
        raise RuleError(
            {"manager_email": "That is your own address. Give your line manager’s."}, code="itself"
        )
    row, _ = Learner.objects.update_or_create(
        person=person,
        defaults={"job_role": job_role, "manager": _known(person, email), "manager_email": email},
    )
    record("training.work_said", f"Said what their work is: {job_role or 'nothing yet'}", by=by, about=person)
    return row


def _known(person: Person, email: str) -> Person | None:
    """The colleague of the same agency with an address; nobody where two have it."""
    if not email or person.agency_id is None:
        return None
    rows = Person.objects.in_post(today()).filter(partnership=person.partnership_id, agency=person.agency_id)
    found = list(rows.filter(user__email=email).exclude(pk=person.pk)[:2])
    return found[0] if len(found) == 1 else None
