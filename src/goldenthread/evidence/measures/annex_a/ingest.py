"""One reading of Annex A, from files to counts and faults. The rows are let go before it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.annex_a.cleaning import Cleaned
from goldenthread.evidence.measures.annex_a.engine import Engine, chosen_engine
from goldenthread.evidence.measures.annex_a.indicators import Computed, compute
from goldenthread.evidence.measures.annex_a.reading import LIMITS, Upload, read_files
from goldenthread.evidence.measures.annex_a.validation import Fault, find_faults
from goldenthread.spreadsheets.limits import Limits

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Result:
    """What came of a reading: the rows of each list, the faults, the indicators, and why others are left out."""

    rows: dict[str, int]
    faults: list[Fault]
    indicators: dict[str, Computed]
    not_computed: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "rows": self.rows,
            "faults": [
                {
                    "list": fault.list,
                    "row": fault.row,
                    "column": fault.column,
                    "rule": fault.rule,
                    "message": fault.message,
                }
                for fault in self.faults
            ],
            "indicators": {key: each.as_json() for key, each in self.indicators.items()},
            "not_computed": self.not_computed,
        }


def ingest(
    files: Sequence[Upload],
    period: Period,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> Result:
    """Reads, cleans, checks and counts. Raises :class:`ReadingError` for files without a list, or unreadable ones."""
    say = progress or (lambda _stage, _done, _total: None)
    engine = engine or chosen_engine()
    say("Opening the files", 0, 0)
    tables = read_files(files, limits)
    rows = {table.of.label: table.frame.height for table in tables}
    cleaned: dict[str, Cleaned] = {}
    for at, table in enumerate(tables):
        say(f"Reading {table.of.label}", at, len(tables) + 2)
        cleaned[table.of.key] = engine.cleaned(table)
    tables.clear()
    say("Checking every row", len(rows), len(rows) + 2)
    faults = find_faults(cleaned, period)
    say("Counting", len(rows) + 1, len(rows) + 2)
    indicators, left_out = compute(cleaned, period)
    engine.release()
    say("Done", len(rows) + 2, len(rows) + 2)
    return Result(rows, faults, indicators, left_out)
