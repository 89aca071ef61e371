"""What was spent and what is committed: recorded once, reversed or ended by rows of their own."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import pounds, uk_date
from goldenthread.oversight.finance.actions.years import check_day, open_year
from goldenthread.oversight.finance.models import BudgetYear, Commitment, CommitmentEnd, Heading, Spending
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

# A review is named by a year and a number alone.
REVIEW = re.compile(r"\d{4}-\d{2,3}")


@transaction.atomic
def record_spending(
    *,
    by: Actor,
    year: BudgetYear,
    heading: Heading,
    on: dt.date,
    amount: Decimal,
    description: str,
    reference: str,
    commitment: Commitment | None = None,
    note: str = "",
) -> Spending:
    """Records what was paid, against a commitment where it was expected.

    Raises :class:`RuleError` for a day outside the year or to come, an amount of nothing or less, a commitment of
    another year or that is not open, and a reference that is on record in the year, unless ``note`` says why it stands
    there again.
    """
    row = open_year(by, year)
    reference, description = " ".join(reference.split()), " ".join(description.split())
    check_day(row, on)
    _check_said(amount, reference=reference, description=description)
    if heading.partnership_id != row.partnership_id:
        raise RuleError({"heading": "That heading is another partnership’s."}, code="elsewhere")
    if commitment is not None:
        _is_open(row, commitment)
    twin = _twin(row, reference)
    if twin is not None and not note.strip():
        raise RuleError(
            {
                "reference": f"“{twin.reference}” is on record already: {pounds(twin.amount)} on {uk_date(twin.on)}, "
                f"{twin.description}. If this is another payment, say below why it has the same reference."
            },
            code="twice",
        )
    made = Spending.objects.create(
        year=row, heading=heading, on=on, amount=amount, description=description[:200], reference=reference,
        commitment=commitment, note=note.strip()[:300] if twin is not None else "", by=by.person,
        by_label=by.label,
    )  # fmt: skip
    record("spending.recorded", f"Recorded {pounds(amount)} under “{heading}” in {row}", by=by, about=made)
    return made


def _check_said(amount: Decimal, **said: str) -> None:
    if amount <= 0:
        raise RuleError({"amount": "Write a sum of more than nothing."}, code="nothing")
    for name, text in said.items():
        if not text:
            raise RuleError({name: "Write something here."}, code="empty")


def _twin(row: BudgetYear, reference: str) -> Spending | None:
    return Spending.objects.filter(year=row, reference__iexact=reference, reverses=None).first()


def _is_open(row: BudgetYear, commitment: Commitment) -> None:
    if commitment.year_id != row.pk:
        raise RuleError({"commitment": "That commitment is another year’s."}, code="elsewhere")
    now = Commitment.objects.select_related("end").prefetch_related("spending").get(pk=commitment.pk)
    if not now.open:
        raise RuleError({"commitment": f"{now} is not open any more."}, code="not_open")


@transaction.atomic
def reverse_spending(*, by: Actor, spending: Spending, reason: str) -> Spending:
    """Takes what was spent out of the sum by a row of its own; what it was committed for is open again.

    Raises :class:`RuleError` for a row that is reversed, a reversal itself, and without a reason.
    """
    year = open_year(by, spending.year)
    if spending.reverses_id is not None or Spending.objects.filter(reverses=spending).exists():
        raise RuleError("It is reversed already.", code="twice")
    if not reason.strip():
        raise RuleError({"reason": "Say why it is reversed."}, code="no_reason")
    row = Spending.objects.create(
        year=year, heading=spending.heading, on=max(spending.on, min(today(), year.ends_on)),
        amount=-spending.amount, description=spending.description, reference=spending.reference,
        commitment=spending.commitment, note=reason.strip()[:300], reverses=spending, by=by.person,
        by_label=by.label,
    )  # fmt: skip
    record(
        "spending.reversed", f"Reversed {pounds(spending.amount)} under “{spending.heading}” in {year}", by=by,
        about=row,
    )  # fmt: skip
    return row


@transaction.atomic
def commit(
    *,
    by: Actor,
    year: BudgetYear,
    heading: Heading,
    what: str,
    amount: Decimal,
    expected_on: dt.date,
    review: str = "",
) -> Commitment:
    """Records what will have to be paid. A review is named by its reference (2019-01) and by nothing else.

    Raises :class:`RuleError` for a reference of another form, a day before the year, nothing, and the same again.
    """
    row = open_year(by, year)
    what, review = " ".join(what.split()), review.strip()
    if not what:
        raise RuleError({"what": "Say for what."}, code="empty")
    if amount <= 0:
        raise RuleError({"amount": "Write a sum of more than nothing."}, code="nothing")
    if review and not REVIEW.fullmatch(review):
        raise RuleError(
            {"review": "Name the review by its reference alone, a year and a number such as 2019-01."},
            code="review",
        )
    if expected_on < row.starts_on:
        raise RuleError({"expected_on": f"That is before {row} begins."}, code="early")
    if heading.partnership_id != row.partnership_id:
        raise RuleError({"heading": "That heading is another partnership’s."}, code="elsewhere")
    same = row.commitments.filter(
        heading=heading, what__iexact=what, amount=amount, expected_on=expected_on, review=review, end=None
    )
    if same.exists():
        raise RuleError(f"This is on record already, as {same[0]}.", code="twice")
    made = Commitment.objects.create(
        year=row, heading=heading, what=what[:200], amount=amount, expected_on=expected_on, review=review,
        number=(row.commitments.aggregate(last=Max("number"))["last"] or 0) + 1, on=min(today(), row.ends_on),
        by=by.person, by_label=by.label,
    )  # fmt: skip
    record("commitment.made", f"Committed {pounds(amount)} under “{heading}” in {row}", by=by, about=made)
    return made


@transaction.atomic
def end_commitment(*, by: Actor, commitment: Commitment, reason: str) -> CommitmentEnd:
    """Releases what is left of a commitment. Raises :class:`RuleError` for one that is not open, and no reason."""
    year = open_year(by, commitment.year)
    _is_open(year, commitment)
    if not reason.strip():
        raise RuleError({"reason": "Say why it is not needed any more."}, code="no_reason")
    made = CommitmentEnd.objects.create(
        commitment=commitment, on=min(today(), year.ends_on), reason=reason.strip()[:300], by=by.person,
        by_label=by.label,
    )  # fmt: skip
    record("commitment.ended", f"Ended {commitment} of {year}", by=by, about=commitment)
    return made
