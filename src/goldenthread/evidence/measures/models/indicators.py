"""The catalogue: what is measured, by what definition from which day, and the events drawn on its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    pass

RESERVED_KEYS = frozenset(
    {
        "new",
        "returns",
        "changes",
        "quality",
        "catalogue",
        "annex-a",
        "tokens",
        "comparators",
        "figures",
        "keys",
    }
)
