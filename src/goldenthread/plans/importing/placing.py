"""Which action each row is about, and under which objective it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from goldenthread.plans.importing.columns import Columns
from goldenthread.plans.importing.names import folded
from goldenthread.plans.importing.references import objective_part
from goldenthread.plans.importing.rows import ReadRow, same_reference_twice
from goldenthread.plans.importing.saved import SavedPlan
from goldenthread.spreadsheets.errors import Problem

ONLY_OBJECTIVE = "1"


@dataclass(slots=True)
class FileObjective:
    """An objective as the file has it: the first title and outcome given for its number, and the rows they stand in."""

    ref: str
    row: int
    title: str = ""
    title_row: int = 0
    intended_outcome: str = ""
    outcome_row: int = 0


@dataclass
class Placed:
    """Rows that all have a reference and an objective, the objectives by folded number, and what is wrong."""

    rows: list[ReadRow] = field(default_factory=list)
    objectives: dict[str, FileObjective] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def place(rows: Sequence[ReadRow], columns: Columns, saved: SavedPlan) -> Placed:
    """Gives each row its objective and its reference.

    The objective is the one whose number the row gives; else the one under which the action is saved; else what
    stands before the last full stop of the reference (11 for 11.4); else the one with the title that the row gives;
    else the plan's only objective. A plan whose references are plain numbers and that names no objectives, such as a
    list of recommendations with one action each, has one objective, called as the plan is: its page then shows one
    list, as the plan was printed, and not a heading for every row.

    Where no column holds references, the reference is the objective's number and a running number within it, in the
    order of the file: the same file gives the same references again.
    """
    placed = Placed()
    numbers: dict[str, int] = defaultdict(int)
    finder = _ObjectiveFinder(saved, rows, titled="objective_title" in columns)
    for row in rows:
        if problem := _lacks(row, columns):
            placed.problems.append(problem)
            continue
        objective = finder.find(row)
        if not objective:
            placed.problems.append(_no_objective(row, columns))
            continue
        numbers[folded(objective)] += 1
        ref = row.ref or f"{objective}.{numbers[folded(objective)]}"
        placed.rows.append(replace(row, ref=ref, objective_ref=objective))
        placed.problems += _note(placed.objectives, placed.rows[-1], columns, finder)
    placed.problems += same_reference_twice(placed.rows, columns.heading("ref"))
    return placed


def _lacks(row: ReadRow, columns: Columns) -> Problem | None:
    """A row without its reference, or without its objective's number where there are no references."""
    if "ref" in columns and not row.ref:
        return Problem(
            row.number, columns.heading("ref"), "The row has no reference. Give it one, such as 1.4."
        )
    if "ref" not in columns and not row.objective_ref:
        return Problem(
            row.number,
            columns.heading("objective_ref"),
            "The row has no objective number. Write it on every row, also where cells were merged.",
        )
    return None


def _no_objective(row: ReadRow, columns: Columns) -> Problem:
    return Problem(
        row.number,
        columns.heading("ref"),
        f"The reference {row.ref} does not say which objective the action belongs to. "
        "Write it as 3.7, or add a column with the objective's number.",
    )


class _ObjectiveFinder:
    """Finds a row's objective."""

    def __init__(self, saved: SavedPlan, rows: Iterable[ReadRow], *, titled: bool) -> None:
        self.saved = saved
        self.titled = titled
        self.by_title = {folded(o.title): o.ref for o in saved.objectives.values() if o.title}
        named = {folded(row.objective_ref or objective_part(row.ref)) for row in rows} - {""}
        self.several = bool(named) or len(saved.objectives) > 1
        self.only = next((o.ref for o in saved.objectives.values()), ONLY_OBJECTIVE)
        self.used = named | set(saved.objectives)
        self.is_untitled = not saved.objectives and not named

    def find(self, row: ReadRow) -> str:
        """The number of the row's objective; nothing where it cannot be told."""
        if row.objective_ref:
            there = self.saved.objectives.get(folded(row.objective_ref))
            return there.ref if there else row.objective_ref
        action = self.saved.actions.get(folded(row.ref))
        if action is not None:
            return self.by_title.get(folded(row.objective_title)) or self.saved.objective_of(action).ref
        if before := objective_part(row.ref):
            there = self.saved.objectives.get(folded(before))
            return there.ref if there else before
        if row.objective_title:
            return self._titled(row.objective_title)
        return "" if self.several or self.titled else self.only

    def _titled(self, title: str) -> str:
        """The objective with this title: the saved one, or one with the next number that is free."""
        if folded(title) not in self.by_title:
            number = next(str(n) for n in range(1, len(self.used) + 2) if str(n) not in self.used)
            self.by_title[folded(title)] = number
            self.used.add(number)
        return self.by_title[folded(title)]


def _note(
    objectives: dict[str, FileObjective], row: ReadRow, columns: Columns, finder: _ObjectiveFinder
) -> Iterable[Problem]:
    """Adds what the row says about its objective; yields where it says something else than a row before it."""
    there = objectives.setdefault(folded(row.objective_ref), FileObjective(row.objective_ref, row.number))
    if finder.is_untitled and there.ref == finder.only and not row.objective_title:
        there.title = there.title or finder.saved.plan.title
    if row.objective_title:
        if there.title_row and folded(there.title) != folded(row.objective_title):
            yield _contradiction(row, columns, "objective_title", "title", there.ref, there.title_row)
        elif not there.title_row:
            there.title, there.title_row = row.objective_title, row.number
    if row.intended_outcome:
        if there.outcome_row and folded(there.intended_outcome) != folded(row.intended_outcome):
            yield _contradiction(
                row, columns, "intended_outcome", "intended outcome", there.ref, there.outcome_row
            )
        elif not there.outcome_row:
            there.intended_outcome, there.outcome_row = row.intended_outcome, row.number


def _contradiction(row: ReadRow, columns: Columns, field: str, what: str, ref: str, first: int) -> Problem:
    return Problem(
        row.number,
        columns.heading(field),
        f"Rows {first} and {row.number} give objective {ref} different wordings of its {what}. "
        "Make them the same, or leave this column out.",
    )
