"""What a list and a column of Annex A are made of, and the columns that most lists share.

A heading is told by its letters and figures alone, so that capitals, quotation marks and spaces do not matter;
``also`` are other headings that are seen in practice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.evidence.measures.annex_a.codes import DISABILITY, ETHNICITY, GENDER, YES_NO, Codes

DATE, WHOLE, CATEGORY, IDENTIFIER, TEXT = "date", "whole number", "category", "identifier", "text"


@dataclass(frozen=True)
class Column:
    """One column: its canonical name, its heading in the template, and what may stand in it."""

    name: str
    heading: str
    kind: str = TEXT
    required: bool = False
    codes: Codes | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnnexList:
    """One list: its key, number, title and columns.

    ``same`` are the columns by which two rows are the same event. ``order`` are pairs of dates of which the first
    cannot come after the second. ``happened`` are dates that cannot lie after the end of the period. ``in_need`` says
    that its children must stand in the list of children in need.
    """

    key: str
    number: int
    title: str
    columns: tuple[Column, ...]
    same: tuple[str, ...]
    order: tuple[tuple[str, str], ...] = ()
    happened: tuple[str, ...] = ()
    in_need: bool = False
    names: tuple[str, ...] = field(default=())

    @property
    def label(self) -> str:
        """How people name it: ``List 7: Child protection``."""
        return f"List {self.number}: {self.title}"


def fold(heading: str) -> str:
    """A heading as it is compared: its letters and figures, small, one space between words."""
    bare = (
        heading.casefold()
        .replace("’", "")
        .replace("‘", "")
        .replace("'", "")
        .replace("“", "")
        .replace("”", "")
    )
    return " ".join(re.findall(r"[a-z0-9]+", bare))


CHILD = (
    Column(
        "child_id",
        "Child Unique ID",
        IDENTIFIER,
        True,
        also=("Child ID", "Unique ID", "Child Unique Identifier"),
    ),
    Column("gender", "Gender", CATEGORY, True, GENDER, also=("Sex",)),
    Column("ethnicity", "Ethnicity", CATEGORY, True, ETHNICITY),
    Column("date_of_birth", "Date of Birth", DATE, also=("DOB", "Birth date")),
    Column("age", "Age of Child (Years)", WHOLE, also=("Age", "Age of Child")),
)
DISABLED = Column(
    "disability", "Does the Child have a Disability", CATEGORY, True, DISABILITY, also=("Disability",)
)
TEAM = Column("team", "Allocated Team")
WORKER = Column("worker", "Allocated Worker")


def yes_no(name: str, heading: str, required: bool = False, *also: str) -> Column:
    """A question answered yes or no."""
    return Column(name, heading, CATEGORY, required, YES_NO, also)
