"""Budget years: begun as drafts, set by the safeguarding partners, closed when they are over; and their reserves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from goldenthread.design.words import pounds, uk_date
from goldenthread.duties.clock import business_year
from goldenthread.oversight.finance.actions.telling import tell_agencies
from goldenthread.oversight.finance.models import BudgetLine, BudgetYear, Contribution, Movement, YearStep
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

Status = BudgetYear.Status


def year_key(first: dt.date, last: dt.date) -> str:
    """ "2021-22"; "2021" for a year that begins in January."""
    return f"{first.year}-{last.year % 100:02}" if first.year != last.year else str(first.year)


@transaction.atomic
def begin_year(*, by: Actor, on: dt.date, opening_reserve: Decimal, note: str = "") -> BudgetYear:
    """Begins the draft of the business year in which ``on`` falls. Raises :class:`RuleError` for one that is there."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_FINANCE)
    first, last = business_year(on, partnership.business_year_month)
    key = year_key(first, last)
    if BudgetYear.objects.filter(partnership=partnership, starts_on=first).exists():
        raise RuleError({"on": f"The budget of {key} is there already."}, code="twice")
    row = BudgetYear.objects.create(
        partnership=partnership, key=key, starts_on=first, ends_on=last, opening_reserve=opening_reserve,
        note=note.strip(),
    )  # fmt: skip
    record("budget.begun", f"Began the budget of {row}", by=by, about=row)
    return row


def lock_year(by: Actor, year: BudgetYear, *, version: int | None = None) -> BudgetYear:
    """The year, locked, for whoever manages finance. Raises :class:`StaleVersionError` where it is another version."""
    by.require(Permission.MANAGE_FINANCE, year)
    row: BudgetYear = (
        BudgetYear.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=year.pk)
    )
    if version is not None and row.version != version:
        raise StaleVersionError(row)
    return row


def open_year(by: Actor, year: BudgetYear) -> BudgetYear:
    """The year, locked, in which money can be recorded. Raises :class:`RuleError` for a draft and a closed one."""
    row = lock_year(by, year)
    if row.is_draft:
        raise RuleError(f"The budget of {row} is not set yet. Set it first.", code="draft")
    if not row.is_open:
        raise RuleError(f"The year {row} is closed. Open it again first, and say why.", code="closed")
    return row


def draft_year(by: Actor, year: BudgetYear, *, version: int | None = None) -> BudgetYear:
    """The year, locked, while it is a draft. Raises :class:`RuleError` afterwards."""
    row = lock_year(by, year)
    if not row.is_draft:
        raise RuleError(f"The budget of {row} is set. Change one line at a time, and say why.", code="set")
    if version is not None and row.version != version:
        raise StaleVersionError(row)
    return row


def touch(row: BudgetYear) -> None:
    """One version higher: whoever opened a form of the year before is told."""
    row.version += 1
    row.save(update_fields=["version"])


@transaction.atomic
def set_budget(
    *, by: Actor, year: BudgetYear, version: int, on: dt.date, note: str, tell: bool = False
) -> BudgetYear:
    """Records that the safeguarding partners set the budget; from then on it changes by revisions alone.

    ``note`` says where they did. With ``tell`` whoever answers for an agency learns what it pays and by when. Raises
    :class:`RuleError` for a day to come, a budget without a line or a contribution, and one that is set already.
    """
    row = draft_year(by, year, version=version)
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    if not note.strip():
        raise RuleError({"note": "Say where they set it, such as the meeting."}, code="nowhere")
    lines, owed = BudgetLine.objects.filter(year=row), Contribution.objects.filter(year=row)
    if not lines.exists() or not owed.exists():
        missing = "what is planned under each heading" if not lines.exists() else "what agencies contribute"
        raise RuleError(f"The budget does not say {missing} yet.", code="empty")
    lines.update(fixed=True)
    owed.update(fixed=True)
    row.status = Status.SET
    row.version += 1
    row.save(update_fields=["status", "version"])
    _step(by, row, YearStep.Step.SET, on, note)
    record("budget.set", f"Recorded that the budget of {row} was set on {uk_date(on)}", by=by, about=row)
    if tell:
        tell_agencies(by, row)
    return row


