"""The council's ledger as a spreadsheet: date, heading, description, amount, reference; read row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goldenthread.design.words import pounds, uk_date
from goldenthread.oversight.finance.models import BudgetYear, Heading, Spending
from goldenthread.oversight.finance.money import MoneyError, read_amount
from goldenthread.spreadsheets.dates import ValueReadError, read_date
from goldenthread.spreadsheets.tables import CellValue, Row, Sheet

COLUMNS = ("Date", "Heading", "Description", "Amount", "Reference")
Place = tuple[int | None, str, str]


class LedgerError(ValueError):
    """A ledger that cannot be kept. ``problems`` are all of them: row, column, what to do."""

    def __init__(self, problems: list[Place]) -> None:
        """The number of problems stands in the message."""
        self.problems = problems
        count = "One problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"{count} in the file. Nothing was kept. Put them right, and choose the file again.")


@dataclass(frozen=True)
class Entry:
    """One payment of a ledger. ``known`` says that the same one is on record already: it is left out."""

    row: int
    on: dt.date
    heading: int
    title: str
    description: str
    amount: Decimal
    reference: str
    known: bool = False

    def plain(self) -> dict[str, Any]:
        """As it is kept until somebody has looked at it; the amount as text, so that it stays exact."""
        return {**vars(self), "on": self.on.isoformat(), "amount": str(self.amount)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Entry:
        """The entry of what :meth:`plain` answered."""
        more = {"on": dt.date.fromisoformat(plain["on"]), "amount": Decimal(plain["amount"])}
        return cls(**{**plain, **more})


def read_ledger(
    sheet: Sheet, year: BudgetYear, headings: Iterable[Heading], there: Mapping[str, Spending], on: dt.date
) -> list[Entry]:
    """The payments of a ledger, in the order of its rows.

    ``there`` are those on record in the year, by their reference in small letters; ``on`` is today. A payment that is
    on record just so is marked, because a ledger is often the whole year's. Raises :class:`LedgerError` with every
    fault: a column that is missing, a heading that is unknown, a negative amount, a day outside the year or to come, a
    reference that stands twice or is on record for another payment, and a file without a payment.
    """
    found = {heading.strip().casefold(): heading for heading in sheet.headings}
    missing = [column for column in COLUMNS if column.casefold() not in found]
    if missing:
        raise LedgerError(
            [
                (sheet.header_row, column, f"there is no column “{column}”. Add it, or rename the one it is.")
                for column in missing
            ]
        )
    reader = _Reader(found, year, headings, there, on)
    entries = [entry for row in sheet.rows if (entry := reader.entry(row))]
    if not entries and not reader.problems:
        raise LedgerError([(None, "Amount", "no payment is in the file.")])
    if reader.problems:
        raise LedgerError(reader.problems)
    return entries


class _Reader:
    """Reads row after row of one ledger, and gathers what is wrong."""

    def __init__(
        self,
        columns: Mapping[str, str],
        year: BudgetYear,
        headings: Iterable[Heading],
        there: Mapping[str, Spending],
        on: dt.date,
    ) -> None:
        self.columns, self.year, self.there, self.today = columns, year, there, on
        self.headings = {name: each for each in headings for name in (each.key, each.title.casefold())}
        self.titles = list(dict.fromkeys(each.title for each in self.headings.values()))
        self.seen: dict[str, int] = {}
        self.problems: list[Place] = []

    def say(self, row: Row, column: str, message: str) -> None:
        """Adds a problem."""
        self.problems.append((row.number, column, message))

    def entry(self, row: Row) -> Entry | None:
        """The payment of a row; nothing where something is wrong with it."""
        before = len(self.problems)
        on, amount, heading = self._day(row), self._amount(row), self._heading(row)
        description, reference = self._text(row, "Description"), self._reference(row)
        if len(self.problems) > before or on is None or amount is None or heading is None:
            return None
        twin = self.there.get(reference.casefold())
        known = twin is not None and (twin.on, twin.amount, twin.heading_id) == (on, amount, heading.pk)
        if twin is not None and not known:
            self.say(
                row, "Reference",
                f"“{reference}” is on record for another payment: {pounds(twin.amount)} on {uk_date(twin.on)}. "
                "Correct the row, or reverse that payment first.",
            )  # fmt: skip
            return None
        return Entry(row.number, on, heading.pk, heading.title, description, amount, reference, known)

    def _cell(self, row: Row, column: str) -> CellValue:
        return row.cells.get(self.columns[column.casefold()], None)

    def _text(self, row: Row, column: str) -> str:
        cell = self._cell(row, column)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        text = " ".join(str("" if cell is None else cell).split())
        most = 100 if column == "Reference" else 200
        if not text or len(text) > most:
            self.say(
                row,
                column,
                "the cell is empty. Fill it in." if not text else f"use at most {most} characters.",
            )
        return text

    def _reference(self, row: Row) -> str:
        reference = self._text(row, "Reference")
        first = self.seen.setdefault(reference.casefold(), row.number) if reference else row.number
        if first != row.number:
            self.say(row, "Reference", f"“{reference}” stands in row {first} too. Keep one of them.")
        return reference

    def _day(self, row: Row) -> dt.date | None:
        try:
            found = read_date(self._cell(row, "Date"))
        except ValueReadError as error:
            self.say(row, "Date", str(error))
            return None
        on, year = found.date, self.year
        if found.precision != "day":
            self.say(row, "Date", "write the day, such as 7 May 2019.")
        elif not year.starts_on <= on <= year.ends_on:
            self.say(row, "Date", f"{uk_date(on)} is not in {year}. Bring it in with its own year.")
        elif on > self.today:
            self.say(row, "Date", f"{uk_date(on)} is still to come.")
        else:
            return on
        return None

    def _amount(self, row: Row) -> Decimal | None:
        cell = self._cell(row, "Amount")
        if isinstance(cell, bool | dt.date | dt.time):
            self.say(row, "Amount", "the cell holds a date or a yes/no, not a sum. Format it as a number.")
            return None
        # A spreadsheet holds 12.1 + 0.2 as 12.299999999999999: fifteen figures say which sum was meant.
        text = f"{cell:.15g}" if isinstance(cell, float) else str("" if cell is None else cell)
        try:
            return read_amount(text)
        except MoneyError as error:
            self.say(row, "Amount", str(error))
            return None

    def _heading(self, row: Row) -> Heading | None:
        said = " ".join(str(self._cell(row, "Heading") or "").split())
        heading = self.headings.get(said.casefold())
        if heading is None:
            self.say(
                row, "Heading", f"“{said}” is no heading of the budget. Use one of: {', '.join(self.titles)}."
            )
        return heading
