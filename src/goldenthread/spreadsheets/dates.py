"""Dates as people write them in plans: days, and months, quarters and years by whose end a thing is due."""

import calendar
import datetime
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from goldenthread.spreadsheets.tables import CellValue
from goldenthread.spreadsheets.text import fold_whitespace

Precision = Literal["day", "month", "quarter", "year"]

FIRST_YEAR, LAST_YEAR = 1990, 2100
_WINDOW_STARTS = 1970  # two-digit years are 1970 to 2069
_SERIAL_DAYS = range(20_000, 60_001)  # 3 October 1954 to 8 April 2064, before years are checked
_SERIAL_ORIGIN = datetime.date(1899, 12, 30)

_MONTHS = tuple(calendar.month_name[1:])
_SEASONS = ("spring", "summer", "autumn", "winter", "easter", "christmas", "half term", "term")
_UNDECIDED = (
    "ongoing",
    "on going",
    "on-going",
    "continuous",
    "rolling",
    "tbc",
    "tba",
    "to be confirmed",
    "asap",
)


class ValueReadError(ValueError):
    """A cell that does not hold what it should. Its text says what is wrong and how to write it."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date and how exactly it was given; for a month, quarter or year the date is the period's last day.

    `note` is the text that followed in brackets, such as "Completed".
    """

    date: datetime.date
    precision: Precision
    note: str = ""


def read_date(value: CellValue, *, day_first: bool = True) -> PartialDate:
    """The date in a cell, as a date or as people write one: 7 May 2019, 07/05/2019, May-19, Q1 2019/20.

    Quarters and years such as 2019/20 are business years, from 1 April. `day_first` says how 07/05/2019 is
    read. A bare number from 20000 to 60000 is a spreadsheet's serial day.
    Raises ValueReadError for anything else, for days that do not exist and years outside 1990 to 2100.
    """
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        _require_year(value.year, str(value))
        return PartialDate(value, "day")
    printed = "" if value is None or isinstance(value, bool | datetime.time) else fold_whitespace(str(value))
    if not printed:
        raise ValueReadError("There is no date in the cell: write one like 7 May 2019.")
    text, note = _without_note(printed)
    bare = _without_padding(text)
    for pattern, read in _READERS:
        if found := pattern.fullmatch(bare):
            partial = read(_Written(text, found, day_first))
            return replace(partial, note=note)
    raise ValueReadError(_why_not(text, bare))


@dataclass(frozen=True, slots=True)
class _Written:
    """A date's text, the parts that a pattern found in it, and whether days come before months."""

    text: str
    parts: re.Match[str]
    day_first: bool


def _without_note(text: str) -> tuple[str, str]:
    """ "October 31st 2017 (Completed)" as its date and its note."""
    found = re.fullmatch(r"(.*?\S)\s*[(\[]([^()\[\]]*)[)\]]\.?", text)
    return (found[1], found[2].strip()) if found else (text, "")


