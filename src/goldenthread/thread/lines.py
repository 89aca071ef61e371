"""Recommendations as people bring them in: pasted from a report, a line each with its number first, or in a table of
numbers and texts, as the list of a national review comes. Pure: no Django.
"""

from __future__ import annotations

import re

from goldenthread.spreadsheets.errors import Problem, SpreadsheetError
from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.tables import CellValue

# "7. Text", "R7) Text", "7 | Text", a number and a tab as a spreadsheet gives them, "Recommendation 7: Text".
NUMBERED = re.compile(
    r"\s*(?:recommendation\s+)?(?P<ref>[A-Za-z]{0,4}\d+(?:[.\-]\d+)*[A-Za-z]?)"
    r"\s*(?:[.):|\t]|\s[-–]\s|\s)\s*(?P<text>\S.*)",
    re.IGNORECASE,
)
MOST = 200
# The headings by which such lists call their two columns.
NUMBERS = ("number", "no", "no.", "ref", "reference", "recommendation number", "recommendation no.")
TEXTS = ("recommendation", "recommendations", "text", "what is recommended", "recommendation text")


def read_lines(typed: str) -> list[tuple[str, str]]:
    """Each line as (number, text); a line without a number goes on with the text of the line before.

    Raises :class:`ValueError` with a sentence that names the line: for a first line without a number, a number that
    comes twice, one without text, and for more than two hundred.
    """
    found: list[tuple[str, str]] = []
    for number, line in enumerate(typed.splitlines(), start=1):
        if not line.strip():
            continue
        match = NUMBERED.fullmatch(line)
        if match is None:
            if not found:
                raise ValueError(
                    f"Line {number} does not begin with a number. Write it like: 7. What is asked for"
                )
            ref, text = found[-1]
            found[-1] = (ref, f"{text} {line.strip()}")
            continue
        ref = match["ref"]
        if any(ref == other for other, _ in found):
            raise ValueError(
                f"Line {number}: number {ref} comes twice. Give each recommendation its own number."
            )
        found.append((ref, match["text"].strip()))
    if len(found) > MOST:
        raise ValueError(f"There are {len(found)} recommendations. Add no more than {MOST} at once.")
    return found


def read_list(content: bytes, filename: str) -> list[tuple[str, str]]:
    """Each row of a spreadsheet with a column of numbers and one of recommendations, as (number, text).

    Raises :class:`SpreadsheetError`, with every row that cannot be read, for a file without either column, a row that
    has but one of the two, a number that comes twice, and more than two hundred rows.
    """
    sheet = read_sheet(content, filename)
    number, text = (_column(sheet.headings, words) for words in (NUMBERS, TEXTS))
    if number is None or text is None:
        raise SpreadsheetError(
            f"“{filename}” needs a column “Number” and a column “Recommendation”. Name them so, and send it again."
        )
    problems: list[Problem] = []
    found: dict[str, str] = {}
    for row in sheet.rows:
        ref, words = _text(row.cells.get(number)), _text(row.cells.get(text))
        if not ref and not words:
            continue
        if not ref or not words:
            problems.append(Problem(row.number, text if ref else number, "Give both a number and a text."))
        elif ref in found:
            problems.append(Problem(row.number, number, f"Number {ref} comes twice."))
        else:
            found[ref] = words
    if problems:
        raise SpreadsheetError(f"Some rows of “{filename}” cannot be read.", tuple(problems[:50]))
    if not 0 < len(found) <= MOST:
        raise SpreadsheetError(
            f"There are {len(found)} recommendations in “{filename}”. Bring in between 1 and {MOST} at once."
        )
    return list(found.items())


def _column(headings: tuple[str, ...], words: tuple[str, ...]) -> str | None:
    return next((heading for heading in headings if heading.strip().casefold() in words), None)


def _text(value: CellValue) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) if value is not None else ""
