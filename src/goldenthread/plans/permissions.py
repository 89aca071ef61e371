"""Who may update an action: those it concerns."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate
from rules.rulesets import set_rule

from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.viewer import Actor


def same_partnership(viewer: Actor, action: Any) -> bool:
    """The action belongs to the viewer's partnership."""
    return action is not None and viewer.partnership == action.plan.partnership


def may_see(viewer: Actor, action: Any) -> bool:
    """The viewer may see the action's plan."""
    return Permission.VIEW_PLANS in viewer.permissions and (
        not action.plan.restricted or Permission.VIEW_RESTRICTED in viewer.permissions
    )


def is_officer(viewer: Actor, action: Any) -> bool:
    """The viewer leads it or is responsible for it, and does more than look on."""
    if viewer.person is None or viewer.roles <= {Role.LAY_MEMBER, Role.SCRUTINEER}:
        return False
    return any(part.person_id == viewer.person.pk for part in action.officer_parts.all())


def answers_for_agency(viewer: Actor, action: Any) -> bool:
    """The viewer answers for the agency that leads it."""
    return (
        action.lead_agency_id is not None
        and viewer.agency_id == action.lead_agency_id
        and bool(viewer.roles & {Role.AGENCY_LEAD, Role.SAFEGUARDING_PARTNER})
    )


def chairs_group(viewer: Actor, action: Any) -> bool:
    """The viewer chairs the group that oversees it."""
    return action.overseeing_group_id in viewer.chaired_group_ids


CONCERNED = (is_officer, answers_for_agency, chairs_group)


def may_rate(viewer: Actor, action: Any) -> bool:
    """The viewer sees the action in their own partnership, and either may rate any or is concerned by this one."""
    if not (same_partnership(viewer, action) and may_see(viewer, action)):
        return False
    return Permission.RATE_ACTION in viewer.permissions or any(rule(viewer, action) for rule in CONCERNED)


set_rule(Permission.RATE_ACTION.value, Predicate(may_rate))  # type: ignore[no-untyped-call]