def _without_padding(text: str) -> str:
    """The text in small letters without what adds nothing: a weekday, "by the end of", a time of day."""
    bare = text.casefold().strip(" .,;")
    bare = re.sub(r"^(?:due |by |before |on )*(?:the )?(?:end of |end )?", "", bare)
    bare = re.sub(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[ ,]+", "", bare)
    return re.sub(r"(?<=\d)[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]m)?z?$", "", bare)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        year += _WINDOW_STARTS // 100 * 100
        year += 100 if year < _WINDOW_STARTS else 0
    return year


def _month(word: str, text: str) -> int:
    """The month that a word names, whole or cut to three letters or more."""
    for number, name in enumerate(_MONTHS, start=1):
        if name.casefold().startswith(word):
            return number
    if word == "sept":
        return 9
    if close := difflib.get_close_matches(word.capitalize(), _MONTHS, n=1, cutoff=0.7):
        raise ValueReadError(f"“{text}” names no month that is known: if you mean {close[0]}, write it so.")
    raise ValueReadError(_why_not(text, text.casefold()))


def _day(written: _Written, day: int, month: int, year: int) -> PartialDate:
    if not 1 <= month <= 12:
        raise ValueReadError(_no_such_month(written.text, day, month, year))
    _require_year(year, written.text)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueReadError(
            f"“{written.text}” is not a date: {_MONTHS[month - 1]} {year} has no day {day}. Correct the day."
        )
    return PartialDate(datetime.date(year, month, day), "day")


def _no_such_month(text: str, day: int, month: int, year: int) -> str:
    if 1 <= day <= 12 and 1 <= month <= 31:
        meant = f"{month} {_MONTHS[day - 1]} {year}"
        return f"“{text}” is not a date: there is no month {month}; if you mean {meant}, write it so."
    return f"“{text}” is not a date: there is no month {month}. Write the date like 7 May 2019."


def _last_day(written: _Written, year: int, month: int, precision: Precision) -> PartialDate:
    """The end of a month; month 15 is March of the year after."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    _require_year(year, written.text)
    return PartialDate(datetime.date(year, month, calendar.monthrange(year, month)[1]), precision)


def _serial(written: _Written) -> PartialDate:
    number = int(written.parts[1])
    if number not in _SERIAL_DAYS:
        raise ValueReadError(f"“{written.text}” is a number, not a date: write the date like 7 May 2019.")
    date = _SERIAL_ORIGIN + datetime.timedelta(days=number)
    _require_year(date.year, written.text)
    return PartialDate(date, "day")


def _iso_day(written: _Written) -> PartialDate:
    year, month, day = (int(part) for part in written.parts.groups())
    return _day(written, day, month, year)


def _numeric_day(written: _Written) -> PartialDate:
    first, second, year = written.parts["first"], written.parts["second"], _year(written.parts["year"])
    day, month = (first, second) if written.day_first else (second, first)
    return _day(written, int(day), int(month), year)


def _named_day(written: _Written) -> PartialDate:
    month = _month(written.parts["month"], written.text)
    return _day(written, int(written.parts["day"]), month, _year(written.parts["year"]))


def _named_month(written: _Written) -> PartialDate:
    month = _month(written.parts["month"], written.text)
    return _last_day(written, _year(written.parts["year"]), month, "month")


def _numeric_month(written: _Written) -> PartialDate:
    month, year = int(written.parts["month"]), int(written.parts["year"])
    if not 1 <= month <= 12:
        raise ValueReadError(
            f"“{written.text}” is not a month: there is no month {month}. Write it like May 2019."
        )
    return _last_day(written, year, month, "month")


def _quarter(written: _Written) -> PartialDate:
    start = _business_year(written)
    return _last_day(written, start, 3 + 3 * int(written.parts["quarter"]), "quarter")


def _whole_business_year(written: _Written) -> PartialDate:
    return _last_day(written, _business_year(written) + 1, 3, "year")


def _business_year(written: _Written) -> int:
    """The year in which a business year such as 2018/19 begins."""
    start, end = _year(written.parts["start"]), written.parts["end"]
    if int(end) % 100 != (start + 1) % 100:
        raise ValueReadError(
            f"“{written.text}” is not a business year: {start} is followed by {start + 1}."
            f" Write {start}/{(start + 1) % 100:02}."
        )
    return start


def _calendar_year(written: _Written) -> PartialDate:
    return _last_day(written, int(written.parts[1]), 12, "year")


def _quarter_of_which_year(written: _Written) -> PartialDate:
    year, quarter = _year(written.parts["year"]), int(written.parts["quarter"])
    end = _last_day(written, year, 3 + 3 * quarter, "quarter").date
    raise ValueReadError(
        f"“{written.text}” does not say whether the year begins in January or April:"
        f" write Q{quarter} {year}/{(year + 1) % 100:02} for the quarter ending {end.day} {end:%B %Y},"
        " or write the month."
    )


_MONTH_WORD = r"(?P<month>[a-z]{3,9})\.?"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_Q = r"(?:q|qtr|quarter) ?(?P<quarter>[1-4])"
_SPAN = r"(?P<start>\d{4}|\d{2}) ?[/\-–] ?(?P<end>\d{4}|\d{2})"
_LONG_SPAN = r"(?P<start>\d{4}) ?[/\-–] ?(?P<end>\d{4}|\d{2})"

_READERS: tuple[tuple[re.Pattern[str], Callable[[_Written], PartialDate]], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (r"(\d{5,7})(?:\.\d+)?", _serial),
        (r"(\d{4})[\-/.](\d{1,2})[\-/.](\d{1,2})", _iso_day),
        (
            r"(?P<first>\d{1,2}) ?[/.\-\\ ] ?(?P<second>\d{1,2}) ?[/.\-\\ ] ?(?P<year>\d{4}|\d{2})",
            _numeric_day,
        ),
        (_ORDINAL + r"(?: of)?[ \-/.,]*" + _MONTH_WORD + r"[ \-/,'’]*(?P<year>\d{4}|\d{2})", _named_day),
        (_MONTH_WORD + r" ?(?P<day>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year>\d{4})", _named_day),
        (_MONTH_WORD + r" ?(?P<day>\d{1,2})(?:st|nd|rd|th),? +'?(?P<year>\d{2})", _named_day),
        (_MONTH_WORD + r"[ \-–/,'’]*(?P<year>\d{4}|\d{2})", _named_month),
        (r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])", _numeric_month),
        (r"(?P<month>\d{1,2}) ?[/.\-] ?(?P<year>\d{4})", _numeric_month),
        (_Q + r"[ ,:\-]*(?:of )?" + _SPAN, _quarter),
        (_SPAN + r"[ ,:\-]*" + _Q, _quarter),
        (_Q + r"[ ,:\-]*(?:of )?(?P<year>\d{4}|\d{2})", _quarter_of_which_year),
        (r"(?P<year>\d{4})[ ,:\-]*" + _Q, _quarter_of_which_year),
        (_LONG_SPAN, _whole_business_year),
        (r"(\d{4})(?:\.0)?", _calendar_year),
    )
)


def _require_year(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueReadError(
            f"“{text}” is in the year {year}: dates run from {FIRST_YEAR} to {LAST_YEAR}. Correct the year."
        )


def _why_not(text: str, bare: str) -> str:
    """The most helpful sentence for text that no reader took."""
    shown = text if len(text) <= 60 else f"{text[:59]}…"
    words = re.findall(r"[a-z]+", bare)
    named = [
        name for word in words for name in _MONTHS if len(word) >= 3 and name.casefold().startswith(word)
    ]
    if len(named) > 1:
        return f"“{shown}” names more than one month: write only the last, like {named[-1]} 2018."
    if named and re.search(r"\d", bare):
        return f"“{shown}” cannot be read as a date, or has no year: write it like 7 {named[0]} 2018."
    if named:
        return f"“{shown}” has no year: write {named[0]} 2018, for example."
    if any(word in bare for word in _UNDECIDED):
        return f"“{shown}” is not a date: write the date by which it is to be done, or leave the cell empty."
    if any(season in bare for season in _SEASONS):
        return f"“{shown}” is not exact enough to be due: write the month in which it ends, like May 2019."
    return f"“{shown}” cannot be read as a date: write it like 7 May 2019, or May 2019 for the whole month."
