"""Building the example's report: the text alone, each format, and all three; the first time and again."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from django.core.management import call_command
from django.db import connection

from benchmarks.counting import Counter
from goldenthread.demo.load import load
from goldenthread.publishing.build import FORMATS, build_format, build_report, write_text
from goldenthread.publishing.models import Report

AGAIN = 5


def measure() -> list[dict[str, Any]]:
    """One row for each thing built: the seconds of the first time in this process, and the median of five more."""
    call_command("migrate", verbosity=0, interactive=False)
    report = Report.objects.select_related("partnership").get(partnership=load())
    rows = [_timed("All three formats", lambda: len(build_report(report).pdf))]
    rows.append(_timed("The text alone, nothing drawn", lambda: len(write_text(report).html)))
    rows += [_timed(f"As {format_}", partial(build_format, report, format_)) for format_ in FORMATS]
    return rows


def _timed(name: str, build: Callable[[], object]) -> dict[str, Any]:
    counter = Counter()
    with connection.execute_wrapper(counter):
        first = _seconds(build)
    return {
        "what": name,
        "first": first,
        "again": median(_seconds(build) for _ in range(AGAIN)),
        "queries": counter.queries,
    }


def _seconds(build: Callable[[], object]) -> float:
    began = time.perf_counter()
    build()
    return round(time.perf_counter() - began, 4)
