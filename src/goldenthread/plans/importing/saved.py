"""The plan as it is saved, read once in a fixed number of queries, however many actions it has."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from goldenthread.partnership.models import Agency, Group, Person
from goldenthread.plans.importing.names import Directory, Named, Roster, folded
from goldenthread.plans.models import Action, Evidence, Explanation, Objective, Officer, Plan, RatingUpdate
from goldenthread.spreadsheets.text import clean


@dataclass(frozen=True, slots=True)
class Given:
    """A rating on record."""

    rated_on: dt.date
    value: int
    text: str
    opening: bool


@dataclass(frozen=True)
class SavedPlan:
    """What an import is compared with. Ratings are in the order in which they were given."""

    plan: Plan
    as_at: dt.date
    objectives: dict[str, Objective]
    actions: dict[str, Action]
    ratings: dict[int, list[Given]]
    officers: dict[tuple[int, str], dict[int, int]]
    explanations: dict[int, set[str]]
    evidence: dict[int, set[str]]
    agencies: Directory
    groups: Directory
    people: Roster

    def named(self, action: Action, part: str) -> Named:
        """Who leads an action or is responsible for it, with those who are only printed."""
        there = self.officers.get((action.pk, part), {})
        printed = action.lead_as_printed if part == Officer.Part.LEAD else action.responsible_as_printed
        return Named(tuple(there), self.people.resolve(printed, there).others)

    def objective_of(self, action: Action) -> Objective:
        """The objective under which an action is saved."""
        return self._objectives_by_id[action.objective_id]

    @cached_property
    def _objectives_by_id(self) -> dict[int, Objective]:
        return {row.pk: row for row in self.objectives.values()}


def read_plan(plan: Plan, as_at: dt.date, *, lock: bool = False) -> SavedPlan:
    """Everything about ``plan`` that an import may touch. Nine queries; ``lock`` holds the actions meanwhile."""
    actions = Action.objects.filter(plan=plan)
    by_ref = {folded(row.ref): row for row in (actions.select_for_update() if lock else actions)}
    ratings: dict[int, list[Given]] = defaultdict(list)
    for action, on, value, text, opening in (
        RatingUpdate.objects.filter(action__plan=plan)
        .order_by("rated_on", "id")
        .values_list("action_id", "rated_on", "value", "text", "opening")
    ):
        ratings[action].append(Given(on, value, text, opening))
    officers: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for pk, action, part, person in (
        Officer.objects.filter(action__plan=plan)
        .order_by("id")
        .values_list("id", "action_id", "part", "person_id")
    ):
        officers[action, part][person] = pk
    explanations: dict[int, set[str]] = defaultdict(set)
    for action, text in Explanation.objects.filter(action__plan=plan).values_list("action_id", "text"):
        explanations[action].add(clean(text))
    evidence: dict[int, set[str]] = defaultdict(set)
    for action, kind in Evidence.objects.filter(action__plan=plan).values_list("action_id", "kind"):
        evidence[action].add(kind)
    here = plan.partnership_id
    return SavedPlan(
        plan=plan,
        as_at=as_at,
        objectives={folded(row.ref): row for row in Objective.objects.filter(plan=plan)},
        actions=by_ref,
        ratings=ratings,
        officers=officers,
        explanations=explanations,
        evidence=evidence,
        agencies=Directory("an agency", Agency.objects.filter(partnership=here)),
        groups=Directory("a group", Group.objects.filter(partnership=here)),
        people=Roster(Person.objects.filter(partnership=here), as_at),
    )
