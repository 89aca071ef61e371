"""What other rooms know that can be a source of the thread, or evidence that something changed.

A room registers what it has when the product starts (``AppConfig.ready``), so that the thread need not know the rooms
above it. A reference is the room's word and its own key, such as ``measure:cla-rate``; it is kept with a source or a
piece of evidence, and what it shows is asked for whenever a page shows it: evidence that stops holding is seen to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from goldenthread.partnership.viewer import Actor


@dataclass(frozen=True)
class Shown:
    """What a reference shows today: its title, a sentence on it, the page where it stands, a small picture of it."""

    title: str
    said: str
    href: str
    picture: SafeString | None = None


@dataclass(frozen=True)
class Holdings:
    """What one room has. ``word`` begins its references; ``heading`` is over its part of a list to choose from; a
    source about one of them is of ``kind``.

    ``options`` answers (key, title) pairs that somebody may choose from; ``show`` what those keys show that the reader
    may see, in a fixed number of queries.
    """

    word: str
    heading: str
    options: Callable[[Actor], list[tuple[str, str]]]
    show: Callable[[Actor, Collection[str]], dict[str, Shown]]
    kind: str = "other"


_HOLDINGS: dict[str, Holdings] = {}


def register(holdings: Holdings) -> None:
    """Adds what a room has; the same word again takes its place."""
    _HOLDINGS[holdings.word] = holdings


def choices_for(viewer: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """What somebody may choose from: under each heading, references with their titles."""
    found = [
        (each.heading, [(f"{each.word}:{key}", title) for key, title in each.options(viewer)])
        for each in sorted(_HOLDINGS.values(), key=lambda each: each.heading)
    ]
    return [(heading, choices) for heading, choices in found if choices]


def shown_for(viewer: Actor, references: Iterable[str]) -> dict[str, Shown]:
    """What each reference shows that the viewer may see; one whose room or record is gone is left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        word, _, key = reference.partition(":")
        if word in _HOLDINGS:
            wanted[word].add(key)
    return {
        f"{word}:{key}": shown
        for word, keys in wanted.items()
        for key, shown in _HOLDINGS[word].show(viewer, keys).items()
    }


def kind_of(reference: str) -> str:
    """Of which kind a source about a reference is."""
    holdings = _HOLDINGS.get(reference.partition(":")[0])
    return holdings.kind if holdings else "other"


def is_known(viewer: Actor, reference: str) -> bool:
    """Whether a reference names something that the viewer may see."""
    return reference in shown_for(viewer, [reference])
