from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a table, and where a person will find it.

    `row` is the row number shown by the spreadsheet programme; `column` is the heading, or the column's
    letter where it has no heading. Either is None where the problem belongs to no one row or column.
    """

    row: int | None
    column: str | None
    message: str

    @property
    def where(self) -> str:
        """The place in words: "row 7, column Due", "row 7", "column Due" or "" for the file as a whole."""
        row = f"row {self.row}" if self.row is not None else ""
        column = f"column {self.column}" if self.column is not None else ""
        return ", ".join(part for part in (row, column) if part)

    def __str__(self) -> str:
        where = self.where
        return f"{where[0].upper()}{where[1:]}: {self.message}" if where else self.message


class SpreadsheetError(Exception):
    """A file that cannot be read as a table. `message` says what, where and how to put it right."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems or (Problem(None, None, message),)
