"""Who may record what was said for which agency: its own people, and those who look after all of it."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate
from rules.rulesets import set_rule

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def may_record(viewer: Actor, agency: Any) -> bool:
    """The viewer's role records what was said, and for a given agency it is their own, or they look after all of it."""
    if Permission.RECORD_VOICE not in viewer.permissions:
        return False
    return agency is None or Permission.MANAGE_VOICE in viewer.permissions or viewer.agency_id == agency.pk


set_rule(Permission.RECORD_VOICE.value, Predicate(may_record))  # type: ignore[no-untyped-call]
