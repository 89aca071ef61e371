"""Annex A with the tools that others have published, on the same workbook as ours, each in a process of its own.

They are not installed here: each wants an older Python or older libraries. Make an environment for each and name its
interpreter: ``python -m benchmarks published-tools --tool liiatools=/path/to/python``. Tried with
``sfdata-annexa-clean`` 0.1.1 and ``liiatools`` 0.2.0, both with ``numpy<1.26`` and built with ``cython<3``.
"""

from __future__ import annotations

import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import annex_a

MINUTES = 20
KNOWN: dict[str, Callable[[str, Path, str], list[str]]] = {
    "sfdata-annexa-clean": lambda python, workbook, _folder: [
        python, "-m", "sfdata_annexa_clean", "--merge", str(workbook),
    ],
    "liiatools": lambda python, workbook, folder: [
        python, "-m", "liiatools", "annex-a", "cleanfile", "--i", str(workbook), "--la_code", "hav",
        "--la_log_dir", folder, "--o", folder,
    ],
}  # fmt: skip


def measure(rows: int, tools: Mapping[str, str]) -> list[dict[str, Any]]:
    """One row for ours and one for each tool that was named: seconds, processor seconds, and the time in ours.

    Ours reads, cleans, checks and counts; the others read, clean and write what they cleaned.
    """
    folder = annex_a.made(rows, "xlsx")
    ours = annex_a.run("Everything, confined to a process", folder)
    found: list[dict[str, Any]] = [
        {"what": f"{rows:,} xlsx: Golden Thread, everything", "seconds": ours["seconds"],
         "processor": ours["processor"], "x": 1.0}
    ]  # fmt: skip
    for name, python in tools.items():
        seconds, processor = _timed(KNOWN[name], python, folder / "annex-a.xlsx")
        if seconds is None:
            print(f"{name} did not finish with {rows:,} rows in {MINUTES} minutes, or failed: not measured.")
            continue
        found.append(
            {"what": f"{rows:,} xlsx: {name}", "seconds": round(seconds, 2), "processor": round(processor, 2),
             "x": round(seconds / ours["seconds"], 1)}
        )  # fmt: skip
    return found


def _timed(
    command: Callable[[str, Path, str], list[str]], python: str, workbook: Path
) -> tuple[float | None, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        try:
            subprocess.run(
                command(python, workbook, folder),
                cwd=folder, check=True, capture_output=True, timeout=60 * MINUTES,
            )  # fmt: skip
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError) as error:
            print(getattr(error, "stderr", None) or error)
            return None, 0.0
        seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
