"""Periods of whole months, in words and in addresses. Pure: no database, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from goldenthread.duties.clock import ONE_DAY, add_months, business_year

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month_in_words(day: dt.date) -> str:
    """The month of ``day``: ``May 2019``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def period_in_words(first: dt.date, last: dt.date) -> str:
    """``May 2019``, ``May to August 2019`` or ``December 2018 to March 2019``."""
    if (first.year, first.month) == (last.year, last.month):
        return month_in_words(first)
    if first.year == last.year:
        return f"{MONTHS[first.month - 1]} to {month_in_words(last)}"
    return f"{month_in_words(first)} to {month_in_words(last)}"


def period_key(first: dt.date, last: dt.date) -> str:
    """``2019-05_2019-08``, or ``2019-05`` for a single month."""
    start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return start if start == end else f"{start}_{end}"


def last_day_of(month: dt.date) -> dt.date:
    """The last day of the month in which ``month`` lies."""
    return add_months(month.replace(day=1), 1) - ONE_DAY


def months_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The first day of every month from that of ``first`` to that of ``last``."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)


def read_month(text: str) -> dt.date:
    """The first day of the month that a person means by ``May 2019``, ``5/2019``, ``05 2019`` or ``2019-05``.

    Raises :class:`ValueError` with a sentence.
    """
    parts = text.replace("/", " ").replace("-", " ").replace(",", " ").split()
    if len(parts) == 2 and len(parts[0]) == 4 and parts[0].isdecimal():
        parts.reverse()
    wrong = f"“{text[:40]}” is not a month. Enter a month and a year, such as May 2019."
    if len(parts) != 2 or not (parts[1].isascii() and parts[1].isdecimal() and len(parts[1]) == 4):
        raise ValueError(wrong)
    number = _month_number(parts[0])
    if number is None or not 2000 <= int(parts[1]) <= 2100:
        raise ValueError(wrong)
    return dt.date(int(parts[1]), number, 1)


def _month_number(word: str) -> int | None:
    if word.isascii() and word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    if len(word) < 3:
        return None
    return next((n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(word.casefold())), None)


def business_years(first: dt.date, last: dt.date, first_month: int) -> list[tuple[dt.date, dt.date]]:
    """The business years that a period touches, in order: first and last day of each."""
    years = [business_year(first, first_month)]
    while years[-1][1] < last:
        years.append(business_year(years[-1][1] + ONE_DAY, first_month))
    return years


def days_in_words(days: list[dt.date]) -> str:
    """Days as they are told: ``14 and 22 May 2019``, ``30 May and 3 June 2019``; nothing for none."""
    told: list[str] = []
    following: dt.date | None = None
    for day in sorted(days, reverse=True):
        same_year = following is not None and day.year == following.year
        same_month = same_year and following is not None and day.month == following.month
        month = "" if same_month else f" {MONTHS[day.month - 1]}"
        told.insert(0, f"{day.day}{month}" + ("" if same_year else f" {day.year}"))
        following = day
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else ""
