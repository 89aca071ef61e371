"""A list of staff as it was read."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.design.tables import Column, Table
from goldenthread.learning.staff_list import Listed


def listed_table(rows: Sequence[Listed]) -> Table[Listed]:
    """Who is in the list, in its order: who comes first has a place first."""
    columns: list[Column[Listed]] = [
        Column("row", "Row", numeric=True),
        Column("who", "Who", value=str, header=True),
        Column("email", "Email"),
        Column(
            "known", "In the partnership’s list", value=lambda row: "Yes" if row.person else "New: is added"
        ),
    ]
    return Table("People in the list", columns, rows)
