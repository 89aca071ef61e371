"""Comparators as a file: read, with every fault named by row and column."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from goldenthread.evidence.measures.actions.comparators import ComparatorFigure
from goldenthread.evidence.measures.analysis.periods import PeriodError, read_period
from goldenthread.evidence.measures.models import Comparator, Indicator
from goldenthread.spreadsheets.tables import CellValue, Sheet

COLUMNS = ("indicator", "kind", "name", "period", "numerator", "denominator", "value", "source")
NEEDED = ("indicator", "kind", "name", "period", "source")
KINDS = {str(value): str(label).casefold() for value, label in Comparator.Kind.choices}
Place = tuple[int | None, str, str]


class ComparatorFileError(ValueError):
    """A file of comparators cannot be read. ``problems`` are all of them: row, column, what to do."""

    def __init__(self, problems: list[Place]) -> None:
        """The number of problems stands in the message."""
        self.problems = problems
        super().__init__(f"{len(problems)} problems. Nothing was loaded.")


def read_comparators(sheet: Sheet, indicators: Mapping[str, Indicator]) -> list[ComparatorFigure]:
    """The figures of a table in :data:`COLUMNS`. Raises :class:`ComparatorFileError`."""
    headings = {heading.strip().casefold(): heading for heading in sheet.headings}
    missing = [name for name in NEEDED if name not in headings]
    if missing:
        raise ComparatorFileError(
            [
                (sheet.header_row, name, "this column is missing. Add it, with this heading.")
                for name in missing
            ]
        )
    problems: list[Place] = []
    figures = []
    for row in sheet.rows:
        cells = {name: row.cells.get(headings[name]) for name in COLUMNS if name in headings}
        figure = _figure(cells, row.number, indicators, problems)
        if figure is not None:
            figures.append(figure)
    if problems:
        raise ComparatorFileError(problems)
    return figures


def _figure(
    cells: Mapping[str, CellValue], number: int, indicators: Mapping[str, Indicator], problems: list[Place]
) -> ComparatorFigure | None:
    before = len(problems)
    texts = {name: str(cells.get(name) or "").strip() for name in NEEDED}
    indicator = indicators.get(texts["indicator"])
    if indicator is None:
        problems.append(
            (
                number,
                "indicator",
                f"“{texts['indicator']}” is no indicator’s address. The catalogue has them all.",
            )
        )
    kind = next((key for key, label in KINDS.items() if texts["kind"].casefold() in (key, label)), "")
    if not kind:
        problems.append((number, "kind", f"“{texts['kind']}” is no kind. Use one of: {', '.join(KINDS)}."))
    problems += [(number, name, "is empty. Fill it in.") for name in ("name", "source") if not texts[name]]
    period = None
    if indicator is not None:
        try:
            period = read_period(texts["period"], indicator.often)
        except PeriodError as error:
            problems.append((number, "period", str(error)))
    numbers = {
        name: _number(cells.get(name), number, name, problems)
        for name in ("numerator", "denominator", "value")
    }
    known = numbers["value"] is not None or (
        numbers["numerator"] is not None and numbers["denominator"] is not None
    )
    if len(problems) == before and not known:
        problems.append((number, "value", "is empty. Give a value, or a numerator and a denominator."))
    if len(problems) > before or period is None:
        return None
    return ComparatorFigure(texts["indicator"], kind, texts["name"][:200], period, texts["source"], **numbers)


def _number(cell: CellValue, number: int, column: str, problems: list[Place]) -> Decimal | None:
    text = str(cell if cell is not None else "").strip().replace(",", "").rstrip("%")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite() or abs(found) >= Decimal(10) ** 12:
        problems.append(
            (number, column, f"“{text[:30]}” is not a number. Leave it empty where it is not published.")
        )
        return None
    return found
