"""What the scorecard shows: every indicator as it stands. Two queries, however many figures there are."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from goldenthread.evidence.measures.models import Indicator
from goldenthread.partnership.models import Partnership

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """One indicator as it stands. ``shown`` is what :mod:`standing` worked out; empty where there is no figure."""

    key: str
    title: str
    url: str
    priority: str
    sector: str
    group_key: str
    group: str
    agencies: tuple[tuple[str, str], ...]
    frequency: str
    latest_end: dt.date | None
    moved_on: dt.date | None
    signal: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    def say(self, part: str, key: str = "text") -> Any:
        """One text of a part, such as the latest figure; empty where there is none."""
        return (self.shown.get(part) or NOTHING).get(key, "")

    @property
    def variation(self) -> str:
        """Its kind of variation: improvement, concern, neither, common or too_few."""
        return str(self.say("variation", "kind") or "too_few")

    @property
    def assurance(self) -> str:
        """Whether it can be relied on to meet its target: meets, fails, hit_or_miss, no_target or too_few."""
        return str(self.say("assurance", "kind") or "no_target")

    @property
    def target_state(self) -> str:
        """Whether its latest figure meets the target: met, near, missed, or nothing."""
        return str(self.shown.get("target_state", ""))


STATES: dict[str, tuple[str, Callable[[ScorecardRow], bool]]] = {
    "concern": ("Signals of concern", lambda row: row.variation == "concern"),
    "improvement": ("Signals of improvement", lambda row: row.variation == "improvement"),
    "neither": ("Signals without better or worse", lambda row: row.variation == "neither"),
    "missed": ("Target missed", lambda row: row.target_state == "missed"),
    "met": ("Target met", lambda row: row.target_state == "met"),
    "all": ("With and without a figure", lambda _row: True),
    "none": ("Without a figure", lambda row: row.latest_end is None),
}


def scorecard_rows(partnership: Partnership) -> list[ScorecardRow]:
    """Every indicator of the partnership, by priority and title. Two queries."""
    base = reverse("measures:scorecard", args=[partnership.slug])
    senders: dict[int, list[tuple[str, str]]] = defaultdict(list)
    links = Indicator.agencies.through.objects.filter(indicator__partnership=partnership)
    for indicator, key, name, short in links.order_by("agency__name").values_list(
        "indicator_id", "agency__key", "agency__name", "agency__short_name"
    ):
        senders[indicator].append((key, short or name))
    rows = Indicator.objects.filter(partnership=partnership, on_scorecard=True).order_by(
        "priority", "title", "id"
    )
    return [
        ScorecardRow(
            key=key,
            title=title,
            url=f"{base}{key}/",
            priority=priority,
            sector=sector,
            group_key=group_key or "",
            group=group or "",
            agencies=tuple(senders.get(pk, ())),
            frequency=frequency,
            latest_end=latest,
            moved_on=moved,
            signal=signal or "",
            shown=data or NOTHING,
        )
        for (
            pk, key, title, priority, sector, group_key, group, frequency, latest, moved, signal, data,
        ) in rows.values_list(
            "id", "key", "title", "priority", "sector", "group__key", "group__name", "frequency",
            "standing__latest_end", "standing__moved_on", "standing__signal", "standing__data",
        )
    ]  # fmt: skip


def in_words(rows: Iterable[ScorecardRow]) -> str:
    """One sentence: how many indicators signal what, and how many miss their target."""
    rows = list(rows)
    kinds = Counter(row.variation for row in rows if row.latest_end)
    with_figures = sum(1 for row in rows if row.latest_end)
    if not with_figures:
        return "No figure has been accepted yet."
    said = [
        f"{kinds['concern']} signal{'s' if kinds['concern'] == 1 else ''} concern"
        if kinds["concern"]
        else "",
        f"{kinds['improvement']} signal{'s' if kinds['improvement'] == 1 else ''} improvement"
        if kinds["improvement"]
        else "",
    ]
    if kinds["neither"]:
        said.append(f"{kinds['neither']} changed without being better or worse")
    missed = sum(row.target_state == "missed" for row in rows)
    said.append(f"{missed} miss{'es' if missed == 1 else ''} the target" if missed else "")
    told = [each for each in said if each] or ["none signals a change"]
    return f"Of {with_figures} indicators with figures, {', '.join(told[:-1])}{' and ' if told[:-1] else ''}{told[-1]}."
