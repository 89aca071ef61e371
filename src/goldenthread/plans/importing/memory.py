"""How the columns of a file are read unless a person says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goldenthread.plans.importing.fields import guess_mapping
from goldenthread.plans.models import Plan

REMEMBERED = 20


def mapping_for(
    plan: Plan, headings: Sequence[str], said: Mapping[str, str | None] | None = None
) -> dict[str, str | None]:
    """What each heading is read as: what ``said`` says of it, else as last time, else the best guess.

    Last time is the last import into this plan of a file with the same headings. What ``said`` claims for one heading
    is not given to another besides. One query, or none where ``said`` mentions every heading.
    """
    said = said or {}
    if set(headings) <= set(said):
        return dict(said)
    usual = _last_used(plan, headings) or guess_mapping(headings)
    return {heading: field for heading, field in usual.items() if field not in said.values()} | dict(said)


def _last_used(plan: Plan, headings: Sequence[str]) -> dict[str, str | None] | None:
    imports = plan.imports.exclude(imported_at=None).order_by("-imported_at", "-id")
    for used in imports.values_list("mapping", flat=True)[:REMEMBERED]:
        if set(used) == set(headings):
            return {heading: used[heading] for heading in headings}
    return None
