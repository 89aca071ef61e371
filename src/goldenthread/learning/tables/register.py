"""A closed register as a table."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.design.tables import Column, Table
from goldenthread.learning.models import Booking
from goldenthread.learning.tables.programme import link, state_badge


def register_table(rows: Sequence[Booking], *, manages: bool) -> Table[Booking]:
    """Who came and who did not, with a way to put an entry right for whoever runs the programme."""
    columns: list[Column[Booking]] = [
        Column("person", "Who", value=lambda row: str(row.person), header=True),
        Column("agency", "Agency", value=lambda row: str(row.agency or "")),
        Column("state", "Stands", value=lambda row: row.stands.label, cell=state_badge),
    ]
    if manages:
        columns.append(
            Column("right", "Wrong?", value=lambda _: "", cell=lambda row: link(f"{row.pk}/", "Put it right"))
        )
    return Table("Who came", columns, rows, empty="It shows here once the register is closed.")
