"""References of actions and numbers of objectives, as cells hold them."""

from __future__ import annotations

import datetime as dt
import re

from goldenthread.plans.importing.cells import shortened, text_of
from goldenthread.plans.models import Action, Objective
from goldenthread.spreadsheets.tables import CellValue

ACTION_LENGTH: int = Action._meta.get_field("ref").max_length or 0
OBJECTIVE_LENGTH: int = Objective._meta.get_field("ref").max_length or 0
# A reference is the last part of its page's address, beside pages whose names are words: it needs a figure.
FITS_AN_ADDRESS = re.compile(r"(?=.*\d)[\w.\-]+", re.ASCII)


def read_reference(cell: CellValue) -> str:
    """An action's reference such as 1.4, R7 or 2a; raises :class:`ValueError` with a sentence."""
    text = _number(cell)
    if not FITS_AN_ADDRESS.fullmatch(text):
        raise ValueError(
            f"“{shortened(text)}” cannot be a reference. Use letters, figures, full stops and hyphens, "
            "with at least one figure and no spaces, such as 1.4 or R7."
        )
    return _within(text, ACTION_LENGTH)


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
