"""Computed figures and where they come from. Pure: no database, no Django.

A report never has a number typed into it: it cites a figure by its key. Citing prints the value and keeps it for the
list of where the figures come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

KEY = re.compile(r"\{([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)\}")


class UnknownFigureError(LookupError):
    """A text cites a figure that the report does not have."""


@dataclass(frozen=True)
class Figure:
    """One number with what it counts, the period it holds for, and the record it was read or computed from.

    Figures of one ``family`` (the cells of one table) share a line in the printed list of sources.
    """

    key: str
    label: str
    value: int | Decimal
    period: str
    source: str
    family: str = ""

    @property
    def shown(self) -> str:
        """The value as it is printed: ``14,383``."""
        return f"{self.value:,}".replace("-", "−")

    def as_json(self) -> dict[str, Any]:
        """The figure as it is kept with an edition; a decimal stays exact, as text."""
        value = self.value if isinstance(self.value, int) else str(self.value)
        return {
            "key": self.key,
            "label": self.label,
            "period": self.period,
            "value": value,
            "source": self.source,
        }


def added_up(parts: Iterable[Figure], *, key: str, label: str, period: str, names: str) -> Figure:
    """The sum of figures; its source shows the sum. ``names`` says what the parts are."""
    found = list(parts)
    terms = " + ".join(part.shown for part in found) or "no figures"
    return Figure(key, label, sum(int(part.value) for part in found), period, f"Added up: {terms} ({names})")


class Ledger:
    """The figures of one report, and which of them its text has cited so far, in that order."""

    def __init__(self) -> None:
        """Nothing known, nothing cited."""
        self._known: dict[str, Figure] = {}
        self._cited: dict[str, Figure] = {}

    def add(self, figure: Figure) -> Figure:
        """Makes a figure available. Raises :class:`ValueError` for a key that stands for another figure."""
        if self._known.setdefault(figure.key, figure) != figure:
            raise ValueError(f"two figures are called {figure.key}")
        return figure

    def cite(self, key: str) -> Figure:
        """The figure, from now on counted as cited. Raises :class:`UnknownFigureError`."""
        try:
            figure = self._known[key]
        except KeyError:
            raise UnknownFigureError(key) from None
        self._cited.setdefault(key, figure)
        return figure

    def knows(self, key: str) -> bool:
        """Whether there is such a figure."""
        return key in self._known

    @property
    def known(self) -> list[Figure]:
        """Every figure that may be cited."""
        return list(self._known.values())

    @property
    def cited(self) -> list[Figure]:
        """Those cited so far."""
        return list(self._cited.values())

    def forget_citations(self) -> None:
        """Starts again, for another rendering of the same report."""
        self._cited.clear()


def unknown_in(text: str, ledger: Ledger) -> list[str]:
    """The keys in braces in an author's text that stand for no figure."""
    return [key for key in dict.fromkeys(KEY.findall(text)) if not ledger.knows(key)]


def filled_in(text: str, ledger: Ledger) -> str:
    """An author's text with ``{key}`` replaced by the figure; what is unknown stays as typed."""

    def fill(match: re.Match[str]) -> str:
        key = match.group(1)
        return ledger.cite(key).shown if ledger.knows(key) else match.group(0)

    return KEY.sub(fill, text)
