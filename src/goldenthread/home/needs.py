"""What needs a person: each thing a sentence with a link, and how late it is in working days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from goldenthread.design.badges import badge
from goldenthread.design.words import days, plural, uk_date
from goldenthread.duties.clock import working_days_between
from goldenthread.home.titles import shortened
from goldenthread.plans.models.plan import sort_key
from goldenthread.plans.position import ActionRow
from goldenthread.plans.words import SYMBOLS

SOON = 30  # calendar days: "due in the next 30 days"
MOST_OF_A_KIND = 6
FIRST = "concern"
LONGEST_EXCERPT = 110


@dataclass(frozen=True)
class Need:
    """One thing to do.

    ``on`` is the day from which it is late, or on which it falls due. The sentence is ``before``, the link,
    ``after``. ``kind`` gathers what is cut short together.
    """

    kind: str
    on: dt.date
    is_late: bool
    badge: SafeString
    link: str
    href: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class More:
    """Where to find everything of a kind of which only some is shown."""

    text: str
    href: str


@dataclass(frozen=True)
class Needs:
    """What needs a person: the late, the soon, and where the rest is."""

    late: list[Need]
    soon: list[Need]
    more: list[More]
    late_total: int
    total: int
    state: str

    @property
    def tone(self) -> str:
        """The colour under the state: red where something is late, amber where something is soon."""
        return "red" if self.late_total else "amber" if self.total else "green"


def gather(found: Iterable[Need], rest: dict[str, More], today: dt.date) -> Needs:
    """The needs in order: a child who may not be safe before everything, then the late, the longest late before the
    others; then by date.

    Of each kind for which ``rest`` knows where everything is, at most six are shown, and the link to the others.
    """
    ordered = sorted(
        found, key=lambda need: (need.kind != FIRST, not need.is_late, need.on, sort_key(need.link))
    )
    shown: list[Need] = []
    counts: dict[str, int] = defaultdict(int)
    for need in ordered:
        counts[need.kind] += 1
        if need.kind not in rest or counts[need.kind] <= MOST_OF_A_KIND:
            shown.append(need)
    late = [need for need in ordered if need.is_late]
    return Needs(
        late=[need for need in shown if need.is_late],
        soon=[need for need in shown if not need.is_late],
        more=[more for kind, more in rest.items() if counts[kind] > MOST_OF_A_KIND],
        late_total=len(late),
        total=len(ordered),
        state=_state(late, len(ordered) - len(late), today),
    )


def _state(now: Sequence[Need], soon: int, today: dt.date) -> str:
    """One sentence: how many things wait, for how long the oldest has, and how many come up."""
    if not now and not soon:
        return "Nothing needs you today."
    if not now:
        return f"Nothing is late; {plural(soon, 'thing')} {'comes' if soon == 1 else 'come'} up soon."
    count = working_days_between(min(need.on for need in now), today)
    oldest = f", {'for' if len(now) == 1 else 'the longest for'} {days(count)}" if count > 0 else ""
    said = f"{plural(len(now), 'thing')} {'needs' if len(now) == 1 else 'need'} you now{oldest}"
    return f"{said}; {soon} more {'comes' if soon == 1 else 'come'} up soon." if soon else f"{said}."


def late_badge(since: dt.date, today: dt.date) -> SafeString:
    """How late something is that fell due on ``since``."""
    count = working_days_between(since, today)
    return badge("red", f"{days(count)} late" if count > 0 else "Late", symbol="octagon")


def since_badge(since: dt.date, today: dt.date, *, tone: str = "amber") -> SafeString:
    """For how long something has waited that began on ``since``."""
    count = working_days_between(since, today)
    word = f"Waiting for {days(count)}" if count > 0 else "Since today"
    return badge(tone, word, symbol=SYMBOLS[tone])


def soon_badge(on: dt.date, today: dt.date) -> SafeString:
    """In how many working days something falls due; calendar days where there is no working day between."""
    if on == today:
        return badge("amber", "Today", symbol="triangle")
    count = working_days_between(today, on)
    left = (on - today).days
    return badge("grey", f"In {days(count)}" if count > 0 else f"In {plural(left, 'day')}", symbol="ring")


def exception_badge(row: ActionRow) -> SafeString:
    """How late an action is, or for how long it has been rated as a concern."""
    if row.is_overdue and row.due_on:
        return late_badge(row.due_on, row.as_at)
    if row.level is None or row.concern_since is None:
        return badge("amber", "Rated as a concern", symbol="triangle")
    rated = f"Rated {row.rating if row.scale.key == 'five_point' else row.level.word.lower()}"
    count = working_days_between(row.concern_since, row.as_at)
    word = f"{rated} for {days(count)}" if count > 0 else f"{rated} today"
    return badge(row.level.tone, word, symbol=SYMBOLS[row.level.tone])


def explained_words(row: ActionRow) -> str:
    """Whether an exception has been explained, when, and the beginning of how."""
    if row.is_explained:
        return f"explained on {uk_date(row.explained_on)}: “{shortened(row.explanation, LONGEST_EXCERPT)}”"
    if row.explained_on:
        return f"last explained on {uk_date(row.explained_on)}, before it became an exception"
    return "no explanation has been given"
