"""What is wrong in a file, by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from goldenthread.design.tables import Column, Table

Place = tuple[int | None, str, str]


def problems_table(problems: Sequence[Place]) -> Table[Any]:
    """Each problem of a file: its row as a person sees it, its column, and what to do."""
    columns: list[Column[Place]] = [
        Column("row", "Row", value=lambda each: each[0], numeric=True),
        Column("column", "Column", value=lambda each: each[1], header=True),
        Column("message", "What is wrong, and what to do", value=lambda each: each[2]),
    ]
    return Table("What is wrong in the file", columns, problems)
