"""Who may answer for which agency: whoever answers for it, and those who look after every cycle."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate
from rules.rulesets import set_rule

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def may_sign(viewer: Actor, assessment: Any) -> bool:
    """The viewer's role answers for an agency, and a given assessment is their own agency's, or they manage cycles."""
    if Permission.ANSWER_ASSESSMENTS not in viewer.permissions:
        return False
    if assessment is None or Permission.MANAGE_ASSURANCE in viewer.permissions:
        return True
    return viewer.agency_id is not None and viewer.agency_id == assessment.agency_id


set_rule(Permission.ANSWER_ASSESSMENTS.value, Predicate(may_sign))  # type: ignore[no-untyped-call]
