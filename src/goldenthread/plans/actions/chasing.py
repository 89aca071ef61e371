"""Reminding leads of their exceptions: one email to each, about all of theirs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from goldenthread.design.words import plural
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import OutgoingMessage, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.position import ActionRow
from goldenthread.plans.selectors import register_rows
from goldenthread.plans.words import due_words, exception_reason

KIND = "plans.exceptions"
BECAUSE = "you are named as the lead of these actions"
RECENT = dt.timedelta(days=7)
SENT_TWICE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Letter:
    """The email that one lead would get, and when they last had one where that was within a week."""

    person: Person
    rows: tuple[ActionRow, ...]
    recently: dt.date | None
    subject: str
    text: str


@dataclass(frozen=True)
class Chase:
    """The emails that would go out, and the exceptions about which nobody can be reached."""

    letters: list[Letter]
    unreachable: list[ActionRow]


def preview_chase(viewer: Actor, *, as_at: dt.date, plan_key: str = "") -> Chase:
    """What :func:`send_chase` would send. Restricted plans are named by reference alone: emails travel."""
    viewer.require(Permission.CHASE)
    rows = [
        row
        for row in register_rows(viewer, as_at=as_at, exceptions_only=True)
        if not plan_key or row.plan_key == plan_key
    ]
    people = _reachable(viewer, {person for row in rows for person in row.lead_ids}, as_at)
    theirs: dict[int, list[ActionRow]] = defaultdict(list)
    unreachable = []
    for row in rows:
        known = [person for person in row.lead_ids if person in people]
        for person in known:
            theirs[person].append(row)
        if not known:
            unreachable.append(row)
    last = _last_reminded(theirs)
    letters = [
        Letter(people[pk], tuple(found), _recent(last.get(pk), as_at), *_compose(viewer, people[pk], found))
        for pk, found in sorted(theirs.items(), key=lambda item: people[item[0]].post)
    ]
    return Chase(letters, unreachable)


def _reachable(viewer: Actor, wanted: Collection[int], as_at: dt.date) -> dict[int, Person]:
    people = (
        Person.objects.in_post(as_at)
        .filter(pk__in=wanted, partnership=viewer.partnership)
        .select_related("user")
    )
    return {person.pk: person for person in people if person.message_address}


def _last_reminded(people: Iterable[int]) -> dict[int, dt.datetime]:
    sent = OutgoingMessage.objects.filter(kind=KIND, person__in=list(people)).order_by()
    return dict(sent.values_list("person").annotate(last=Max("created_at")))


def _recent(last: dt.datetime | None, as_at: dt.date) -> dt.date | None:
    return last.date() if last and as_at - last.date() < RECENT else None


def _compose(viewer: Actor, person: Person, rows: list[ActionRow]) -> tuple[str, str]:
    partnership = viewer.partnership
    name = partnership.short_name if partnership else ""
    mine = reverse("plans:mine", args=[partnership.slug]) if partnership else ""
    unexplained = sum(not row.is_explained for row in rows)
    lines = [
        f"Dear {person.post},",
        "",
        f"{plural(len(rows), 'action')} that you lead for {name} {'is' if len(rows) == 1 else 'are'} overdue "
        "or rated as a concern.",
        "",
    ]
    for row in rows:
        why = exception_reason(row)
        asks = "" if row.is_explained else " No explanation has been given."
        plan = "A restricted plan" if row.restricted else row.plan_title
        due = due_words(row.due_on, row.due_precision)
        lines += [
            f"{plan}, action {row.ref}. {why}. Due: {due}.{asks}",
            f"{settings.SITE_URL}{row.url if not row.restricted else mine}",
            "",
        ]
    if unexplained:
        lines += [
            "Please give an update or explain what stands in the way: it takes two minutes on the action's page.",
            "",
        ]
    return f"{name}: {plural(len(rows), 'action')} to update", "\n".join(lines)


@transaction.atomic
def send_chase(*, by: Actor, as_at: dt.date, people: Collection[int], plan_key: str = "") -> int:
    """Queues the emails to these people; answers how many.

    Whoever was sent the same one in the last ten minutes is not sent it again. Raises :class:`RuleError` where nobody
    is chosen, or nobody is left.
    """
    if by.partnership is not None:
        lock_partnership(by)
    chosen = [
        letter
        for letter in preview_chase(by, as_at=as_at, plan_key=plan_key).letters
        if letter.person.pk in people
    ]
    if not chosen:
        raise RuleError("Tick at least one person to remind.", code="nobody")
    sent = set(
        OutgoingMessage.objects.filter(
            kind=KIND,
            person__in=[letter.person.pk for letter in chosen],
            created_at__gte=timezone.now() - SENT_TWICE,
        ).values_list("person_id", "text")
    )
    chosen = [letter for letter in chosen if (letter.person.pk, letter.text) not in sent]
    if not chosen:
        raise RuleError("They were sent this reminder a few minutes ago.", code="sent")
    for letter in chosen:
        queue_message(
            by=by, person=letter.person, kind=KIND, subject=letter.subject, text=letter.text, because=BECAUSE
        )
    record(
        "plans.chased",
        f"Reminded {plural(len(chosen), 'lead')} of their exceptions",
        by=by,
        changes={"people": [None, [str(letter.person) for letter in chosen]]},
    )
    return len(chosen)
