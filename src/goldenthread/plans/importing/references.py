"""References of actions and numbers of objectives, as cells hold them."""

from __future__ import annotations

import datetime as dt

from goldenthread.plans.importing.cells import shortened, text_of
from goldenthread.plans.models import Objective, check_ref
from goldenthread.spreadsheets.tables import CellValue

OBJECTIVE_LENGTH: int = Objective._meta.get_field("ref").max_length or 0


def read_reference(cell: CellValue) -> str:
    """An action's reference such as 1.4, R7 or 2a; raises :class:`ValueError` with a sentence."""
    return check_ref(_number(cell))


def read_objective_number(cell: CellValue) -> str:
    """An objective's number such as 4; raises :class:`ValueError` with a sentence."""
    return _within(_number(cell), OBJECTIVE_LENGTH)


def objective_part(ref: str) -> str:
    """What stands before the last full stop of a reference: 11 for 11.4, nothing for 7."""
    return ref.rpartition(".")[0]


def _number(cell: CellValue) -> str:
    if isinstance(cell, dt.date | dt.time):
        raise ValueError(
            f"The spreadsheet has turned this number into a date or time ({text_of(cell)}). "
            "Format the column as text and type the number again."
        )
    return text_of(cell).rstrip(".")


def _within(text: str, length: int) -> str:
    if len(text) > length:
        raise ValueError(f"“{shortened(text, 40)}” is longer than {length} characters. Shorten it.")
    return text