def _step(by: Actor, row: BudgetYear, step: str, on: dt.date, note: str) -> None:
    YearStep.objects.create(
        year=row, step=step, on=on, note=note.strip()[:300], by=by.person, by_label=by.label
    )


@transaction.atomic
def close_year(*, by: Actor, year: BudgetYear, note: str) -> BudgetYear:
    """Closes a year that is over. Raises :class:`RuleError` before its end, and while a commitment is open."""
    row = open_year(by, year)
    if today() <= row.ends_on:
        raise RuleError(f"The year is not over until {uk_date(row.ends_on)}.", code="early")
    still = [each for each in row.commitments.select_related("end").prefetch_related("spending") if each.open]
    if still:
        raise RuleError(
            f"{still[0]} ({pounds(still[0].open)}) is still open. Record what was paid, or end it with the reason.",
            code="committed",
        )
    if not note.strip():
        raise RuleError({"note": "Say who agreed the figures."}, code="nowhere")
    row.status = Status.CLOSED
    row.version += 1
    row.save(update_fields=["status", "version"])
    _step(by, row, YearStep.Step.CLOSED, today(), note)
    record("budget.closed", f"Closed the year {row}", by=by, about=row)
    return row


@transaction.atomic
def reopen_year(*, by: Actor, year: BudgetYear, reason: str) -> BudgetYear:
    """Opens a closed year again. Raises :class:`RuleError` for one that is not closed, and without a reason."""
    row = lock_year(by, year)
    if row.status != Status.CLOSED:
        raise RuleError("This year is not closed.", code="open")
    if not reason.strip():
        raise RuleError({"reason": "Say why it is opened again."}, code="no_reason")
    row.status = Status.SET
    row.version += 1
    row.save(update_fields=["status", "version"])
    _step(by, row, YearStep.Step.REOPENED, today(), reason)
    record("budget.reopened", f"Opened the year {row} again", by=by, about=row)
    return row


@transaction.atomic
def move_reserve(
    *, by: Actor, year: BudgetYear, on: dt.date, amount: Decimal, out: bool, reason: str
) -> Movement:
    """Records that money went into the reserves, or ``out`` of them. Raises :class:`RuleError` for a day outside the
    year or to come, no reason, and the same one twice.
    """
    row = open_year(by, year)
    check_day(row, on)
    if not reason.strip():
        raise RuleError({"reason": "Say where it came from, or went."}, code="no_reason")
    signed = -amount if out else amount
    twin = row.movements.filter(on=on, amount=signed, reason__iexact=reason.strip(), reversed_by=None).first()
    if twin is not None:
        raise RuleError(f"This is on record already: {pounds(signed)} on {uk_date(on)}.", code="twice")
    made = Movement.objects.create(
        year=row, on=on, amount=signed, reason=reason.strip()[:300], by=by.person, by_label=by.label
    )
    record("reserve.moved", f"Recorded {pounds(signed)} of reserves in {row}", by=by, about=made)
    return made


@transaction.atomic
def reverse_movement(*, by: Actor, movement: Movement, reason: str) -> Movement:
    """Reverses a movement of reserves by a row of its own. Raises :class:`RuleError` for one that is reversed."""
    row = open_year(by, movement.year)
    if movement.reverses_id is not None or Movement.objects.filter(reverses=movement).exists():
        raise RuleError("It is reversed already.", code="twice")
    if not reason.strip():
        raise RuleError({"reason": "Say why it is reversed."}, code="no_reason")
    made = Movement.objects.create(
        year=row, on=max(movement.on, min(today(), row.ends_on)), amount=-movement.amount, reverses=movement,
        reason=reason.strip()[:300], by=by.person, by_label=by.label,
    )  # fmt: skip
    record("reserve.reversed", f"Reversed {pounds(movement.amount)} of reserves in {row}", by=by, about=made)
    return made


def check_day(row: BudgetYear, on: dt.date) -> None:
    """Raises :class:`RuleError` for a day outside the year, or to come."""
    if not row.starts_on <= on <= row.ends_on:
        raise RuleError(
            {
                "on": f"{uk_date(on)} is not in {row}: it runs from {uk_date(row.starts_on)} to {uk_date(row.ends_on)}."
            },
            code="outside",
        )
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
