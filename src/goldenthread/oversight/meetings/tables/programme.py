"""The forward plan as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.oversight.meetings.models import Topic
from goldenthread.oversight.meetings.selectors.programme import STATES, by_day, topic_state


def programme_table(topics: Sequence[Topic], on: dt.date, *, links: bool) -> Table[Topic]:
    """Topics under the day for which they are planned, with what was put off and why."""

    def state(row: Topic) -> SafeString:
        tone, word, symbol = STATES[topic_state(row, on)]
        return badge(tone, word, symbol=symbol)

    def title(row: Topic) -> SafeString:
        text = escape(str(row))
        if row.item is not None:
            text = SafeString(
                f'<a class="govuk-link" href="{escape(row.item.meeting.get_absolute_url())}">{text}</a>'
            )
        return SafeString(f"{text}{_story(row)}")

    def tools(row: Topic) -> SafeString | str:
        if not links or topic_state(row, on) in ("dealt", "dropped"):
            return ""
        slug = row.partnership.slug
        hidden = f'<span class="govuk-visually-hidden">: {escape(str(row))}</span>'
        return SafeString(
            '<div class="gt-links">'
            f'<a class="govuk-link" href="{reverse("meetings:topic_defer", args=[slug, row.pk])}">Put off{hidden}</a> '
            f'<a class="govuk-link" href="{reverse("meetings:topic_drop", args=[slug, row.pk])}">Take out{hidden}</a>'
            "</div>"
        )

    columns: list[Column[Topic]] = [
        Column("title", "Topic", cell=title, header=True),
        Column("comes_before", "Comes before"),
        Column("lead", "Brought by"),
        Column("state", "How far", value=lambda row: STATES[topic_state(row, on)][1], cell=state),
        *([Column[Topic]("tools", "Change", value=lambda _: "", cell=tools)] if links else []),
    ]
    groups = [(uk_date(day), rows) for day, rows in by_day(topics)]
    return Table(
        "Forward plan",
        columns,
        groups=groups if topics else None,
        group_heading="Planned for",
        empty="Nothing is planned in this year.",
    )


def _story(row: Topic) -> str:
    """What was put off, and why; or why it was taken out."""
    parts = [f"{each}{f': {each.reason}' if each.reason else ''}" for each in row.deferrals.all()]
    if row.dropped_on is not None:
        parts.append(f"Taken out on {uk_date(row.dropped_on)}: {row.dropped_because}")
    return "".join(f'<br><span class="gt-muted">{escape(part)}</span>' for part in parts)
