"""A child may not be safe now: the agency that can act is told at once, and says what it did."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.evidence.audits.actions.people import reached_by_concern
from goldenthread.evidence.audits.actions.space import LEADS, locked, require_seat, seat_of
from goldenthread.evidence.audits.models import Case, Concern, ConcernAnswer
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.wording import check_confined_text

KIND = "audits.concern"


@transaction.atomic
def raise_concern(*, by: Actor, case: Case, agency: Agency, text: str) -> tuple[Concern, list[Person]]:
    """Tells an agency at once that a child of its cases may not be safe, and answers who of the agency was told: nobody
    where nobody answers for it here, so that whoever raised it rings. The message itself says nothing of the case.

    Any place in the space may, at any time, of a case that is set aside or an audit that is over too: safety does not
    wait for a status. Raises :class:`RuleError` without words.
    """
    audit = locked(case.audit)
    require_seat(by, audit)
    if not text.strip():
        raise RuleError({"text": "Say what the record shows, and what worries you."}, code="empty")
    check_confined_text("text", text)
    if agency.partnership_id != audit.partnership_id:
        raise RuleError({"agency": "Choose an agency of this partnership."}, code="agency")
    made = Concern.objects.create(
        case=case, agency=agency, text=text.strip(), on=today(), by=by.person, by_label=by.label
    )
    record("case_audit.concern", f"{made} went to an agency, from the audit “{audit}”", by=by, about=audit)
    told = []
    for person in reached_by_concern(audit, agency):
        message = queue_message(
            by=by,
            person=person,
            kind=KIND,
            urgent=True,
            subject=f"Act now: {made} from an audit, for {agency}",
            text=f"Dear {person.post},\n\nthose who audit cases think that a child may not be safe now, and that "
            f"{agency} can act. Please open it at once, act, and say what was done by the end of the next working day.",
            because="you answer for the agency, audit for it, or lead the audit",
            link=made.get_absolute_url(),
        )
        if message.to and person.agency_id == agency.pk:
            told.append(person)
    return made, told


def may_answer(by: Actor, concern: Concern) -> bool:
    """Whether somebody says what was done: whoever answers for the agency, and whoever has a place in the audit for
    it or leads it.
    """
    if by.may(Permission.ANSWER_CONCERNS, concern):
        return True
    seat = seat_of(by, concern.case.audit)
    return seat is not None and (seat.part in LEADS or by.agency_id == concern.agency_id)


@transaction.atomic
def answer_concern(*, by: Actor, concern: Concern, text: str, safe: bool) -> ConcernAnswer:
    """Says what was done. One that says that the child is safe closes it; until then it stays open.

    Raises :class:`~django.core.exceptions.PermissionDenied` for another agency, and :class:`RuleError` without words,
    and once it is closed.
    """
    audit = locked(concern.case.audit)
    if not may_answer(by, concern):
        raise PermissionDenied("answers for another agency")
    if not text.strip():
        raise RuleError({"text": "Say what was done."}, code="empty")
    check_confined_text("text", text)
    if concern.answers.filter(safe=True).exists():
        raise RuleError(
            "It is closed: the child is known to be safe. Raise a new one if that changed.", code="closed"
        )
    made = ConcernAnswer.objects.create(
        concern=concern, text=text.strip(), safe=safe, on=today(), by=by.person, by_label=by.label
    )
    word = "closed" if safe else "answered"
    record("case_audit.concern_answered", f"{concern} {word}, from the audit “{audit}”", by=by, about=audit)
    if not safe:
        return made
    for person in reached_by_concern(audit, concern.agency):
        queue_message(
            by=by, person=person, kind=KIND, subject=f"{concern} is closed: the child is known to be safe",
            text=f"Dear {person.post},\n\n{concern.agency} says what was done, and that the child is known to be safe.",
            because="you were told when it was raised", link=concern.get_absolute_url(), urgent=True,
        )  # fmt: skip
    return made
