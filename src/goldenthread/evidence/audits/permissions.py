"""Who answers an immediate concern: whoever answers for the agency that it went to."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate
from rules.rulesets import set_rule

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def may_answer(viewer: Actor, concern: Any) -> bool:
    """The viewer’s role answers for an agency, and a given concern went to their own."""
    if Permission.ANSWER_CONCERNS not in viewer.permissions:
        return False
    return concern is None or (viewer.agency_id is not None and viewer.agency_id == concern.agency_id)


set_rule(Permission.ANSWER_CONCERNS.value, Predicate(may_answer))  # type: ignore[no-untyped-call]
