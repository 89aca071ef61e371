"""What people type into cells: the value they mean, or a refusal that says how to write it."""

import re
from collections.abc import Mapping
from typing import TypeVar

from goldenthread.spreadsheets.dates import PartialDate, ValueReadError, read_date
from goldenthread.spreadsheets.tables import CellValue
from goldenthread.spreadsheets.text import fold_whitespace

__all__ = [
    "PartialDate",
    "ValueReadError",
    "read_choice",
    "read_date",
    "read_integer",
    "read_number",
    "read_yes_no",
]

T = TypeVar("T")

_LARGEST = 10**15
"""Spreadsheets hold fifteen digits."""

_NUMBER = re.compile(
    r"(?P<minus>[-−–]?)£?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?P<part>\.\d+)?(?P<percent> ?%)?"
)
_YES = frozenset({"yes", "y", "true", "t", "1", "✓", "✔", "x"})
_NO = frozenset({"no", "n", "false", "f", "0", "✗", "✘"})


def read_number(value: CellValue) -> float:
    """The number in a cell: 1,234.5, £250, (250) for minus 250, or 45% for 0.45 as a spreadsheet holds it.

    Raises ValueReadError for anything else, yes-or-no values and dates included.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return float(value)
    printed = _printed(value, "a number")
    bare, negative = printed, False
    if printed.startswith("(") and printed.endswith(")"):  # how accountants write a minus
        bare, negative = printed[1:-1].strip(), True
    found = _NUMBER.fullmatch(bare)
    if found is None or not (found["whole"] or found["part"]) or not isinstance(value, str):
        raise ValueReadError(
            f"“{_short(printed)}” is not a number: write digits only, for example 12 or 12.5."
        )
    number = float((found["whole"] or "0").replace(",", "") + (found["part"] or ""))
    number = number / 100 if found["percent"] else number
    if number > _LARGEST:
        raise ValueReadError(f"“{_short(printed)}” is too large a number: correct it.")
    return -number if negative or found["minus"] else number


def read_integer(value: CellValue) -> int:
    """The whole number in a cell. Raises ValueReadError for anything else, fractions included."""
    number = read_number(value)
    if not number.is_integer():
        raise ValueReadError(f"“{_short(str(value))}” is not a whole number: write one such as 4.")
    return int(number)


def read_yes_no(value: CellValue) -> bool:
    """Whether a cell says yes or no, in the ways that people and spreadsheet programmes write them.

    Raises ValueReadError for anything else, blanks included: silence is not a no.
    """
    word = _printed(value, "yes or no").casefold().rstrip(".")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueReadError(f"“{_short(word)}” is neither yes nor no: write Yes or No.")


def read_choice(value: CellValue, synonyms: Mapping[str, T]) -> T:
    """The choice that a cell names, whatever its case, spacing and end stops.

    `synonyms` gives the choice for each word that people use for it; those words are offered in the refusal.
    Raises ValueReadError for a word that is not among them, and for a blank.
    """
    printed = _printed(value, "a choice")
    known = {_folded(word): choice for word, choice in synonyms.items()}
    if (word := _folded(printed)) in known:
        return known[word]
    offered = list(dict.fromkeys(fold_whitespace(word) for word in synonyms))
    choices = ", ".join(offered[:-1]) + (" or " if len(offered) > 1 else "") + offered[-1]
    raise ValueReadError(f"“{_short(printed)}” is not one of the choices: write {choices}.")


def _folded(word: str) -> str:
    return re.sub(r"[\s_\-–]+", " ", fold_whitespace(word).casefold()).strip(" .;,")


def _printed(value: CellValue, what: str) -> str:
    printed = "" if value is None else fold_whitespace(str(value))
    if not printed:
        raise ValueReadError(f"The cell is empty: it needs {what}.")
    return printed


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
