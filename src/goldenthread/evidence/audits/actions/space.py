"""Who may enter the space of an audit's cases, and from which place somebody acts there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.evidence.audits.models import Audit, Opening, Participation, Seat
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.confinement import BROKEN, broke_lately, check_reason, tell_of_broken_glass
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

KIND = "audits.space"
LEADS = frozenset({"coordinator", "chair"})
# Whose task it is to read across agencies: an auditor does once their own part of a case is sent.
READS_ALL = frozenset({"coordinator", "chair", "reader"})


def locked(audit: Audit) -> Audit:
    """The audit, locked until the transaction ends."""
    rows = Audit.objects.select_for_update(of=("self",)).select_related("partnership", "theme", "repeats")
    row: Audit = rows.get(pk=audit.pk)
    return row


def seat_of(by: Actor, audit: Audit) -> Seat | None:
    """Somebody's present place in the space. One query."""
    if by.person is None or by.is_elsewhere(audit):
        return None
    return Seat.objects.filter(audit=audit, person=by.person, ends_on=None).first()


def require_seat(by: Actor, audit: Audit, parts: frozenset[str] | None = None) -> Seat:
    """The place from which somebody acts, in one of ``parts`` where they are given.

    Raises :class:`~django.core.exceptions.PermissionDenied` for whoever has none.
    """
    seat = seat_of(by, audit)
    if seat is None or (parts is not None and seat.part not in parts):
        raise PermissionDenied("needs a place in the space of this audit")
    return seat


def require_open(audit: Audit) -> None:
    """Raises :class:`RuleError` for an audit whose cases are not audited now."""
    if not audit.is_open:
        raise RuleError(
            "The cases of this audit are closed. They can be read, and are not added to.", code="closed"
        )


def may_read(by: Actor, audit: Audit) -> bool:
    """Whether somebody reads the space now: they have a place in it, or broke the glass within the hour."""
    if seat_of(by, audit) is not None:
        return True
    if by.person is None or not by.may(Permission.BREAK_GLASS, audit):
        return False
    return broke_lately(Opening.objects.filter(audit=audit), by)


def note_opening(*, by: Actor, space: Audit, page: str) -> Opening:
    """Keeps that somebody opened a page of the space."""
    return Opening.objects.create(audit=space, page=page, by=by.person, by_label=by.label)


@transaction.atomic
def break_glass(*, by: Actor, audit: Audit, reason: str) -> Opening:
    """Lets somebody without a place read the cases for an hour; everybody concerned is told at once.

    Raises :class:`RuleError` without a reason that says something.
    """
    by.require(Permission.BREAK_GLASS, audit)
    reason = check_reason(reason)
    row = Opening.objects.create(audit=audit, page=BROKEN, reason=reason, by=by.person, by_label=by.label)
    record("case_audit.glass_broken", f"Broke the glass of the cases of “{audit}”", by=by, about=audit)
    seats = Seat.objects.filter(audit=audit, ends_on=None)
    tell_of_broken_glass(
        by=by, seats=seats, kind=KIND, name=f"the cases of “{audit}”", link=audit.get_cases_url()
    )
    return row


