"""What every kind of search shares: the words, what is found, and in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window
from django.urls import reverse
from django.utils.safestring import SafeString

from goldenthread.home.highlight import has_any, highlight
from goldenthread.partnership.viewer import Viewer

MOST = 20
MOST_WORDS = 8
LONGEST_SEARCH = 100
REFERENCE = re.compile(r"(?:action\s+)?(\S*\d\S*)", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """What is looked for: as it was typed, word by word, and as a reference where it can be one."""

    typed: str
    each: tuple[str, ...]
    reference: str


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, what it is, and the text in which the words stand."""

    title: SafeString
    href: str
    about: str
    text: str | SafeString = ""
    badge: str | SafeString = ""


@dataclass(frozen=True)
class Hits:
    """Everything found of one kind: how many there are, the first twenty, and where the rest is."""

    key: str
    heading: str
    total: int
    hits: list[Hit]
    more: str

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.hits)


@dataclass(frozen=True)
class Found:
    """What was found, kind by kind, kinds without a hit left out."""

    kinds: list[Hits]

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(kind.total for kind in self.kinds)


def read_words(typed: str) -> Words | None:
    """What a person looks for; ``None`` where nothing was typed."""
    typed = " ".join(typed.replace("\x00", " ").split())[:LONGEST_SEARCH]
    if not typed:
        return None
    reference = REFERENCE.fullmatch(typed)
    return Words(typed, tuple(typed.split()[:MOST_WORDS]), reference.group(1) if reference else "")


def holds(words: Words, fields: Iterable[str], **also: Callable[[str], Any]) -> Q:
    """Every word is in one of the fields, or satisfies one of the other conditions."""
    condition = Q()
    names = list(fields)
    for word in words.each:
        within = Q()
        for name in names:
            within |= Q(**{f"{name}__icontains": word})
        for other in also.values():
            within |= Q(other(word))
        condition &= within
    return condition


def ranked(rows: QuerySet[Any], words: Words, exact: Q, name: str, *order: Any) -> list[Any]:
    """The first twenty: exact hits, then those whose name holds the words, then the others. Adds ``total``."""
    in_name = Q()
    for word in words.each:
        in_name &= Q(**{f"{name}__icontains": word})
    rank = Case(
        When(exact, then=Value(0)),
        When(in_name, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = rows.annotate(rank=rank, total=Window(Count("*")))
    return list(rows.order_by("rank", *order)[:MOST])


def hits(key: str, heading: str, rows: list[Any], more: str, hit: Callable[[Any], Hit]) -> Hits:
    """What was found of one kind, from rows that :func:`ranked` answered."""
    return Hits(key, heading, rows[0].total if rows else 0, [hit(row) for row in rows], more)


def page(viewer: Viewer, name: str, **query: str) -> str:
    """The address of the list in which all that was found stands."""
    address = reverse(name, args=[viewer.partnership.slug])
    return f"{address}?{urlencode(query)}" if query else address


def in_text(row: Any, words: Words, *fields: str) -> SafeString:
    """The first of the texts in which a word stands, marked; nothing where it stands in none."""
    texts = (getattr(row, field) or "" for field in fields)
    return next((highlight(text, words.each) for text in texts if has_any(text, words.each)), SafeString(""))
