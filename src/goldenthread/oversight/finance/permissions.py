"""Whose contribution somebody may see: every one where they see finance, otherwise their own agency's."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate
from rules.rulesets import set_rule

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def may_see_contribution(viewer: Actor, contribution: Any) -> bool:
    """The viewer sees contributions, and a given one is of their own agency, or they see all of finance."""
    if Permission.VIEW_CONTRIBUTION not in viewer.permissions:
        return False
    if contribution is None or Permission.VIEW_FINANCE in viewer.permissions:
        return True
    is_own = viewer.agency_id is not None and viewer.agency_id == contribution.agency_id
    return is_own and not contribution.year.is_draft


def knows_reviews(viewer: Actor) -> bool:
    """Whether somebody may know, by its reference, that there is a review: others read “a review”."""
    return viewer.may(Permission.MANAGE_REVIEWS) or viewer.may(Permission.BREAK_GLASS)


set_rule(Permission.VIEW_CONTRIBUTION.value, Predicate(may_see_contribution))  # type: ignore[no-untyped-call]
