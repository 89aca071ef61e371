"""What audits came to, as a table and a chart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.design.charts import Chart, ProgressRow, progress_chart
from goldenthread.design.tables import Column, Table
from goldenthread.evidence.audits.selectors.results import Result
from goldenthread.evidence.audits.tables.audits import level_badge, link
from goldenthread.evidence.audits.tools import OVERALL, Level, Tool
from goldenthread.evidence.audits.words import points, share_words


def result_table(result: Result) -> Table[tuple[str, str]]:
    """One audit: how many cases had each grade in each domain, and the part that was good or better."""
    tool = result.audit.tool
    columns: list[Column[tuple[str, str]]] = [
        Column("domain", "Domain", value=lambda row: row[1], header=True),
        *(_grade_column(result, level) for level in tool.levels),
        Column("share", "Good or better", value=lambda row: share_words(result.share(row[0])), numeric=True),
    ]  # fmt: skip
    if result.before:
        heading = f"Since “{result.audit.repeats}”"
        columns.append(Column("change", heading, value=lambda row: points(result.change(row[0]))))
    return Table("Cases by grade", columns, list(tool.titles().items()))


def _grade_column(result: Result, level: Level) -> Column[tuple[str, str]]:
    return Column(level.key, level.words, value=lambda row: result.of(row[0]).get(level.key, 0), numeric=True)


def over_time_table(rows: Sequence[Result]) -> Table[Result]:
    """Audits, the first first: the part of cases that was good or better in each domain."""
    titles: dict[str, str] = {}
    for row in rows:
        titles |= {key: title for key, title in row.audit.tool.titles().items() if key != OVERALL}
    columns: list[Column[Result]] = [
        Column(
            "audit", "Audit", value=lambda row: row.audit.title,
            cell=lambda row: link(row.audit.get_absolute_url(), row.audit.title), header=True,
        ),
        Column("theme", "Theme", value=lambda row: str(row.audit.theme)),
        Column("ended", "Ended", value=lambda row: row.audit.ended_on, classes="gt-nowrap"),
        Column("cases", "Cases", numeric=True),
        _share_column(OVERALL, "Overall"),
        *(_share_column(key, title) for key, title in titles.items()),
    ]  # fmt: skip
    return Table(
        "Cases that were good or better",
        columns,
        rows,
        empty="No audit has ended whose results can be shown.",
    )


def _share_column(domain: str, title: str) -> Column[Result]:
    def value(row: Result) -> str:
        return share_words(row.share(domain))

    def cell(row: Result) -> SafeString:
        moved = points(row.change(domain))
        said = value(row)
        return (
            format_html('{}<br><span class="govuk-body-s">{}</span>', said, moved)
            if moved
            else SafeString(said)
        )

    return Column(domain, title, value=value, cell=cell, numeric=True)


def over_time_chart(rows: Sequence[Result]) -> Chart | None:
    """How many cases had each grade overall, a bar for each audit; nothing where there is none of the latest tool."""
    if not rows:
        return None
    tool = rows[-1].audit.tool
    same = [row for row in rows if row.audit.tool.levels == tool.levels]
    return progress_chart(
        title="Cases by their grade overall, from the first audit to the latest",
        rows=[ProgressRow(row.audit.title, dict[int | str, int](row.of(OVERALL).items())) for row in same],
        scale=[(level.key, level.words, level.tone) for level in tool.levels],
        row_heading="Audit",
        thing="case",
        dated=False,
    )


def key_of(tool: Tool) -> list[tuple[SafeString, str]]:
    """Each grade with what it means."""
    return [(level_badge(level), level.says) for level in tool.levels]
