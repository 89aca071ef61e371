"""Professional disagreements: raised, taken to the next stage, settled."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import uk_date
from goldenthread.oversight.challenge.models import Disagreement, Settlement, StageStep
from goldenthread.oversight.challenge.stages import stages
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.models import Theme


def may_act(by: Actor, agencies: set[int]) -> bool:
    """Whether somebody acts on a disagreement of these agencies: the Business Team, or people of one of them."""
    return by.may(Permission.MANAGE_CHALLENGE) or (
        by.may(Permission.VIEW_CHALLENGE) and by.agency_id in agencies
    )


def _require(by: Actor, row: Disagreement) -> None:
    if by.is_elsewhere(row) or not may_act(by, {row.raised_by_id, row.raised_with_id}):
        raise PermissionDenied("needs to work for one of the agencies that disagree")


@transaction.atomic
def raise_disagreement(
    *,
    by: Actor,
    raised_by: Agency,
    raised_with: Agency,
    summary: str,
    on: dt.date,
    theme: Theme | None = None,
) -> Disagreement:
    """Raises a disagreement, at the first stage. Its reference is made by the product.

    Raises :class:`RuleError` for an agency with itself, a day ahead, and without a word.
    """
    partnership = lock_partnership(by)
    if by.is_elsewhere(raised_by) or by.is_elsewhere(raised_with) or not may_act(by, {raised_by.pk}):
        raise PermissionDenied("needs to work for the agency that raises it")
    if raised_by == raised_with:
        raise RuleError({"raised_with": "An agency disagrees with another one."}, code="same")
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    if not summary.strip():
        raise RuleError({"summary": "Say what it is about, without names."}, code="empty")
    rows = Disagreement.objects.filter(partnership=partnership, year=on.year)
    row = Disagreement.objects.create(
        partnership=partnership,
        year=on.year,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        raised_by=raised_by,
        raised_with=raised_with,
        theme=theme,
        summary=summary.strip(),
    )
    StageStep.objects.create(disagreement=row, stage=1, on=on, by=by.person, by_label=by.label)
    record("disagreement.raised", f"Raised disagreement {row.reference}", by=by, about=row)
    return row


def _last(row: Disagreement) -> StageStep:
    if hasattr(row, "settlement"):
        raise RuleError("This disagreement is settled.", code="settled")
    step: StageStep = row.steps.order_by("-stage")[0]
    return step


def _check_day(on: dt.date, step: StageStep) -> None:
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    if on < step.on:
        raise RuleError({"on": f"It came to this stage on {uk_date(step.on)}."}, code="order")


@transaction.atomic
def take_further(*, by: Actor, disagreement: Disagreement, on: dt.date, why: str) -> StageStep:
    """Takes a disagreement to the next stage, with why it was not settled.

    Raises :class:`RuleError` for one that is settled or at the last stage, without a reason, and a day before.
    """
    _require(by, disagreement)
    row = Disagreement.objects.select_for_update(of=("self",)).get(pk=disagreement.pk)
    last = _last(row)
    if last.stage == stages()[-1].number:
        raise RuleError("There is no stage after this one: it is settled here.", code="last")
    _check_day(on, last)
    if not why.strip():
        raise RuleError({"why": "Say why it could not be settled at this stage."}, code="no_reason")
    step = StageStep.objects.create(
        disagreement=row, stage=last.stage + 1, on=on, why=why.strip(), by=by.person, by_label=by.label
    )
    record(
        "disagreement.further", f"Took disagreement {row.reference} to stage {step.stage}", by=by, about=row
    )
    return step


@transaction.atomic
def settle(*, by: Actor, disagreement: Disagreement, on: dt.date, agreed: str) -> Settlement:
    """Settles a disagreement where it stands. Raises :class:`RuleError` for a second time, a day before, or no word."""
    _require(by, disagreement)
    row = Disagreement.objects.select_for_update(of=("self",)).get(pk=disagreement.pk)
    _check_day(on, _last(row))
    if not agreed.strip():
        raise RuleError({"agreed": "Say what was agreed."}, code="empty")
    made = Settlement.objects.create(
        disagreement=row, on=on, agreed=agreed.strip(), by=by.person, by_label=by.label
    )
    record("disagreement.settled", f"Settled disagreement {row.reference}", by=by, about=row)
    return made
