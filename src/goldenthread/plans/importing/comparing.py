"""A file's rows beside what is saved: what is new, what would change, and what stays."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from goldenthread.design.words import uk_date
from goldenthread.plans.importing.columns import Columns
from goldenthread.plans.importing.keys import field_label
from goldenthread.plans.importing.names import Named, folded
from goldenthread.plans.importing.placing import FileObjective
from goldenthread.plans.importing.proposal import ActionChange, Difference, ObjectiveChange
from goldenthread.plans.importing.rating import compare_ratings
from goldenthread.plans.importing.rows import PRINTED, ReadRow
from goldenthread.plans.importing.saved import SavedPlan
from goldenthread.plans.models import Action
from goldenthread.plans.words import due_words
from goldenthread.spreadsheets.errors import Problem
from goldenthread.spreadsheets.text import clean

LABELS = {
    "lead_agency_id": field_label("lead_agency"),
    "overseeing_group_id": field_label("overseeing_group"),
}
OBJECTIVE = "Objective"
OBJECTIVE_LABELS = {"title": "Objective", "intended_outcome": field_label("intended_outcome")}


@dataclass
class Comparer:
    """Compares rows with one saved plan, and gathers problems and the names that nobody bears."""

    saved: SavedPlan
    columns: Columns
    problems: list[Problem] = field(default_factory=list)
    unknown_names: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def compare(self, row: ReadRow) -> ActionChange | None:
        """What the row would add or change; ``None`` where the plan says the same already."""
        action = self.saved.actions.get(folded(row.ref))
        values = dict(self._changed_values(row, action))
        differences = list(self._in_words(values, action))
        moves = self._compare_due(row, action, values, differences)
        self._check_dates(row, action)
        officers = dict(self._changed_officers(row, action, values, differences))
        self._compare_objective(row, action, differences)
        record = self.saved.ratings.get(action.pk, []) if action else []
        rated = compare_ratings(row, record, self.saved, self.columns.heading("update_text"))
        self.problems += rated.problems
        differences += rated.differences
        explanation = row.explanation
        if action and explanation in self.saved.explanations.get(action.pk, ()):
            explanation = ""
        if explanation:
            differences.append(Difference(field_label("explanation"), "", explanation))
        if action and not (differences or values or rated.new):
            return None
        if action is None and not (row.values or row.ratings or explanation):
            self.problems.append(_says_nothing(row, self.columns))
            return None
        if action and action.withdrawn_on:
            self.problems.append(_withdrawn(row, action, self.columns))
            return None
        return ActionChange(
            row=row.number,
            ref=action.ref if action else row.ref,
            title=str(row.values.get("title", "")) or (action.title if action else ""),
            objective=row.objective_ref,
            existing=action.pk if action else None,
            source=str(row.values.get("source", "")),
            values=values,
            moves=moves,
            officers=officers,
            ratings=tuple(rated.new),
            explanation=explanation,
            differences=tuple(differences),
        )

    def _changed_values(self, row: ReadRow, action: Action | None) -> Iterator[tuple[str, Any]]:
        for name, value in row.values.items():
            before = getattr(action, name) if action else None
            if (clean(before) if isinstance(before, str) else before) != value:
                yield name, value

    def _in_words(self, values: dict[str, Any], action: Action | None) -> Iterator[Difference]:
        for name, value in values.items():
            before = getattr(action, name) if action else None
            label = LABELS.get(name) or field_label(name)
            yield Difference(label, self._value_in_words(name, before), self._value_in_words(name, value))

    def _value_in_words(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if name == "lead_agency_id":
            return self.saved.agencies.names[value]
        if name == "overseeing_group_id":
            return self.saved.groups.names[value]
        return value if isinstance(value, str) else uk_date(value)

    def _compare_due(
        self, row: ReadRow, action: Action | None, values: dict[str, Any], differences: list[Difference]
    ) -> bool:
        """Adds what the row says of the due date; answers whether a saved one moves."""
        if row.due is None:
            return False
        day, precision = row.due.date, row.due.precision
        before, was = (action.due_on, action.due_precision) if action else (None, "")
        if (day, precision) == (before, was):
            return False
        values |= {"due_on": day, "due_precision": precision}
        spoken = due_words(before, was) if before else ""
        differences.append(Difference(field_label("due_on"), spoken, due_words(day, precision)))
        if day == before:
            return False
        values.setdefault("due_as_printed", row.due_text)
        return action is not None

    def _check_dates(self, row: ReadRow, action: Action | None) -> None:
        started = row.values.get("started_on") or (action.started_on if action else None)
        due = row.due.date if row.due else (action.due_on if action else None)
        if isinstance(started, dt.date) and due and due < started:
            column = self.columns.heading("due_on" if row.due else "started_on")
            message = f"The due date, {uk_date(due)}, is before the start, {uk_date(started)}. Change one of the two."
            self.problems.append(Problem(row.number, column, message))

    def _changed_officers(
        self, row: ReadRow, action: Action | None, values: dict[str, Any], differences: list[Difference]
    ) -> Iterator[tuple[str, tuple[int, ...]]]:
        for part, text in row.officers.items():
            before = self.saved.named(action, part) if action else Named()
            named = self.saved.people.resolve(text, before.people)
            if named.same_as(before):
                continue
            for name in named.others:
                self.unknown_names[name].append(row.number)
            values[PRINTED[part]] = text if named.others else ""
            spoken, now = self._people_in_words(before), self._people_in_words(named)
            differences.append(Difference(field_label(part), spoken, now))
            yield part, named.people

    def _people_in_words(self, named: Named) -> str:
        return "; ".join([*(self.saved.people.people[pk].display_name for pk in named.people), *named.others])

    def _compare_objective(self, row: ReadRow, action: Action | None, differences: list[Difference]) -> None:
        before = self.saved.objective_of(action).ref if action else row.objective_ref
        if folded(before) != folded(row.objective_ref):
            differences.append(Difference(OBJECTIVE, before, row.objective_ref))

    def objective_changes(self, objectives: Iterable[FileObjective]) -> Iterator[ObjectiveChange]:
        """The objectives to add, and those whose title or outcome the file words otherwise."""
        for objective in objectives:
            there = self.saved.objectives.get(folded(objective.ref))
            said = (("title", objective.title), ("intended_outcome", objective.intended_outcome))
            differences = tuple(
                Difference(OBJECTIVE_LABELS[name], clean(before), text)
                for name, text in said
                if text and clean(before := getattr(there, name, "")) != text
            )
            if there is None or differences:
                yield ObjectiveChange(
                    there.ref if there else objective.ref,
                    objective.title or (there.title if there else ""),
                    objective.intended_outcome or (there.intended_outcome if there else ""),
                    there.pk if there else None,
                    differences,
                )


def _withdrawn(row: ReadRow, action: Action, columns: Columns) -> Problem:
    return Problem(
        row.number,
        columns.heading("ref"),
        f"Action {action.ref} was withdrawn on {uk_date(action.withdrawn_on)} and is kept as it was. Delete the row.",
    )


def _says_nothing(row: ReadRow, columns: Columns) -> Problem:
    return Problem(
        row.number,
        columns.heading("title") or columns.heading("ref"),
        f"The plan has no action {row.ref}, and the row does not say what it is. Write the action, or delete the row.",
    )
