"""The pages of measures alone: sixty indicators with ten years of months, in 1, 10 and 150 partnerships.

The databases and the way of measuring are those of the other pages; this is the look for whoever changes a scorecard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

PAGES = ("Scorecard", "Indicator", "What changed", "Returns of an agency", "Returns", "Data quality")
HEADINGS = ("Page", "queries anew", "again", "anew: ms", "x", "CPU x", "again: ms", "x", "CPU x")

# What measuring writes of one page.
Measured = Mapping[str, Any]


def rows(pages: Sequence[Measured]) -> list[tuple[object, ...]]:
    """A line for each page: its queries, and its times made anew and again as multiples of the bare view."""
    return [
        (page["page"], page["queries"], page["queries_again"], *_speed(page["anew"]), *_speed(page["again"]))
        for page in pages
    ]


def _speed(speed: Mapping[str, float]) -> tuple[float, float, float]:
    return speed["milliseconds"], speed["time_ratio"], speed["cpu_ratio"]


def verdict(found: Mapping[int, Sequence[Measured]]) -> str:
    """Whether each page makes as many queries whatever the number of partnerships, in a sentence."""
    sizes = ", ".join(str(size) for size in found)
    different = list(_different(found))
    if different:
        return f"The queries are not the same with {sizes} partnerships: {'; '.join(different)}."
    return f"Every page makes the same queries with {sizes} partnerships."


def _different(found: Mapping[int, Sequence[Measured]]) -> Iterator[str]:
    counts: dict[str, list[tuple[int, int]]] = {}
    for pages in found.values():
        for page in pages:
            counts.setdefault(page["page"], []).append((page["queries"], page["queries_again"]))
    for name, seen in counts.items():
        if len(set(seen)) > 1:
            yield f"{name} {seen}"
