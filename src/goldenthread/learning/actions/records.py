"""What people completed: known from a register or uploaded with a proof, checked, certified, withdrawn."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from goldenthread.design.words import uk_date
from goldenthread.duties.clock import add_months
from goldenthread.learning.actions.places import lock_booking
from goldenthread.learning.codes import new_code
from goldenthread.learning.counting import counts_until
from goldenthread.learning.models import (
    Booking,
    Certificate,
    Checked,
    Completion,
    CompletionFile,
    Course,
    Withdrawal,
)
from goldenthread.learning.states import State
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.kept_files import keep_file

P = Permission
KIND = "training"
BECAUSE = "you uploaded a proof of training"
OLDEST_YEARS = 20


@transaction.atomic
def complete(*, by: Actor, booking: Booking) -> Completion:
    """Records that whoever attended completed the course, with a certificate. Asked again, it answers what is there.

    The register calls it when it is closed. Raises :class:`RuleError` for a booking that is not marked as attended.
    """
    by.require(P.KEEP_REGISTER, booking.session)
    session, row = lock_booking(booking)
    there: Completion | None = row.completions.filter(withdrawal=None).first()
    if there is not None:
        return there
    if row.stands is not State.ATTENDED:
        raise RuleError("Only who attended has completed it.", code="state")
    on = timezone.localtime(session.ends_at).date()
    course = session.course
    made = Completion.objects.create(
        person=row.person, course=course, how=Completion.How.ATTENDED, on=on, booking=row,
        valid_until=counts_until(on, course.valid_months), by=by.person, by_label=by.label,
    )  # fmt: skip
    _certify(by, made)
    record("training.completed", f"Completed: {course}, {uk_date(on)}", by=by, about=made)
    return made


@transaction.atomic
def withdraw_completion(
    *, by: Actor, reason: str, booking: Booking | None = None, completion: Completion | None = None
) -> Withdrawal | None:
    """Says that a completion no longer counts, nor its certificate. ``None`` where there is nothing to withdraw.

    Of a booking, the register withdraws it when it is put right; whoever uploaded a proof takes it back themselves
    until somebody has checked it. Raises :class:`RuleError` without a reason.
    """
    row = _to_withdraw(by, booking, completion)
    if row is None:
        return None
    if not reason.strip():
        raise RuleError({"reason": "Say why: it stays on record."}, code="why")
    made = Withdrawal.objects.create(
        completion=row, reason=reason.strip()[:300], by=by.person, by_label=by.label
    )
    said = f"Withdrew a completion: {row.course}, {uk_date(row.on)}"
    record("training.completion_withdrawn", said, by=by, about=row)
    return made


def _to_withdraw(by: Actor, booking: Booking | None, completion: Completion | None) -> Completion | None:
    rows = Completion.objects.select_for_update(of=("self",)).filter(withdrawal=None)
    rows = rows.select_related("course", "person", "booking__session", "checked")
    row = rows.filter(booking=booking).first() if booking is not None else None
    if completion is not None:
        row = rows.filter(pk=completion.pk).first()
    if row is None:
        return None
    if by.is_elsewhere(row.person):
        raise PermissionDenied("a record of another partnership")
    if row.booking is not None:
        by.require(P.KEEP_REGISTER, row.booking.session)
    elif by.person != row.person or hasattr(row, "checked"):
        by.require(P.MANAGE_LEARNING, row.person)
    found: Completion = row
    return found


@transaction.atomic
def add_completion(
    *, by: Actor, course: Course, on: dt.date, name: str, content: bytes, where: str = ""
) -> Completion:
    """Adds what somebody learned by themselves, with the file that proves it: e-learning, or learning elsewhere.

    It counts from then on, until somebody who answers for the agency finds the proof wanting. Raises
    :class:`RuleError` for a day to come or long past, for what is there already, for learning elsewhere without the
    place, and for a file that is not kept.
    """
    by.require(P.VIEW_LEARNING, course)
    if by.person is None:
        raise PermissionDenied("a person adds their own learning")
    person = Person.objects.select_for_update(of=("self",)).get(pk=by.person.pk)
    elsewhere = where.strip()
    if not course.is_elearning and not elsewhere:
        raise RuleError({"where": "Say where you learned it."}, code="where")
    if on > today():
        raise RuleError({"on": "Give the day on which you completed it, not a day to come."}, code="future")
    if on < add_months(today(), -12 * OLDEST_YEARS):
        raise RuleError({"on": f"That is more than {OLDEST_YEARS} years ago. Look at the year."}, code="old")
    if Completion.objects.filter(person=person, course=course, on=on, withdrawal=None).exists():
        raise RuleError({"on": "This is in your record already."}, code="twice")
    how = Completion.How.ELSEWHERE if elsewhere else Completion.How.ELEARNING
    made = Completion.objects.create(
        person=person, course=course, how=how, on=on, valid_until=counts_until(on, course.valid_months),
        where=elsewhere[:200], by=by.person, by_label=by.label,
    )  # fmt: skip
    keep_file(CompletionFile(completion=made), name, content)
    record("training.proof_added", f"Added a proof: {course}, {uk_date(on)}", by=by, about=made)
    return made


def checks(by: Actor, completion: Completion) -> bool:
    """Whether somebody may check a proof: for its agency or as whoever runs the programme, and never their own."""
    person = completion.person
    if by.person == person or by.is_elsewhere(person):
        return False
    if by.may(P.MANAGE_LEARNING):
        return True
    return person.agency is not None and by.may(P.BOOK_FOR_AGENCY, person.agency)


@transaction.atomic
def check_completion(*, by: Actor, completion: Completion, counts: bool, reason: str = "") -> Checked:
    """Says whether an uploaded proof counts. E-learning of the programme that counts is certified.

    Raises :class:`RuleError` for one that was checked or withdrawn before, and for “does not count” without the reason.
    """
    rows = Completion.objects.select_related("person__agency", "course")
    row: Completion = rows.select_for_update(of=("self",)).get(pk=completion.pk)
    if not checks(by, row):
        raise PermissionDenied("checks the proofs of their own agency, never their own")
    if row.how == Completion.How.ATTENDED or Withdrawal.objects.filter(completion=row).exists():
        raise RuleError("There is no proof here to check.", code="state")
    if Checked.objects.filter(completion=row).exists():
        raise RuleError("Somebody has checked this proof already.", code="twice")
    if not counts and not reason.strip():
        raise RuleError({"reason": "Say why it does not count: they will read it."}, code="why")
    made = Checked.objects.create(
        completion=row, counts=counts, reason=reason.strip()[:300], by=by.person, by_label=by.label
    )
    if counts and row.how == Completion.How.ELEARNING:
        _certify(by, row)
    said = "Counts" if counts else "Does not count"
    record("training.proof_checked", f"{said}: {row.course}, {uk_date(row.on)}", by=by, about=row)
    _tell_checked(by, row, made)
    return made


def _tell_checked(by: Actor, row: Completion, made: Checked) -> None:
    if row.person.left_on is not None:
        return
    said = "it counts" if made.counts else "it does not count"
    why = f"\n\n{made.reason}" if made.reason else ""
    queue_message(
        by=by, person=row.person, kind=KIND, subject=f"Your proof was checked: {said}", because=BECAUSE,
        text=f"Your proof of “{row.course}”, completed on {uk_date(row.on)}, was checked: {said}.{why}",
        link=f"/{row.course.partnership.slug}/learning/mine/",
    )  # fmt: skip


def _certify(by: Actor, row: Completion) -> Certificate:
    """The certificate, in the words of the day. The database refuses a code twice; sixty random bits never meet."""
    return Certificate.objects.create(
        completion=row, code=new_code(), holder=str(row.person), course_title=row.course.title,
        completed_on=row.on, valid_until=row.valid_until, hours=row.course.hours, by=by.person, by_label=by.label,
    )  # fmt: skip
