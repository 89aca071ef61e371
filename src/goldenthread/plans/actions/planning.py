"""Making, changing and closing plans and their objectives."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Agency, Group, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import Objective, Plan
from goldenthread.plans.models.plan import RESERVED_KEYS

PLAN_FIELDS = [
    "title",
    "kind",
    "scale_key",
    "purpose",
    "lead_agency",
    "overseeing_group",
    "starts_on",
    "ends_on",
    "restricted",
    "source",
]
OBJECTIVE_FIELDS = ["ref", "title", "intended_outcome"]


def belongs(partnership: Partnership, *rows: Agency | Group | None) -> None:
    """Raises :class:`RuleError` for an agency or a group of another partnership."""
    for row in rows:
        if row is not None and row.partnership_id != partnership.pk:
            raise RuleError(f"{row} belongs to another partnership.", code="other_partnership")


@transaction.atomic
def create_plan(*, by: Actor, partnership: Partnership, key: str, **fields: Any) -> Plan:
    """Makes a plan; ``fields`` are :data:`PLAN_FIELDS`. Raises :class:`RuleError` for an address already used."""
    by.require(Permission.MANAGE_PLANS, partnership)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # an address is given once
    belongs(partnership, fields.get("lead_agency"), fields.get("overseeing_group"))
    if key in RESERVED_KEYS:
        raise RuleError({"key": f"“{key}” is the address of another page. Choose another."}, code="reserved")
    if Plan.objects.filter(partnership=partnership, key=key).exists():
        raise RuleError(
            {"key": f"There is already a plan at “{key}”. Choose another address."}, code="duplicate"
        )
    plan: Plan = Plan.objects.create(partnership=partnership, key=key, **fields)
    record("plan.created", f"Made the plan {plan.name_on_record}", by=by, about=plan, partnership=partnership)
    return plan


@transaction.atomic
def update_plan(*, by: Actor, plan: Plan, seen_version: int, **fields: Any) -> Plan:
    """Changes what a plan says about itself.

    Raises :class:`StaleVersionError` where it was changed meanwhile, and :class:`RuleError` for a change of scale
    once actions have been rated: their numbers would mean something else.
    """
    by.require(Permission.MANAGE_PLANS, plan)
    current = lock_version(plan, seen_version)
    belongs(plan.partnership, fields.get("lead_agency"), fields.get("overseeing_group"))
    rescaled = fields.get("scale_key", current.scale_key) != current.scale_key
    if rescaled and current.actions.filter(ratings__isnull=False).exists():
        raise RuleError(
            {
                "scale_key": "The scale cannot change once actions have been rated: the ratings would change meaning."
            },
            code="scale_in_use",
        )
    before = Plan.objects.get(pk=plan.pk)
    for name, value in fields.items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    changes = differences(before, current, PLAN_FIELDS)
    record(
        "plan.changed", f"Changed the plan {current.name_on_record}", by=by, about=current, changes=changes
    )
    return current


@transaction.atomic
def close_plan(*, by: Actor, plan: Plan, on: dt.date, reason: str) -> Plan:
    """Closes a plan: its open actions stop counting as overdue from ``on``. Raises :class:`RuleError`."""
    by.require(Permission.MANAGE_PLANS, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.closed_on:
        raise RuleError("This plan is closed already.", code="closed")
    if on < plan.starts_on:
        raise RuleError({"closed_on": "A plan cannot close before it starts."}, code="before_start")
    plan.closed_on = on
    plan.version += 1
    plan.save()
    record(
        "plan.closed",
        f"Closed the plan {plan.name_on_record}",
        by=by,
        about=plan,
        changes={"closed_on": [None, on], "reason": [None, reason]},
    )
    return plan


@transaction.atomic
def reopen_plan(*, by: Actor, plan: Plan, reason: str) -> Plan:
    """Opens a closed plan again."""
    by.require(Permission.MANAGE_PLANS, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not plan.closed_on:
        raise RuleError("This plan is open.", code="open")
    before, plan.closed_on = plan.closed_on, None
    plan.version += 1
    plan.save()
    record(
        "plan.reopened",
        f"Opened the plan {plan.name_on_record} again",
        by=by,
        about=plan,
        changes={"closed_on": [before, None], "reason": [None, reason]},
    )
    return plan


@transaction.atomic
def save_objective(*, by: Actor, plan: Plan, objective: Objective | None = None, **fields: Any) -> Objective:
    """Adds an objective to a plan, or changes one. Raises :class:`RuleError` for a number already used."""
    by.require(Permission.MANAGE_PLANS, plan)
    Plan.objects.select_for_update().get(pk=plan.pk)  # a number is given once
    same_number = plan.objectives.filter(ref=fields["ref"]).exclude(pk=objective.pk if objective else 0)
    if same_number.exists():
        raise RuleError(
            {"ref": f"Objective {fields['ref']} is there already. Give this one another number."},
            code="duplicate",
        )
    before = Objective.objects.get(pk=objective.pk) if objective else None
    row = objective or Objective(plan=plan)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    changes = differences(before, row, OBJECTIVE_FIELDS) if before else {}
    verb, said = ("objective.changed", "Changed") if before else ("objective.added", "Added")
    record(verb, f"{said} objective {row.ref} of {plan.name_on_record}", by=by, about=row, changes=changes)
    return row
