"""How the columns of a file are read unless a person says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.plans.importing.fields import guess_mapping
from goldenthread.plans.models import Plan

REMEMBERED = 20


def mapping_for(plan: Plan, headings: Sequence[str]) -> dict[str, str | None]:
    """The mapping with which a file of the same headings last went into this plan, else the best guess. One query."""
    imports = plan.imports.exclude(imported_at=None).order_by("-imported_at", "-id")
    for used in imports.values_list("mapping", flat=True)[:REMEMBERED]:
        if set(used) == set(headings):
            return {heading: used[heading] for heading in headings}
    return guess_mapping(headings)
