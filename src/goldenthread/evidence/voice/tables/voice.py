"""What was said, by whom, and what was answered, as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.tables import Column, Table
from goldenthread.evidence.voice.models import Engagement, Theme
from goldenthread.evidence.voice.selectors.overview import STATES, Overview, SpeakerRow, ThemeRow


def link(text: str, address: str, more: str = "") -> SafeString:
    """A link, with words after its text that only a screen reader says."""
    hidden = f'<span class="govuk-visually-hidden">{escape(more)}</span>' if more else ""
    return SafeString(f'<a class="govuk-link" href="{escape(address)}">{escape(text)}{hidden}</a>')


def themes_table(page: Overview) -> Table[ThemeRow]:
    """Each theme with how often it was spoken of in each quarter, and whether it is answered."""

    def state(row: ThemeRow) -> SafeString:
        tone, word, symbol = STATES[row.state]
        return badge(tone, word, symbol=symbol)

    columns: list[Column[ThemeRow]] = [
        Column(
            "theme",
            "Theme",
            value=lambda row: row.theme.title,
            cell=lambda row: link(row.theme.title, row.theme.get_absolute_url()),
            header=True,
        ),
        *_quarters(page),
        Column("said", "In all", numeric=True),
        Column("last_on", "Last said on", classes="gt-nowrap"),
        Column("state", "Answered", value=lambda row: STATES[row.state][1], cell=state),
        Column("answered_on", "Last answered on", classes="gt-nowrap"),
    ]
    return Table(
        "What was said, by theme and quarter",
        columns,
        page.themes,
        empty="No theme has been named yet. The Business Team adds themes; then what people say is put under them.",
    )


def speakers_table(page: Overview) -> Table[SpeakerRow]:
    """Each kind of speaker with how many were heard in each quarter."""
    columns: list[Column[SpeakerRow]] = [
        Column("speaker", "Who", header=True),
        *_quarters(page),
        Column("heard", "In all of these", numeric=True),
    ]
    return Table("Who was heard, and who was not", columns, page.speakers)


def _quarters(page: Overview) -> list[Column[Any]]:
    """A column for each quarter; a dash where nothing was said."""

    def in_quarter(place: int) -> Callable[[Any], int]:
        return lambda row: int(row.by_quarter[place])

    def shown(place: int) -> Callable[[Any], str]:
        return lambda row: str(row.by_quarter[place] or "–")

    return [
        Column(f"quarter-{place}", str(quarter), value=in_quarter(place), cell=shown(place), numeric=True)
        for place, quarter in enumerate(page.quarters)
    ]


def engagements_table(rows: Sequence[Engagement]) -> Table[Engagement]:
    """Events and conversations: when, with whom, by which agency, and how many voices were kept."""

    def title(row: Engagement) -> SafeString:
        mark = " <strong>Restricted</strong>" if row.restricted else ""
        return SafeString(f"{link(row.title, row.get_absolute_url())}{mark}")

    columns: list[Column[Engagement]] = [
        Column("title", "Event or conversation", cell=title, header=True),
        Column("on", "Day", classes="gt-nowrap"),
        Column("kind", "Who was heard", value=lambda row: row.get_kind_display()),
        Column("agency", "Agency", value=lambda row: str(row.agency)),
        Column("means", "Where or how"),
        Column("took_part", "Took part", numeric=True),
        Column("said", "Voices", numeric=True),
        Column("restricted", "Restricted", value=lambda row: "Yes" if row.restricted else ""),
    ]
    return Table(
        "Events and conversations",
        columns,
        rows,
        empty="Nothing is recorded here yet. An agency’s lead or the Business Team records what was heard.",
    )


def theme_list(rows: Sequence[Theme]) -> Table[Theme]:
    """Themes with how often each was spoken of."""
    columns: list[Column[Theme]] = [
        Column("title", "Theme", cell=lambda row: link(row.title, row.get_absolute_url()), header=True),
        Column("said", "Voices", numeric=True),
    ]
    return Table("Themes", columns, rows, empty="No theme has been named yet. Add the first one.")
