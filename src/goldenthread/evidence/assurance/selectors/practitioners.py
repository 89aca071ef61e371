"""What practitioners answered in the survey that stands beside a cycle: one line for each question."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.design.words import plural
from goldenthread.evidence.assurance.models import Cycle
from goldenthread.evidence.voice.models import Survey
from goldenthread.evidence.voice.selectors.surveys import NO_ANSWER, QuestionResult, results_of


@dataclass(frozen=True)
class Practitioners:
    """The survey, how many answered, and what to each question; or why nothing is shown."""

    survey: Survey
    said: str
    lines: tuple[tuple[str, str], ...] = ()


def practitioners_of(cycle: Cycle, on: dt.date) -> Practitioners | None:
    """What practitioners answered; nothing where no survey stands beside the cycle. Five queries at most."""
    survey = cycle.survey
    if survey is None:
        return None
    results = results_of(survey, on)
    if not results.over:
        return Practitioners(survey, "The survey is not over yet.")
    if not results.answered:
        return Practitioners(survey, "Too few answered for anything to be shown.")
    lines = [
        (each.question.text, _in_words(each)) for each in results.questions if not each.question.takes_words
    ]
    return Practitioners(survey, f"{plural(results.answered, 'practitioner')} answered.", tuple(lines))


def _in_words(result: QuestionResult) -> str:
    """The mean of a scale; else how many chose each answer. What is withheld is said to be."""
    if result.mean is not None:
        return f"{float(result.mean):.1f} on a scale from 1 to 5"
    chosen = [
        f"{row.text}: {row.count}" for row in result.rows if row.count is not None and row.text != NO_ANSWER
    ]
    return "; ".join([*chosen, *(["the rest is withheld"] if result.withheld else [])])
