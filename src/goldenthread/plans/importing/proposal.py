"""What an import would do, in full, before it does it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from goldenthread.spreadsheets.errors import Problem


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would change, before and after in words; nothing before where it is new."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NewRating:
    """A rating that would be added."""

    day: dt.date
    value: int
    text: str = ""
    opening: bool = False


@dataclass(frozen=True, slots=True)
class ObjectiveChange:
    """An objective that would be added, or changed where ``existing`` is its number in the database."""

    ref: str
    title: str
    intended_outcome: str
    existing: int | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionChange:
    """An action that would be added, or changed where ``existing`` is its number in the database.

    ``values`` are the attributes of :class:`Action` that would be set; ``moves`` says that a saved due date would move;
    ``officers`` has the people of each part that would be replaced.
    """

    row: int
    ref: str
    title: str
    objective: str
    existing: int | None
    source: str
    values: Mapping[str, Any] = field(default_factory=dict)
    moves: bool = False
    officers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ratings: tuple[NewRating, ...] = ()
    explanation: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """The rows to add, to change and to leave, with what is wrong and what a person should know.

    ``objectives`` are those to add or change. ``absent`` counts the plan's actions that the file does not mention:
    they stay as they are.
    """

    as_at: dt.date
    objectives: tuple[ObjectiveChange, ...] = ()
    added: tuple[ActionChange, ...] = ()
    changed: tuple[ActionChange, ...] = ()
    unchanged: int = 0
    absent: int = 0
    errors: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def does_nothing(self) -> bool:
        """Whether the plan says already what the file says."""
        return not (self.objectives or self.added or self.changed)

    @cached_property
    def fingerprint(self) -> str:
        """The same for two proposals that would do the same; a preview carries it, to be compared at the import."""
        said = repr((self.as_at, self.objectives, self.added, self.changed, self.errors))
        return hashlib.sha256(said.encode()).hexdigest()
