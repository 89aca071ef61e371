"""Surveys, and their results with small numbers withheld: the page, the files and the command line read the same."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count

from goldenthread.evidence.voice.models import Answer, Question, Survey, Words
from goldenthread.partnership.viewer import Viewer
from goldenthread.partnership.withholding import is_small, protect_parts, protect_ticks

NO_ANSWER = "No answer"


@dataclass(frozen=True)
class OptionRow:
    """One row of a question's table: how many chose it; ``None`` where that is withheld."""

    text: str
    count: int | None
    everybody: int

    @property
    def share(self) -> Fraction | None:
        """The part of everybody who answered the survey, from 0 to 1."""
        return None if self.count is None else Fraction(self.count, self.everybody)


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question. ``mean`` only of a scale of which nothing is withheld."""

    question: Question
    rows: tuple[OptionRow, ...] = ()
    mean: Fraction | None = None
    words: tuple[str, ...] = ()

    @property
    def withheld(self) -> int:
        """How many of its rows are withheld."""
        return sum(row.count is None for row in self.rows)


@dataclass(frozen=True)
class Results:
    """The results of a survey, or why there are none: it is not over, or too few answered.

    ``answered`` is how many forms came in; ``None`` where they are too few to say.
    """

    survey: Survey
    over: bool
    answered: int | None
    questions: tuple[QuestionResult, ...] = ()
    waiting: int = 0

    @property
    def are_shown(self) -> bool:
        """Whether there is anything to show."""
        return self.over and bool(self.answered)


def surveys_of(viewer: Viewer) -> list[Survey]:
    """Every survey, the latest first. One query."""
    return list(Survey.objects.visible_to(viewer).select_related("partnership"))


def results_of(survey: Survey, on: dt.date) -> Results:
    """The results of a survey as anybody may see them. Five queries at most.

    Nothing but the number of forms before it is over: whoever saw the counts before and after one more answer would
    know that answer. Nothing but that they were too few, where fewer answered than its minimum. A mean would tell
    what is withheld, so it is given only where nothing is.
    """
    everybody = survey.submissions.count()
    answered = None if is_small(everybody, survey.minimum) else everybody
    over = survey.is_over(on)
    if not over or not answered:
        return Results(survey, over, answered)
    chosen: dict[int, int] = dict(
        Answer.objects.filter(submission__survey=survey)
        .order_by()
        .values_list("option")
        .annotate(count=Count("pk"))
    )
    words = list(Words.objects.filter(question__survey=survey))
    shown = defaultdict(list)
    for each in words:
        if each.status == Words.Status.SHOWN:
            shown[each.question_id].append(each.shown)
    nobody = _without_answer(survey, everybody)
    questions = tuple(
        _result(question, chosen, everybody, nobody, survey.minimum, shown[question.pk])
        for question in survey.questions.prefetch_related("options")
    )
    waiting = sum(each.status == Words.Status.WAITING for each in words)
    return Results(survey, over, answered, questions, waiting)


def _without_answer(survey: Survey, everybody: int) -> dict[int, int]:
    """How many left each question without an answer."""
    rows = (
        Answer.objects.filter(submission__survey=survey)
        .order_by()
        .values_list("option__question")
        .annotate(count=Count("submission", distinct=True))
    )
    given: dict[int, int] = dict(rows)
    return {number: everybody - count for number, count in given.items()}


def _result(
    question: Question,
    chosen: Mapping[int, int],
    everybody: int,
    nobody: Mapping[int, int],
    minimum: int,
    words: Sequence[str],
) -> QuestionResult:
    if question.takes_words:
        return QuestionResult(question, words=tuple(sorted(words, key=str.casefold)))
    options = list(question.options.all())
    counts = [chosen.get(option.pk, 0) for option in options]
    silent = nobody.get(question.pk, everybody)
    texts = [*(_text(question, option.text) for option in options), NO_ANSWER]
    if question.kind == Question.Kind.SEVERAL:
        kept = protect_ticks([*counts, silent], everybody, minimum)
    else:
        kept = protect_parts([*counts, silent], minimum)
    rows = tuple(OptionRow(text, count, everybody) for text, count in zip(texts, kept, strict=True))
    mean = None
    if question.kind == Question.Kind.SCALE and None not in kept and any(counts):
        mean = Fraction(sum(place * count for place, count in enumerate(counts, 1)), sum(counts))
    return QuestionResult(question, rows, mean)


def _text(question: Question, text: str) -> str:
    """An option as its row names it: the ends of a scale with what they mean."""
    means = {"1": question.low, "5": question.high}.get(text, "") if question.kind == "scale" else ""
    return f"{text}: {means}" if means else text


def words_to_read(survey: Survey) -> list[Words]:
    """What people wrote in a survey, what waits first, in no order that tells when it came. One query."""
    rows = Words.objects.filter(question__survey=survey).select_related("question__survey__partnership")
    order = [Words.Status.WAITING, Words.Status.SHOWN, Words.Status.WITHHELD]
    return sorted(rows, key=lambda row: (order.index(Words.Status(row.status)), row.question.order, row.pk))
