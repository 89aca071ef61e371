"""Rows that lead to the same few things share them: each is made once, and not anew for every row.

Most of the time of a list of two thousand recommendations went into making its seventeen sources two thousand times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def share(rows: Sequence[Any], name: str, among: Iterable[Any]) -> None:
    """Gives each row what its foreign key ``name`` leads to, out of ``among``, which holds all of them."""
    known = {each.pk: each for each in among}
    if not rows:
        return
    field = rows[0]._meta.get_field(name)
    for row in rows:
        key = getattr(row, field.attname)
        if key is not None:
            field.set_cached_value(row, known[key])
