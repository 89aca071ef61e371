"""Messages to people: kept first, then sent by email, tried again when sending fails."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from goldenthread.partnership.audit import record
from goldenthread.partnership.emails import digest_text, email_text
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import OutgoingMessage, Partnership, Person
from goldenthread.partnership.models.messages import DIGEST, INVITATION, MOST_ATTEMPTS
from goldenthread.partnership.notify import NotifyError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

Status = OutgoingMessage.Status
NO_ADDRESS = "No email address is known. Add one to the person's details, then send again."
# How long to wait after the first failure, the second, and so on.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 30, 120, 720))


def queue_message(
    *,
    by: Actor,
    person: Person,
    kind: str,
    subject: str,
    text: str,
    because: str = "",
    link: str = "",
    urgent: bool = False,
) -> OutgoingMessage:
    """Keeps a message to one person and sends it once the caller's transaction is saved.

    Who asked for one email a day gets it with that, unless it is ``urgent``. ``text`` is plain, in paragraphs, and
    holds nothing restricted; ``because`` ends the sentence "You receive this because …"; ``link`` is a path within the
    site. It asks no permission: the action that sends it has.
    """
    address = _address(person, kind)
    held = person.wants_digest and not urgent and kind not in (INVITATION, DIGEST)
    message = OutgoingMessage.objects.create(
        partnership_id=person.partnership_id,
        person=person,
        to=address,
        kind=kind,
        subject=" ".join(subject.split())[:300],
        text=text,
        because=because,
        link=link,
        status=(Status.HELD if held else Status.QUEUED) if address else Status.FAILED,
        problem="" if address else NO_ADDRESS,
        sent_by=by.label[:300],
    )
    if message.status == Status.QUEUED:
        transaction.on_commit(partial(deliver.enqueue, message.pk))
    return message


@transaction.atomic
def resend(*, by: Actor, message: OutgoingMessage) -> OutgoingMessage:
    """Sends a failed message again at once, to the address that is known now.

    Raises :class:`RuleError` for one that has not failed, or where no address is known still.
    """
    by.require(Permission.CHASE, message)
    current: OutgoingMessage = OutgoingMessage.objects.select_for_update().get(pk=message.pk)
    if current.status != Status.FAILED:
        raise RuleError("Only a message that failed can be sent again.", code="not_failed")
    current.to = _address(current.person, current.kind)
    if not current.to:
        raise RuleError(NO_ADDRESS, code="no_address")
    current.status, current.attempts, current.problem, current.next_attempt_at = Status.QUEUED, 0, "", None
    current.save()
    record("message.resent", f"Sent “{current.subject}” to {current.person} again", by=by, about=current)
    transaction.on_commit(partial(deliver.enqueue, current.pk))
    return current


@task()
def deliver(message_id: int) -> str:
    """Sends one message that is due, and records what became of it; answers its status.

    Two workers never send the same one: the first to claim it does. A failure plans the next attempt, up to five.
    """
    claimed = OutgoingMessage.objects.due(timezone.now()).filter(pk=message_id)
    if not claimed.update(status=Status.SENDING, last_attempt_at=timezone.now()):
        return "not due"
    message = OutgoingMessage.objects.select_related("person__user", "partnership").get(pk=message_id)
    message.attempts += 1
    try:
        _email(message).send()
    except Exception as error:  # whatever a mail server or library raises, the message must not be lost
        _note_failure(message, error)
    else:
        message.status, message.sent_at, message.problem = Status.SENT, timezone.now(), ""
        message.next_attempt_at = None
        message.save()
        message.parts.update(status=Status.SENT, sent_at=message.sent_at)
    return message.status


def send_waiting() -> dict[str, int]:
    """Tries every message that is due now; answers how many were sent and how many failed."""
    outcome: dict[str, int] = defaultdict(int)
    for pk in list(OutgoingMessage.objects.due(timezone.now()).values_list("pk", flat=True)):
        outcome[deliver.call(pk)] += 1
    return {"sent": outcome[Status.SENT], "failed": outcome[Status.FAILED]}


def send_digests(*, by: Actor) -> int:
    """Puts the held messages of each person into one email; answers how many emails that makes.

    A person who no longer wants them held gets what is left in a last one.
    """
    people = (
        OutgoingMessage.objects.held().order_by("person_id").values_list("person_id", flat=True).distinct()
    )
    return sum(_send_digest(by, pk) for pk in list(people))


@transaction.atomic
def _send_digest(by: Actor, person_id: int) -> bool:
    person = Person.objects.select_related("partnership", "user").get(pk=person_id)
    Partnership.objects.select_for_update().get(pk=person.partnership_id)
    parts = list(OutgoingMessage.objects.held().filter(person=person).order_by("created_at", "id"))
    if not parts:
        return False
    count = "1 message" if len(parts) == 1 else f"{len(parts)} messages"
    digest = queue_message(
        by=by,
        person=person,
        kind=DIGEST,
        subject=f"{person.partnership.short_name}: {count} for you",
        text=digest_text(parts),
        because="you asked for one email a day",
    )
    OutgoingMessage.objects.filter(pk__in=[part.pk for part in parts]).update(digest=digest)
    return True


def _address(person: Person, kind: str) -> str:
    """Where a message goes; an invitation only ever to the address of the account that it opens."""
    if kind == INVITATION:
        return person.user.email if person.user else ""
    return person.message_address


def _email(message: OutgoingMessage) -> EmailMessage:
    partnership = message.partnership
    return EmailMessage(
        subject=message.subject,
        body=email_text(message),
        to=[message.to],
        reply_to=[partnership.support_email] if partnership.support_email else None,
        headers={"Auto-Submitted": "auto-generated"},
    )


def _note_failure(message: OutgoingMessage, error: Exception) -> None:
    message.status = Status.FAILED
    said = str(error) if isinstance(error, NotifyError) else f"{type(error).__name__}: {error}"
    message.problem = said[:300]
    again = message.attempts < MOST_ATTEMPTS
    message.next_attempt_at = timezone.now() + PAUSES[message.attempts - 1] if again else None
    message.save()
