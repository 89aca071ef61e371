"""The limits of the stages, as the partnership's own policy sets them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from goldenthread.design.words import plural, uk_date
from goldenthread.oversight.challenge.models import StageLimit
from goldenthread.oversight.challenge.stages import stages
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

MOST_DAYS = 60


@transaction.atomic
def set_limit(*, by: Actor, stage: int, working_days: int, holds_from: dt.date, policy: str) -> StageLimit:
    """Sets within how many working days a stage is to settle what comes to it from a day on.

    Raises :class:`RuleError` for a stage that there is not, no day or more than sixty, without where the policy says
    so, and for a day that is over: what began under a limit keeps it.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_CHALLENGE)
    if stage not in {each.number for each in stages()}:
        raise RuleError({"stage": "Choose one of the stages."}, code="stage")
    if not 1 <= working_days <= MOST_DAYS:
        raise RuleError({"working_days": f"Give between 1 and {MOST_DAYS} working days."}, code="days")
    if holds_from < today():
        raise RuleError(
            {"holds_from": "This day is over. What began before keeps the limit under which it began."},
            code="past",
        )
    if not policy.strip():
        raise RuleError({"policy": "Say where the policy says so."}, code="empty")
    row = StageLimit.objects.create(
        partnership=partnership, stage=stage, working_days=working_days, holds_from=holds_from,
        policy=policy.strip(), by=by.person, by_label=by.label,
    )  # fmt: skip
    within = plural(working_days, "working day")
    said = f"Set the limit of stage {stage} of disagreements to {within} from {uk_date(holds_from)}"
    record("disagreement.limit_set", said, by=by, about=row)
    return row
