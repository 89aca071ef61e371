"""One action with its whole history, as its page tells it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from goldenthread.partnership.models import Person
from goldenthread.plans.models import Action, DueDateChange, Evidence, Explanation, Officer, RatingUpdate
from goldenthread.plans.position import ActionRow, concern_began
from goldenthread.plans.rag import SCALES, Need
from goldenthread.plans.words import due_words, rating_badge, state_of_action


@dataclass(frozen=True)
class Event:
    """One thing of an action's history, for its time line."""

    on: dt.date
    order: tuple[Any, ...]
    kind: str
    row: Any
    scale_key: str

    @property
    def badge(self) -> str:
        """The rating's badge, where it is a rating."""
        return rating_badge(self.scale_key, self.row.value) if self.kind == "rating" else ""

    @property
    def tone(self) -> str:
        """The rating's tone, where it is a rating."""
        return SCALES[self.scale_key].level(self.row.value).tone if self.kind == "rating" else ""


@dataclass(frozen=True)
class ActionDetail:
    """An action with its state and its whole history, latest first."""

    row: ActionRow
    events: list[Event]
    evidence: list[Any]
    due_changes: list[Any]
    lacks_proof: str
    leads: list[Person]
    responsible: list[Person]

    @property
    def badge(self) -> str:
        """The present rating's badge."""
        return rating_badge(self.row.scale.key, self.row.rating)

    @property
    def sentence(self) -> str:
        """Where the action stands, in one sentence."""
        return state_of_action(self.row)

    @property
    def due(self) -> str:
        """The due date as exactly as it was given."""
        return due_words(self.row.due_on, self.row.due_precision)


def action_detail(action: Action, *, as_at: dt.date) -> ActionDetail:
    """Everything on record about one action. Three queries, whatever the length of its history."""
    ratings, evidence = list(action.ratings.all()), list(action.evidence.all())
    explanations, changes = _explanations_and_due_changes(action)
    row = _row_of(action, ratings, explanations, as_at)
    dated = [
        *((r.rated_on, "rating", r) for r in ratings),
        *((e.given_on, "explanation", e) for e in explanations),
        *((e.dated, "evidence", e) for e in evidence),
        *((timezone.localdate(c.recorded_at), "due", c) for c in changes),
    ]
    events = [Event(on, (on, r.recorded_at, r.pk), kind, r, row.scale.key) for on, kind, r in dated]
    events.sort(key=lambda event: event.order, reverse=True)
    officers: dict[str, list[Person]] = {Officer.Part.LEAD: [], Officer.Part.RESPONSIBLE: []}
    for part in action.officer_parts.all():
        officers[part.part].append(part.person)
    return ActionDetail(
        row,
        events,
        evidence,
        changes,
        _lacking_proof(row, {e.kind for e in evidence}),
        officers[Officer.Part.LEAD],
        officers[Officer.Part.RESPONSIBLE],
    )


def _explanations_and_due_changes(action: Action) -> tuple[list[Explanation], list[DueDateChange]]:
    """Why it is late, and when it was due before, as far as the page shows them: each latest first. One query for
    both, as they are few.
    """
    said = action.explanations.order_by().values_list(
        Value("said"), "id", "by_label", "recorded_at", "text", "given_on", Cast(Value(None), DateField())
    )
    moved = action.due_date_changes.order_by().values_list(
        Value("moved"), "id", "by_label", "recorded_at", "reason", "old_due_on", "new_due_on"
    )
    explanations, changes = [], []
    for kind, pk, by, at, text, day, to in said.union(moved, all=True):
        row = {"id": pk, "by_label": by, "recorded_at": at}
        if kind == "said":
            explanations.append(Explanation(action=action, given_on=day, text=text, **row))
        else:
            changes.append(DueDateChange(action=action, old_due_on=day, new_due_on=to, reason=text, **row))
    explanations.sort(key=lambda each: (each.given_on, each.pk), reverse=True)
    changes.sort(key=lambda each: (each.recorded_at, each.pk), reverse=True)
    return explanations, changes


def _row_of(
    action: Action, ratings: list[RatingUpdate], explanations: list[Explanation], as_at: dt.date
) -> ActionRow:
    """One action as a row, from its whole history, latest first. No query."""
    plan, agency, group = action.plan, action.lead_agency, action.overseeing_group
    leads = [part for part in action.officer_parts.all() if part.part == Officer.Part.LEAD]
    given = [(rating.rated_on, rating.value) for rating in ratings if rating.rated_on <= as_at]
    now = given[0] if given else (None, None)
    explained = next((e for e in explanations if e.given_on <= as_at), None)
    return ActionRow(
        id=action.pk,
        ref=action.ref,
        title=action.title,
        url=action.get_absolute_url(),
        scale=plan.scale,
        restricted=plan.restricted,
        plan_key=plan.key,
        plan_title=plan.title,
        objective_id=action.objective_id,
        agency=agency.name if agency else "",
        agency_key=agency.key if agency else "",
        group=group.name if group else "",
        group_key=group.key if group else "",
        lead="; ".join(part.person.post for part in leads) or action.lead_as_printed,
        started_on=action.started_on,
        due_on=action.due_on,
        due_precision=action.due_precision,
        as_at=as_at,
        rating=now[1],
        rated_on=now[0],
        before=next((value for on, value in given if on < as_at.replace(day=1)), None),
        explanation=explained.text if explained else "",
        explained_on=explained.given_on if explained else None,
        concern_since=concern_began(given, plan.scale),
        lead_ids=tuple(part.person_id for part in leads),
    )


def _lacking_proof(row: ActionRow, kinds: set[str]) -> str:
    """What the present rating asks for and the record does not hold, as imported ratings may."""
    need = row.level.needs if row.level else Need.NOTHING
    if need is Need.IMPACT and Evidence.Kind.IMPACT not in kinds:
        return "evidence of impact"
    return "evidence" if need is Need.EVIDENCE and not kinds else ""
