"""Reminding agencies of the figures they owe: one email to each of the people who send them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from goldenthread.design.words import plural, uk_date
from goldenthread.evidence.measures.returns_due import Return
from goldenthread.evidence.measures.selectors.returns import returns_owed
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency, OutgoingMessage, Partnership, Person
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.querysets import current
from goldenthread.partnership.viewer import Actor, SystemActor

KIND = "measures.returns"
BECAUSE = "you send your agency's figures"
SENDERS = (Role.DATA_LEAD, Role.AGENCY_LEAD)
RECENT = dt.timedelta(days=7)
SENT_TWICE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Reminder:
    """The email that one person would get, and when they last had one where that was within a week."""

    person: Person
    returns: tuple[Return, ...]
    recently: dt.date | None
    subject: str
    text: str


@dataclass(frozen=True)
class Chase:
    """The emails that would go out, and the agencies that owe figures and have nobody to remind."""

    reminders: list[Reminder]
    unreachable: list[Agency]


def preview_chase(viewer: Actor, *, on: dt.date) -> Chase:
    """What :func:`send_chase` would send: to the data leads and agency leads of each agency late or queried."""
    viewer.require(Permission.CHASE)
    if viewer.partnership is None:
        return Chase([], [])
    owed = returns_owed(viewer.partnership, on=on)
    wanting: dict[int, list[Return]] = defaultdict(list)
    for each in owed.returns:
        if each.days_late(on) or each.queried:
            wanting[each.agency_id].append(each)
    people: dict[int, list[Person]] = defaultdict(list)
    senders = Person.objects.in_post(on).filter(
        current(on, "roles__"), partnership=viewer.partnership, agency__in=wanting, roles__role__in=SENDERS
    )
    for person in senders.select_related("user", "agency").distinct().order_by("post", "pk"):
        if person.message_address:
            people[person.agency_id or 0].append(person)
    last = dict(
        OutgoingMessage.objects.filter(kind=KIND, person__in=[p.pk for each in people.values() for p in each])
        .order_by()
        .values_list("person")
        .annotate(last=Max("created_at"))
    )
    reminders = [
        Reminder(
            person,
            tuple(wanting[agency]),
            _recent(last.get(person.pk), on),
            *_compose(viewer, person, wanting[agency], on),
        )
        for agency, found in people.items()
        for person in found
    ]
    unreachable = [owed.agencies[agency] for agency in wanting if agency not in people]
    return Chase(reminders, sorted(unreachable, key=str))


def _recent(last: dt.datetime | None, on: dt.date) -> dt.date | None:
    return last.date() if last and on - last.date() < RECENT else None


def _compose(viewer: Actor, person: Person, returns: Sequence[Return], on: dt.date) -> tuple[str, str]:
    """Subject and text: which figures are late or queried, by return. No number stands in it."""
    partnership = viewer.partnership
    name = partnership.short_name if partnership else ""
    late = sum(1 for each in returns for owed in each.owed if owed.days_late(on))
    queried = sum(len(each.queried) for each in returns)
    lines = [f"Dear {person.post},", "", f"{name} is waiting for figures from {person.agency}.", ""]
    for each in returns:
        days = each.days_late(on)
        lines.append(
            f"{each.period}, due on {uk_date(each.due_on)}"
            + (f", {plural(days, 'working day')} late:" if days else ":")
        )
        lines += [f"- {owed.indicator}: not sent" for owed in each.owed if owed.days_late(on)]
        lines += [f"- {owed.indicator}: queried, please answer" for owed in each.queried]
        lines.append("")
    if partnership and person.agency:
        address = reverse("measures:agency_returns", args=[partnership.slug, person.agency.key])
        lines += ["Fill them in, or bring in the template, here:", f"{settings.SITE_URL}{address}", ""]
    parts = [plural(late, "figure") + " late" if late else "", f"{queried} queried" if queried else ""]
    return f"{name}: {', '.join(part for part in parts if part)}", "\n".join(lines)


@transaction.atomic
def send_chase(*, by: Actor, on: dt.date, people: Collection[int] | None = None) -> int:
    """Queues the reminders to these people, or to all who had none within a week; answers how many.

    Whoever was sent the same in the last ten minutes is not sent it again. Raises :class:`RuleError` where nobody is
    chosen or left.
    """
    lock_partnership(by)
    found = preview_chase(by, on=on).reminders
    chosen = [
        each for each in found if (each.recently is None if people is None else each.person.pk in people)
    ]
    if not chosen:
        raise RuleError("Tick at least one person to remind.", code="nobody")
    sent = set(
        OutgoingMessage.objects.filter(
            kind=KIND,
            person__in=[each.person.pk for each in chosen],
            created_at__gte=timezone.now() - SENT_TWICE,
        ).values_list("person_id", flat=True)
    )
    chosen = [each for each in chosen if each.person.pk not in sent]
    if not chosen:
        raise RuleError("They were sent this reminder a few minutes ago.", code="sent")
    for each in chosen:
        queue_message(
            by=by, person=each.person, kind=KIND, subject=each.subject, text=each.text, because=BECAUSE
        )
    record(
        "returns.chased",
        f"Reminded {plural(len(chosen), 'person', 'people')} of the figures that their agencies owe",
        by=by,
        changes={"people": [None, [str(each.person) for each in chosen]]},
    )
    return len(chosen)


def remind_of_returns(*, on: dt.date) -> dict[str, int]:
    """Reminds everybody who had no reminder within a week; answers how many people, by the partnership's address.

    It is what runs every day: a partnership in which there is nobody to remind, or nothing late, is left out.
    """
    reminded = {}
    for partnership in Partnership.objects.order_by("slug"):
        by = SystemActor(label="daily reminder", partnership=partnership)
        try:
            reminded[partnership.slug] = send_chase(by=by, on=on)
        except RuleError:
            continue
    return reminded
