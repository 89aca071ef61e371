"""Time limits as data: rules, the packs that hold them, and which of them are in force on a day. Pure.

A pack is a TOML file: the statutory guidance of a year, or a partnership's own constitution. A local pack's rule stands
in place of the national rule of the same key. What arose under a rule stays under it, whatever changes later.
"""

from __future__ import annotations

import datetime as dt
import enum
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from goldenthread.duties import pack_words
from goldenthread.duties.clock import Limit
from goldenthread.duties.clock_cases import read_limit
from goldenthread.duties.happenings import AHEAD, Happening, happening

PACKS = Path(__file__).with_name("packs")


class Party(enum.StrEnum):
    """Who owes a duty."""

    label: str

    def __new__(cls, value: str, label: str) -> Party:
        """A member with its words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    BUSINESS_TEAM = "business_team", "Business Team"
    SAFEGUARDING_PARTNERS = "safeguarding_partners", "Safeguarding partners"
    COUNCIL = "council", "Local authority"
    GROUP = "group", "The group"
    CHAIR = "chair", "The group's chair"
    AGENCY = "agency", "The agency"
    AGENCIES = "agencies", "Agencies"


class Follow(enum.StrEnum):
    """What follows from a breach."""

    REMINDER = "reminder"
    AGENDA = "agenda"
    LETTER = "letter"


@dataclass(frozen=True)
class Consequence:
    """What follows once a rule was broken ``after`` times by the same agency or group: for whom, told to whom."""

    follow: Follow
    after: int = 1
    to: str = ""
    told: tuple[str, ...] = ()

    def describe(self) -> str:
        """In words: ``after 2 breaches a letter to the agency's executive member; told: safeguarding partners``."""
        when = f"after {self.after} breaches " if self.after > 1 else ""
        what = {
            Follow.REMINDER: "a reminder to whoever owes it",
            Follow.AGENDA: f"an item on the next agenda of {self.to}",
            Follow.LETTER: f"a letter to {self.to}",
        }[self.follow]
        return f"{when}{what}" + (f"; told: {', '.join(self.told)}" if self.told else "")


@dataclass(frozen=True)
class Rule:
    """One time limit.

    It begins with ``trigger`` and is met by the ``times``-th of ``met_by`` that is about the same thing; a rule with a
    ``group`` is about that group alone. ``limit`` is ``None`` where each thing has its own, as returns do. It holds
    from a day until a day, both included. ``basis`` are the numbers of the constitution's rules that it puts into
    force; ``confirmed`` is false where the source was recalled and must be looked up.
    """

    key: str
    title: str
    pack: str
    trigger: Happening
    met_by: tuple[Happening, ...]
    limit: Limit | None
    owed_by: Party
    source: str
    holds_from: dt.date
    holds_until: dt.date | None = None
    times: int = 1
    group: str = ""
    told: tuple[str, ...] = ()
    breach: tuple[Consequence, ...] = ()
    basis: tuple[str, ...] = ()
    confirmed: bool = True
    note: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.holds_from <= day and (self.holds_until is None or day <= self.holds_until)

    def describe(self) -> str:
        """The limit in words: ``within 10 working days of the day on which a meeting was held``."""
        if self.limit is None:
            return "by the day that each has for itself"
        count = f"{self.times} times " if self.times > 1 else ""
        event = AHEAD.get(self.trigger, f"the day on which {self.trigger.label}")
        return f"{count}{self.limit.describe()} {event}"


@dataclass(frozen=True)
class Pack:
    """A set of rules with its title and source. ``unbound`` are rules of a constitution that set no time limit here."""

    key: str
    title: str
    source: str
    rules: tuple[Rule, ...]
    unbound: Mapping[str, str] = field(default_factory=dict)

    @property
    def begins(self) -> dt.date:
        """The first day on which any of its rules holds."""
        return min(rule.holds_from for rule in self.rules)


class PackError(ValueError):
    """A pack that cannot be read. ``problems`` are all of them, each naming the rule and what to do."""

    def __init__(self, problems: Sequence[str], pack: str = "") -> None:
        """All problems stand in the message, after the ``pack`` where it has a name."""
        self.problems = list(problems)
        self.pack = pack
        super().__init__("\n".join([f"Pack {pack}:", *problems] if pack else problems))


