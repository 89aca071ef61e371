"""What agencies contribute: worked out by the formula, agreed, and changed by recorded revisions once it is set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import pounds
from goldenthread.oversight.finance.actions.years import draft_year, lock_year, touch
from goldenthread.oversight.finance.formula import FormulaError, Split
from goldenthread.oversight.finance.models import BudgetYear, Contribution, Formula, FormulaLine, Revision
from goldenthread.oversight.finance.money import NOTHING
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


@dataclass(frozen=True)
class Part:
    """What one agency pays under a formula: a fixed sum in pounds, or a share of what the fixed sums leave."""

    agency: Agency
    fixed: Decimal | None = None
    share: Fraction | None = None


def split_of(parts: Sequence[Part]) -> Split:
    """The parts as arithmetic, by agency."""
    return Split(
        {part.agency.pk: part.fixed for part in parts if part.fixed is not None},
        {part.agency.pk: part.share for part in parts if part.share is not None},
    )


def latest_formula(partnership: int) -> Formula | None:
    """The formula that holds now, with its lines. Two queries."""
    return Formula.objects.filter(partnership=partnership).prefetch_related("lines__agency").first()


@transaction.atomic
def agree_formula(*, by: Actor, parts: Sequence[Part], on: dt.date, note: str) -> Formula:
    """Records the formula that the safeguarding partners agreed, in place of the one before.

    Raises :class:`RuleError` for shares that do not total exactly 100%, a day to come, no note, an agency of another
    partnership, and the same formula again.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_FINANCE)
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    if not note.strip():
        raise RuleError({"note": "Say where it was agreed, and why."}, code="nowhere")
    if any(part.agency.partnership_id != partnership.pk for part in parts):
        raise RuleError("An agency is another partnership’s.", code="elsewhere")
    split = split_of(parts)
    try:
        split.check()
    except FormulaError as error:
        raise RuleError(str(error), code="formula") from None
    last = latest_formula(partnership.pk)
    if last is not None and last.split() == split:
        raise RuleError("This is the formula that holds already.", code="same")
    number = (Formula.objects.filter(partnership=partnership).aggregate(last=Max("number"))["last"] or 0) + 1
    made = Formula.objects.create(
        partnership=partnership,
        number=number,
        on=on,
        note=note.strip()[:300],
        by=by.person,
        by_label=by.label,
    )
    for part in parts:
        FormulaLine.objects.create(
            formula=made, agency=part.agency, fixed=part.fixed, by=by.person, by_label=by.label,
            over=part.share.numerator if part.share else None, under=part.share.denominator if part.share else None,
        )  # fmt: skip
    record("formula.agreed", f"Recorded the funding formula no. {number}", by=by, about=made)
    return made


@transaction.atomic
def work_out(
    *, by: Actor, year: BudgetYear, version: int, total: Decimal, due_on: dt.date
) -> list[Contribution]:
    """Works out the contributions of a draft year from a total by the formula that holds; they sum to it exactly.

    What was agreed otherwise for an agency of the formula is written over; an agency outside it keeps its own. Raises
    :class:`RuleError` where there is no formula, for a total that its fixed sums exceed, and once the budget is set.
    """
    row = draft_year(by, year, version=version)
    formula = latest_formula(row.partnership_id)
    if formula is None:
        raise RuleError("No formula is agreed yet. Record it first.", code="no_formula")
    try:
        found = formula.split().contributions(total)
    except FormulaError as error:
        raise RuleError({"total": str(error)}, code="formula") from None
    row.contributions.exclude(by_formula=None).exclude(agency__in=found).delete()
    there = {each.agency_id: each for each in row.contributions.all()}
    made = []
    for agency, amount in found.items():
        each = there.get(agency) or Contribution(year=row, agency_id=agency)
        each.by_formula, each.agreed, each.due_on = amount, amount, due_on
        each.version += 1 if each.pk else 0
        each.save()
        made.append(each)
    touch(row)
    record(
        "contributions.worked_out", f"Worked out the contributions of {row} by {formula}: {pounds(total)}", by=by,
        about=row,
    )  # fmt: skip
    return made


@transaction.atomic
def add_contribution(
    *, by: Actor, year: BudgetYear, agency: Agency, agreed: Decimal, due_on: dt.date, reason: str = ""
) -> Contribution:
    """Adds what an agency pays beside the formula. Raises :class:`RuleError` for one that is there, an agency of
    another partnership, a closed year, and, once the budget is set, without a reason.
    """
    row = _changeable(by, year)
    if agency.partnership_id != row.partnership_id:
        raise RuleError({"agency": "That agency is another partnership’s."}, code="elsewhere")
    if row.contributions.filter(agency=agency).exists():
        raise RuleError(
            {"agency": f"{agency} is there already. Change its contribution instead."}, code="twice"
        )
    _needs_reason(row, reason)
    made = Contribution.objects.create(
        year=row, agency=agency, agreed=NOTHING if row.is_open else agreed, due_on=due_on, fixed=row.is_open
    )
    if row.is_open:
        _revise(by, made, (NOTHING, agreed), None, reason)
    touch(row)
    record("contribution.added", f"Added the contribution of {agency} to {row}", by=by, about=made)
    return made


@transaction.atomic
def change_contribution(
    *, by: Actor, contribution: Contribution, version: int, agreed: Decimal, due_on: dt.date, reason: str = ""
) -> Contribution:
    """Changes what an agency pays, or by when. Once the budget is set a row says what it was, and why it changed.

    Raises :class:`RuleError` without a reason once it is set, where nothing changes, and for a closed year;
    :class:`StaleVersionError` where somebody changed it meanwhile.
    """
    year = _changeable(by, contribution.year)
    Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    row: Contribution = Contribution.objects.whole().get(pk=contribution.pk)
    if row.version != version:
        raise StaleVersionError(row)
    _needs_reason(year, reason)
    was, day = row.now, row.due_now
    if (was, day) == (agreed, due_on):
        raise RuleError({"agreed": f"It is {pounds(was)} already, and to be paid by that day."}, code="same")
    if year.is_open:
        _revise(by, row, (was, agreed), due_on if due_on != day else None, reason)
        changes = {"agreed": [pounds(was), pounds(agreed)]}
        Contribution.objects.filter(pk=row.pk).update(version=row.version + 1)
    else:
        before = Contribution.objects.get(pk=row.pk)
        row.agreed, row.due_on = agreed, due_on
        row.version += 1
        row.save()
        changes = differences(before, row, ["due_on"]) | {"agreed": [pounds(was), pounds(agreed)]}
    touch(year)
    record(
        "contribution.changed", f"Changed the contribution of {row.agency} to {year}", by=by, about=row,
        changes=changes,
    )  # fmt: skip
    return row


def _changeable(by: Actor, year: BudgetYear) -> BudgetYear:
    row = lock_year(by, year)
    if row.status == BudgetYear.Status.CLOSED:
        raise RuleError(f"The year {row} is closed. Open it again first, and say why.", code="closed")
    return row


def _needs_reason(year: BudgetYear, reason: str) -> None:
    if year.is_open and not reason.strip():
        raise RuleError(
            {"reason": "The budget is set. Say why it changes, and who agreed it."}, code="no_reason"
        )


def _revise(
    by: Actor, row: Contribution, sums: tuple[Decimal, Decimal], due_on: dt.date | None, reason: str
) -> None:
    Revision.objects.create(
        year=row.year, contribution=row, was=sums[0], now=sums[1], due_on=due_on, on=today(),
        reason=reason.strip()[:300], by=by.person, by_label=by.label,
    )  # fmt: skip
