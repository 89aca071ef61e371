"""Annex A at several sizes: reading, cleaning, checking and counting, against cleaning alone and against bare reads.

Each step runs in a process of its own: ``python -m benchmarks.annex_a STEP FOLDER`` prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.places import FOLDER, ROOT
from goldenthread.evidence.measures.analysis.periods import Period, read_period

PERIOD = "2017-11"
CSV_SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
XLSX_SIZES = (10_000, 100_000)  # a sheet holds 1,048,576 rows, and nobody's workbook comes near
CONFINED = "Everything, confined to a process"
MOST_CONFINED = 1_000_000  # beyond it a reading on the site is refused for its memory, as it should be
MEGABYTE = 1024


def measure(rows: int, kind: str) -> list[dict[str, Any]]:
    """One row for each step over so many rows in ``kind`` (csv or xlsx): seconds, processor seconds, peak megabytes.

    ``x`` is the time as a multiple of cleaning alone, in the same run. The middle of three runs is quoted; beyond
    100,000 rows there is one.
    """
    folder = made(rows, kind)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in steps(rows, kind)}
    for _ in range(3 if rows <= XLSX_SIZES[-1] else 1):
        for name, found in runs.items():
            found.append(run(name, folder))
    middle = {
        name: sorted(found, key=lambda run: run["seconds"])[len(found) // 2] for name, found in runs.items()
    }
    floor = middle["Cleaning alone"]["seconds"]
    return [
        {"what": f"{rows:,} {kind}: {name}", **run, "x": round(run["seconds"] / floor, 2)}
        for name, run in middle.items()
    ]


def steps(rows: int, kind: str) -> list[str]:
    """The steps that are measured over so many rows in ``kind``."""
    of_kind = [name for name in STEPS if kind == "csv" or name not in CSV_ALONE]
    return [name for name in of_kind if rows <= MOST_CONFINED or name != CONFINED]


def made(rows: int, kind: str) -> Path:
    """The folder of the synthetic lists, made where it is not there yet."""
    folder = FOLDER / f"annex-a-{rows}-{kind}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        part.mkdir(parents=True, exist_ok=True)
        write(part, rows, kind)
        part.rename(folder)
    return folder


def write(folder: Path, rows: int, kind: str) -> None:
    """Writes the synthetic lists, one after the other: at ten million rows that takes 0.7 GB."""
    from goldenthread.evidence.measures.annex_a.synthetic import write_csvs, write_workbook

    if kind == "csv":
        write_csvs(folder, rows, period(), faults=5)
    else:
        write_workbook(folder / "annex-a.xlsx", rows, period(), faults=5)


def run(step: str, folder: Path) -> dict[str, float]:
    """Seconds, processor seconds and peak megabytes of one step over the lists of a folder."""
    command = [sys.executable, "-m", "benchmarks.annex_a", step, str(folder)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def period() -> Period:
    """The period that every reading is of."""
    return read_period(PERIOD)


def _uploads(folder: Path) -> list[Any]:
    from goldenthread.evidence.measures.annex_a.reading import Upload

    return [Upload(path.name, path) for path in sorted(folder.iterdir())]


def _everything(folder: Path) -> object:
    from goldenthread.evidence.measures.annex_a.ingest import ingest

    return ingest(_uploads(folder), period())


def _confined(folder: Path) -> object:
    from goldenthread.evidence.measures.annex_a.confined import run_confined

    return run_confined(_uploads(folder), period(), on_progress=lambda _stage, _done, _total: None)


def _cleaning(folder: Path) -> object:
    from goldenthread.evidence.measures.annex_a.engine import PolarsEngine
    from goldenthread.evidence.measures.annex_a.reading import read_files

    engine = PolarsEngine()
    return [engine.cleaned(table) for table in read_files(_uploads(folder))]


def _polars(folder: Path) -> object:
    return list(_frames(folder))


def _frames(folder: Path) -> Iterator[object]:
    import polars as pl

    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv":
            yield pl.read_csv(path, infer_schema=False)
        else:
            yield pl.read_excel(path, sheet_id=0, engine="calamine", infer_schema_length=0)


def _duckdb(folder: Path) -> object:
    import duckdb

    database = duckdb.connect()
    for number, path in enumerate(sorted(folder.iterdir())):
        rows = database.read_csv(str(path), all_varchar=True)
        rows.create(f"list_{number}")
    return database


STEPS: dict[str, Callable[[Path], object]] = {
    "Everything": _everything,
    CONFINED: _confined,
    "Cleaning alone": _cleaning,
    "A bare read by Polars": _polars,
    "A bare read by DuckDB": _duckdb,
}
CSV_ALONE = {"A bare read by DuckDB"}


def main() -> None:
    """Does one step; the modules are imported before the clock starts."""
    import goldenthread.evidence.measures.annex_a.confined
    import goldenthread.evidence.measures.annex_a.ingest  # noqa: F401

    step, folder = STEPS[sys.argv[1]], Path(sys.argv[2])
    began, used = time.perf_counter(), time.process_time()
    step(folder)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children.ru_maxrss)
    print(
        json.dumps(
            {
                "seconds": round(seconds, 3),
                "processor": round(processor + children.ru_utime + children.ru_stime, 3),
                "peak_mb": round(peak / MEGABYTE),
            }
        )
    )


if __name__ == "__main__":
    main()
