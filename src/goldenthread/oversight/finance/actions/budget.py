"""Headings, and what is planned under each: freely while the budget is a draft, by recorded revisions afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from goldenthread.design.words import pounds
from goldenthread.oversight.finance.actions.years import draft_year, open_year, touch
from goldenthread.oversight.finance.forecast import Pattern
from goldenthread.oversight.finance.models import BudgetLine, BudgetYear, Heading, Revision
from goldenthread.oversight.finance.money import NOTHING
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def add_heading(*, by: Actor, title: str, pattern: str = Pattern.UNEVEN) -> Heading:
    """Adds a heading. Raises :class:`RuleError` for a title that is there already, or holds no letter."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_FINANCE)
    key = slugify(title)[:60]
    if not key:
        raise RuleError({"title": "Give the heading a name."}, code="empty")
    _is_free(partnership.pk, title, key)
    row = Heading.objects.create(partnership=partnership, key=key, title=title.strip(), pattern=pattern)
    record("budget.heading", f"Added the heading “{row}”", by=by, about=row)
    return row


def _is_free(partnership: int, title: str, key: str = "", *, besides: int = 0) -> None:
    rows = Heading.objects.filter(partnership=partnership).exclude(pk=besides)
    if rows.filter(title__iexact=title.strip()).exists() or (key and rows.filter(key=key).exists()):
        raise RuleError({"title": f"There is a heading “{title.strip()}” already."}, code="twice")


@transaction.atomic
def change_heading(*, by: Actor, heading: Heading, version: int, title: str, pattern: str) -> Heading:
    """Renames a heading, or says anew how it is spent; every year keeps its figures. Raises :class:`RuleError` for a
    title that is there already, :class:`StaleVersionError` where somebody changed it meanwhile.
    """
    lock_partnership(by)
    by.require(Permission.MANAGE_FINANCE, heading)
    row = Heading.objects.select_for_update().get(pk=heading.pk)
    if row.version != version:
        raise StaleVersionError(row)
    _is_free(row.partnership_id, title, besides=row.pk)
    before = Heading.objects.get(pk=row.pk)
    row.title, row.pattern = title.strip(), pattern
    row.version += 1
    row.save()
    changes = differences(before, row, ["title", "pattern"])
    record("budget.heading_changed", f"Changed the heading “{row}”", by=by, about=row, changes=changes)
    return row


@transaction.atomic
def plan_budget(
    *,
    by: Actor,
    year: BudgetYear,
    version: int,
    opening_reserve: Decimal,
    amounts: Mapping[int, Decimal | None],
) -> BudgetYear:
    """Says what the draft plans under each heading, by its number; nothing where ``None``.

    Raises :class:`RuleError` once the budget is set, :class:`StaleVersionError` where somebody changed it meanwhile.
    """
    row = draft_year(by, year, version=version)
    before = {line.heading_id: line for line in row.lines.select_related("heading")}
    changes: dict[str, list[str | None]] = {}
    for heading in Heading.objects.filter(partnership=row.partnership_id, pk__in=amounts):
        was, now = before.get(heading.pk), amounts[heading.pk]
        if now == (was.amount if was else None):
            continue
        changes[heading.title] = [pounds(was.amount) if was else None, pounds(now) or None]
        if now is None:
            BudgetLine.objects.filter(year=row, heading=heading).delete()
        else:
            BudgetLine.objects.update_or_create(year=row, heading=heading, defaults={"amount": now})
    if opening_reserve != row.opening_reserve:
        changes["Opening reserve"] = [pounds(row.opening_reserve), pounds(opening_reserve)]
        row.opening_reserve = opening_reserve
    row.version += 1
    row.save(update_fields=["opening_reserve", "version"])
    record("budget.planned", f"Changed the draft budget of {row}", by=by, about=row, changes=changes)
    return row


@transaction.atomic
def revise_line(
    *, by: Actor, year: BudgetYear, heading: Heading, version: int, amount: Decimal, reason: str
) -> Revision:
    """Changes what a set budget plans under a heading, with the reason; also under one that it had nothing under.

    Raises :class:`RuleError` without a reason, for the same amount, and for a year that is not open;
    :class:`StaleVersionError` where somebody changed the budget meanwhile.
    """
    row = open_year(by, year)
    if row.version != version:
        raise StaleVersionError(row)
    if heading.partnership_id != row.partnership_id:
        raise RuleError("That heading is another partnership’s.", code="elsewhere")
    if not reason.strip():
        raise RuleError({"reason": "Say why the budget changes, and who agreed it."}, code="no_reason")
    line = BudgetLine.objects.prefetch_related("revisions").filter(year=row, heading=heading).first()
    was = line.now if line else NOTHING
    if was == amount:
        raise RuleError({"amount": f"It is {pounds(was)} already."}, code="same")
    if line is None:
        line = BudgetLine.objects.create(year=row, heading=heading, amount=NOTHING, fixed=True)
    made = Revision.objects.create(
        year=row, line=line, was=was, now=amount, on=today(), reason=reason.strip()[:300], by=by.person,
        by_label=by.label,
    )  # fmt: skip
    touch(row)
    record(
        "budget.revised", f"Revised “{heading}” in the budget of {row}", by=by, about=line,
        changes={"amount": [pounds(was), pounds(amount)]},
    )  # fmt: skip
    return made