@transaction.atomic
def give_seat(*, by: Actor, audit: Audit, person: Person, part: str) -> Seat:
    """Gives somebody a place in the space, and tells them.

    Raises :class:`RuleError` for somebody who has a place or cannot sign in, and for an auditor whose agency takes no
    part.
    """
    row = locked(audit)
    require_seat(by, row, LEADS)
    if row.status in (Audit.Status.ENDED, Audit.Status.CANCELLED):
        require_open(row)
    if person.partnership_id != row.partnership_id or person.user_id is None or person.left_on is not None:
        raise RuleError({"person": f"{person} cannot sign in to this partnership."}, code="no_account")
    if Seat.objects.filter(audit=row, person=person, ends_on=None).exists():
        raise RuleError({"person": f"{person} has a place already."}, code="twice")
    read = Seat.objects.filter(audit=row, person=person, part__in=READS_ALL).exists()
    if part == Seat.Part.AUDITOR and read:
        raise RuleError(
            {"person": f"{person} has read what agencies sent, so cannot audit a record as well."},
            code="read",
        )
    takes_part = Participation.objects.filter(audit=row, agency=person.agency_id).exists()
    if part == Seat.Part.AUDITOR and person.agency_id is None:
        raise RuleError(
            {
                "person": f"{person} belongs to no agency, so cannot audit its record. Choose “Reads and moderates”."
            },
            code="agency",
        )
    if part == Seat.Part.AUDITOR and not takes_part:
        raise RuleError(
            {"person": f"The agency of {person} takes no part in this audit. Ask it first."}, code="agency"
        )
    seat = Seat.objects.create(audit=row, person=person, part=part, starts_on=today())
    record("case_audit.seat_given", f"Gave a place at the cases of “{row}”", by=by, about=row)
    queue_message(
        by=by,
        person=person,
        kind=KIND,
        subject=f"{row}: its cases are open to you",
        text=f"Dear {person.post},\n\nyou have a place at the cases of the audit “{row}”: "
        f"{seat.get_part_display().lower()}. What you open is kept on record.",
        because="you have a place in an audit",
        link=row.get_cases_url(),
    )
    return seat


def end_seats_of(person: Person, reason: str) -> None:
    """Ends every place of somebody who leaves, or works for another agency now."""
    Seat.objects.filter(person=person, ends_on=None).update(ends_on=today(), ended_because=reason)


def has_coordinator(audit: Audit) -> bool:
    """Whether somebody coordinates an audit today."""
    return Seat.objects.filter(audit=audit, part=Seat.Part.COORDINATOR, ends_on=None).exists()


@transaction.atomic
def take_on(*, by: Actor, audit: Audit) -> Seat:
    """Makes whoever plans audits the coordinator of one that has none any more. Everybody with a place is told.

    Raises :class:`RuleError` where it has one.
    """
    row = locked(audit)
    by.require(Permission.MANAGE_CASE_AUDITS, row)
    if by.person is None or has_coordinator(row):
        raise RuleError("This audit has a coordinator.", code="there")
    Seat.objects.filter(audit=row, person=by.person, ends_on=None).update(
        ends_on=today(), ended_because="Coordinates it now"
    )
    seat = Seat.objects.create(audit=row, person=by.person, part=Seat.Part.COORDINATOR, starts_on=today())
    record("case_audit.taken_on", f"Took on the audit “{row}”", by=by, about=row)
    for other in row.seats.filter(ends_on=None).exclude(pk=seat.pk).select_related("person__user"):
        queue_message(
            by=by, person=other.person, kind=KIND, subject=f"{row}: another coordinator", link=row.get_cases_url(),
            text=f"Dear {other.person.post},\n\n{by.label} coordinates the audit “{row}” from today.",
            because="you have a place in an audit",
        )  # fmt: skip
    return seat


@transaction.atomic
def end_seat(*, by: Actor, seat: Seat, reason: str) -> Seat:
    """Takes somebody's place. Raises :class:`RuleError` for one that has ended, and the last coordinator's."""
    audit = locked(seat.audit)
    require_seat(by, audit, LEADS)
    row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if row.ends_on is not None:
        raise RuleError("This place has ended already.", code="ended")
    others = Seat.objects.filter(audit=audit, part=Seat.Part.COORDINATOR, ends_on=None).exclude(pk=row.pk)
    if row.part == Seat.Part.COORDINATOR and not others.exists():
        raise RuleError("An audit needs a coordinator. Give somebody else that place first.", code="last")
    row.ends_on, row.ended_because = today(), reason.strip()[:300]
    row.save()
    record("case_audit.seat_ended", f"Ended a place at the cases of “{audit}”", by=by, about=audit)
    return row
