"""What cells mean: text becomes days, whole numbers and codes, the same for every engine.

A column of a million rows holds few different texts: a few thousand days, a few dozen codes. So the different texts
are looked at, each is understood once, and the whole column is mapped. No format is guessed for a column as a whole,
and every way of writing that occurs is understood at no cost to the rest.

Days become whole numbers, days since 1 January 1970, so that engines need agree on nothing but integers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw

from goldenthread.evidence.measures.annex_a.codes import Codes, plain
from goldenthread.evidence.measures.annex_a.columns import CATEGORY, DATE, WHOLE, AnnexList, Column
from goldenthread.spreadsheets.dates import read_date
from goldenthread.spreadsheets.errors import SpreadsheetError

EPOCH = dt.date(1970, 1, 1)
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
NOTHING = frozenset({"", "-", "–", "n/a", "na", "null", "none", "nan", "#n/a", "not applicable"})
SLASHED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$"
DECIMAL = re.compile(r"-?\d{1,6}(\.\d+)?")
# More different texts than this in a column of days or codes, and it is none.
MOST_TEXTS = 200_000

Value = int | str | None


@dataclass(frozen=True)
class Cleaned:
    """A list with its canonical columns, and for each which texts of it were nothing, and which nobody understands."""

    of: AnnexList
    frame: nw.LazyFrame[Any]
    headings: dict[str, str]
    odd: dict[str, list[str]] = field(default_factory=dict)
    blank: dict[str, list[str]] = field(default_factory=dict)


def day_number(day: dt.date) -> int:
    """Days since 1 January 1970."""
    return (day - EPOCH).days


def clean(of: AnnexList, frame: nw.LazyFrame[Any], headings: dict[str, str]) -> Cleaned:
    """The canonical columns of a list from its text, beside ``row``; a text column keeps its text.

    Raw columns that a fault may be found in stay as ``raw_<name>`` until the faults are known.
    """
    odd: dict[str, list[str]] = {}
    blank: dict[str, list[str]] = {}
    made = [nw.col("row")]
    for column in of.columns:
        if column.name not in headings:
            continue
        raw = nw.col(column.name).str.strip_chars()
        if column.kind == DATE:
            raw = raw.str.replace_all(CLOCK, "")
        if column.kind in (DATE, WHOLE, CATEGORY):
            texts = _texts(frame.select(raw.alias("text")))
            known, odd[column.name], blank[column.name] = _understood(texts, column)
            kind = nw.String if column.kind == CATEGORY else nw.Int32
            made.append(_mapped(raw, known, kind).alias(column.name))
            made.append(raw.alias(f"raw_{column.name}"))
        else:
            made.append(
                nw.when(raw.str.to_lowercase().is_in(sorted(NOTHING)))
                .then(nw.lit(None, nw.String))
                .otherwise(raw)
                .alias(column.name)
            )
    return Cleaned(of, frame.select(*made), headings, odd, blank)


def _texts(column: nw.LazyFrame[Any]) -> list[str]:
    """The different texts of a column."""
    found = column.drop_nulls().unique().head(MOST_TEXTS).collect()
    return [str(text) for text in found.get_column("text").to_list()]


def _mapped(raw: nw.Expr, known: dict[str, Value], kind: type[nw.String | nw.Int32]) -> nw.Expr:
    if not known:
        return nw.lit(None, kind)
    return raw.replace_strict(list(known), list(known.values()), default=None, return_dtype=kind)


def _understood(texts: Iterable[str], column: Column) -> tuple[dict[str, Value], list[str], list[str]]:
    """What each text means; those that mean nothing known; those that are blank."""
    read = _reader(column)
    known: dict[str, Value] = {}
    odd, blank = [], []
    for text in texts:
        if text.casefold() in NOTHING:
            blank.append(text)
            continue
        value = read(text)
        if value is None:
            odd.append(text)
        else:
            known[text] = value
    return known, odd, blank


def _reader(column: Column) -> Callable[[str], Value]:
    if column.kind == DATE:
        return read_day
    if column.kind == WHOLE:
        return read_whole
    codes: Codes = column.codes or {}
    return lambda text: codes.get(plain(text))


def read_day(text: str) -> int | None:
    """A day as people and systems write it: 2017-11-03, 03/11/2017, 3 Nov 17, a spreadsheet's serial number."""
    try:
        if found := ISO.fullmatch(text):
            return _in_range(dt.date(int(found[1]), int(found[2]), int(found[3])))
        if found := SLASHED.fullmatch(text):
            return _in_range(dt.date(int(found[3]), int(found[2]), int(found[1])))
        partial = read_date(text)
    except (ValueError, SpreadsheetError):
        return None
    return _in_range(partial.date) if partial is not None and partial.precision == "day" else None


def _in_range(day: dt.date) -> int | None:
    return day_number(day) if FIRST_DAY <= day <= LAST_DAY else None


def read_whole(text: str) -> int | None:
    """A whole number; an age in decimal years is the years completed."""
    bare = text.replace(",", "")
    if not DECIMAL.fullmatch(bare):
        return None
    number = float(bare)
    return int(number // 1)
