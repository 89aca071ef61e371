"""Importing a plan of 10,000 rows: reading the file, importing it, importing it again, and importing it changed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import resource
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection

from benchmarks.counting import Counter
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.viewer import SystemActor
from goldenthread.plans.importing.plan import import_plan, open_sheet
from goldenthread.plans.models import Plan

ROWS = 10_000
HEADINGS = (
    "Action ref", "Objective no", "Objective", "Action", "Success measure", "Lead agency", "Lead officer",
    "Due date", "RAG initial", "RAG Jan 2018", "RAG", "Progress", "Note",
)  # fmt: skip


def measure() -> list[dict[str, Any]]:
    """The steps of an import of 10,000 rows into an empty database."""
    call_command("migrate", verbosity=0, interactive=False)
    return measure_steps(ROWS)


def measure_steps(rows: int) -> list[dict[str, Any]]:
    """One row for each step: seconds, queries, and by how much the process grew at its largest (megabytes)."""
    partnership = Partnership.objects.create(slug="imports", name="Synthetic", short_name="Synthetic")
    Agency.objects.create(partnership=partnership, key="agency-1", name="Synthetic agency 1")
    plan = Plan.objects.create(
        partnership=partnership, key="plan", title="Synthetic plan", starts_on=dt.date(2017, 4, 1)
    )
    actor = SystemActor(label="Benchmark", partnership=partnership)
    first, changed = spreadsheet(rows), spreadsheet(rows, rating="3", due="30/04/2020")

    def bring_in(content: bytes, dry_run: bool = False) -> object:
        return import_plan(by=actor, plan=plan, content=content, filename="plan.csv", dry_run=dry_run)

    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("Reading the file alone", lambda: open_sheet(first, "plan.csv")),
        ("Previewing the import", lambda: bring_in(first, dry_run=True)),
        ("Importing it", lambda: bring_in(first)),
        ("Importing it again: nothing changes", lambda: bring_in(first)),
        ("Importing it with every due date and rating changed", lambda: bring_in(changed)),
    )
    return [_step(name, step) for name, step in steps]


def spreadsheet(rows: int, *, rating: str = "2", due: str = "31/03/2020") -> bytes:
    """A synthetic plan as a CSV file: a hundred actions to an objective."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for n in range(rows):
        objective = n // 100 + 1
        writer.writerow((
            f"{objective}.{n % 100 + 1}", objective, f"Synthetic objective {objective}",
            f"Synthetic action {n} " * 6, "It is done", "Synthetic agency 1", "Synthetic officer",
            due, "2", "3", rating, f"Progress {n}", "A note",
        ))  # fmt: skip
    return text.getvalue().encode()


def _step(name: str, step: Callable[[], object]) -> dict[str, Any]:
    counter, before = Counter(), _peak()
    began = time.perf_counter()
    with connection.execute_wrapper(counter):
        step()
    seconds = time.perf_counter() - began
    return {
        "what": name,
        "seconds": round(seconds, 3),
        "queries": counter.queries,
        "grew_mb": round(_peak() - before, 1),
        "peak_mb": round(_peak(), 1),
    }


def _peak() -> float:
    """The most memory that this process has held, in megabytes (Linux counts it in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