def read_pack(text: str) -> Pack:
    """The pack of a TOML text. Raises :class:`PackError` with everything that is wrong with it."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise PackError([f"The file is not TOML: {error}."]) from None
    head = data.get("pack")
    if not isinstance(head, dict):
        raise PackError(["The file needs a table [pack] with key, title and source."])
    reader = _Reader(head)
    reader.say("The file", pack_words.faults(data, pack_words.FILE))
    reader.say("[pack]", pack_words.faults(head, pack_words.PACK))
    rules = reader.rules(_listed(data.get("rules", [])))
    unbound = reader.unbound(_listed(data.get("unbound", [])))
    if reader.problems:
        raise PackError(reader.problems, reader.pack)
    return Pack(reader.pack, head["title"], head["source"], rules, unbound)


class _Reader:
    """Reads the rules of one pack and gathers what is wrong."""

    def __init__(self, head: Mapping[str, Any]) -> None:
        self.pack = str(head.get("key", ""))
        self.days = {name: head[name] for name in ("holds_from", "holds_until") if name in head}
        self.problems: list[str] = []

    def say(self, where: str, faults: Iterable[str]) -> None:
        """Gathers faults of one place."""
        self.problems += [f"{where}: {fault}" for fault in faults]

    def rules(self, rows: Sequence[Any]) -> tuple[Rule, ...]:
        """Every rule with which nothing is wrong."""
        found = [rule for at, row in enumerate(rows, start=1) if (rule := self.rule(row, at))]
        self.twice(found)
        return tuple(found)

    def rule(self, row: Any, at: int) -> Rule | None:
        """One rule; nothing where something is wrong with it."""
        if not isinstance(row, dict):
            self.problems.append(f"Rule {at} is no table.")
            return None
        name = str(row.get("key") or f"number {at}")
        before = len(self.problems)

        def say(problem: str) -> None:
            self.problems.append(f"Rule {name}: {problem}")

        row = self.days | row
        self.say(f"Rule {name}", pack_words.faults(row, pack_words.RULE))
        if len(self.problems) > before:
            return None
        holds_from, holds_until = row["holds_from"], row.get("holds_until")
        if holds_until is not None and holds_until < holds_from:
            say("it ends before it begins. Correct holds_from or holds_until.")
        values = {
            "trigger": _tried(say, lambda: happening(row["trigger"])),
            "met_by": tuple(_tried(say, partial(happening, each)) for each in _listed(row["met_by"])),
            "limit": _tried(say, lambda: _limit(row)),
            "owed_by": _tried(say, lambda: _party(row["owed_by"])),
            "breach": _tried(say, lambda: _consequences(row.get("breach", []))),
        }
        if len(self.problems) > before:
            return None
        return Rule(
            key=name,
            title=row["title"],
            pack=self.pack,
            source=row["source"],
            holds_from=holds_from,
            holds_until=holds_until,
            times=row.get("times", 1),
            group=row.get("group", ""),
            told=tuple(_listed(row.get("told", []))),
            basis=tuple(_listed(row.get("basis", []))),
            confirmed=row.get("confirmed", True),
            note=row.get("note", ""),
            **values,
        )

    def unbound(self, rows: Sequence[Any]) -> dict[str, str]:
        """The reasons, by the number of the constitution's rule that sets no time limit here."""
        found: dict[str, str] = {}
        for row in rows:
            wrong = ["it is no table."]
            if isinstance(row, dict):
                wrong = list(pack_words.faults(row, pack_words.UNBOUND))
            if not wrong and row["id"] in found:
                wrong = [f"{row['id']} stands twice. Take one out."]
            self.say("An [[unbound]] needs an id and a reason", wrong)
            if not wrong:
                found[row["id"]] = row["reason"]
        return found

    def twice(self, rules: Sequence[Rule]) -> None:
        """Names rules of one key that hold on the same day."""
        for at, rule in enumerate(rules):
            for other in rules[:at]:
                if rule.key == other.key and _meet(rule, other):
                    self.problems.append(
                        f"Rule {rule.key}: it stands twice for the same days. End one with holds_until."
                    )


