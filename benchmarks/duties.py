"""Deriving the duties of one partnership among many: from nothing, with nothing changed, and only looking."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from benchmarks.counting import Counter
from goldenthread.duties.derivation import fresh, refresh
from goldenthread.duties.models import Derivation, Duty
from goldenthread.duties.sources import facts_of
from goldenthread.partnership.models import Partnership


def measure() -> list[dict[str, Any]]:
    """One row for each way: the duties, the facts they come from, seconds, queries."""
    middle = Partnership.objects.order_by("pk")[Partnership.objects.count() // 2]
    Duty.objects.filter(partnership=middle).delete()
    Derivation.objects.filter(partnership=middle).delete()
    facts = len(facts_of(middle))
    ways: dict[str, Callable[[], object]] = {
        "From nothing": lambda: refresh(middle),
        "Again, nothing changed": lambda: refresh(middle),
        "Only looking whether anything changed": lambda: fresh(middle),
    }
    return [{"what": name, **_timed(way, middle, facts)} for name, way in ways.items()]


def _timed(way: Callable[[], object], partnership: Partnership, facts: int) -> dict[str, Any]:
    counter = Counter()
    began = time.perf_counter()
    with connection.execute_wrapper(counter):
        way()
    seconds = time.perf_counter() - began
    count = Duty.objects.filter(partnership=partnership).count()
    return {"duties": count, "facts": facts, "seconds": round(seconds, 2), "queries": counter.queries}
