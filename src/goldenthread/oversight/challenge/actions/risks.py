"""The risk register: risks put on it, scored anew, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from goldenthread.oversight.challenge.models import Risk, Scoring
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

FIELDS = ["title", "cause", "effect", "owner", "post", "controls", "appetite", "review_on", "restricted"]


@transaction.atomic
def add_risk(*, by: Actor, scores: dict[str, int], note: str = "", **values: Any) -> Risk:
    """Puts a risk on the register with its first score. Raises :class:`RuleError` as :func:`score_risk` does."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_CHALLENGE)
    rows = Risk.objects.filter(partnership=partnership)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Risk.objects.create(partnership=partnership, number=number, **values)
    _score(by, row, scores, note, today())
    record("risk.added", f"Put {row} on the register", by=by, about=row)
    return row


@transaction.atomic
def change_risk(*, by: Actor, risk: Risk, version: int, **values: Any) -> Risk:
    """Changes what is said of a risk. Raises :class:`StaleVersionError` where somebody changed it meanwhile."""
    by.require(Permission.MANAGE_CHALLENGE, risk)
    row: Risk = Risk.objects.select_for_update(of=("self",)).get(pk=risk.pk)
    if row.version != version:
        raise StaleVersionError(row)
    _still_open(row)
    before = Risk.objects.get(pk=row.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    changes = {} if row.restricted or before.restricted else differences(before, row, FIELDS)
    record("risk.changed", f"Changed {row}", by=by, about=row, changes=changes)
    return row


def _still_open(row: Risk) -> None:
    if row.closed_on is not None:
        raise RuleError("This risk is closed.", code="closed")


def _score(by: Actor, row: Risk, scores: dict[str, int], note: str, on: dt.date) -> Scoring:
    if scores["likelihood_after"] * scores["impact_after"] > scores["likelihood"] * scores["impact"]:
        raise RuleError(
            {
                "likelihood_after": "Controls do not make a risk greater: the score after them is above that before."
            },
            code="greater",
        )
    return Scoring.objects.create(
        risk=row, on=on, note=note.strip(), by=by.person, by_label=by.label, **scores
    )


@transaction.atomic
def score_risk(
    *, by: Actor, risk: Risk, scores: dict[str, int], review_on: dt.date, note: str = ""
) -> Scoring:
    """Scores a risk anew at its review, and says when it is reviewed next.

    Raises :class:`RuleError` for a score that controls make greater, a next review that is over, and a closed risk.
    """
    by.require(Permission.MANAGE_CHALLENGE, risk)
    row: Risk = Risk.objects.select_for_update(of=("self",)).get(pk=risk.pk)
    _still_open(row)
    if review_on <= today():
        raise RuleError({"review_on": "Choose a day to come."}, code="past")
    made = _score(by, row, scores, note, today())
    row.review_on = review_on
    row.version += 1
    row.save(update_fields=["review_on", "version"])
    record("risk.scored", f"Scored {row}: {made}", by=by, about=row)
    return made


@transaction.atomic
def close_risk(*, by: Actor, risk: Risk, reason: str) -> Risk:
    """Closes a risk. Raises :class:`RuleError` without a reason, and for one that is closed."""
    by.require(Permission.MANAGE_CHALLENGE, risk)
    row: Risk = Risk.objects.select_for_update(of=("self",)).get(pk=risk.pk)
    _still_open(row)
    if not reason.strip():
        raise RuleError({"reason": "Say why it is closed."}, code="no_reason")
    row.closed_on, row.closed_because = today(), reason.strip()[:300]
    row.version += 1
    row.save()
    record("risk.closed", f"Closed {row}", by=by, about=row)
    return row
