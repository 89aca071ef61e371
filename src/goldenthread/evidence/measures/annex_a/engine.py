"""Which engine computes: the embedded one unless the environment names another.

An engine takes a list as text and keeps its cleaned columns where it likes to compute; everything else is expressions
that all engines share.
"""

from __future__ import annotations

import os
from typing import Protocol

import narwhals as nw

from goldenthread.evidence.measures.annex_a.cleaning import Cleaned, clean
from goldenthread.evidence.measures.annex_a.reading import TextTable

CHOICE = "GOLDENTHREAD_ANNEX_A_ENGINE"


class Engine(Protocol):
    """What a reading needs of an engine."""

    def cleaned(self, table: TextTable) -> Cleaned:
        """The list with its canonical columns, computed once."""

    def release(self) -> None:
        """Lets every row go."""


class PolarsEngine:
    """In this process, as fast as its cores."""

    def cleaned(self, table: TextTable) -> Cleaned:
        """The list with its canonical columns in memory; its text is let go, but for what a fault may be found in."""
        found = clean(table.of, nw.from_native(table.frame.lazy()), table.headings)
        kept = nw.from_native(found.frame.collect().to_native().lazy())
        return Cleaned(found.of, kept, found.headings, found.odd, found.blank)

    def release(self) -> None:
        """Its frames go with the last reference to them."""


def chosen_engine() -> Engine:
    """The engine that ``GOLDENTHREAD_ANNEX_A_ENGINE`` names: ``polars`` (the default) or ``spark``."""
    name = os.environ.get(CHOICE, "polars")
    if name == "polars":
        return PolarsEngine()
    if name == "spark":
        from goldenthread.evidence.measures.annex_a.spark import SparkEngine

        return SparkEngine()
    raise ValueError(f"{CHOICE} is “{name}”. Use polars or spark.")
