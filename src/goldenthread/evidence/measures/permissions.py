"""Who may send an agency's figures: its own people, and those who look after the measures."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate
from rules.rulesets import set_rule

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def may_submit(viewer: Actor, agency: Any) -> bool:
    """The viewer's role sends figures, and for a given agency it is their own, or they look after all of them."""
    if Permission.SUBMIT_RETURNS not in viewer.permissions:
        return False
    return agency is None or Permission.MANAGE_MEASURES in viewer.permissions or viewer.agency_id == agency.pk


set_rule(Permission.SUBMIT_RETURNS.value, Predicate(may_submit))  # type: ignore[no-untyped-call]
