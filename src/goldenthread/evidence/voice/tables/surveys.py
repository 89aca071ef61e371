"""Surveys and their results as tables and charts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.charts import Chart, bar_chart
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import plural
from goldenthread.evidence.voice.models import Survey
from goldenthread.evidence.voice.selectors.surveys import OptionRow, QuestionResult, Results
from goldenthread.evidence.voice.tables.voice import link

WITHHELD = "Withheld"
STATES = {
    "coming": ("blue", "Opens later", "ring"),
    "open": ("green", "Open", "circle"),
    "over": ("grey", "Closed", "square"),
}


def survey_state(survey: Survey, on: dt.date) -> str:
    """How a survey stands on a day: a key of :data:`STATES`."""
    if survey.is_over(on):
        return "over"
    return "open" if survey.is_open(on) else "coming"


def surveys_table(rows: Sequence[Survey], on: dt.date) -> Table[Survey]:
    """Surveys: for whom, from when to when, and whether they take answers."""

    def state(row: Survey) -> SafeString:
        tone, word, symbol = STATES[survey_state(row, on)]
        return badge(tone, word, symbol=symbol)

    columns: list[Column[Survey]] = [
        Column("title", "Survey", cell=lambda row: link(row.title, row.get_absolute_url()), header=True),
        Column("audience", "For whom"),
        Column("opens_on", "First day", classes="gt-nowrap"),
        Column(
            "closes_on", "Last day", value=lambda row: row.closed_on or row.closes_on, classes="gt-nowrap"
        ),
        Column("state", "State", value=lambda row: STATES[survey_state(row, on)][1], cell=state),
    ]
    return Table("Surveys", columns, rows, empty="There is no survey yet. The Business Team makes one.")


def in_percent(share: Fraction | None) -> str:
    """A share as it is read, halves up: 63%; "" where it is withheld."""
    return "" if share is None else f"{math.floor(share * 100 + Fraction(1, 2))}%"


def question_table(result: QuestionResult) -> Table[OptionRow]:
    """How many chose each option, with what is withheld said in a word."""
    columns: list[Column[OptionRow]] = [
        Column("text", "Answer", header=True),
        Column("count", "How many", cell=_count, numeric=True),
        Column("share", "Of everybody who answered", value=lambda row: in_percent(row.share), numeric=True),
    ]
    return Table(result.question.text, columns, result.rows, caption_visible=False)


def _count(row: OptionRow) -> str:
    return WITHHELD if row.count is None else f"{row.count:,}"


def question_chart(result: QuestionResult) -> Chart | None:
    """The counts that are shown, as bars; nothing where none is. What is withheld has no bar."""
    bars = [(row.text, float(row.count)) for row in result.rows if row.count is not None]
    if not bars:
        return None
    title, told = _most_often(result)
    return bar_chart(
        title=title,
        bars=bars,
        figure_heading="How many",
        row_heading="Answer",
        description=f"{result.question.text} {told}",
    )


def _most_often(result: QuestionResult) -> tuple[str, str]:
    """What the chart shows and what it means; nothing is said of the most where one that is withheld may be more."""
    if result.withheld:
        return (
            "How many chose each answer, without what is withheld",
            f"{plural(result.withheld, 'answer')} withheld; the others stand in the table.",
        )
    count, text = max(((row.count or 0, row.text) for row in result.rows), key=lambda each: each[0])
    said = f"Most often: {text} ({count:,} of {result.rows[0].everybody:,})"
    return said, f"{said}."


@dataclass(frozen=True)
class ExportRow:
    """One row of the file of a survey's results."""

    question: str
    answer: str
    count: int | str
    share: str


def results_table(results: Results) -> Table[ExportRow]:
    """All that the page shows of a survey's results, as one table: counts, and the words that were let through."""
    rows = []
    for result in results.questions:
        text = result.question.text
        rows += [
            ExportRow(text, row.text, WITHHELD if row.count is None else row.count, in_percent(row.share))
            for row in result.rows
        ]
        rows += [ExportRow(text, words, "", "") for words in result.words]
    columns: list[Column[ExportRow]] = [
        Column("question", "Question"),
        Column("answer", "Answer"),
        Column("count", "How many", numeric=True),
        Column("share", "Of everybody who answered"),
    ]
    return Table(f"Results: {results.survey}"[:200], columns, rows)
