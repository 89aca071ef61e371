"""Which column of a file is read as what, and whether that can be done."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldenthread.design.words import month, uk_date
from goldenthread.plans.importing.fields import CURRENT, FIELDS, INITIAL
from goldenthread.plans.importing.keys import field_label, is_field, rating_key, rating_period
from goldenthread.plans.models import Plan
from goldenthread.plans.rag import INITIAL as OPENING
from goldenthread.plans.rag import Period
from goldenthread.spreadsheets.errors import Problem


@dataclass(frozen=True, slots=True)
class RatingColumn:
    """A column of ratings: its heading, its period, and the day on which its ratings are dated."""

    heading: str
    period: str
    day: dt.date

    @property
    def opening(self) -> bool:
        """Whether it holds the opening position of the plan."""
        return self.period == INITIAL

    @property
    def label(self) -> str:
        """What its ratings are called: "Rating in January 2018", "Initial rating"."""
        return field_label(rating_key(self.period))


@dataclass(frozen=True)
class Columns:
    """The headings of a file by what they are read as; rating columns in the order of their days."""

    by_field: Mapping[str, str]
    ratings: tuple[RatingColumn, ...]

    def __contains__(self, field: str) -> bool:
        return field in self.by_field

    def heading(self, field: str) -> str | None:
        """The heading of the column that is read as ``field``."""
        return self.by_field.get(field)


def check_mapping(
    mapping: Mapping[str, str | None], headings: Iterable[str], plan: Plan, as_at: dt.date
) -> tuple[Columns, list[Problem]]:
    """The columns that ``mapping`` (heading → field) asks for, and what is wrong with it."""
    chosen = {heading: field for heading, field in mapping.items() if field}
    problems = [*_absent(chosen, set(headings)), *_unknown(chosen), *_twice(chosen)]
    ratings: list[RatingColumn] = []
    for heading, field in chosen.items():
        if (period := rating_period(field)) is not None:
            column = _rating_column(heading, period, plan, as_at)
            if isinstance(column, Problem):
                problems.append(column)
            else:
                ratings.append(column)
    by_field = {field: heading for heading, field in chosen.items() if rating_period(field) is None}
    problems += [*_same_day(ratings), *_missing(by_field, bool(ratings))]
    return Columns(by_field, tuple(sorted(ratings, key=lambda each: (not each.opening, each.day)))), problems


def _absent(chosen: Mapping[str, str], headings: set[str]) -> Iterable[Problem]:
    for heading in chosen:
        if heading not in headings:
            yield Problem(
                None, heading, f"The file has no column headed “{heading}”. Choose its columns again."
            )


def _unknown(chosen: Mapping[str, str]) -> Iterable[Problem]:
    known = ", ".join(field.key for field in FIELDS)
    for heading, field in chosen.items():
        if not is_field(field):
            yield Problem(
                None,
                heading,
                f"A column cannot be read as “{field}”. Choose one of: {known}, rating:initial, rating:current, "
                "or rating: and a month, such as rating:2018-01.",
            )


def _twice(chosen: Mapping[str, str]) -> Iterable[Problem]:
    headings: dict[str, list[str]] = defaultdict(list)
    for heading, field in chosen.items():
        headings[field].append(heading)
    for field, found in headings.items():
        if len(found) > 1 and is_field(field):
            both = " and ".join(f"“{heading}”" for heading in found)
            yield Problem(
                None,
                found[1],
                f"{both} are both read as “{field_label(field)}”. Keep one, and leave the other out.",
            )


def _rating_column(heading: str, period: str, plan: Plan, as_at: dt.date) -> RatingColumn | Problem:
    if period == INITIAL:
        return RatingColumn(heading, period, plan.starts_on)
    if period == CURRENT:
        day, spoken = as_at, uk_date(as_at)
    else:
        year, number = (int(part) for part in period.split("-"))
        day = dt.date(year, number, calendar.monthrange(year, number)[1])
        spoken = month(day)
        if day.replace(day=1) > as_at:
            return Problem(
                None,
                heading,
                f"Ratings of {spoken} are later than the date of the file, {uk_date(as_at)}. "
                "Choose another month, or a later date.",
            )
    if day < plan.starts_on:
        return Problem(
            None,
            heading,
            f"Ratings of {spoken} are from before the plan starts ({uk_date(plan.starts_on)}). "
            "Leave the column out, or change when the plan starts.",
        )
    return RatingColumn(heading, period, min(day, as_at))


def _same_day(ratings: Iterable[RatingColumn]) -> Iterable[Problem]:
    """A month and "now" are one rating where the file's date is in that month."""
    months: dict[Period, RatingColumn] = {}
    for column in ratings:
        period = OPENING if column.opening else Period(column.day.replace(day=1))
        first = months.setdefault(period, column)
        if first.period != column.period:
            yield Problem(
                None,
                column.heading,
                f"“{first.heading}” and “{column.heading}” both give the rating of {month(column.day)}. "
                "Keep one, and leave the other out.",
            )


def _missing(by_field: Mapping[str, str], rated: bool) -> Iterable[Problem]:
    if "ref" not in by_field and "objective_ref" not in by_field:
        yield Problem(
            None,
            None,
            "No column is read as the action's reference or the objective's number. "
            "Choose one of the two: without it nobody could tell which action a row is about.",
        )
    if not rated and not {"title", "explanation"} & set(by_field):
        yield Problem(
            None,
            None,
            "No column is read as the action, its explanation or a rating. "
            "Choose at least one of them: there is nothing else to import.",
        )
