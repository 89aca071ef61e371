"""What in a text could tell who somebody is: found before the text is kept, so that it never is.

It finds what has a shape: addresses, numbers, dates. A name has none, so people read every text as well.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.partnership.errors import RuleError
from goldenthread.spreadsheets.text import clean

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
_DIGITS = re.compile(r"(?<![\d.,])(?:\+|\(\+?)?\d(?:[ ().\-–/]{0,2}\d){8,18}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[./\-–]\s?(\d{1,2})\s?[./\-–]\s?(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./\-–](\d{1,2})[./\-–](\d{1,2})(?!\d)")
_IN_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.IGNORECASE
)
_LONGEST_QUOTE = 40


@dataclass(frozen=True)
class Found:
    """One thing that could tell who somebody is: what it looks like, the text itself, and its line."""

    what: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"what looks like {self.what} (“{self.text[:_LONGEST_QUOTE]}”, line {self.line})"


def find_identifiers(text: str, *, days_since: dt.date | None = None) -> list[Found]:
    """Everything in ``text`` that could tell who somebody is, in the order of the text, each place once.

    Email addresses, telephone numbers, runs of nine or more figures such as an NHS number, postcodes, and days with
    their year, which may be dates of birth. Days from ``days_since`` on are left alone: they are not a birthday of
    anybody who spoke, but when a meeting was.
    """
    plain = unicodedata.normalize("NFKC", clean(text))
    found: list[Found] = []
    taken: list[tuple[int, int]] = []
    for start, end, what in (*_shapes(plain), *_days(plain, days_since)):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
            found.append(Found(what, plain[start:end].strip(), plain.count("\n", 0, start) + 1))
    places = sorted(zip(taken, found, strict=True), key=lambda each: each[0])
    return [each for _, each in places]


def check_no_identifiers(field: str, text: str, *, days_since: dt.date | None = None) -> None:
    """Raises :class:`RuleError` at ``field`` where the text could tell who somebody is, saying what and where."""
    found = find_identifiers(text, days_since=days_since)
    if found:
        told = ", and ".join(str(each) for each in found[:3])
        raise RuleError(
            {field: f"This holds {told}. Take it out, so that nobody can be recognised."}, code="identifying"
        )


def _shapes(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _EMAIL.finditer(text):
        yield *match.span(), "an email address"
    for match in _DIGITS.finditer(text):
        if _is_dates_alone(match.group()):
            continue
        telephone = match.group().lstrip("(").startswith(("+", "0"))
        yield *match.span(), "a telephone number" if telephone else "an NHS number or another long number"
    for match in _POSTCODE.finditer(text):
        yield *match.span(), "a postcode"


def _is_dates_alone(run: str) -> bool:
    """Whether a run of figures is a date followed by another: days are looked for by themselves."""
    rest = _YEAR_FIRST.sub("", _DAY_FIRST.sub("", run))
    return rest != run and len(re.sub(r"\D", "", rest)) < 9


def _days(text: str, since: dt.date | None) -> Iterator[tuple[int, int, str]]:
    for pattern, order in (
        (_YEAR_FIRST, "ymd"),
        (_DAY_FIRST, "dmy"),
        (_IN_WORDS, "dmy"),
        (_MONTH_FIRST, "mdy"),
    ):
        for match in pattern.finditer(text):
            day = _day(dict(zip(order, match.groups(), strict=True)), since)
            if day is not None and (since is None or day < since):
                yield *match.span(), "a date of birth"


def _day(parts: dict[str, str], since: dt.date | None) -> dt.date | None:
    """The day that was written, day and month in either order; a year of two figures is not one far ahead."""
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000 if since is None or year + 2000 <= since.year + 2 else 1900
    month = parts["m"]
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].casefold()) + 1
    for first, second in ((number, int(parts["d"])), (int(parts["d"]), number)):
        try:
            return dt.date(year, first, second)
        except ValueError:
            continue
    return None
