"""Adding, changing and withdrawing actions, and moving their due dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.actions.planning import belongs
from goldenthread.plans.models import Action, DueDateChange, Objective, Officer, Plan, check_ref

ACTION_FIELDS = [
    "ref",
    "objective",
    "title",
    "success_measures",
    "recommendation",
    "lead_agency",
    "overseeing_group",
    "started_on",
    "next_steps",
    "note",
]


def check_dates(started_on: dt.date | None, due_on: dt.date | None) -> None:
    """Raises :class:`RuleError` for a due date before the start."""
    if started_on and due_on and due_on < started_on:
        raise RuleError(
            {"due_on": f"The due date is before the start ({started_on:%-d %B %Y}). Change one of the two."},
            code="due_before_start",
        )


def _check(plan: Plan, ref: str, objective: Objective, fields: dict[str, Any], action: Action | None) -> None:
    try:
        check_ref(ref)
    except ValueError as error:
        raise RuleError({"ref": str(error)}, code="reference") from None
    if plan.actions.filter(ref__iexact=ref).exclude(pk=action.pk if action else None).exists():
        raise RuleError(
            {"ref": f"This plan already has an action {ref}. Give this one another reference."},
            code="duplicate",
        )
    if objective.plan_id != plan.pk:
        raise RuleError({"objective": "Choose an objective of this plan."}, code="other_plan")
    belongs(plan.partnership, fields.get("lead_agency"), fields.get("overseeing_group"))


def _hold(plan: Plan) -> None:
    """Locks the plan until the transaction ends, so that two people at once cannot give one reference twice."""
    Plan.objects.select_for_update().get(pk=plan.pk)


@transaction.atomic
def add_action(
    *,
    by: Actor,
    plan: Plan,
    ref: str,
    objective: Objective,
    leads: Iterable[Person] = (),
    responsible: Iterable[Person] = (),
    **fields: Any,
) -> Action:
    """Adds an action to the register.

    Raises :class:`RuleError` for a reference that is used already or cannot be one, and a due date before the start.
    """
    by.require(Permission.MANAGE_PLANS, plan)
    _hold(plan)
    _check(plan, ref, objective, fields, None)
    check_dates(fields.get("started_on"), fields.get("due_on"))
    action: Action = Action.objects.create(plan=plan, ref=ref, objective=objective, **fields)
    set_officers(action, leads=leads, responsible=responsible)
    record("action.added", f"Added action {ref} to {plan.name_on_record}", by=by, about=action)
    return action


@transaction.atomic
def update_action(
    *,
    by: Actor,
    action: Action,
    seen_version: int,
    leads: Iterable[Person] | None = None,
    responsible: Iterable[Person] | None = None,
    **fields: Any,
) -> Action:
    """Changes an action's wording, people and places; its due date moves by :func:`move_due_date` alone.

    Raises :class:`StaleVersionError` where it was changed meanwhile, and :class:`RuleError` as :func:`add_action`.
    """
    by.require(Permission.MANAGE_PLANS, action.plan)
    _hold(action.plan)
    current = lock_version(action, seen_version)
    before = Action.objects.get(pk=action.pk)
    for name, value in fields.items():
        setattr(current, name, value)
    _check(current.plan, current.ref, current.objective, fields, current)
    check_dates(current.started_on, current.due_on)
    current.version += 1
    current.save()
    changes = differences(before, current, ACTION_FIELDS)
    if leads is not None or responsible is not None:
        changes |= set_officers(current, leads=leads, responsible=responsible)
    record(
        "action.changed",
        f"Changed action {current.ref} of {current.plan.name_on_record}",
        by=by,
        about=current,
        changes=changes,
    )
    return current


def set_officers(
    action: Action, *, leads: Iterable[Person] | None = None, responsible: Iterable[Person] | None = None
) -> dict[str, list[Any]]:
    """Makes these people the action's officers; answers what changed, for the audit trail.

    Raises :class:`RuleError` for people of another partnership.
    """
    changes: dict[str, list[Any]] = {}
    for part, people in ((Officer.Part.LEAD, leads), (Officer.Part.RESPONSIBLE, responsible)):
        if people is None:
            continue
        wanted = list(dict.fromkeys(people))
        if any(person.partnership_id != action.plan.partnership_id for person in wanted):
            raise RuleError("Choose people of this partnership.", code="other_partnership")
        there = {row.person: row for row in action.officer_parts.select_related("person").filter(part=part)}
        if set(there) == set(wanted):
            continue
        changes[part] = [[str(p) for p in there], [str(p) for p in wanted]]
        action.officer_parts.filter(part=part, person__in=set(there) - set(wanted)).delete()
        Officer.objects.bulk_create(
            Officer(action=action, person=p, part=part) for p in wanted if p not in there
        )
    return changes


@transaction.atomic
def move_due_date(
    *, by: Actor, action: Action, to: dt.date | None, reason: str, precision: str = Action.DuePrecision.DAY
) -> DueDateChange:
    """Moves the due date and keeps the old one, with the reason. Raises :class:`RuleError`."""
    by.require(Permission.MANAGE_PLANS, action.plan)
    current: Action = Action.objects.select_for_update().select_related("plan__partnership").get(pk=action.pk)
    if not reason.strip():
        raise RuleError(
            {"reason": "Say why the due date moves: the reason stays on record."}, code="no_reason"
        )
    if current.due_on == to:
        raise RuleError({"due_on": "That is the due date already. Enter another date."}, code="unchanged")
    check_dates(current.started_on, to)
    change = DueDateChange.objects.create(
        action=current,
        old_due_on=current.due_on,
        old_precision=current.due_precision,
        new_due_on=to,
        new_precision=precision,
        reason=reason.strip(),
        by=by.person,
        by_label=by.label,
    )
    current.due_on, current.due_precision, current.due_as_printed = to, precision, ""
    current.version += 1
    current.save()
    record(
        "action.due_date_moved",
        f"Moved the due date of action {current.ref} of {current.plan.name_on_record}",
        by=by,
        about=current,
        changes={"due_on": [change.old_due_on, to], "reason": [None, reason]},
    )
    return change


@transaction.atomic
def withdraw_action(*, by: Actor, action: Action, on: dt.date, reason: str) -> Action:
    """Takes an action out of the plan from ``on``; its history stays. Raises :class:`RuleError`."""
    by.require(Permission.MANAGE_PLANS, action.plan)
    current: Action = Action.objects.select_for_update().select_related("plan__partnership").get(pk=action.pk)
    if current.withdrawn_on:
        raise RuleError("This action was withdrawn already.", code="withdrawn")
    if not reason.strip():
        raise RuleError(
            {"reason": "Say why the action is withdrawn: the reason stays on record."}, code="no_reason"
        )
    current.withdrawn_on, current.withdrawn_reason = on, reason.strip()
    current.version += 1
    current.save()
    record(
        "action.withdrawn",
        f"Withdrew action {current.ref} of {current.plan.name_on_record}",
        by=by,
        about=current,
        changes={"withdrawn_on": [None, on], "reason": [None, reason]},
    )
    return current
