"""The scorecard as a table: the same columns make the page and the exported file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.verdicts import assurance_icon, variation_icon
from goldenthread.evidence.measures.selectors.scorecard import ScorecardRow

TARGET_BADGES = {
    "met": ("green", "Met", "tick"),
    "near": ("amber", "Near", "triangle"),
    "missed": ("red", "Missed", "octagon"),
}


def scorecard_table(rows: Sequence[ScorecardRow], *, grouped: bool = True) -> Table[ScorecardRow]:
    """Indicators as they stand, by priority."""
    columns: list[Column[ScorecardRow]] = [
        Column("title", "Indicator", cell=_title, header=True),
        Column("period", "Latest", value=lambda row: row.say("latest", "period")),
        Column("latest", "Figure", value=lambda row: row.say("latest"), cell=_latest, numeric=True),
        Column("trend", "Trend", value=lambda row: row.say("travel", "words"), cell=_sparkline),
        Column("variation", "What changed", value=lambda row: row.say("variation", "words"), cell=_variation),
        Column("target", "Target", value=lambda row: row.shown.get("target", ""), cell=_target, numeric=True),
        Column(
            "assurance", "Target relied on?", value=lambda row: row.say("assurance", "words"), cell=_assurance
        ),
        Column("comparator", "Compared with", value=_comparator_plain, cell=_comparator),
        Column(
            "year_to_date",
            "Year to date",
            value=lambda row: row.say("year_to_date"),
            cell=_to_date,
            numeric=True,
        ),
        Column(
            "forecast",
            "Year-end forecast",
            value=lambda row: row.say("forecast"),
            cell=_forecast,
            numeric=True,
        ),
    ]
    groups = [
        (priority or "No priority", list(members))
        for priority, members in groupby(rows, key=lambda row: row.priority)
    ]
    return Table(
        "Every indicator as it stands",
        columns,
        () if grouped else rows,
        groups=groups if grouped and rows else None,
        caption_visible=False,
        classes="gt-scorecard",
        group_heading="Priority",
        empty="No indicator has all of what the filters ask for.",
    )


def _title(row: ScorecardRow) -> SafeString:
    agencies = ", ".join(name for _, name in row.agencies[:2])
    more = f" and {len(row.agencies) - 2} more" if len(row.agencies) > 2 else ""
    note = f'<span class="gt-table__hint">{escape(agencies)}{more}</span>' if agencies else ""
    return SafeString(f'<a class="govuk-link" href="{escape(row.url)}">{escape(row.title)}</a>{note}')


def _latest(row: ScorecardRow) -> SafeString | str:
    hidden = row.say("latest", "hidden")
    if hidden:
        return SafeString(f'<span class="gt-muted">{escape(hidden)}</span>')
    return SafeString(f"<strong>{escape(row.say('latest') or '–')}</strong>")


def _sparkline(row: ScorecardRow) -> SafeString:
    return SafeString(row.shown.get("sparkline", ""))


def _variation(row: ScorecardRow) -> SafeString | str:
    return variation_icon(row.variation, row.say("variation", "short")) if row.latest_end else ""


def _assurance(row: ScorecardRow) -> SafeString | str:
    if row.assurance == "no_target" or not row.latest_end:
        return ""
    return assurance_icon(row.assurance, row.say("assurance", "short"))


def _target(row: ScorecardRow) -> SafeString | str:
    target = str(row.shown.get("target", ""))
    if not target or row.target_state not in TARGET_BADGES:
        return target
    tone, word, symbol = TARGET_BADGES[row.target_state]
    return SafeString(f"{escape(target)}<br>{badge(tone, word, symbol=symbol)}")


def _comparator_plain(row: ScorecardRow) -> str:
    name = row.say("comparator", "name")
    return f"{row.say('comparator')} ({name}, {row.say('comparator', 'period')})" if name else ""


def _comparator(row: ScorecardRow) -> SafeString | str:
    name = row.say("comparator", "name")
    if not name:
        return ""
    when = row.say("comparator", "period")
    return SafeString(
        f'{escape(row.say("comparator"))}<span class="gt-table__hint">{escape(name)}, {escape(when)}</span>'
    )


def _to_date(row: ScorecardRow) -> SafeString | str:
    return _with_hint(row.say("year_to_date"), row.say("year_to_date", "words"))


def _forecast(row: ScorecardRow) -> SafeString | str:
    return _with_hint(row.say("forecast"), row.say("forecast", "words"))


def _with_hint(text: str, hint: str) -> SafeString | str:
    if not text:
        return ""
    return SafeString(f'{escape(text)}<span class="gt-table__hint">{escape(hint)}</span>')


def changes_table(caption: str, rows: Sequence[ScorecardRow]) -> Table[ScorecardRow]:
    """Indicators with a new figure, each with the sentence that says what it signals."""
    columns: list[Column[ScorecardRow]] = [
        Column("title", "Indicator", cell=_title, header=True),
        Column("period", "Period", value=lambda row: row.say("latest", "period")),
        Column("latest", "Figure", value=lambda row: row.say("latest"), cell=_latest, numeric=True),
        Column("trend", "Trend", value=lambda row: row.say("travel", "words"), cell=_sparkline),
        Column("variation", "What it signals", value=lambda row: row.say("variation", "words")),
        Column("moved_on", "Accepted on"),
    ]
    return Table(caption, columns, rows)
