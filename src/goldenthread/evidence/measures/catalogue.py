"""A catalogue of indicators as a file: read, with every fault named by row and column, and written as documentation.

Pure: it knows the columns and what may stand in them, and no database.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from goldenthread.evidence.measures.analysis.periods import Frequency
from goldenthread.evidence.measures.analysis.series import Polarity, Unit, YearToDate, written

COMMENTARY = ("never", "signal", "off_target", "always")
SECTORS = (
    "local_authority", "health", "police", "education", "probation", "housing", "fire", "courts", "voluntary",
    "partnership", "other",
)  # fmt: skip
ROUNDINGS = (1, 5, 10)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 80
_LARGEST_WHOLE = 999
_LARGEST = Decimal(10) ** 12
_PLACES = 6


@dataclass(frozen=True)
class CatalogueProblem:
    """What is wrong in one cell of a catalogue: the row as a person sees it, the column, and what to do."""

    row: int
    column: str
    message: str


class CatalogueError(ValueError):
    """A catalogue cannot be read. ``problems`` are all of them."""

    def __init__(self, problems: Sequence[CatalogueProblem]) -> None:
        """The first problem stands for all in the message."""
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(f"Row {first.row}, {first.column}: {first.message}")


@dataclass(frozen=True)
class Entry:
    """One indicator of a catalogue, as typed values. Agencies, groups and parts are keys."""

    key: str
    title: str
    priority: str
    sector: str
    agencies: tuple[str, ...]
    group: str
    frequency: str
    unit: str
    polarity: str
    definition: str
    numerator: str
    denominator: str
    target: Decimal | None
    tolerance: Decimal | None
    statutory_basis: str
    threshold: int
    round_to: int
    year_to_date: str
    commentary: str
    due_working_days: int
    lowest: Decimal | None
    highest: Decimal | None
    parts: tuple[str, ...]
    annex_a: str
    holds_from: dt.date
    collected_from: dt.date | None
    source: str
    row: int = field(default=0, compare=False)


def _text(required: bool = False, most: int = 300) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if required and not cell:
            raise ValueError("is empty. Fill it in.")
        if len(cell) > most:
            raise ValueError(f"is longer than {most} characters. Shorten it.")
        return cell

    return read


def _one_of(values: Iterable[str]) -> Callable[[str], str]:
    known = tuple(str(value) for value in values)

    def read(cell: str) -> str:
        if cell not in known:
            raise ValueError(f"“{cell}” is not known. Use one of: {', '.join(known)}.")
        return cell

    return read


def _slug(cell: str) -> str:
    if not _SLUG.fullmatch(cell) or len(cell) > _LONGEST_SLUG:
        raise ValueError(
            f"“{cell}” cannot be an address. Use small letters, figures and hyphens, such as re-referrals, "
            f"{_LONGEST_SLUG} characters at most."
        )
    return cell


def _slugs(cell: str) -> tuple[str, ...]:
    return tuple(_slug(part.strip()) for part in cell.split(";") if part.strip())


def _decimal(cell: str) -> Decimal | None:
    if not cell:
        return None
    try:
        number = Decimal(cell)
    except InvalidOperation:
        raise ValueError(f"“{cell}” is not a number. Write it like 85 or 2.5.") from None
    if not number.is_finite():
        raise ValueError(f"“{cell}” is not a number. Write it like 85 or 2.5.")
    if abs(number) >= _LARGEST or number != round(number, _PLACES):
        raise ValueError(
            f"“{cell}” cannot be kept: it needs fewer than 13 figures before the point and at most "
            f"{_PLACES} behind it. Shorten it."
        )
    return number


def _whole(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit()) or int(cell) > _LARGEST_WHOLE:
        raise ValueError(f"“{cell}” is not a whole number from 0 to {_LARGEST_WHOLE}.")
    return int(cell)


def _rounding(cell: str) -> int:
    if cell not in map(str, ROUNDINGS):
        raise ValueError(f"“{cell}” is no rounding. Use 1, 5 or 10.")
    return int(cell)


def _day(cell: str) -> dt.date | None:
    if not cell:
        return None
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"“{cell}” is not a date. Write it as 2019-09-03.") from None


def _some_day(cell: str) -> dt.date:
    day = _day(cell)
    if day is None:
        raise ValueError("is empty. Write the day from which the definition holds, as 2013-04-01.")
    return day


COLUMNS: dict[str, Callable[[str], Any]] = {
    "key": _slug,
    "title": _text(True, 200),
    "priority": _text(most=100),
    "sector": _one_of(SECTORS),
    "agencies": _slugs,
    "group": lambda cell: _slug(cell) if cell else "",
    "frequency": _one_of(Frequency),
    "unit": _one_of(Unit),
    "polarity": _one_of(Polarity),
    "definition": _text(True, 2000),
    "numerator": _text(most=1000),
    "denominator": _text(most=1000),
    "target": _decimal,
    "tolerance": _decimal,
    "statutory_basis": _text(),
    "threshold": _whole,
    "round_to": _rounding,
    "year_to_date": _one_of(YearToDate),
    "commentary": _one_of(COMMENTARY),
    "due_working_days": _whole,
    "lowest": _decimal,
    "highest": _decimal,
    "parts": _slugs,
    "annex_a": _text(most=60),
    "holds_from": _some_day,
    "collected_from": _day,
    "source": _text(),
}
USUAL = {
    "threshold": "6",
    "round_to": "1",
    "commentary": "signal",
    "due_working_days": "10",
    "polarity": "context",
    "year_to_date": "latest",
}


def read_catalogue(source: Path | str) -> list[Entry]:
    """The entries of a CSV file or text. Raises :class:`CatalogueError` with everything that is wrong."""
    try:
        text = source.read_text(encoding="utf-8-sig") if isinstance(source, Path) else source
    except UnicodeDecodeError:
        raise CatalogueError(
            [CatalogueProblem(1, "key", "the file is not in UTF-8. Save it as “CSV UTF-8”.")]
        ) from None
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    headings = next(lines, [])
    # A spreadsheet counts empty rows too, and so must whoever names a row.
    filled = [(number, cells) for number, cells in enumerate(lines, start=2) if any(map(str.strip, cells))]
    problems = [
        CatalogueProblem(
            number,
            headings[-1],
            "the row has more cells than there are headings. Put a text with a comma in quotation marks.",
        )
        for number, cells in filled
        if len(cells) > len(headings)
    ]
    if problems:
        raise CatalogueError(problems)
    rows = [dict(zip(headings, cells, strict=False)) for _, cells in filled]
    return read_rows(rows, [number for number, _ in filled])


def read_rows(rows: Sequence[Mapping[str, Any]], numbers: Sequence[int] = ()) -> list[Entry]:
    """The entries of rows by heading; ``numbers`` are their rows as a person sees them, from 2 unless given.

    Raises :class:`CatalogueError`: columns missing or misspelt, cells that say nothing known, keys given twice, parts
    that are no indicator, shares without a denominator, ranges upside down. Other columns are let be.
    """
    if not rows:
        raise CatalogueError([CatalogueProblem(1, "key", "there is no indicator in it. Give each a row.")])
    headings = [*_headings(rows[0])]
    if headings:
        raise CatalogueError(headings)
    problems: list[CatalogueProblem] = []
    entries = []
    for place, row in enumerate(rows):
        number = numbers[place] if numbers else place + 2
        entry = _entry(row, number, problems)
        if entry is not None:
            entries.append(entry)
    problems += _together(entries)
    if problems:
        raise CatalogueError(sorted(problems, key=lambda each: each.row))
    return entries


def _headings(row: Mapping[str, Any]) -> Iterable[CatalogueProblem]:
    """Columns that are missing, and those that look misspelt: left alone, their usual value would hold unseen."""
    for name in ("key", "title", "definition", "frequency", "unit"):
        if name not in row:
            yield CatalogueProblem(1, name, "this column is missing. Add it, with this heading.")
    absent = [name for name in COLUMNS if name not in row]
    for heading in row:
        meant = difflib.get_close_matches(heading, absent, n=1, cutoff=0.8) if heading not in COLUMNS else []
        if meant:
            yield CatalogueProblem(1, heading, f"this heading is not known. Write {meant[0]}.")


def _entry(row: Mapping[str, Any], number: int, problems: list[CatalogueProblem]) -> Entry | None:
    values: dict[str, Any] = {}
    before = len(problems)
    for name, read in COLUMNS.items():
        cell = str(row.get(name) if row.get(name) is not None else "").strip() or USUAL.get(name, "")
        try:
            values[name] = read(cell)
        except ValueError as error:
            problems.append(CatalogueProblem(number, name, str(error)))
    if len(problems) > before:
        return None
    problems += [CatalogueProblem(number, name, message) for name, message in _within(values)]
    return None if len(problems) > before else Entry(**values, row=number)


def _within(values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What is wrong between the cells of a row, as column and message."""
    lowest, highest, tolerance = values["lowest"], values["highest"], values["tolerance"]
    if values["unit"] in (Unit.PERCENT, Unit.RATE) and not values["denominator"]:
        yield "denominator", "is empty, but a percentage or a rate is of something. Say of what."
    if lowest is not None and highest is not None and lowest > highest:
        yield "highest", f"{highest} is below the lowest possible value, {lowest}. Exchange them."
    if tolerance is not None and tolerance < 0:
        yield "tolerance", f"{tolerance} is below nothing. Write how far off still counts as near, such as 5."


