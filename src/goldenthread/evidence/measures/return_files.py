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
    if "key" not in headings and "indicator" not in headings:
        raise ReturnFileError(
            [
                (
                    sheet.header_row,
                    "Key",
                    "there is neither a column “Key” nor “Indicator”. Start from the template of this return.",
                )
            ]
        )
    if not set(headings) & {name.casefold() for name in NUMBERS.values()}:
        raise ReturnFileError(
            [
                (
                    sheet.header_row,
                    "Figure",
                    "there is no column for figures: “Numerator”, “Denominator” or “Figure”.",
                )
            ]
        )
    known = {each.indicator.key: each for each in owed.owed}
    titles = {each.indicator.title.casefold(): each for each in owed.owed}
    problems: list[Place] = []
    found: dict[str, Figure] = {}
    for row in sheet.rows:
        figure = _figure(row, headings, known, titles, owed, problems)
        if figure is None:
            continue
        if figure.indicator.key in found:
            problems.append(
                (row.number, "Key", f"“{figure.indicator}” stands in the file twice. Keep one row for it.")
            )
        found[figure.indicator.key] = figure
    if not found and not problems:
        problems.append(
            (None, "Figure", "no figure is filled in. Enter some, save the file, and choose it again.")
        )
    if problems:
        raise ReturnFileError(problems)
    return list(found.values())


def _figure(
    row: Row,
    headings: Mapping[str, str],
    known: Mapping[str, Owed],
    titles: Mapping[str, Owed],
    owed: Return,
    problems: list[Place],
) -> Figure | None:
    def cell(name: str) -> CellValue:
        return row.cells.get(headings.get(name.casefold(), ""), None)

    key, title = str(cell("Key") or "").strip(), str(cell("Indicator") or "").strip()
    before = len(problems)
    numbers = {
        name: _number(cell(heading), row.number, heading, problems) for name, heading in NUMBERS.items()
    }
    comment = str(cell("Comment") or "").strip()
    if len(problems) == before and not any(number is not None for number in numbers.values()) and not comment:
        return None
    place = known.get(key) or titles.get(title.casefold())
    if place is None:
        problems.append(
            (
                row.number,
                "Key",
                f"“{key or title}” is not among the figures that this agency owes for {owed.period}. Remove the row.",
            )
        )
        return None
    period = str(cell("Period") or "").strip()
    if period and period != owed.period.key and not _same_month(cell("Period"), owed):
        problems.append(
            (
                row.number,
                "Period",
                f"“{period}” is another period: this return is of {owed.period}. Use its own template.",
            )
        )
    if place.status in (Observation.Status.SUBMITTED, Observation.Status.QUERIED):
        problems.append(
            (
                row.number,
                "Key",
                f"“{place.indicator}” has been sent and waits. Take it back first, or remove the row.",
            )
        )
    if len(problems) > before:
        return None
    indicator = place.indicator
    if not indicator.has_denominator and numbers["value"] is None:
        numbers["value"] = numbers["numerator"]
    return Figure(
        indicator,
        owed.period,
        numerator=numbers["numerator"] if indicator.has_denominator else None,
        denominator=numbers["denominator"] if indicator.has_denominator else None,
        value=numbers["value"],
        commentary=comment,
    )


def _same_month(cell: CellValue, owed: Return) -> bool:
    """Whether a spreadsheet programme turned a month's key into a day of that month."""
    return isinstance(cell, dt.date) and owed.period.start <= _day(cell) <= owed.period.end


def _day(cell: dt.date) -> dt.date:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _number(cell: CellValue, row: int, column: str, problems: list[Place]) -> Decimal | None:
    if cell is None:
        return None
    if isinstance(cell, bool | dt.date | dt.time):
        problems.append(
            (
                row,
                column,
                "the cell holds a date or a yes/no, not a number. Format it as a number and enter the figure again.",
            )
        )
        return None
    try:
        return read_number(str(cell))
    except ValidationError as error:
        problems.append((row, column, error.messages[0]))
        return None
