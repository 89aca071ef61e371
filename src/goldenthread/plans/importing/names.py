"""Which agency, group or person a cell names."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from goldenthread.partnership.models import Agency, Group, Person
from goldenthread.plans.importing.cells import shortened
from goldenthread.spreadsheets.text import fold_whitespace

BETWEEN_PEOPLE = (";", "/", "&")
LISTED = re.compile(r"\s*,\s*|\s+and\s+", re.IGNORECASE)
EXPLAINED = re.compile(r"(?P<name>.+?)\s*\((?P<more>[^()]*)\)")


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A name as it is compared: whatever its capitals and spacing."""
    return fold_whitespace(text).casefold()


class Directory:
    """The agencies or the groups of a partnership, by name, short name and address."""

    def __init__(self, noun: str, rows: Iterable[Agency | Group]) -> None:
        """``noun`` is what messages call one: "an agency"."""
        self.noun = noun
        self.names: dict[int, str] = {}
        self._known: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            self.names[row.pk] = row.name
            for name in filter(None, (row.name, row.short_name, row.key)):
                self._known[folded(name)].add(row.pk)
        self._read: dict[str, int | ValueError] = {}

    def find(self, text: str) -> int:
        """The number of the one that ``text`` names; raises :class:`ValueError` with the nearest names."""
        name = folded(text)
        if name not in self._read:
            self._read[name] = self._find(text, name)
        found = self._read[name]
        if isinstance(found, ValueError):
            raise found
        return found

    def _find(self, text: str, name: str) -> int | ValueError:
        found = self._known.get(name, set())
        exact = [pk for pk in found if folded(self.names[pk]) == name] or list(found)
        if len(exact) == 1:
            return exact[0]
        shown = f"“{shortened(text)}”"
        if exact:
            meant = _either([self.names[pk] for pk in exact])
            return ValueError(f"{shown} could mean {meant}: write the full name.")
        near = difflib.get_close_matches(name, list(self._known), n=6, cutoff=0.5)
        nearest = list(dict.fromkeys(self.names[pk] for known in near for pk in sorted(self._known[known])))[
            :3
        ]
        help_ = (
            f"Did you mean {_either(nearest)}?" if nearest else "Write its name as this partnership keeps it."
        )
        return ValueError(
            f"{shown} is not {self.noun} of this partnership. {help_} Correct the cell, or add it first."
        )


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a cell names: the people who were found, and the names of those who were not."""

    people: tuple[int, ...] = ()
    others: tuple[str, ...] = ()

    def same_as(self, other: Named) -> bool:
        """Whether both name the same, in whatever order and however printed."""
        if self == other:
            return True
        mine, theirs = ({folded(name) for name in each.others} for each in (self, other))
        return set(self.people) == set(other.people) and mine == theirs


class Roster:
    """The people of a partnership, by initials, post and name."""

    def __init__(self, people: Iterable[Person], on: dt.date) -> None:
        """Those who had left by ``on`` are found only for the actions that are theirs already."""
        self.people = {person.pk: person for person in people}
        self._known: dict[str, set[int]] = defaultdict(set)
        self._left = {pk for pk, person in self.people.items() if person.left_on and person.left_on < on}
        self._resolved: dict[tuple[str, frozenset[int]], Named] = {}
        for person in self.people.values():
            names = {person.post, person.name, person.display_name, *person.initials.split("/")}
            for name in filter(None, map(folded, names)):
                self._known[name].add(person.pk)

    def resolve(self, text: str, already: Collection[int] = ()) -> Named:
        """Whom ``text`` names: "MWT / CM", "Head of Housing", "KP (Headteacher, Virtual School)".

        The whole text is tried first, then its parts between ; / and &. Commas and "and" part people only where
        each part then names one, since posts have both in them. A name that fits several people is nobody's, unless
        one of them is among ``already``, the people that the action has.
        """
        asked = (text, frozenset(already))
        if asked not in self._resolved:
            found = dict.fromkeys(self._parts(fold_whitespace(text), asked[1]))
            people = tuple(part for part in found if isinstance(part, int))
            self._resolved[asked] = Named(people, tuple(part for part in found if isinstance(part, str)))
        return self._resolved[asked]

    def _parts(self, text: str, already: frozenset[int]) -> list[int | str]:
        if not text:
            return []
        if len(fitting := self.fitting(text, already)) == 1:
            return [*fitting]
        for mark in BETWEEN_PEOPLE:
            pieces = _split(text, mark)
            if len(pieces) > 1:
                return [part for piece in pieces for part in self._parts(piece, already)]
        listed = [self.fitting(piece, already) for piece in LISTED.split(text)]
        if len(listed) > 1 and all(len(fitting) == 1 for fitting in listed):
            return [pk for fitting in listed for pk in fitting]
        return [text]

    def fitting(self, text: str, already: frozenset[int] = frozenset()) -> list[int]:
        """Everybody whom ``text``, taken as one name, could mean."""
        found = self._named(text, already)
        if not found and (explained := EXPLAINED.fullmatch(text)):
            found = self._named(explained["name"], already)
            more = self._named(explained["more"], already)
            found = (found & more if found else more) if more else found
        return sorted(found & already or found)

    def _named(self, text: str, already: frozenset[int]) -> set[int]:
        return {pk for pk in self._known.get(folded(text), ()) if pk not in self._left or pk in already}

    def name_for(self, pk: int) -> str:
        """What to call somebody in a file so that :meth:`resolve` finds them again."""
        person = self.people[pk]
        names = [person.post, person.display_name, person.name, person.initials]
        return next((name for name in names if name and self.fitting(name) == [pk]), person.display_name)


def _split(text: str, mark: str) -> list[str]:
    """The parts of a text between marks that stand outside brackets."""
    pieces = re.split(rf"{re.escape(mark)}(?![^(]*\))", text)
    return [piece.strip() for piece in pieces if piece.strip()]