def _meet(one: Rule, other: Rule) -> bool:
    first, second = sorted((one, other), key=lambda rule: rule.holds_from)
    return first.holds_until is None or second.holds_from <= first.holds_until


def _tried(say: Callable[[str], None], read: Callable[[], Any]) -> Any:
    try:
        return read()
    except (ValueError, TypeError) as error:
        say(str(error))
        return None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _limit(row: Mapping[str, Any]) -> Limit | None:
    if "limit" not in row and "unit" not in row:
        return None
    if "limit" not in row or "unit" not in row:
        raise ValueError(
            "a limit needs both “limit” and “unit”; leave out both where each thing has its own."
        )
    before = row.get("before", False)
    if before and row["trigger"] not in AHEAD:
        raise ValueError(f"only what is fixed for a day ahead has a limit before it: {', '.join(AHEAD)}.")
    return read_limit(str(row["limit"]), str(row["unit"]), before=before)


def _party(text: str) -> Party:
    try:
        return Party(text)  # type: ignore[call-arg]
    except ValueError:
        raise ValueError(f"“{text}” is nobody who can owe it. Use one of: {', '.join(Party)}.") from None


def _consequences(rows: Any) -> tuple[Consequence, ...]:
    found = tuple(_consequence(row) for row in _listed(rows))
    if len({each.follow for each in found}) < len(found):
        raise ValueError("a breach has one reminder, one item and one letter at most. Take out the second.")
    return found


def _consequence(row: Any) -> Consequence:
    if not isinstance(row, dict) or row.get("follow") not in list(Follow):
        raise ValueError(f"a breach needs “follow”: one of {', '.join(Follow)}.")
    wrong = list(pack_words.faults(row, pack_words.CONSEQUENCE))
    if wrong:
        raise ValueError(f"in its breach, {' '.join(wrong)}")
    follow, after = Follow(row["follow"]), row.get("after", 1)
    if follow != Follow.REMINDER and not row.get("to"):
        raise ValueError(f"a {follow} needs “to”: whom it goes to.")
    if follow != Follow.LETTER and after != 1:
        raise ValueError(f"only a letter waits for more than one breach. Take “after” out of the {follow}.")
    return Consequence(follow, after, row.get("to", ""), tuple(_listed(row.get("told", []))))


def national_packs() -> dict[str, Pack]:
    """The packs that come with the product, by key."""
    found = [read_pack(path.read_text(encoding="utf-8")) for path in sorted(PACKS.glob("*.toml"))]
    return {pack.key: pack for pack in found}


@dataclass(frozen=True)
class Adoption:
    """A pack that a partnership has worked by since a day."""

    since: dt.date
    pack: Pack
    local: bool = False


class Rulebook:
    """A partnership's rules over time: the national pack and the local one that it had adopted by each day.

    A pack that was adopted for a day before its rules begin takes the earlier one's place on the day they begin.
    """

    def __init__(self, adoptions: Iterable[Adoption]) -> None:
        """``adoptions`` in any order; a later one of the same sort takes the place of the earlier."""
        self.adoptions = sorted(adoptions, key=lambda each: each.since)

    def in_force(self, day: dt.date) -> list[Rule]:
        """The rules of a day, by key: local ones in place of national ones of the same key."""
        found: dict[str, Rule] = {}
        for local in (False, True):
            adopted = [
                each
                for each in self.adoptions
                if each.local == local and each.since <= day and each.pack.begins <= day
            ]
            if adopted:
                found |= {rule.key: rule for rule in adopted[-1].pack.rules if rule.holds_on(day)}
        return [found[key] for key in sorted(found)]

    def rule_for(self, key: str, day: dt.date) -> Rule | None:
        """The rule of a key as it held on a day; ``None`` where none did."""
        return next((rule for rule in self.in_force(day) if rule.key == key), None)

    def days_of_change(self) -> list[dt.date]:
        """The days on which the rules change: between two of them they are the same."""
        days = {each.since for each in self.adoptions}
        for each in self.adoptions:
            for rule in each.pack.rules:
                days.add(rule.holds_from)
                if rule.holds_until:
                    days.add(rule.holds_until + dt.timedelta(days=1))
        return sorted(days)
