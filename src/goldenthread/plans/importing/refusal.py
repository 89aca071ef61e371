"""What an import answers when it cannot go in: every error, by row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from goldenthread.spreadsheets.errors import Problem

MOST_SHOWN = 200


def sentence(text: str) -> str:
    """``text`` with a capital letter, as it stands on its own in a table of errors."""
    return f"{text[:1].upper()}{text[1:]}"


class ImportRefused(Exception):  # noqa: N818
    """Nothing was imported. ``errors`` are the first 200 by row; ``more`` counts the rest.

    An error's ``row`` is the number that the spreadsheet programme shows beside it, or ``None`` where the error is
    the whole file's; its ``column`` is the heading as printed, or ``None``.
    """

    def __init__(self, errors: Iterable[Problem]) -> None:
        """Keeps the errors in the order of the file, those of the whole file first."""
        found = sorted(dict.fromkeys(errors), key=lambda error: error.row or 0)
        shown = found[:MOST_SHOWN]
        self.errors = tuple(replace(error, message=sentence(error.message)) for error in shown)
        self.more = len(found) - len(shown)
        super().__init__(str(self.errors[0]) if self.errors else "Nothing was imported.")

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """``{"errors": [{"row": 7, "column": "Due", "message": "…"}]}``; a last entry counts those left out."""
        listed = [{"row": e.row, "column": e.column, "message": e.message} for e in self.errors]
        if self.more:
            listed.append({"row": None, "column": None, "message": self.more_in_words})
        return {"errors": listed}

    @property
    def more_in_words(self) -> str:
        """How many errors are not shown; nothing where all are."""
        if not self.more:
            return ""
        return (
            f"There {'is 1 more error' if self.more == 1 else f'are {self.more:,} more errors'} like these. "
            "Correct the ones shown first, then try again."
        )
