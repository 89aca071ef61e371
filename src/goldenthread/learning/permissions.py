"""Who may book whom, approve, and keep a session's register."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate
from rules.rulesets import set_rule

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

P = Permission


def books_for(viewer: Actor, agency: Any) -> bool:
    """The viewer books for agencies, and for a given one: their own, or any where they run the programme."""
    if P.BOOK_FOR_AGENCY not in viewer.permissions:
        return False
    return agency is None or P.MANAGE_LEARNING in viewer.permissions or viewer.agency_id == agency.pk


def keeps_register(viewer: Actor, session: Any) -> bool:
    """The viewer runs the programme, or trains at the session."""
    if P.MANAGE_LEARNING in viewer.permissions:
        return True
    if P.VIEW_LEARNING not in viewer.permissions or viewer.person is None:
        return False
    return session is None or session.trainers.filter(pk=viewer.person.pk).exists()


set_rule(P.BOOK_FOR_AGENCY.value, Predicate(books_for))  # type: ignore[no-untyped-call]
set_rule(P.KEEP_REGISTER.value, Predicate(keeps_register))  # type: ignore[no-untyped-call]
