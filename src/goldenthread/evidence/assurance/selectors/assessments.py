"""One assessment as its pages show it: the agency's answer, the panel's grade, and what is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.evidence.assurance.actions.moderating import answers_of, grade_of
from goldenthread.evidence.assurance.models import Assessment, EvidenceFile, Grade, SignedAnswer
from goldenthread.evidence.assurance.questions import Level, Question, Standard
from goldenthread.evidence.assurance.selectors.beside import Known, known_of


@dataclass(frozen=True)
class Row:
    """One question: what was signed, what the panel says, and what the product knows of its standard."""

    standard: Standard
    question: Question
    answer: SignedAnswer | None
    said: Level | None
    grade: Grade | None
    panel: Level | None
    known: tuple[Known, ...]
    enough: int
    files: tuple[EvidenceFile, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the panel's grade is another than the agency's."""
        return self.panel is not None and self.said is not None and self.panel.key != self.said.key

    @property
    def is_doubtful(self) -> bool:
        """Whether what the product knows speaks against a level that is enough."""
        return (
            self.said is not None and self.said.points >= self.enough and any(k.is_weak for k in self.known)
        )


def rows_of(assessment: Assessment, on: dt.date, *, known: bool = True) -> list[Row]:
    """Every question in order. ``known`` whether what the product knows is looked up."""
    asked = assessment.cycle.questions
    answers = answers_of(assessment)
    names = [name for standard in asked.standards for name in standard.beside]
    found = known_of(assessment.agency, names, on) if known else {}
    files = list(assessment.files.select_related("assessment__cycle__partnership", "assessment__agency"))
    rows = []
    for standard in asked.standards:
        beside = tuple(found[name] for name in standard.beside if name in found)
        for question in standard.questions:
            answer = answers.get(question.key)
            grade = grade_of(answer) if answer else None
            rows.append(
                Row(
                    standard, question, answer, asked.level(answer.level) if answer else None, grade,
                    asked.level(grade.level) if grade else None, beside, asked.enough,
                    tuple(each for each in files if each.question == question.key),
                )
            )  # fmt: skip
    return rows


@dataclass(frozen=True)
class Progress:
    """How far a standard is answered."""

    standard: Standard
    done: int
    carried: int

    @property
    def of(self) -> int:
        """How many questions it has."""
        return len(self.standard.questions)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left of it."""
        return self.done == self.of


def progress_of(assessment: Assessment) -> list[Progress]:
    """How far each standard is. One query."""
    answers = {answer.question: answer for answer in assessment.answers.all()}
    rows = []
    for standard in assessment.cycle.questions.standards:
        given = [answers[each.key] for each in standard.questions if each.key in answers]
        done = sum(not each.carried and bool(each.level or each.not_applicable_because) for each in given)
        rows.append(Progress(standard, done, sum(each.carried for each in given)))
    return rows
