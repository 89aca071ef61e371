"""The training report as one HTML text, of which web page, PDF and Word file are made; all from its plain figures, so
that an edition reads in ten years as it was issued.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from goldenthread.design.charts import Chart, SpreadRow, bar_chart, line_chart, spread_chart
from goldenthread.design.words import month, plural, pounds
from goldenthread.learning.models import ReportEdition
from goldenthread.partnership.models import Partnership
from goldenthread.rendering import render_docx, render_pdf

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TITLE = "Report on training"
MOST_BARS = 20
Values = dict[str, Any]


def period_name(values: Values) -> str:
    """``2021-22``, or ``2021-22, first half``."""
    half = {"1": ", first half", "2": ", second half"}.get(values["half"] or "", "")
    return f"{values['year']}{half}"


def charts_of(values: Values) -> dict[str, Chart]:
    """The pictures of a report by their names in its text; what there is nothing to draw of is left out."""
    charts: dict[str, Chart] = {}
    if values["attendance"]["attended"]:
        charts["months"] = _months_chart(values)
    agencies = [row for row in values["agencies"] if row["attended"]]
    if agencies:
        charts["agencies"] = _agencies_chart(agencies)
    away = [row for row in values["agencies"] if row["absent"]]
    if away:
        charts["away"] = _away_chart(away)
    if values["confidence"]:
        charts["confidence"] = _confidence_chart(values["confidence"])
    return charts


def _months_chart(values: Values) -> Chart:
    rows = values["months"]
    names = [month(dt.date.fromisoformat(f"{row['name']}-01")) for row in rows]
    most = max(rows, key=lambda row: row["attended"])
    return line_chart(
        title=f"Most people came in {month(dt.date.fromisoformat(most['name'] + '-01'))}: {most['attended']:,}",
        periods=names, figure_heading="People", period_heading="Month",
        series={"Came": [row["attended"] for row in rows], "Did not come": [row["absent"] for row in rows]},
    )  # fmt: skip


def _agencies_chart(rows: list[Values]) -> Chart:
    ordered = sorted(rows, key=lambda row: (-row["attended"], row["name"]))
    first, total = ordered[0], sum(row["attended"] for row in rows)
    return bar_chart(
        title=f"{first['name']} sent most people: {first['attended']:,} of {total:,} attendances",
        bars=[(row["name"], row["attended"]) for row in ordered[:MOST_BARS]], figure_heading="Attendances",
        row_heading="Agency",
    )  # fmt: skip


def _away_chart(rows: list[Values]) -> Chart:
    ordered = sorted(rows, key=lambda row: (-row["absent"], row["name"]))
    total = sum(row["absent"] for row in rows)
    return bar_chart(
        title=f"{plural(total, 'booked place')} stayed empty, most of {ordered[0]['name']}: {ordered[0]['absent']:,}",
        bars=[(row["name"], row["absent"]) for row in ordered[:MOST_BARS]], figure_heading="Did not come",
        row_heading="Agency", tone="amber",
    )  # fmt: skip


def _confidence_chart(found: Values) -> Chart:
    def row(name: str, when: str) -> SpreadRow:
        spread = {key: float(value) for key, value in found[when].items()}
        return SpreadRow(name, spread["lower"], spread["median"], spread["upper"], found["count"])

    before, after = found["before"]["median"], found["after"]["median"]
    return spread_chart(
        title=f"Confidence of the same {found['count']:,} people: {before} before, {after} three months after",
        rows=[row("Before the course", "before"), row("Three months after", "after")], lowest=1, highest=10,
        figure_heading="Confidence, 1 to 10: the line is the median, half of all lie in the bar", row_heading="Asked",
    )  # fmt: skip


def body_of(partnership: Partnership, values: Values, comment: str = "") -> str:
    """The report as HTML, the same for page, PDF and Word. ``comment`` is what the Business Team writes before it."""
    charts = charts_of(values)
    money = {name: pounds(Decimal(amount)) for name, amount in values["money"].items()}
    return render_to_string(
        "learning/report_body.html",
        {
            "title": f"{TITLE}, {period_name(values)}", "partnership": partnership, "values": values, "charts": charts,
            "whole": values["attendance"], "money": money, "first": dt.date.fromisoformat(values["from"]),
            "last": dt.date.fromisoformat(values["until"]), "comment": comment.strip(), "state": state_of(values),
            "names": [month(dt.date.fromisoformat(f"{row['name']}-01")) for row in values["months"]],
            "months": [(month(dt.date.fromisoformat(f"{row['name']}-01")), row) for row in values["months"]],
            "per_head": _per_head(values),
        },
    )  # fmt: skip


def _per_head(values: Values) -> str:
    came = values["attendance"]["attended"]
    return pounds((Decimal(values["money"]["net"]) / came).quantize(Decimal("0.01"))) if came else ""


def state_of(values: Values) -> str:
    """What the period came to, in a sentence."""
    whole = values["attendance"]
    if not whole["sessions"]:
        return "No session took place in this period."
    sessions = plural(whole["sessions"], "session")
    said = f"{sessions} took place; {plural(whole['attended'], 'attendance')} of {whole['places']:,} places"
    away = f"{plural(whole['absent'], 'booked place')} stayed empty"
    rate = f" ({whole['attendance_rate']}% of those expected came)" if whole["attendance_rate"] else ""
    return f"{said}; {away}{rate}."


def file_of(edition: ReportEdition, kind: str) -> bytes:
    """An issued report as a file. Raises :class:`~goldenthread.rendering.RenderingError`."""
    partnership = edition.partnership
    render = render_docx if kind == "docx" else render_pdf
    return render(
        edition.body, title=f"{TITLE}, {period_name(edition.figures)}", author=partnership.name, date=edition.on,
        partnership=partnership.name, period=period_name(edition.figures), status=f"Version {edition.number}",
        charts=charts_of(edition.figures),
    )  # fmt: skip
