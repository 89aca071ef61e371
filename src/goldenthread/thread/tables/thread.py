"""Recommendations, sources and the figures of the thread as tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.plans.words import rating_badge
from goldenthread.thread.models import Source
from goldenthread.thread.selectors.figures import Figures
from goldenthread.thread.selectors.rows import Row
from goldenthread.thread.standing import Standing


def standing_badge(standing: Standing) -> SafeString:
    """A standing as a badge."""
    return badge(standing.tone, standing.label, symbol=standing.symbol)


def matrix_table(rows: Sequence[Row], *, grouped: bool = False) -> Table[Row]:
    """The composite action matrix: every recommendation, who does what, and where it stands; ``grouped`` by that."""
    columns: list[Column[Row]] = [
        Column("text", "Recommendation", value=_name, cell=_link, header=True),
        Column(
            "standing",
            "Stands",
            value=lambda row: row.standing.label,
            cell=lambda row: standing_badge(row.standing),
        ),
        Column("source", "Source", value=lambda row: str(row.recommendation.source)),
        Column("theme", "Theme"),
        Column("agency", "Agency"),
        Column("actions", "Actions", value=_actions_in_words, cell=_actions),
        Column("proofs", "Evidence", value=lambda row: row.recommendation.proofs_count, numeric=True),
    ]
    groups = [
        (f"{standing.label}: {len(found)}", found)
        for standing in Standing
        if (found := [row for row in rows if row.standing is standing])
    ]
    return Table(
        "Recommendations",
        columns,
        () if grouped else rows,
        groups=groups if grouped else None,
        empty="No recommendation has been recorded yet.",
    )


def _name(row: Row) -> str:
    return f"{row.recommendation.ref} {row.recommendation.text}"


def _link(row: Row) -> SafeString:
    address = escape(row.recommendation.get_absolute_url())
    return SafeString(f'<a class="govuk-link" href="{address}">{escape(_name(row))}</a>')


def _actions_in_words(row: Row) -> str:
    return "; ".join(str(action) for action in row.actions)


def _actions(row: Row) -> SafeString:
    return SafeString("<br>".join(action_line(action) for action in row.actions))


def action_line(action: Any) -> SafeString:
    """An action's link and how it is rated."""
    link = f'<a class="govuk-link" href="{escape(action.get_absolute_url())}">{escape(str(action))}</a>'
    return SafeString(f"{link} {rating_badge(action.plan.scale_key, action.rating)}")


def sources_table(sources: Sequence[Source], figures: dict[int, Figures]) -> Table[Source]:
    """Sources with how much of what they asked for is proved."""

    def link(row: Source) -> SafeString:
        mark = " (restricted)" if row.restricted else ""
        return SafeString(
            f'<a class="govuk-link" href="{escape(row.get_absolute_url())}">{escape(row.title)}</a>{mark}'
        )

    def count(name: str) -> Any:
        return lambda row: getattr(figures[row.pk], name) if row.pk in figures else 0

    columns: list[Column[Source]] = [
        Column("title", "Source", cell=link, header=True),
        Column("kind", "Kind", value=lambda row: row.get_kind_display()),
        Column("dated", "Dated"),
        Column("recommendations", "Recommendations", value=count("recommendations"), numeric=True),
        Column("accepted", "Accepted", value=count("accepted"), numeric=True),
        Column("proved", "Impact achieved", value=count("proved"), numeric=True),
    ]
    return Table("Sources", columns, sources, empty="Nothing has been recorded yet. Add the first source.")


def figures_table(rows: Sequence[Figures], heading: str) -> Table[Figures]:
    """The thread's own measures, for each of something."""

    def days(value: float | None) -> str:
        return "" if value is None else f"{value:.0f}"

    columns: list[Column[Figures]] = [
        Column("name", heading, header=True),
        Column("recommendations", "Recommendations", numeric=True),
        Column("accepted", "Accepted", numeric=True),
        Column("proved", "Impact achieved", numeric=True),
        Column(
            "share", "Of those accepted", numeric=True,
            value=lambda row: "" if row.share_proved is None else f"{row.share_proved:.0f}%",
        ),
        Column("action", "Days to an action", value=lambda row: days(row.days_to_action), numeric=True),
        Column("impact", "Days to impact", value=lambda row: days(row.days_to_impact), numeric=True),
    ]  # fmt: skip
    return Table(f"By {heading.lower()}", columns, rows, empty="There is nothing to count yet.")
