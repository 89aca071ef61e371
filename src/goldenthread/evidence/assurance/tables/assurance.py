"""Cycles, who answered, the heat map and one assessment, as tables."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.evidence.assurance.models import Assessment
from goldenthread.evidence.assurance.questions import Level, QuestionSet, Score, Standard
from goldenthread.evidence.assurance.selectors.assessments import Row
from goldenthread.evidence.assurance.selectors.cycles import CycleRow, HeatRow, is_late

STATES = {
    "asked": ("grey", "ring"),
    "draft": ("blue", "ring"),
    "signed": ("amber", "triangle"),
    "moderated": ("green", "circle"),
}


def percent(share: Fraction | None) -> str:
    """A share as it is read, halves up; "" where there is none."""
    return "" if share is None else f"{math.floor(share * 100 + Fraction(1, 2))}%"


def link(address: str, text: str) -> SafeString:
    """A link of a table."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, text)


def level_badge(level: Level | None) -> SafeString:
    """A level as a badge; nothing where there is none."""
    return badge(level.tone, level.words, symbol=level.symbol) if level else SafeString("")


def cycles_table(rows: Sequence[CycleRow]) -> Table[CycleRow]:
    """Cycles, the latest first."""
    columns: list[Column[CycleRow]] = [
        Column(
            "title", "Cycle", value=lambda row: row.cycle.title,
            cell=lambda row: link(row.cycle.get_absolute_url(), row.cycle.title), header=True,
        ),
        Column("set", "Question set", value=lambda row: row.cycle.questions.title),
        Column("opens", "First day", value=lambda row: row.cycle.opens_on, classes="gt-nowrap"),
        Column("closes", "Last day", value=lambda row: row.cycle.closes_on, classes="gt-nowrap"),
        Column("asked", "Asked", numeric=True),
        Column("signed", "Signed", numeric=True),
        Column("response", "Response", value=lambda row: percent(row.response), numeric=True),
        Column("moderated", "Moderated", numeric=True),
    ]  # fmt: skip
    return Table("Cycles", columns, rows, empty="There is no cycle yet. The Business Team begins one.")


def state_badge(row: Assessment) -> SafeString:
    """How far an assessment is."""
    tone, symbol = STATES[row.status]
    return badge(tone, row.get_status_display(), symbol=symbol)


def assessments_table(rows: Sequence[Assessment], on: dt.date, seen: set[int]) -> Table[Assessment]:
    """Who was asked and how far they are; a link where the reader may open it."""

    def name(row: Assessment) -> SafeString:
        return (
            link(row.get_absolute_url(), str(row.agency))
            if row.pk in seen
            else SafeString(escape(row.agency))
        )

    def state(row: Assessment) -> SafeString:
        late = ' <strong class="gt-late">Late</strong>' if is_late(row, on) else ""
        return SafeString(f"{state_badge(row)}{late}")

    columns: list[Column[Assessment]] = [
        Column("agency", "Agency", value=lambda row: str(row.agency), cell=name, header=True),
        Column("status", "State", value=lambda row: row.get_status_display(), cell=state),
        Column("late", "Late", value=lambda row: "Yes" if is_late(row, on) else ""),
        Column("signed_on", "Signed on", classes="gt-nowrap"),
    ]
    return Table("Agencies", columns, rows, empty="No agency was asked yet.")


def heat_table(rows: Sequence[HeatRow], asked: QuestionSet) -> Table[HeatRow]:
    """Agency by standard: the level that each standard amounts to, and whether it rose or fell."""
    drawn = functools.cache(lambda score: _score_badge(score, asked))
    columns: list[Column[HeatRow]] = [
        Column("agency", "Agency", value=lambda row: str(row.assessment.agency), header=True),
        Column("total", "All", value=lambda row: percent(row.total.share), numeric=True),
        Column("basis", "Whose grades", value=_basis),
        *(_standard_column(standard, drawn) for standard in asked.standards),
    ]
    return Table("Heat map: agencies by standards", columns, rows, empty="No agency was asked yet.")


def _basis(row: HeatRow) -> str:
    if not row.open:
        return "Not open yet"
    return {"moderated": "The panel’s", "signed": "Their own"}.get(row.assessment.status, "None yet")


def _standard_column(standard: Standard, drawn: Callable[[Score], str]) -> Column[HeatRow]:
    """``drawn`` makes the badge of a score; cells of the same score share it."""

    def value(row: HeatRow) -> str:
        score = row.scores.get(standard.key)
        return percent(score.share) if score else ""

    def cell(row: HeatRow) -> SafeString:
        score = row.scores.get(standard.key)
        if score is None:
            return SafeString("")
        return SafeString(f"{drawn(score)}{_moved(row.change(standard.key))}")

    return Column(standard.key, standard.title, value=value, cell=cell)


def _score_badge(score: Score, asked: QuestionSet) -> SafeString:
    if score.share is None:
        return badge("grey", "Does not apply", symbol="ring", hide_word=True)
    level = asked.nearest(score.share)
    return badge(level.tone, level.words, symbol=level.symbol, number=percent(score.share), hide_word=True)


def _moved(change: Fraction | None) -> str:
    if change is None or not change:
        return ""
    word = "Up" if change > 0 else "Down"
    return f'<br><span class="govuk-body-s">{word} {percent(abs(change))[:-1]} points</span>'


def answers_table(rows: Sequence[Row]) -> Table[Row]:
    """One assessment: the agency's level beside the panel's, with reasons, and what the product knows."""

    def known(row: Row) -> str:
        return "; ".join(each.said for each in row.known)

    def known_cell(row: Row) -> SafeString:
        flag = '<strong class="gt-late">Ask about it</strong><br>' if row.is_doubtful else ""
        return SafeString(f"{flag}{escape(known(row))}")

    def own(row: Row) -> str:
        if row.said:
            return row.said.words
        return f"Does not apply: {row.answer.not_applicable_because}" if row.answer else ""

    columns: list[Column[Row]] = [
        Column("number", "No.", value=lambda row: row.question.key),
        Column("question", "Question", value=lambda row: row.question.text, header=True),
        Column("own", "Agency", value=own, cell=lambda row: level_badge(row.said) or own(row)),
        Column("shows", "What shows it", value=_shows, cell=_shows_cell),
        Column(
            "panel", "Panel", value=lambda row: row.panel.words if row.panel else "",
            cell=lambda row: level_badge(row.panel),
        ),
        Column("reason", "Why the panel differs", value=lambda row: row.grade.reason if row.grade else ""),
        Column("known", "What is known", value=known, cell=known_cell),
    ]  # fmt: skip
    return Table("Answers", columns, rows)


def _shows(row: Row) -> str:
    if row.answer is None:
        return ""
    return " ".join(filter(None, (row.answer.text, row.answer.link, *map(str, row.files))))


def _shows_cell(row: Row) -> SafeString:
    if row.answer is None:
        return SafeString("")
    where = (
        format_html('<br><a class="govuk-link" href="{0}">Read it</a>', row.answer.link)
        if row.answer.link
        else ""
    )
    files = "".join(f"<br>{link(each.get_absolute_url(), str(each))}" for each in row.files)
    return SafeString(f"{escape(row.answer.text)}{where}{files}")
