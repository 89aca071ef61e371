"""Question sets as data: each a file of ``sets/`` with its scale, its standards and their questions. Knows no Django.

A cycle keeps the key and version of its set. A changed set is a new file of another version, so that what was asked
in an earlier year can still be read as it was asked.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "sets"


@dataclass(frozen=True)
class Level:
    """One step of a scale: its word, what it means, and what it counts."""

    key: str
    words: str
    says: str
    points: int
    tone: str
    symbol: str


@dataclass(frozen=True)
class Question:
    """One question. ``weight`` is how often it counts; ``may_not_apply`` whether it may be left out, with a reason."""

    key: str
    text: str
    weight: int = 1
    may_not_apply: bool = False


@dataclass(frozen=True)
class Standard:
    """Questions that belong together. ``beside`` names what the product knows itself that speaks to them."""

    key: str
    title: str
    questions: tuple[Question, ...]
    beside: tuple[str, ...] = ()


@functools.lru_cache(maxsize=4096)
def _share(points: int, most: int) -> Fraction:
    """The same few shares come again and again: a heat map has thousands of them."""
    return Fraction(points, most)


@dataclass(frozen=True)
class Score:
    """Points of the questions that apply, of the most that they could have; nothing applies where that is 0."""

    points: int
    most: int

    @property
    def share(self) -> Fraction | None:
        """From 0 to 1; ``None`` where no question applies."""
        return _share(self.points, self.most) if self.most else None


@dataclass(frozen=True)
class QuestionSet:
    """One version of a set. ``enough`` is the points from which nothing need change; ``kinds`` of agency it is written
    for, none where it is for every other kind.
    """

    key: str
    version: str
    title: str
    for_whom: str
    source: str
    enough: int
    levels: tuple[Level, ...]
    standards: tuple[Standard, ...]
    percentage: bool = False
    kinds: tuple[str, ...] = ()

    def is_for(self, kind: str) -> bool:
        """Whether agencies of a kind are asked it: where it names none, those that no set of their own asks."""
        own = {each for known in all_sets().values() for each in known.kinds}
        return kind in self.kinds if self.kinds else kind not in own

    @property
    def ref(self) -> str:
        """Key and version, as a cycle keeps them."""
        return f"{self.key}@{self.version}"

    def level(self, key: str) -> Level | None:
        """The level of a key; ``None`` for none, and for an answer that a question does not apply."""
        return next((level for level in self.levels if level.key == key), None)

    def standard(self, key: str) -> Standard | None:
        """The standard of a key."""
        return next((standard for standard in self.standards if standard.key == key), None)

    def questions(self) -> dict[str, Question]:
        """Every question by its key, in order."""
        return {question.key: question for standard in self.standards for question in standard.questions}

    def score(self, questions: Iterable[Question], given: Mapping[str, str]) -> Score:
        """The points of the questions that have a level; one that does not apply takes its weight with it."""
        top = max(level.points for level in self.levels)
        points = most = 0
        for question in questions:
            level = self.level(given.get(question.key, ""))
            if level is not None:
                points += level.points * question.weight
                most += top * question.weight
        return Score(points, most)

    def nearest(self, share: Fraction) -> Level:
        """The level that a share amounts to: the highest that it reaches, so that nothing is rounded up."""
        top = max(level.points for level in self.levels)
        reached = [level for level in self.levels if level.points <= share * top]
        return max(reached, key=lambda level: level.points)


def read_set(data: Mapping[str, Any]) -> QuestionSet:
    """A set from its file. Raises :class:`ValueError` where keys are used twice or nothing is enough."""
    fields = dict(data)
    levels = tuple(Level(**row) for row in fields.pop("levels"))
    standards = tuple(
        Standard(
            row["key"], row["title"], tuple(Question(**each) for each in row["questions"]),
            tuple(row.get("beside", ())),
        )
        for row in fields.pop("standards")
    )  # fmt: skip
    kinds = tuple(fields.pop("kinds", ()))
    made = QuestionSet(levels=levels, standards=standards, kinds=kinds, **fields)
    keys = [question.key for standard in standards for question in standard.questions]
    if len(set(keys)) < len(keys):
        raise ValueError(f"{made.ref}: a question’s key is used twice")
    if not any(level.points >= made.enough for level in levels):
        raise ValueError(f"{made.ref}: no level is enough")
    return made


@functools.cache
def all_sets() -> dict[str, QuestionSet]:
    """Every version of every set, by key and version."""
    files = sorted(FOLDER.glob("*.toml"))
    found = [read_set(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    return {each.ref: each for each in found}
