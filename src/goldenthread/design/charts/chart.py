import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

Spec = dict[str, Any]

# A rating scale as data: (value, word, tone) in the order in which the ratings are read.
Scale = Sequence[tuple[int | str, str, str]]


class ChartError(ValueError):
    """The figures cannot be drawn as asked; the message says which one and why."""


class Table(NamedTuple):
    """The figures of a chart as they stand beneath it: one text for each cell."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """One picture with everything that has to accompany it.

    `title` states what it shows, `description` is the alternative text and says what it means, `spec` is a
    Vega-Lite specification of JSON values only, `table` holds the same figures. A chart that does not fit the
    width of a page at a readable size keeps its own width (`scrolls`), and the page scrolls it.
    """

    title: str
    description: str
    spec: Spec
    table: Table
    scrolls: bool = False

    @property
    def key(self) -> str:
        """The SHA-256 of everything that is drawn: equal keys mean equal pictures."""
        drawn = [self.title, self.description, self.scrolls, self.spec]
        return hashlib.sha256(canonical_json(drawn).encode(errors="backslashreplace")).hexdigest()


def canonical_json(value: object) -> str:
    """The one JSON text of a value, whatever the order in which its keys were set."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def check_scale(scale: Scale) -> None:
    """Raise `ChartError` if a scale is empty or names a value or a word twice."""
    if not scale:
        raise ChartError("A rating scale needs at least one rating.")
    for position, kind in ((0, "value"), (1, "word")):
        seen = [rating[position] for rating in scale]
        if len(set(seen)) != len(seen):
            raise ChartError(f"A rating scale must not give the same {kind} twice: {seen}.")


def rating_label(value: int | str, word: str) -> str:
    """A rating as it is read: its number and word, or its word alone where the scale has no numbers."""
    return f"{value} {word}" if isinstance(value, int) else word
