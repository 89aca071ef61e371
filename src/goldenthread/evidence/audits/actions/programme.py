"""The programme: audits planned, changed, begun with their agencies, and cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from goldenthread.design.words import plural, uk_date
from goldenthread.evidence.audits.actions.space import locked, require_open
from goldenthread.evidence.audits.models import Audit, Participation, Return, Seat
from goldenthread.evidence.audits.tools import all_tools
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.answering import answering_for
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.wording import check_confined_text

KIND = "audits.asked"
# Words that are pages of the room themselves.
PAGES = ("new", "results", "learning")
FIELDS = [
    "title", "theme", "question", "group", "starts_on", "returns_due_on", "moderated_on", "repeats", "repeat_on",
]  # fmt: skip


@transaction.atomic
def plan_audit(*, by: Actor, tool_ref: str, **values: Any) -> Audit:
    """Puts an audit into the programme; whoever does becomes its coordinator.

    Raises :class:`RuleError` for a name that is taken, an unknown tool, days out of order, and a repeat of an audit
    that has not ended.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_CASE_AUDITS)
    key = slugify(values["title"])[:80]
    if not key or key in PAGES:
        raise RuleError(
            {"title": "Give it a name with letters or digits that says what is audited."}, code="empty"
        )
    if Audit.objects.filter(partnership=partnership, key=key).exists():
        raise RuleError({"title": "There is an audit of this name. Put its year in the name."}, code="twice")
    if tool_ref not in all_tools():
        raise RuleError({"tool_ref": "Choose one of the tools."}, code="tool")
    row = Audit(partnership=partnership, key=key, tool_ref=tool_ref, **values)
    _check(row)
    row.save()
    if by.person is not None:
        Seat.objects.create(audit=row, person=by.person, part=Seat.Part.COORDINATOR, starts_on=today())
    record("case_audit.planned", f"Planned the audit “{row}”", by=by, about=row)
    return row


@transaction.atomic
def change_audit(*, by: Actor, audit: Audit, version: int, **values: Any) -> Audit:
    """Changes what the programme says of an audit. Raises :class:`StaleVersionError`, and :class:`RuleError` as
    :func:`plan_audit` does; of one that has ended only the day of its repeat can change.
    """
    by.require(Permission.MANAGE_CASE_AUDITS, audit)
    row, before = locked(audit), Audit.objects.get(pk=audit.pk)
    if row.version != version:
        raise StaleVersionError(row)
    if row.status == Audit.Status.CANCELLED:
        raise RuleError("This audit is cancelled.", code="cancelled")
    for name, value in values.items():
        setattr(row, name, value)
    changes = differences(before, row, FIELDS)
    if row.status == Audit.Status.ENDED and set(changes) - {"repeat_on"}:
        raise RuleError(
            "It has ended, so what was audited stands. Only the day of its repeat can change.", code="ended"
        )
    _check(row)
    row.version += 1
    row.save()
    record("case_audit.changed", f"Changed the audit “{row}”", by=by, about=row, changes=changes)
    return row


def _check(row: Audit) -> None:
    check_confined_text("title", row.title)
    check_confined_text("question", row.question)
    if row.returns_due_on < row.starts_on:
        raise RuleError({"returns_due_on": "This is before the first day."}, code="order")
    if row.moderated_on < row.returns_due_on:
        raise RuleError({"moderated_on": "This is before agencies have audited their cases."}, code="order")
    if row.repeat_on and row.repeat_on <= row.moderated_on:
        raise RuleError({"repeat_on": "This is before the moderation."}, code="order")
    first = row.repeats
    if first is not None and (first.pk == row.pk or first.status != Audit.Status.ENDED):
        raise RuleError({"repeats": "Only an audit that has ended can be repeated."}, code="repeats")


@transaction.atomic
def begin_audit(*, by: Actor, audit: Audit, agencies: Iterable[Agency]) -> list[Participation]:
    """Asks agencies to take part, and tells whoever answers for each. The first of them open the audit; more can come.

    Raises :class:`RuleError` where every one was asked already or none is chosen, and for an audit that is over.
    """
    lock_partnership(by)
    by.require(Permission.MANAGE_CASE_AUDITS, audit)
    row = locked(audit)
    if row.status != Audit.Status.PLANNED:
        require_open(row)
    there = set(row.participations.values_list("agency", flat=True))
    new = [agency for agency in agencies if agency.pk not in there]
    if not new:
        raise RuleError({"agencies": "Choose at least one agency that was not asked yet."}, code="none")
    made = [Participation.objects.create(audit=row, agency=agency, asked_on=today()) for agency in new]
    row.status = Audit.Status.OPEN
    row.version += 1
    row.save()
    said = f"Asked {plural(len(made), 'agency', 'agencies')} to take part in the audit “{row}”"
    record("case_audit.asked", said, by=by, about=row)
    for person in answering_for(new):
        queue_message(
            by=by,
            person=person,
            kind=KIND,
            subject=f"{row}: your organisation is asked to take part",
            text=f"Dear {person.post},\n\nyour organisation is asked to take part in the multi-agency audit “{row}”: "
            f"please name to its coordinator somebody who reads your own record of its cases, by "
            f"{uk_date(row.returns_due_on)}, and comes to the moderation on {uk_date(row.moderated_on)}. It should be "
            "somebody who worked on none of them.",
            because="you answer for your organisation",
            link=row.get_absolute_url(),
        )
    return made


@transaction.atomic
def take_out(*, by: Actor, part: Participation, reason: str) -> Audit:
    """Takes an agency out of an audit that is open. Raises :class:`RuleError` where it has begun a part already."""
    by.require(Permission.MANAGE_CASE_AUDITS, part.audit)
    row = locked(part.audit)
    require_open(row)
    if Return.objects.filter(case__audit=row, agency=part.agency_id).exists():
        raise RuleError(f"{part.agency} has begun its part, so it stays.", code="begun")
    Participation.objects.filter(pk=part.pk).delete()
    said = f"Took {part.agency} out of the audit “{row}”: {reason.strip()}"
    record("case_audit.agency_out", said, by=by, about=row)
    return row


@transaction.atomic
def cancel_audit(*, by: Actor, audit: Audit, reason: str) -> Audit:
    """Takes an audit out of the programme, with the reason. Raises :class:`RuleError` for one that is over."""
    by.require(Permission.MANAGE_CASE_AUDITS, audit)
    row = locked(audit)
    if row.status != Audit.Status.PLANNED:
        require_open(row)
    check_confined_text("reason", reason)
    row.status, row.cancelled_because = Audit.Status.CANCELLED, reason.strip()[:300]
    row.version += 1
    row.save()
    record("case_audit.cancelled", f"Cancelled the audit “{row}”: {reason.strip()}", by=by, about=row)
    return row