def _together(entries: Sequence[Entry]) -> Iterable[CatalogueProblem]:
    """What is wrong between rows."""
    first: dict[str, int] = {}
    for entry in entries:
        if entry.key in first:
            yield CatalogueProblem(
                entry.row,
                "key",
                f"“{entry.key}” stands in row {first[entry.key]} already. Give each indicator its own.",
            )
        first.setdefault(entry.key, entry.row)
    for entry in entries:
        for part in entry.parts:
            if part not in first or part == entry.key:
                yield CatalogueProblem(
                    entry.row, "parts", f"“{part}” is no other indicator of this catalogue."
                )


def documentation(entry: Entry, earlier: Iterable[Entry] = ()) -> str:
    """The page of one indicator: what it counts and how it is read, in Markdown.

    ``earlier`` are former definitions, of any indicators; those of this one are listed, the latest first.
    """
    unit = Unit(entry.unit)
    facts = [
        ("Numerator", entry.numerator),
        ("Denominator", entry.denominator),
        ("Unit", {"rate": "rate per 10,000 children", "percent": "percentage"}.get(entry.unit, entry.unit)),
        (
            "Which way is better",
            {"higher": "higher", "lower": "lower"}.get(entry.polarity, "neither: for context"),
        ),
        ("How often", Frequency(entry.frequency).label.lower()),
        ("Sent by", ", ".join(entry.agencies)),
        ("Priority", entry.priority),
        ("Target", f"{written(entry.target, unit)}" if entry.target is not None else ""),
        ("Small numbers", _suppression(entry)),
        ("Year to date", entry.year_to_date.replace("_", " ")),
        ("Computed from Annex A", f"`{entry.annex_a}`" if entry.annex_a else ""),
        ("Basis", entry.statutory_basis),
        ("Source of the definition", entry.source),
        ("Holds from", _in_words(entry.holds_from)),
    ]
    lines = [f"- **{name}**: {value}" for name, value in facts if value]
    former = sorted(
        (each for each in earlier if each.key == entry.key and each.holds_from < entry.holds_from),
        key=lambda each: each.holds_from,
        reverse=True,
    )
    lines += [f"- **Before, from {_in_words(each.holds_from)}**: {each.definition}" for each in former]
    return "\n".join([f"# {entry.title}", "", entry.definition, "", *lines, ""])


def _in_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _suppression(entry: Entry) -> str:
    hides = (
        f"counts from 1 to {entry.threshold - 1} are hidden" if entry.threshold > 1 else "nothing is hidden"
    )
    return f"{hides}, rounded to the nearest {entry.round_to}" if entry.round_to > 1 else hides
