"""Each row of a file as typed values, with an error for each cell that cannot be one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from goldenthread.plans.importing.cells import text_of
from goldenthread.plans.importing.columns import Columns, RatingColumn
from goldenthread.plans.importing.names import Directory, folded
from goldenthread.plans.importing.references import read_objective_number, read_reference
from goldenthread.plans.importing.saved import SavedPlan
from goldenthread.plans.models import Action, Objective, Officer
from goldenthread.spreadsheets.dates import PartialDate, ValueReadError, read_date
from goldenthread.spreadsheets.errors import Problem
from goldenthread.spreadsheets.tables import CellValue, Row

TEXTS = ("title", "success_measures", "next_steps", "note", "source", "due_as_printed")
PRINTED = {
    Officer.Part.LEAD.value: "lead_as_printed",
    Officer.Part.RESPONSIBLE.value: "responsible_as_printed",
}
LIMITS: dict[str, int] = {
    field: getattr(model._meta.get_field(name), "max_length", None) or 0
    for field, model, name in (
        ("source", Action, "source"),
        ("due_as_printed", Action, "due_as_printed"),
        ("lead", Action, "lead_as_printed"),
        ("responsible", Action, "responsible_as_printed"),
        ("objective_title", Objective, "title"),
    )
}


@dataclass(frozen=True, slots=True)
class GivenRating:
    """A rating that a row gives: which column it stands in, and its value on the plan's scale."""

    column: RatingColumn
    value: int


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What one row says. A blank cell says nothing: it is absent from ``values``, and everything else is empty.

    ``values`` are attributes of :class:`Action`; ``officers`` has each part (lead, responsible) that was given, as
    printed; ``due_text`` is the due date in the words of its cell. ``ref`` and ``objective_ref`` are empty where the
    row does not give them.
    """

    number: int
    ref: str = ""
    objective_ref: str = ""
    objective_title: str = ""
    intended_outcome: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    due: PartialDate | None = None
    due_text: str = ""
    officers: Mapping[str, str] = field(default_factory=dict)
    ratings: tuple[GivenRating, ...] = ()
    update_text: str = ""
    explanation: str = ""


class RowReader:
    """Reads rows against one plan, and gathers what is wrong with them in ``problems``."""

    def __init__(self, columns: Columns, saved: SavedPlan) -> None:
        """``columns`` say what each cell is read as; ``saved`` has the names and the scale to read it by."""
        self.columns = columns
        self.saved = saved
        self.problems: list[Problem] = []

    def read(self, row: Row) -> ReadRow:
        """What ``row`` says."""
        return ReadRow(
            number=row.number,
            ref=self._reference(row, "ref", read_reference),
            objective_ref=self._reference(row, "objective_ref", read_objective_number),
            objective_title=self._text(row, "objective_title"),
            intended_outcome=self._text(row, "intended_outcome"),
            values=self._values(row),
            due=self._date(row, "due_on"),
            due_text=self._due_text(row),
            officers={part: text for part in PRINTED if (text := self._text(row, part))},
            ratings=self._ratings(row),
            update_text=self._text(row, "update_text"),
            explanation=self._text(row, "explanation"),
        )

    def refuse(self, row: Row, heading: str | None, message: str) -> None:
        """Notes that a cell cannot go in."""
        self.problems.append(Problem(row.number, heading, message))

    def _cell(self, row: Row, field: str) -> CellValue:
        heading = self.columns.heading(field)
        return row.cells.get(heading) if heading is not None else None

    def _text(self, row: Row, field: str) -> str:
        text = text_of(self._cell(row, field))
        most = LIMITS.get(field)
        if most and len(text) > most:
            self.refuse(
                row,
                self.columns.heading(field),
                f"The text is {len(text):,} characters long; there is room for {most}. Shorten it.",
            )
        return text

    def _values(self, row: Row) -> dict[str, object]:
        values: dict[str, object] = {name: text for name in TEXTS if (text := self._text(row, name))}
        recommended = [self._text(row, name) for name in ("recommendation_ref", "recommendation")]
        if any(recommended):
            values["recommendation"] = ": ".join(filter(None, recommended))
        for name, directory in (
            ("lead_agency", self.saved.agencies),
            ("overseeing_group", self.saved.groups),
        ):
            if (found := self._find(row, name, directory)) is not None:
                values[f"{name}_id"] = found
        if started := self._date(row, "started_on"):
            values["started_on"] = first_day(started)
        return values

    def _reference(self, row: Row, field: str, read: Callable[[CellValue], str]) -> str:
        cell = self._cell(row, field)
        if cell is None:
            return ""
        try:
            return read(cell)
        except ValueError as error:
            self.refuse(row, self.columns.heading(field), str(error))
            return ""

    def _find(self, row: Row, field: str, directory: Directory) -> int | None:
        text = self._text(row, field)
        if not text:
            return None
        try:
            return directory.find(text)
        except ValueError as error:
            self.refuse(row, self.columns.heading(field), str(error))
            return None

    def _date(self, row: Row, field: str) -> PartialDate | None:
        cell = self._cell(row, field)
        if cell is None:
            return None
        try:
            return read_date(cell)
        except ValueReadError as error:
            self.refuse(row, self.columns.heading(field), str(error))
            return None

    def _due_text(self, row: Row) -> str:
        """The words in which the due date was given, where no column of its own has them."""
        cell = None if "due_as_printed" in self.columns else self._cell(row, "due_on")
        return cell if isinstance(cell, str) and len(cell) <= LIMITS["due_as_printed"] else ""

    def _ratings(self, row: Row) -> tuple[GivenRating, ...]:
        given = []
        for column in self.columns.ratings:
            cell = row.cells.get(column.heading)
            if cell is None:
                continue
            try:
                given.append(GivenRating(column, self.saved.plan.scale.read(cell)))
            except ValueError as error:
                self.refuse(row, column.heading, str(error))
        return tuple(given)


def first_day(started: PartialDate) -> dt.date:
    """The first day of the period that a start date names; a year that ends in March is a business year."""
    day = started.date
    if started.precision == "month":
        return day.replace(day=1)
    if started.precision == "quarter":
        return day.replace(day=1, month=day.month - 2)
    if started.precision == "year":
        return dt.date(day.year - 1, 4, 1) if day.month == 3 else dt.date(day.year, 1, 1)
    return day


def same_reference_twice(rows: Sequence[ReadRow], heading: str | None) -> Iterable[Problem]:
    """Rows whose reference another row has already, each naming both."""
    first: dict[str, int] = {}
    for row in rows:
        if not row.ref:
            continue
        there = first.setdefault(folded(row.ref), row.number)
        if there != row.number:
            yield Problem(
                row.number,
                heading,
                f"Rows {there} and {row.number} both have the reference {row.ref}. Give one of them another. "
                "(Typed as numbers, 1.1 and 1.10 are the same: format the column as text.)",
            )
