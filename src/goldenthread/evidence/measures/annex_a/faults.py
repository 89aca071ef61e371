"""The faults as a workbook to work through beside the return. It repeats nothing that stands in the return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from goldenthread.spreadsheets.writing import FORMATS

Place = tuple[str, int | None, str, str, str]
HEADINGS = ("List", "Row", "Column", "Rule", "What is wrong, and what to do")


def fault_workbook(faults: Sequence[Place], *, kind: str = "xlsx") -> bytes:
    """A row for each fault (list, row, column, rule, message), the most frequent rules first in each list."""
    counts = Counter((each[0], each[3]) for each in faults)
    ordered = sorted(faults, key=lambda each: (each[0], -counts[each[0], each[3]], each[3], each[1] or 0))
    rows = [[each[0], each[1], each[2], each[3].replace("_", " "), each[4]] for each in ordered]
    return FORMATS[kind].write(list(HEADINGS), rows, title="Faults in Annex A", sheet_name="Faults")
