"""A chronology as agencies send it: a table of days and what happened on them. Pure: no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.spreadsheets.errors import Problem, SpreadsheetError
from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.tables import CellValue, Row
from goldenthread.spreadsheets.values import read_date

# The headings by which agencies call the three columns.
HEADINGS = {
    "on": ("date", "day", "date of event", "when"),
    "event": ("event", "what happened", "contact", "details", "description", "significant event"),
    "comment": ("comment", "comments", "analysis", "response", "action taken", "what we did"),
}
MOST = 5_000
LONGEST = 4_000


@dataclass(frozen=True)
class Entry:
    """One line of a chronology."""

    on: dt.date
    event: str
    comment: str


def read_chronology(content: bytes, filename: str) -> list[Entry]:
    """The lines of a spreadsheet in the order of their days.

    Raises :class:`SpreadsheetError`, with every row that cannot be read, for a file without a column of days or of
    events, a day that is none or lies ahead of any calendar, and a row without an event.
    """
    sheet = read_sheet(content, filename)
    columns = {name: _column(sheet.headings, words) for name, words in HEADINGS.items()}
    for name in ("on", "event"):
        if columns[name] is None:
            wanted = " or ".join(f"“{word.capitalize()}”" for word in HEADINGS[name][:2])
            raise SpreadsheetError(
                f"“{filename}” has no column {wanted}. Name the column so, and send it again."
            )
    if len(sheet.rows) > MOST:
        raise SpreadsheetError(f"“{filename}” has more than {MOST:,} rows. Divide it.")
    problems: list[Problem] = []
    found = [entry for row in sheet.rows if (entry := _entry(row, columns, problems)) is not None]
    if problems:
        raise SpreadsheetError(f"{len(problems)} rows of “{filename}” cannot be read.", tuple(problems[:50]))
    if not found:
        raise SpreadsheetError(f"“{filename}” has no row with a day and an event.")
    return sorted(found, key=lambda entry: entry.on)


def _column(headings: tuple[str, ...], words: tuple[str, ...]) -> str | None:
    return next((heading for heading in headings if heading.strip().casefold() in words), None)


def _entry(row: Row, columns: dict[str, str | None], problems: list[Problem]) -> Entry | None:
    on, event, comment = (row.cells.get(columns[name] or "") for name in ("on", "event", "comment"))
    if on is None and event is None:
        return None
    try:
        day = read_date(on).date
    except ValueError as error:
        problems.append(Problem(row.number, columns["on"], str(error)))
        return None
    text = _text(event)
    if not text:
        problems.append(Problem(row.number, columns["event"], "Say what happened on this day."))
        return None
    return Entry(day, text, _text(comment))


def _text(value: CellValue) -> str:
    return " ".join(str(value).split())[:LONGEST] if value is not None else ""
