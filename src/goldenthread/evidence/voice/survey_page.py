"""One survey as its page shows it: what it asks, how far it is, and its results with their charts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.design.charts import Chart
from goldenthread.design.tables import Table
from goldenthread.design.words import number, plural, uk_date
from goldenthread.evidence.voice.models import Question, Survey
from goldenthread.evidence.voice.selectors.surveys import OptionRow, QuestionResult, Results, results_of
from goldenthread.evidence.voice.tables.surveys import question_chart, question_table


@dataclass(frozen=True)
class Shown:
    """One question's result with its table and, where a count is shown, its chart."""

    result: QuestionResult
    table: Table[OptionRow]
    chart: Chart | None
    mean: str


@dataclass(frozen=True)
class SurveyPage:
    """Everything that the page shows."""

    state: str
    over: bool
    questions: tuple[Question, ...]
    may_change_questions: bool
    results: Results
    shown: tuple[Shown, ...]
    withheld: int
    words: int


def survey_page(survey: Survey, on: dt.date) -> SurveyPage:
    """A survey's page as at a day. Nine queries at most, however many questions and answers."""
    results = results_of(survey, on)
    over = survey.is_over(on)
    questions = tuple(survey.questions.prefetch_related("options"))
    words = [question.pk for question in questions if question.takes_words]
    return SurveyPage(
        state=_state(survey, results, on, bool(questions)),
        over=over,
        questions=questions,
        may_change_questions=not over and results.answered == 0,
        results=results,
        shown=tuple(_shown(result) for result in results.questions),
        withheld=sum(result.withheld for result in results.questions),
        words=len(words),
    )


def _shown(result: QuestionResult) -> Shown:
    mean = "" if result.mean is None else number(round(float(result.mean), 2))
    return Shown(result, question_table(result), question_chart(result), mean)


def _state(survey: Survey, results: Results, on: dt.date, asks: bool) -> str:
    """How it stands, in a sentence or two."""
    if not asks:
        return "It has no questions yet, so nobody can answer it. Add the first one."
    few = f"Fewer than {survey.minimum}"
    count = few if results.answered is None else f"{results.answered:,}" if results.answered else "No"
    came = f"{count} answer{'' if results.answered == 1 else 's'}"
    if results.over:
        ended = survey.closed_on or survey.closes_on
        said = f"It took answers until {uk_date(ended)}. {came} came in"
        if results.answered is None:
            return f"{said}, so nothing is shown."
        return f"{said}."
    if on < survey.opens_on:
        days = (survey.opens_on - on).days
        return f"It opens on {uk_date(survey.opens_on)}, in {plural(days, 'day')}."
    return (
        f"It takes answers until {uk_date(survey.closes_on)}. {came} so far. "
        "What was answered can be seen when it is over."
    )
