"""Writes a proposal: everything in a handful of statements, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goldenthread.partnership.audit import Entry, record, record_each
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.importing.names import folded
from goldenthread.plans.importing.proposal import ActionChange, Difference, Proposal
from goldenthread.plans.importing.saved import SavedPlan
from goldenthread.plans.models import (
    Action,
    DueDateChange,
    Explanation,
    Objective,
    Officer,
    Plan,
    RatingUpdate,
)
from goldenthread.plans.models.plan import sort_key

SOURCE_LENGTH: int = RatingUpdate._meta.get_field("source").max_length or 0


@dataclass(frozen=True)
class Writer:
    """Who imports what into which plan. Call :meth:`apply` inside a transaction that holds the plan."""

    by: Actor
    plan: Plan
    saved: SavedPlan
    file_name: str

    def apply(self, proposal: Proposal) -> None:
        """Adds and changes all that is proposed, with its history and its entries in the audit trail."""
        if proposal.does_nothing:
            return
        objectives = self._write_objectives(proposal)
        actions = self._add_actions(proposal.added, objectives)
        moved = self._due_date_changes(proposal.changed)
        actions |= self._change_actions(proposal.changed, objectives)
        DueDateChange.objects.bulk_create(moved)
        self._write_officers([*proposal.added, *proposal.changed], actions)
        changes = [*proposal.added, *proposal.changed]
        RatingUpdate.objects.bulk_create(self._ratings(changes, actions))
        Explanation.objects.bulk_create(self._explanations(proposal, actions))
        self._audit(proposal, actions)

    @property
    def _signature(self) -> dict[str, Any]:
        return {"by": self.by.person, "by_label": self.by.label[:300]}

    def _source(self, change: ActionChange) -> str:
        return (change.source or f"{self.file_name}, row {change.row}")[:SOURCE_LENGTH]

    def _write_objectives(self, proposal: Proposal) -> dict[str, Objective]:
        objectives = dict(self.saved.objectives)
        new: list[Objective] = []
        changed: list[Objective] = []
        for change in proposal.objectives:
            row = objectives.setdefault(
                folded(change.ref), Objective(plan=self.plan, ref=change.ref, order=sort_key(change.ref))
            )
            row.title, row.intended_outcome = change.title, change.intended_outcome
            (changed if change.existing else new).append(row)
        Objective.objects.bulk_create(new)
        Objective.objects.bulk_update(changed, ["title", "intended_outcome"])
        return objectives

    def _add_actions(
        self, added: Iterable[ActionChange], objectives: dict[str, Objective]
    ) -> dict[str, Action]:
        rows = [
            Action(
                plan=self.plan,
                objective=objectives[folded(change.objective)],
                ref=change.ref,
                order=sort_key(change.ref),
                **change.values,
            )
            for change in added
        ]
        return {row.ref: row for row in Action.objects.bulk_create(rows)}

    def _due_date_changes(self, changed: Iterable[ActionChange]) -> list[DueDateChange]:
        moved = []
        for change in changed:
            if change.moves:
                action = self.saved.actions[folded(change.ref)]
                moved.append(
                    DueDateChange(
                        action=action,
                        old_due_on=action.due_on,
                        old_precision=action.due_precision,
                        new_due_on=change.values["due_on"],
                        new_precision=change.values["due_precision"],
                        reason=f"Imported from {self.file_name}",
                        **self._signature,
                    )
                )
        return moved

    def _change_actions(
        self, changed: Iterable[ActionChange], objectives: dict[str, Objective]
    ) -> dict[str, Action]:
        actions, fields, rewritten = {}, {"version"}, []
        for change in changed:
            action = actions[change.ref] = self.saved.actions[folded(change.ref)]
            objective = objectives[folded(change.objective)]
            values = dict(change.values)
            if action.objective_id != objective.pk:
                values["objective_id"] = objective.pk
            if not values and not change.officers:
                continue
            for name, value in values.items():
                setattr(action, name, value)
            action.version += 1
            fields.update(values)
            rewritten.append(action)
        if rewritten:
            # All the rows are there already, so that each insert becomes an update: twenty times as fast as
            # bulk_update, which writes one CASE for each field with a branch for each row.
            Action.objects.bulk_create(
                rewritten,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=[name.removesuffix("_id") for name in sorted(fields)],
            )
        return actions

    def _write_officers(self, changes: Iterable[ActionChange], actions: dict[str, Action]) -> None:
        gone, new = [], []
        for change in changes:
            for part, wanted in change.officers.items():
                action = actions[change.ref]
                there = self.saved.officers.get((action.pk, part), {})
                gone += [pk for person, pk in there.items() if person not in wanted]
                new += [Officer(action=action, person_id=pk, part=part) for pk in wanted if pk not in there]
        if gone:
            Officer.objects.filter(pk__in=gone).delete()
        Officer.objects.bulk_create(new)

    def _ratings(self, changes: Iterable[ActionChange], actions: dict[str, Action]) -> Iterable[RatingUpdate]:
        for change in changes:
            for rating in change.ratings:
                yield RatingUpdate(
                    action=actions[change.ref],
                    rated_on=rating.day,
                    value=rating.value,
                    text=rating.text,
                    opening=rating.opening,
                    source=self._source(change),
                    **self._signature,
                )

    def _explanations(self, proposal: Proposal, actions: dict[str, Action]) -> Iterable[Explanation]:
        for change in (*proposal.added, *proposal.changed):
            if change.explanation:
                yield Explanation(
                    action=actions[change.ref],
                    given_on=proposal.as_at,
                    text=change.explanation,
                    source=self._source(change),
                    **self._signature,
                )

    def _audit(self, proposal: Proposal, actions: dict[str, Action]) -> None:
        # The name of a file can tell what a restricted plan is about.
        file = "a file" if self.plan.restricted else self.file_name
        added, changed = len(proposal.added), len(proposal.changed)
        record(
            "plan.imported",
            f"Imported {file} into {self.plan.name_on_record}: {added} added, {changed} changed",
            by=self.by,
            about=self.plan,
            changes={
                "file": [None, self.file_name],
                "actions_added": [None, [change.ref for change in proposal.added]],
                "actions_changed": [None, [change.ref for change in proposal.changed]],
                "objectives": [None, {o.ref: _as_pairs(o.differences) for o in proposal.objectives}],
                "unchanged": [None, proposal.unchanged],
            },
        )
        record_each(
            "action.imported",
            (
                Entry(
                    f"Changed action {change.ref} of {self.plan.name_on_record}, from {file}",
                    actions[change.ref],
                    _as_pairs(change.differences),
                )
                for change in proposal.changed
            ),
            by=self.by,
            partnership=self.plan.partnership,
        )


def _as_pairs(differences: Iterable[Difference]) -> dict[str, list[str]]:
    return {each.label: [each.before, each.after] for each in differences}
