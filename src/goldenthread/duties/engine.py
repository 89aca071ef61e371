"""From what happened to what is owed: duties arise from facts under the rules of their day, and facts meet them. Pure.

Nobody ticks a duty off. A fact begins it, a fact ends it, and both can be looked up.
"""

from __future__ import annotations

import datetime as dt
import enum
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from goldenthread.duties.clock import NO_CLOSURES, Pause, Unit, add_months, working_days_between
from goldenthread.duties.happenings import Happening
from goldenthread.duties.rules import Rule, Rulebook


@dataclass(frozen=True)
class Fact:
    """Something that happened, as a room of the product knows it.

    ``about`` is what it happened to, the same text for whatever meets the duty that it begins: ``action:12``.
    ``also`` are wider things that it counts for, such as ``group:lpr``. ``on`` is the day from which a limit counts,
    ``known`` the day from which it was known where that is another, as for a meeting called for a later day.
    ``due`` stands in place of the rule's limit; ``lapsed`` is the day from which nothing is owed any more.
    """

    happening: Happening
    on: dt.date
    about: str
    title: str = ""
    url: str = ""
    known: dt.date | None = None
    due: dt.date | None = None
    lapsed: dt.date | None = None
    agency: int | None = None
    group: int | None = None
    person: int | None = None
    also: tuple[str, ...] = ()
    restricted: bool = False

    @property
    def arose(self) -> dt.date:
        """The day from which it was known."""
        return self.known or self.on


class State(enum.StrEnum):
    """How a duty stands on a day."""

    DUE = "due"
    PAUSED = "paused"
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met_late"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Duty:
    """What is owed: under which rule, about what, since when, until when, and when it was met.

    ``due`` is ``None`` while a pause holds it. ``done`` of ``rule.times`` have happened so far.
    """

    rule: Rule
    about: str
    title: str
    url: str
    arose: dt.date
    due: dt.date | None
    met: dt.date | None
    lapsed: dt.date | None
    done: int
    agency: int | None = None
    group: int | None = None
    person: int | None = None
    restricted: bool = False
    can_pause: bool = False

    @property
    def identity(self) -> tuple[str, str, dt.date]:
        """By what it is told from every other duty of a partnership."""
        return self.rule.key, self.about, self.arose


def state_on(
    day: dt.date, *, arose: dt.date, due: dt.date | None, met: dt.date | None, lapsed: dt.date | None
) -> State | None:
    """How a duty stands on a day; ``None`` before it arose."""
    if day < arose:
        return None
    if met is not None and met <= day:
        return State.MET if due is None or met <= due else State.MET_LATE
    if lapsed is not None and lapsed <= day:
        return State.LAPSED
    if due is None:
        return State.PAUSED
    return State.BREACHED if day > due else State.DUE


def days_late(
    day: dt.date, due: dt.date | None, met: dt.date | None, closures: Collection[dt.date] = NO_CLOSURES
) -> int:
    """For how many working days a duty was late when it was met, or is late on ``day``; 0 where it is in time."""
    if due is None:
        return 0
    return max(0, working_days_between(due, min(met, day) if met else day, closures))


@dataclass(frozen=True)
class Holding:
    """What bears on every limit of a partnership: its closed days, its year, its pauses by duty, its groups by key."""

    closures: frozenset[dt.date] = NO_CLOSURES
    first_month: int = 4
    pauses: Mapping[tuple[str, str, dt.date], Sequence[Pause]] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)


def derive(facts: Iterable[Fact], book: Rulebook, holding: Holding | None = None) -> list[Duty]:
    """Every duty that the facts give rise to, the earliest first."""
    return sorted(
        _Deriving(list(facts), book, holding or Holding()).duties(),
        key=lambda duty: (duty.arose, duty.rule.key, duty.about),
    )


class _Deriving:
    """One derivation: facts by kind and by what they are about, rules by the day from which they hold."""

    def __init__(self, facts: list[Fact], book: Rulebook, holding: Holding) -> None:
        self.facts, self.holding = facts, holding
        self.days = book.days_of_change()
        self.rules: list[dict[Happening, list[Rule]]] = []
        for day in self.days:
            by_trigger: dict[Happening, list[Rule]] = defaultdict(list)
            for rule in book.in_force(day):
                by_trigger[rule.trigger].append(rule)
            self.rules.append(by_trigger)
        self.ends: dict[tuple[Happening, str], list[Fact]] = defaultdict(list)
        for fact in sorted(facts, key=lambda fact: fact.on):
            for about in {fact.about, *fact.also}:
                self.ends[fact.happening, about].append(fact)

    def duties(self) -> Iterator[Duty]:
        for fact in self.facts:
            at = bisect_right(self.days, fact.arose) - 1
            if at < 0:
                continue
            for rule in self.rules[at].get(fact.happening, ()):
                duty = self._duty(rule, fact)
                if duty is not None:
                    yield duty

    def _duty(self, rule: Rule, fact: Fact) -> Duty | None:
        about, group = fact.about, fact.group
        if rule.group:
            if rule.group not in self.holding.groups:
                return None
            group = self.holding.groups[rule.group]
            if fact.happening == Happening.YEAR_BEGAN:
                about = f"group:{rule.group}"
        pauses = self.holding.pauses.get((rule.key, about, fact.arose), ())
        due = fact.due
        if due is None and rule.limit is not None:
            due = rule.limit.due(fact.on, self.holding.closures, pauses, self.holding.first_month)
        ends = self._ends(rule, fact, about, due)
        return Duty(
            rule=rule,
            about=about,
            title=fact.title,
            url=fact.url,
            arose=fact.arose,
            due=due,
            met=ends[rule.times - 1].on if len(ends) >= rule.times else None,
            lapsed=_lapses(rule, fact, due),
            done=min(len(ends), rule.times),
            agency=fact.agency,
            group=group,
            person=fact.person,
            restricted=fact.restricted,
            can_pause=fact.due is None and rule.limit is not None and rule.limit.can_pause,
        )

    def _ends(self, rule: Rule, fact: Fact, about: str, due: dt.date | None) -> list[Fact]:
        """What counts towards meeting the duty, in order: for a duty of a span, what happened within the span."""
        places = {about, fact.about} if fact.happening == Happening.YEAR_BEGAN else {about}
        found = {
            id(end): end
            for happening in rule.met_by
            for place in places
            for end in self.ends.get((happening, place), ())
            if _counts(end, fact, about) and (not _of_span(rule) or due is None or end.on <= due)
        }
        return sorted(found.values(), key=lambda end: end.on)


def _counts(end: Fact, fact: Fact, about: str) -> bool:
    """Whether one fact can meet the duty that another began. What is of no group counts for every group."""
    if end is fact or end.on < fact.arose or (end.happening == fact.happening and end.on <= fact.on):
        return False
    return end.group is None or not about.startswith("group:") or about in (end.about, *end.also)


def _of_span(rule: Rule) -> bool:
    return rule.limit is not None and rule.limit.unit == Unit.END_OF


def _lapses(rule: Rule, fact: Fact, due: dt.date | None) -> dt.date | None:
    """A duty of every year that was not met is owed no more once the next year's has run out too."""
    if fact.lapsed is None and due is not None and _of_span(rule):
        return add_months(due, 12)
    return fact.lapsed
