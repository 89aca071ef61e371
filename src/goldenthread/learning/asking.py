"""Sets of questions about a course as data: each a file of ``questions/``. Knows no Django.

A form keeps the key and version of its set. A changed set is a new file of another version beside the old one, so that
what was asked in an earlier year can still be read as it was asked; the latest of a stage is asked from now on.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "questions"
CONFIDENCE = "confidence"
KINDS = {"confidence": 10, "scale": 5}
LONGEST_WORDS = 2000


@dataclass(frozen=True)
class Question:
    """One question: ``confidence`` (1 to 10), a ``scale`` (1 to 5), one ``choice`` of its options, or ``words``."""

    key: str
    kind: str
    text: str
    low: str = ""
    high: str = ""
    options: tuple[str, ...] = ()

    @property
    def takes_words(self) -> bool:
        """Whether it is answered in words."""
        return self.kind == "words"

    @property
    def answers(self) -> tuple[str, ...]:
        """What can be chosen, in order: the first is kept as 1."""
        if self.kind == "choice":
            return self.options
        return tuple(self._named(step) for step in range(1, KINDS.get(self.kind, 0) + 1))

    def _named(self, step: int) -> str:
        means = {1: self.low, KINDS[self.kind]: self.high}.get(step, "")
        return f"{step}: {means.lower()}" if means else str(step)


@dataclass(frozen=True)
class QuestionSet:
    """One version of what is asked at a stage."""

    key: str
    version: str
    stage: str
    title: str
    intro: str
    source: str
    questions: tuple[Question, ...]

    @property
    def ref(self) -> str:
        """Key and version, as a form keeps them."""
        return f"{self.key}@{self.version}"

    def question(self, key: str) -> Question | None:
        """The question of a key."""
        return next((each for each in self.questions if each.key == key), None)


def read_set(data: Mapping[str, Any]) -> QuestionSet:
    """A set from its file. Raises :class:`ValueError` for a key used twice, an unknown kind, a choice of nothing."""
    fields = dict(data)
    questions = tuple(
        Question(**(row | {"options": tuple(row.get("options", ()))})) for row in fields.pop("questions")
    )
    made = QuestionSet(questions=questions, **fields)
    keys = [each.key for each in questions]
    if len(set(keys)) < len(keys):
        raise ValueError(f"{made.ref}: a question’s key is used twice")
    for each in questions:
        if each.kind not in {*KINDS, "choice", "words"}:
            raise ValueError(f"{made.ref}: “{each.kind}” is no kind of question")
        if (each.kind == "choice") != bool(each.options):
            raise ValueError(f"{made.ref}: “{each.key}” must have options exactly where it is a choice")
    return made


@functools.cache
def all_sets() -> dict[str, QuestionSet]:
    """Every version of every set, by key and version."""
    files = sorted(FOLDER.glob("*.toml"))
    found = [read_set(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    return {each.ref: each for each in found}


def latest_set(stage: str, sets: Iterable[QuestionSet] | None = None) -> QuestionSet:
    """What is asked at a stage from now on, of all sets or those given: the highest version.

    Raises :class:`KeyError` for no such stage.
    """
    of_stage = [each for each in (all_sets().values() if sets is None else sets) if each.stage == stage]
    if not of_stage:
        raise KeyError(stage)
    return max(of_stage, key=lambda each: [int(part) for part in each.version.split(".")])
