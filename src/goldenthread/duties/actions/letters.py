"""Letters to agencies: changed while they are drafts, signed by the Business Manager, or not sent for a reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from goldenthread.duties.models import Letter
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.querysets import current
from goldenthread.partnership.viewer import Actor

KIND = "duties.letter"


def _draft(letter: Letter, seen_version: int | None = None) -> Letter:
    current_: Letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("agency", "partnership")
        .get(pk=letter.pk)
    )
    if current_.status != Letter.Status.DRAFT:
        raise RuleError(
            "This letter is no draft any more: it was signed, or is not to be sent.", code="not_draft"
        )
    if seen_version is not None and seen_version != current_.version:
        raise StaleVersionError(current_)
    return current_


@transaction.atomic
def change_letter(*, by: Actor, letter: Letter, addressee: str, text: str, seen_version: int) -> Letter:
    """Changes whom a draft is to and what it says. Its record stays as it is."""
    by.require(Permission.MANAGE_DUTIES, letter)
    row = _draft(letter, seen_version)
    if not text.strip() or not addressee.strip():
        raise RuleError("A letter needs somebody to go to, and a text.", code="empty")
    row.addressee, row.text = addressee.strip(), text.strip()
    row.version += 1
    row.save(update_fields=["addressee", "text", "version"])
    record("duty.letter_changed", f"Changed the draft of a letter to {row.agency}", by=by, about=row)
    return row


@transaction.atomic
def sign_letter(*, by: Actor, letter: Letter, on: dt.date, seen_version: int) -> Letter:
    """Signs a letter as it stands: from now on the database refuses to change it. Whoever is to be told, is."""
    by.require(Permission.SIGN_LETTERS, letter)
    row = _draft(letter, seen_version)
    row.status, row.signed_on, row.signed_by = Letter.Status.SIGNED, on, by.label
    row.version += 1
    row.save(update_fields=["status", "signed_on", "signed_by", "version"])
    record("duty.letter_signed", f"Signed a letter to {row.agency}: {row.subject}", by=by, about=row)
    if row.told:
        partners = Person.objects.in_post(on).filter(
            current(on, "roles__"), partnership=row.partnership, roles__role=Role.SAFEGUARDING_PARTNER
        )
        for person in partners.select_related("user").distinct():
            queue_message(
                by=by,
                person=person,
                kind=KIND,
                subject=f"{row.partnership.short_name}: a letter to {row.agency}",
                text=f"Dear {person.post},\n\nA letter was signed to {row.addressee}, {row.agency}, about duties "
                "that were not met in time. The constitution asks that you are told.",
                because="the constitution asks that the safeguarding partners are told of such letters",
                link=row.get_absolute_url(),
            )
    return row


@transaction.atomic
def drop_letter(*, by: Actor, letter: Letter, reason: str, seen_version: int) -> Letter:
    """Decides that a letter is not sent, and keeps why. The breaches that it is about are not written of again."""
    by.require(Permission.SIGN_LETTERS, letter)
    row = _draft(letter, seen_version)
    if not reason.strip():
        raise RuleError({"reason": "Say why the letter is not sent."}, code="no_reason")
    row.status, row.reason = Letter.Status.DROPPED, reason.strip()
    row.version += 1
    row.save(update_fields=["status", "reason", "version"])
    record(
        "duty.letter_dropped", f"A letter to {row.agency} is not sent", by=by, about=row,
        changes={"reason": [None, row.reason]},
    )  # fmt: skip
    return row
