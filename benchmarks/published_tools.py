"""Annex A with the tools that others have published, on the same workbook as ours, each in a process of its own.

They are not installed here: each wants other libraries than ours, or another Python. Make an environment for each and
name its interpreter: ``python -m benchmarks published-tools --tool liiatools=/path/to/python``.
Tried with ``sfdata-annexa-clean`` 0.1.1 and ``liiatools`` 0.2.0, both with ``numpy<1.26``, and ``liia-tools-pipeline``
0.2.1, of which the cleaning alone is asked for.

A tool that leaves nothing behind is not quoted, however it ended: one of them passes over a workbook that it does not
recognise, slowly and without a complaint.
"""

from __future__ import annotations

import resource
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import annex_a
from benchmarks.places import FOLDER

MINUTES = 15
# Two headings as these tools want them, capitals included. To ours they are the same.
SPELT = {"Case status": "Case Status", "LA In Touch": "LA in Touch"}
# It has no command of its own for a single file.
PIPELINE = """
import os, sys
os.environ.setdefault("REGION_CONFIG", "none")
from fs.osfs import OSFS
from liiatools.annex_a_pipeline.spec import load_schema
from liiatools.annex_a_pipeline.stream_pipeline import task_cleanfile
from liiatools.common.data import FileLocator
folder, name = os.path.split(sys.argv[1])
task_cleanfile(FileLocator(OSFS(folder), name), load_schema()).data.export(OSFS(sys.argv[2]), "", "csv")
"""


@dataclass(frozen=True)
class Tool:
    """What is asked of a tool's interpreter, with WORKBOOK and FOLDER in their places, and the files that it leaves."""

    arguments: tuple[str, ...]
    leaves: str

    def command(self, python: str, workbook: Path, folder: str) -> list[str]:
        """The whole command."""
        places = {"WORKBOOK": str(workbook), "FOLDER": folder}
        return [python, *(places.get(argument, argument) for argument in self.arguments)]


KNOWN = {
    "sfdata-annexa-clean": Tool(("-m", "sfdata_annexa_clean", "--merge", "WORKBOOK"), "cleaned.xlsx"),
    "liiatools": Tool(
        ("-m", "liiatools", "annex-a", "cleanfile", "--i", "WORKBOOK", "--la_code", "hav",
         "--la_log_dir", "FOLDER", "--o", "FOLDER"), "*_clean.xlsx",
    ),
    "liia-tools-pipeline": Tool(("-c", PIPELINE, "WORKBOOK", "FOLDER"), "*.csv"),
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Seconds, processor seconds, and how many files came of it."""

    seconds: float
    processor: float
    files: int


def measure(rows: int, tools: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row for ours and one for each tool that was named: seconds, processor seconds, and the time in ours.

    Ours reads, cleans, checks and counts, before each tool and after the last; the middle of these is quoted.
    """
    workbook = made(rows)
    ours, others = [], {}
    for name, python in tools.items():
        ours.append(_ours(workbook))
        others[name] = timed(KNOWN[name], python, workbook)
    ours.append(_ours(workbook))
    floor = median(run["seconds"] for run in ours)
    found = [_row(rows, "Golden Thread, everything", floor, median(run["processor"] for run in ours), floor)]
    for name, run in others.items():
        if run is None:
            print(f"{name} was not measured with {rows:,} rows.")
        else:
            found.append(_row(rows, name, run.seconds, run.processor, floor))
    return found


def made(rows: int) -> Path:
    """The workbook as every tool accepts it: headings in the first row, spelt as in :data:`SPELT`. Made once."""
    import xlsxwriter

    from goldenthread.evidence.measures.annex_a.synthetic import frames

    workbook = FOLDER / f"annex-a-{rows}-plain" / "annex-a.xlsx"
    if workbook.exists():
        return workbook
    workbook.parent.mkdir(parents=True, exist_ok=True)
    part = workbook.with_suffix(".part")
    with xlsxwriter.Workbook(part, {"constant_memory": True}) as book:
        for of, frame in frames(rows, annex_a.period(), faults=5):
            sheet = book.add_worksheet(f"List_{of.number}")
            headings = [SPELT.get(heading, heading) for heading in frame.columns]
            for number, row in enumerate([headings, *frame.iter_rows()]):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write_string(number, column, cell)
    part.rename(workbook)
    return workbook


def timed(tool: Tool, python: str, workbook: Path) -> Run | None:
    """One run of a tool; ``None``, and a sentence that says why, where nothing came of it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        try:
            subprocess.run(
                tool.command(python, workbook, folder),
                cwd=folder, check=True, capture_output=True, timeout=60 * MINUTES,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            print(f"It did not finish in {MINUTES} minutes.")
            return None
        except (subprocess.CalledProcessError, OSError) as error:
            print(_last_words(error))
            return None
        seconds = time.perf_counter() - began
        files = len(list(Path(folder).glob(tool.leaves)))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not files:
        print("It ended without a fault and left nothing: it did not recognise the workbook.")
        return None
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, processor, files)


def _last_words(error: subprocess.CalledProcessError | OSError) -> str:
    said = getattr(error, "stderr", None)
    return said.decode(errors="replace").strip().splitlines()[-1] if said else str(error)


def _ours(workbook: Path) -> dict[str, float]:
    return annex_a.run(annex_a.CONFINED, workbook.parent)


def _row(rows: int, name: str, seconds: float, processor: float, floor: float) -> dict[str, Any]:
    return {
        "what": f"{rows:,} xlsx: {name}",
        "seconds": round(seconds, 2),
        "processor": round(processor, 2),
        "x": round(seconds / floor, 1),
    }
