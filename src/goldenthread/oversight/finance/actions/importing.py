"""A file of the council's ledger: read, shown, then kept whole or let go."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import plural, pounds
from goldenthread.oversight.finance.actions.years import open_year
from goldenthread.oversight.finance.ledger import Entry, read_ledger
from goldenthread.oversight.finance.models import BudgetYear, Heading, Spending, SpendingImport
from goldenthread.oversight.finance.money import NOTHING
from goldenthread.partnership.audit import Entry as AuditEntry
from goldenthread.partnership.audit import record, record_each
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.spreadsheets.tables import Sheet

Status = SpendingImport.Status


@transaction.atomic
def bring_in(*, by: Actor, year: BudgetYear, sheet: Sheet, file_name: str, checksum: str) -> SpendingImport:
    """Reads a ledger and keeps its rows until somebody has looked at them: nothing is spent by it yet.

    Raises :class:`~goldenthread.oversight.finance.ledger.LedgerError` with what is wrong by row, and
    :class:`RuleError` for a file that was kept before, and one of which every payment is on record.
    """
    row = open_year(by, year)
    before = SpendingImport.objects.filter(year=row, checksum=checksum, status=Status.KEPT).first()
    if before is not None:
        raise RuleError({"file": f"This file was kept already, as “{before}”."}, code="twice")
    headings = Heading.objects.filter(partnership=row.partnership_id)
    entries = read_ledger(sheet, row, headings, _there(row), today())
    if all(entry.known for entry in entries):
        raise RuleError({"file": "Every payment of this file is on record already."}, code="known")
    SpendingImport.objects.filter(year=row, status=Status.WAITING, checksum=checksum).update(
        status=Status.DROPPED
    )
    number = (SpendingImport.objects.filter(year=row).aggregate(last=Max("number"))["last"] or 0) + 1
    made = SpendingImport.objects.create(
        year=row, number=number, file_name=file_name[:200], checksum=checksum, on=today(), by_label=by.label,
        rows=[entry.plain() for entry in entries],
    )  # fmt: skip
    record("spending.brought_in", f"Chose “{made}” for {row}, to be looked at", by=by, about=made)
    return made


def _there(row: BudgetYear) -> dict[str, Spending]:
    """What is on record, by reference; what was reversed is, too."""
    return {each.reference.casefold(): each for each in row.spending.filter(reverses=None)}


@transaction.atomic
def keep_import(*, by: Actor, upload: SpendingImport) -> list[Spending]:
    """Records every payment of a file that is not on record yet: all of them or none.

    Raises :class:`RuleError` for a file that was kept or let go, and for one of whose references another payment came
    on record meanwhile.
    """
    year = open_year(by, upload.year)
    row = SpendingImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if row.status != Status.WAITING:
        raise RuleError(f"This file was {row.get_status_display().lower()} already.", code="twice")
    entries = [entry for plain in row.rows if not (entry := Entry.of(plain)).known]
    there = _there(year)
    taken = [entry for entry in entries if entry.reference.casefold() in there]
    if taken:
        raise RuleError(
            f"Row {taken[0].row}: “{taken[0].reference}” came on record meanwhile. Nothing was kept. Choose the file "
            "again.",
            code="meanwhile",
        )
    made = [
        Spending(
            year=year, heading_id=entry.heading, on=entry.on, amount=entry.amount, description=entry.description,
            reference=entry.reference, upload=row, by=by.person, by_label=by.label,
        )
        for entry in entries
    ]  # fmt: skip
    Spending.objects.bulk_create(made)
    row.status = Status.KEPT
    row.save(update_fields=["status"])
    sum_of = sum((each.amount for each in made), NOTHING)
    record(
        "spending.kept", f"Kept {plural(len(made), 'payment')} of “{row}” in {year}: {pounds(sum_of)}", by=by,
        about=row,
    )  # fmt: skip
    record_each(
        "spending.recorded",
        (AuditEntry(f"Recorded {pounds(each.amount)} from “{row}” in {year}", about=each) for each in made),
        by=by,
    )
    return made


@transaction.atomic
def drop_import(*, by: Actor, upload: SpendingImport) -> SpendingImport:
    """Lets a file go without keeping anything of it. Raises :class:`RuleError` for one that does not wait."""
    open_year(by, upload.year)
    row = SpendingImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if row.status != Status.WAITING:
        raise RuleError(f"This file was {row.get_status_display().lower()} already.", code="twice")
    row.status = Status.DROPPED
    row.save(update_fields=["status"])
    record("spending.dropped", f"Let “{row}” go; nothing of it was kept", by=by, about=row)
    return row
