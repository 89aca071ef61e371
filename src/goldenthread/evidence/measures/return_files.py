"""A return as a spreadsheet: made for one agency and period, and read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError

from goldenthread.evidence.measures.actions.returns import Figure
from goldenthread.evidence.measures.analysis.series import Unit, written
from goldenthread.evidence.measures.forms.returns import read_number
from goldenthread.evidence.measures.models import Observation
from goldenthread.evidence.measures.returns_due import Owed, Return
from goldenthread.spreadsheets.tables import CellValue, Row, Sheet

HEADINGS = (
    "Key",
    "Indicator",
    "Period",
    "Numerator",
    "Denominator",
    "Figure",
    "Comment",
    "What it counts",
    "Last figure",
)
NUMBERS = {"numerator": "Numerator", "denominator": "Denominator", "value": "Figure"}
Place = tuple[int | None, str, str]


class ReturnFileError(ValueError):
    """A filled-in return cannot be read. ``problems`` are all of them: row, column, what to do."""

    def __init__(self, problems: list[Place]) -> None:
        """The number of problems stands in the message."""
        self.problems = problems
        count = "One problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(
            f"{count} in the file. Nothing was saved. Put them right, and choose the file again."
        )


def return_template(
    owed: Return, before: Mapping[int, Observation]
) -> tuple[list[str], list[list[CellValue]]]:
    """Headings, and a row for each figure that the agency owes, with the draft that stands."""
    rows: list[list[CellValue]] = []
    for each in owed.owed:
        indicator = each.indicator
        row = each.rows.get(Observation.Status.DRAFT)
        last = before.get(indicator.pk)
        definition = last.definition if last else indicator.definitions.all()[0]
        said = f"{written(last.value, Unit(indicator.unit))} in {last.period}" if last else ""
        counts = definition.definition
        if definition.denominator:
            counts = f"{counts} Numerator: {definition.numerator}. Denominator: {definition.denominator}."
        rows.append(
            [
                indicator.key,
                indicator.title,
                owed.period.key,
                _cell(row.numerator if row else None),
                _cell(row.denominator if row else None),
                _cell(row.value if row and not indicator.has_denominator else None),
                row.commentary if row else "",
                counts,
                said,
            ]
        )
    return list(HEADINGS), rows


def _cell(number: Decimal | None) -> CellValue:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def read_return(sheet: Sheet, owed: Return) -> list[Figure]:
    """The figures of a filled-in return; rows without a number are left out. Raises :class:`ReturnFileError`.

    Rows are told by their key, or by the indicator's title where the key is gone. A figure of another agency's
    indicator or of another period is a fault, not a surprise.
    """
    headings = {heading.strip().casefold(): heading for heading in sheet.headings}
    missing = _missing(headings)
    if missing:
        raise ReturnFileError([(sheet.header_row, *missing)])
    reader = _Reader(headings, owed)
    found: dict[str, Figure] = {}
    for row in sheet.rows:
        figure = reader.figure(row)
        if figure is None:
            continue
        if figure.indicator.key in found:
            reader.say(row, "Key", f"“{figure.indicator}” stands in the file twice. Keep one row for it.")
        found[figure.indicator.key] = figure
    problems = reader.problems
    if not found and not problems:
        problems = [
            (None, "Figure", "no figure is filled in. Enter some, save the file, and choose it again.")
        ]
    if problems:
        raise ReturnFileError(problems)
    return list(found.values())


def _missing(headings: Mapping[str, str]) -> tuple[str, str] | None:
    """The column without which nothing can be read, and what to do."""
    if "key" not in headings and "indicator" not in headings:
        return (
            "Key",
            "there is neither a column “Key” nor “Indicator”. Start from the template of this return.",
        )
    if not set(headings) & {name.casefold() for name in NUMBERS.values()}:
        return "Figure", "there is no column for figures: “Numerator”, “Denominator” or “Figure”."
    return None


class _Reader:
    """Reads row after row of one return, and gathers what is wrong."""

    def __init__(self, headings: Mapping[str, str], owed: Return) -> None:
        self.headings, self.owed = headings, owed
        self.known = {each.indicator.key: each for each in owed.owed}
        self.titles = {each.indicator.title.casefold(): each for each in owed.owed}
        self.problems: list[Place] = []

    def say(self, row: Row, column: str, message: str) -> None:
        """Adds a problem."""
        self.problems.append((row.number, column, message))

    def figure(self, row: Row) -> Figure | None:
        """The figure of a row; nothing where the row is empty or wrong."""
        before = len(self.problems)
        numbers = {name: self._number(row, heading) for name, heading in NUMBERS.items()}
        comment = self._text(row, "Comment")
        is_empty = not comment and not any(number is not None for number in numbers.values())
        if is_empty and len(self.problems) == before:
            return None
        place = self._place(row)
        if place is not None:
            self._check(row, place)
        if place is None or len(self.problems) > before:
            return None
        share = place.indicator.has_denominator
        if not share and numbers["value"] is None:
            numbers["value"] = numbers["numerator"]
        return Figure(
            place.indicator,
            self.owed.period,
            numerator=numbers["numerator"] if share else None,
            denominator=numbers["denominator"] if share else None,
            value=numbers["value"],
            commentary=comment,
        )

    def _cell(self, row: Row, name: str) -> CellValue:
        return row.cells.get(self.headings.get(name.casefold(), ""), None)

    def _text(self, row: Row, name: str) -> str:
        return str(self._cell(row, name) or "").strip()

    def _place(self, row: Row) -> Owed | None:
        """Which of the figures that are owed a row is about."""
        key, title = self._text(row, "Key"), self._text(row, "Indicator")
        place = self.known.get(key) or self.titles.get(title.casefold())
        if place is None:
            self.say(
                row,
                "Key",
                f"“{key or title}” is not among the figures that this agency owes for {self.owed.period}. "
                "Remove the row.",
            )
        return place

    def _check(self, row: Row, place: Owed) -> None:
        period = self._text(row, "Period")
        if (
            period
            and period != self.owed.period.key
            and not _same_month(self._cell(row, "Period"), self.owed)
        ):
            self.say(
                row,
                "Period",
                f"“{period}” is another period: this return is of {self.owed.period}. Use its own template.",
            )
        if place.status in (Observation.Status.SUBMITTED, Observation.Status.QUERIED):
            self.say(
                row,
                "Key",
                f"“{place.indicator}” has been sent and waits. Take it back first, or remove the row.",
            )

    def _number(self, row: Row, column: str) -> Decimal | None:
        cell = self._cell(row, column)
        if cell is None:
            return None
        if isinstance(cell, bool | dt.date | dt.time):
            self.say(
                row,
                column,
                "the cell holds a date or a yes/no, not a number. Format it as a number and enter the figure again.",
            )
            return None
        try:
            return read_number(str(cell))
        except ValidationError as error:
            self.say(row, column, error.messages[0])
            return None


def _same_month(cell: CellValue, owed: Return) -> bool:
    """Whether a spreadsheet programme turned a month's key into a day of that month."""
    return isinstance(cell, dt.date) and owed.period.start <= _day(cell) <= owed.period.end


def _day(cell: dt.date) -> dt.date:
    return cell.date() if isinstance(cell, dt.datetime) else cell
