"""Who was heard and who was not, what was said by theme over time, and what has not been answered."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from goldenthread.evidence.voice.models import Response, Speaker, Theme, Voice
from goldenthread.evidence.voice.quarters import Quarter, last_quarters
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Viewer

QUARTERS = 6


@dataclass(frozen=True)
class ThemeRow:
    """One theme: how often it was spoken of in each quarter, when last, and whether what was said is answered."""

    theme: Theme
    by_quarter: tuple[int, ...]
    said: int
    last_on: dt.date | None
    unanswered: int
    answered_on: dt.date | None

    @property
    def state(self) -> str:
        """A key of :data:`STATES`."""
        if not self.said:
            return "silent"
        if not self.unanswered:
            return "answered"
        return "again" if self.answered_on else "unanswered"


STATES = {
    "unanswered": ("amber", "Not answered", "triangle"),
    "again": ("amber", "Said again since it was answered", "diamond"),
    "answered": ("green", "Answered", "tick"),
    "silent": ("grey", "Nothing said yet", "ring"),
}


@dataclass(frozen=True)
class SpeakerRow:
    """One kind of speaker: how many were heard in each quarter."""

    speaker: str
    by_quarter: tuple[int, ...]

    @property
    def heard(self) -> int:
        """How many in all these quarters."""
        return sum(self.by_quarter)


@dataclass(frozen=True)
class Overview:
    """Everything that the overview shows."""

    quarters: tuple[Quarter, ...]
    themes: tuple[ThemeRow, ...]
    speakers: tuple[SpeakerRow, ...]

    @property
    def said(self) -> int:
        """How many voices there are in all."""
        return sum(row.said for row in self.themes)

    @property
    def unanswered(self) -> list[ThemeRow]:
        """The themes of which something is not answered, the most voices first."""
        rows = [row for row in self.themes if row.unanswered]
        return sorted(rows, key=lambda row: (-row.unanswered, row.theme.title))

    @property
    def not_heard(self) -> list[str]:
        """The kinds of speaker of whom nobody was heard in the last of the quarters."""
        return [row.speaker for row in self.speakers if not row.by_quarter[-1]]


@dataclass(frozen=True)
class _Said:
    theme: int
    engagement: int
    on: dt.date
    speaker: str


def overview(viewer: Viewer, on: dt.date) -> Overview:
    """What the viewer may see of what was said, as at a day, by quarters of the business year. Three queries.

    A voice counts as answered by a published response to its theme of its own day or later, or by one to its event.
    """
    quarters = _quarters(viewer.partnership, on)
    said = [
        _Said(*row)
        for row in Voice.objects.visible_to(viewer)
        .filter(engagement__on__lte=on)
        .order_by()
        .values_list("theme_id", "engagement_id", "engagement__on", "speaker")
    ]
    themes = Theme.objects.visible_to(viewer).select_related("partnership")
    return Overview(
        quarters,
        tuple(_theme_rows(themes, said, _published(viewer, on), quarters)),
        tuple(_speaker_rows(said, quarters)),
    )


def _quarters(partnership: Partnership, on: dt.date) -> tuple[Quarter, ...]:
    """The last of the quarters in which there was a partnership: before it nobody was left unheard."""
    began = partnership.effective_from
    quarters = last_quarters(on, QUARTERS, partnership.business_year_month)
    return tuple(each for each in quarters if began is None or began <= each.last) or quarters[-1:]


def _published(viewer: Viewer, on: dt.date) -> tuple[dict[int, dt.date], set[int]]:
    """The day of the latest answer to each theme, and the events that were answered."""
    answered: dict[int, dt.date] = {}
    events: set[int] = set()
    rows = Response.objects.visible_to(viewer).published().filter(on__lte=on).order_by("on")
    for theme, engagement, day in rows.values_list("theme_id", "engagement_id", "on"):
        if theme is not None:
            answered[theme] = day
        if engagement is not None:
            events.add(engagement)
    return answered, events


def _theme_rows(
    themes: Iterable[Theme],
    said: Sequence[_Said],
    published: tuple[dict[int, dt.date], set[int]],
    quarters: Sequence[Quarter],
) -> Iterator[ThemeRow]:
    answered, events = published
    of_theme: dict[int, list[_Said]] = defaultdict(list)
    for each in said:
        of_theme[each.theme].append(each)
    for theme in themes:
        voices = of_theme[theme.pk]
        answer = answered.get(theme.pk)
        yield ThemeRow(
            theme=theme,
            by_quarter=_counted([each.on for each in voices], quarters),
            said=len(voices),
            last_on=max((each.on for each in voices), default=None),
            unanswered=sum(
                each.engagement not in events and (answer is None or answer < each.on) for each in voices
            ),
            answered_on=answer,
        )


def _speaker_rows(said: Sequence[_Said], quarters: Sequence[Quarter]) -> Iterator[SpeakerRow]:
    for speaker in Speaker:
        days = [each.on for each in said if each.speaker == speaker]
        yield SpeakerRow(str(speaker.label), _counted(days, quarters))


def _counted(days: Sequence[dt.date], quarters: Sequence[Quarter]) -> tuple[int, ...]:
    counts = Counter(quarter for day in days for quarter in quarters if quarter.first <= day <= quarter.last)
    return tuple(counts[quarter] for quarter in quarters)
