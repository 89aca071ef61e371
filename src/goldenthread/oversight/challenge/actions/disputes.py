"""Disputes between members: raised, taken along the constitution's way, settled at any step of it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import uk_date
from goldenthread.oversight.challenge.models import Dispute, DisputeStep
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

WAY = [each.value for each in DisputeStep.Step]


@transaction.atomic
def raise_dispute(
    *, by: Actor, title: str, raised_by: Agency, raised_with: Agency, on: dt.date, note: str
) -> Dispute:
    """Puts a dispute on record, at the step that the two agencies settle between them.

    Raises :class:`RuleError` for a day ahead, an agency with itself, and nothing said.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_CHALLENGE)
    if raised_by.pk == raised_with.pk:
        raise RuleError({"raised_with": "Choose another agency."}, code="same")
    rows = Dispute.objects.filter(partnership=partnership)
    row = Dispute.objects.create(
        partnership=partnership, number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1, title=title.strip(),
        raised_by=raised_by, raised_with=raised_with,
    )  # fmt: skip
    _step(by, row, DisputeStep.Step.BETWEEN, on, note)
    record("dispute.raised", f"Raised {row}", by=by, about=row)
    return row


@transaction.atomic
def move_dispute(*, by: Actor, dispute: Dispute, step: str, on: dt.date, note: str) -> DisputeStep:
    """Takes a dispute to the next step, or says how it was settled.

    Raises :class:`RuleError` for a step that is left out or was taken, a settled one, a day before the last step or
    ahead, and nothing said.
    """
    by.require(Permission.MANAGE_CHALLENGE, dispute)
    row = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
    last = list(row.steps.all())[-1]
    if step not in next_steps(row):
        raise RuleError({"step": "This is not the next step of the constitution’s way."}, code="step")
    if on < last.on:
        raise RuleError({"on": f"It came to its last step on {uk_date(last.on)}."}, code="order")
    made = _step(by, row, step, on, note)
    record("dispute.moved", f"{row}: {made}", by=by, about=row)
    return made


def next_steps(row: Dispute) -> list[str]:
    """What can come next: the next step of the way, or its settlement; nothing once it is settled. One query."""
    last = list(row.steps.all())[-1].step
    if last == DisputeStep.Step.SETTLED:
        return []
    return list(dict.fromkeys([WAY[WAY.index(last) + 1], DisputeStep.Step.SETTLED.value]))


def _step(by: Actor, row: Dispute, step: str, on: dt.date, note: str) -> DisputeStep:
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    if not note.strip():
        raise RuleError({"note": "Say what was said, or agreed."}, code="empty")
    return DisputeStep.objects.create(
        dispute=row, step=step, on=on, note=note.strip(), by=by.person, by_label=by.label
    )
