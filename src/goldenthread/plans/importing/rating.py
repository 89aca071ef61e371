"""Which ratings of a row are new. A rating on record is never changed: a correction is a new one of the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from goldenthread.design.words import uk_date
from goldenthread.plans.importing.fields import CURRENT
from goldenthread.plans.importing.proposal import Difference, NewRating
from goldenthread.plans.importing.rows import GivenRating, ReadRow
from goldenthread.plans.importing.saved import Given, SavedPlan
from goldenthread.plans.rag import Scale
from goldenthread.plans.words import level_label
from goldenthread.spreadsheets.errors import Problem
from goldenthread.spreadsheets.text import clean

PROGRESS = "Progress"


@dataclass
class RatingChanges:
    """The ratings that a row would add, in words too, and what is wrong."""

    new: list[NewRating] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def compare_ratings(
    row: ReadRow, record: Sequence[Given], saved: SavedPlan, progress_heading: str | None
) -> RatingChanges:
    """What ``row`` adds to ``record``, an action's ratings in the order in which they were given.

    A month's rating is the last given in that month; "now" is the last given by the import's date. The account of
    progress goes with the row's latest rating, or with the standing one where the row rates nothing.
    """
    changes = RatingChanges()
    scale = saved.plan.scale
    last = row.ratings[-1] if row.ratings else None
    for given in row.ratings:
        there = _on_record(given, record, saved)
        text = row.update_text if given is last else ""
        if there is None:
            changes.new.append(NewRating(given.column.day, given.value, text, opening=given.column.opening))
            changes.differences.append(Difference(given.column.label, "", _level(scale, given.value)))
        elif there.value != given.value and given.column.opening:
            changes.problems.append(_opening_differs(row, given, there, scale))
        elif there.value != given.value:
            changes.new.append(NewRating(max(given.column.day, there.rated_on), given.value, text))
            before, after = (_level(scale, value) for value in (there.value, given.value))
            changes.differences.append(Difference(given.column.label, before, after))
        elif text and not given.column.opening and clean(there.text) != text:
            changes.new.append(NewRating(max(given.column.day, there.rated_on), given.value, text))
    if row.update_text and (last is None or last.column.opening) and not changes.new:
        _restate(row, record, saved, changes, progress_heading)
    if row.update_text and any(rating.text for rating in changes.new):
        changes.differences.append(
            Difference(PROGRESS, clean(record[-1].text) if record else "", row.update_text)
        )
    return changes


def _on_record(given: GivenRating, record: Sequence[Given], saved: SavedPlan) -> Given | None:
    column = given.column
    if column.opening:
        return next((each for each in record if each.opening), None)
    updates = [each for each in record if not each.opening]
    if column.period == CURRENT:
        updates = [each for each in updates if each.rated_on <= saved.as_at]
    else:
        month = (column.day.year, column.day.month)
        updates = [each for each in updates if (each.rated_on.year, each.rated_on.month) == month]
    return updates[-1] if updates else None


def _restate(
    row: ReadRow, record: Sequence[Given], saved: SavedPlan, changes: RatingChanges, heading: str | None
) -> None:
    """News of progress without a new rating: the standing rating, said again with the new words."""
    if any(clean(each.text) == row.update_text for each in record):
        return
    if record:
        standing = record[-1]
        changes.new.append(NewRating(max(saved.as_at, standing.rated_on), standing.value, row.update_text))
    elif not changes.problems:
        changes.problems.append(
            Problem(
                row.number,
                heading,
                "Progress is kept with a rating, and this action has none. Give it a rating, "
                "or read the column as the note.",
            )
        )


def _level(scale: Scale, value: int) -> str:
    return level_label(scale.key, scale.level(value))


def _opening_differs(row: ReadRow, given: GivenRating, there: Given, scale: Scale) -> Problem:
    return Problem(
        row.number,
        given.column.heading,
        f"The initial rating is on record as {_level(scale, there.value)} "
        f"({uk_date(there.rated_on)}), and the file says {_level(scale, given.value)}. "
        "An opening position is not changed by an import: correct the cell, or leave the column out.",
    )
