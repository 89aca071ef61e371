"""What people said of a course as tables and charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from goldenthread.design.charts import Chart, SpreadRow, bar_chart, spread_chart
from goldenthread.design.tables import Column, Table
from goldenthread.learning.models import FeedbackAnswer
from goldenthread.learning.selectors.evaluation import (
    FEWEST,
    ChangeRow,
    ConfidenceRow,
    QuestionResult,
    Results,
    StageRow,
)
from goldenthread.learning.spread import one_place
from goldenthread.learning.tables.programme import link

TOO_FEW = f"Fewer than {FEWEST}"


def share_words(share: float | None) -> str:
    """A share in whole per cent; a dash where there is nothing to be a part of."""
    return "–" if share is None else f"{share:.0%}"


def stages_table(results: Results) -> Table[StageRow]:
    """How many were asked and answered at each stage."""
    columns: list[Column[StageRow]] = [
        Column("stage", "Form", value=lambda row: row.stage.label, header=True),
        Column("asked", "Asked", numeric=True),
        Column("answered", "Answered", numeric=True),
        Column("share", "Part", value=lambda row: share_words(row.share), numeric=True),
        Column("shown", "Answers shown", value=_shown_words),
    ]
    return Table("How many answered", columns, results.stages)


def _shown_words(row: StageRow) -> str:
    if row.shown:
        return "Yes"
    return (
        "None yet" if not row.answered else f"No: {TOO_FEW.lower()}, or another session’s could be worked out"
    )


def confidence_table(results: Results) -> Table[ConfidenceRow]:
    """The confidence of all who gave it, stage by stage."""
    columns: list[Column[ConfidenceRow]] = [
        Column("stage", "Asked", value=lambda row: row.stage.label, header=True),
        Column("count", "Answers", value=lambda row: row.count if row.spread else TOO_FEW, numeric=True),
        *(
            Column(
                name, heading, numeric=True,
                value=lambda row, name=name: one_place(getattr(row.spread, name)) if row.spread else "",  # type: ignore[misc]
            )
            for name, heading in (("lower", "Lower quartile"), ("median", "Median"), ("upper", "Upper quartile"))
        ),
    ]  # fmt: skip
    return Table("Confidence from 1 to 10, of everybody who gave it", columns, results.confidence)


def changes_table(results: Results) -> Table[ChangeRow]:
    """The change of those who said both."""

    def between(row: ChangeRow, name: str) -> str:
        if row.change is None:
            return ""
        spread = getattr(row.change, name)
        return f"{one_place(spread.median)} ({one_place(spread.lower)} to {one_place(spread.upper)})"

    columns: list[Column[ChangeRow]] = [
        Column("stage", "From before the course to", value=lambda row: row.stage.label.lower(), header=True),
        Column("count", "People who said both", value=lambda row: row.count if row.change else TOO_FEW, numeric=True),
        Column("before", "Before: median (quartiles)", value=lambda row: between(row, "before"), numeric=True),
        Column("after", "Then: median (quartiles)", value=lambda row: between(row, "after"), numeric=True),
        Column(
            "change", "Median of their own changes", numeric=True,
            value=lambda row: one_place(row.change.change, signed=True) if row.change else "",
        ),
    ]  # fmt: skip
    return Table("How the confidence of the same people changed", columns, results.changes)


def confidence_chart(results: Results) -> Chart | None:
    """The spread of confidence before and after; none where nothing can be shown."""
    rows = [row for row in results.confidence if row.spread]
    if not rows:
        return None
    spreads = [
        SpreadRow(
            row.stage.label, float(row.spread.lower), float(row.spread.median), float(row.spread.upper), row.count
        )
        for row in rows
        if row.spread
    ]  # fmt: skip
    return spread_chart(
        title=_confidence_title(results, rows), rows=spreads, lowest=1, highest=10,
        figure_heading="Confidence, 1 to 10: the line is the median, half of all answers lie in the bar",
        row_heading="Asked",
    )  # fmt: skip


def _confidence_title(results: Results, rows: Sequence[ConfidenceRow]) -> str:
    change = results.change
    if change is None:
        return f"Confidence {rows[0].stage.label.lower()}" if len(rows) == 1 else "Confidence, stage by stage"
    before, after = one_place(change.before.median), one_place(change.after.median)
    if change.change == 0:
        return f"Three months after, the same people’s own confidence is in the middle unchanged: {after}"
    word = "rose" if change.change > 0 else "fell"
    return f"Three months after, the same people’s confidence {word} in the middle from {before} to {after}"


def question_table(result: QuestionResult) -> Table[tuple[str, int]]:
    """How many chose each answer."""
    columns: list[Column[tuple[str, int]]] = [
        Column("answer", "Answer", value=lambda row: row[0], header=True),
        Column("count", "People", value=lambda row: row[1], numeric=True),
        Column(
            "share", "Part of those who answered", value=lambda row: share_words(row[1] / result.count), numeric=True
        ),
    ]  # fmt: skip
    rows = list(zip(result.question.answers, result.counts, strict=True)) if result.counts else []
    return Table(result.question.text, columns, rows, empty=f"{TOO_FEW} answered, so nothing is shown.")


def question_chart(result: QuestionResult) -> Chart | None:
    """The same as bars; none where nothing is shown."""
    if not result.counts:
        return None
    bars = list(zip(result.question.answers, map(float, result.counts), strict=True))
    most = max(bars, key=lambda bar: bar[1])
    return bar_chart(
        title=f"{result.question.text} Most often: {most[0].rstrip('.')} ({most[1]:.0f} of {result.count})",
        bars=bars, figure_heading="People", row_heading="Answer",
    )  # fmt: skip


def themes_table(results: Results) -> Table[tuple[str, int]]:
    """What the words were about."""
    columns: list[Column[tuple[str, int]]] = [
        Column("theme", "Theme", value=lambda row: row[0], header=True),
        Column("count", "Answers about it", value=lambda row: row[1], numeric=True),
    ]
    empty = "No themes yet: the Business Team gives them to what people wrote, and at least five answers must be read."
    return Table(f"Themes of {results.words:,} answers in words", columns, results.themes, empty=empty)


def results_table(results: Results) -> Table[tuple[str, str, str, str]]:
    """Everything that is shown in one list, for a spreadsheet: form, question, answer, figure."""
    columns: list[Column[tuple[str, str, str, str]]] = [
        Column("stage", "Form", value=lambda row: row[0]),
        Column("question", "Question", value=lambda row: row[1], header=True),
        Column("answer", "Answer", value=lambda row: row[2]),
        Column("figure", "Figure", value=lambda row: row[3], numeric=True),
    ]
    return Table("What people said", columns, list(_lines(results)))


def _lines(results: Results) -> Iterable[tuple[str, str, str, str]]:
    for row in results.stages:
        yield row.stage.label, "", "Asked", str(row.asked)
        yield row.stage.label, "", "Answered", str(row.answered)
    for confidence in results.confidence:
        for name in ("lower", "median", "upper"):
            figure = one_place(getattr(confidence.spread, name)) if confidence.spread else TOO_FEW
            yield confidence.stage.label, "Confidence", name.capitalize(), figure
    for change in results.changes:
        figure = one_place(change.change.change, signed=True) if change.change else TOO_FEW
        yield change.stage.label, "Confidence", "Median change since before the course", figure
    for result in results.questions:
        stage = result.asks.title
        if result.counts is None:
            yield stage, result.question.text, "", TOO_FEW
            continue
        for answer, count in zip(result.question.answers, result.counts, strict=True):
            yield stage, result.question.text, answer, str(count)
    for theme, count in results.themes:
        yield "", "Theme of answers in words", theme, str(count)


def words_table(rows: Sequence[FeedbackAnswer], caption: str, address: str) -> Table[FeedbackAnswer]:
    """What people wrote, under its course and question: never under a name."""

    def asked(row: FeedbackAnswer) -> str:
        question = row.feedback.asks.question(row.question)
        return question.text if question else row.question

    def themes(row: FeedbackAnswer) -> str:
        found = ", ".join(str(each) for each in row.themes.all())
        return found or ("Read: no theme" if row.read_on else "")

    def chosen(row: FeedbackAnswer) -> SafeString:
        return link(f"{address}{row.pk}/", themes(row) or "Give its themes")

    columns: list[Column[FeedbackAnswer]] = [
        Column("course", "Course", value=lambda row: str(row.feedback.booking.session.course)),
        Column("stage", "Form", value=lambda row: row.feedback.get_stage_display()),
        Column("question", "Question", value=asked),
        Column("words", "Answer", header=True),
        Column("themes", "Themes", value=themes, cell=chosen),
    ]
    return Table(
        caption, columns, rows,
        empty="Nothing to show. What people write about a course stands here once they have sent their forms.",
    )  # fmt: skip
