"""The middle of some figures and how far they spread: medians and quartiles, exactly. Knows no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Spread:
    """The lower quartile, the median and the upper quartile of ``count`` figures."""

    count: int
    lower: Fraction
    median: Fraction
    upper: Fraction


def median(figures: Sequence[int]) -> Fraction:
    """The middle figure; between two, half way. Raises :class:`ValueError` for none."""
    ordered = sorted(figures)
    if not ordered:
        raise ValueError("there is no middle of nothing")
    half = len(ordered) // 2
    return Fraction(ordered[half]) if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half], 2)


def spread_of(figures: Sequence[int]) -> Spread:
    """Median and quartiles. A quartile is the median of the lower or upper half, the middle figure in neither half;
    of one figure all three are that figure. Raises :class:`ValueError` for none.
    """
    ordered = sorted(figures)
    middle = median(ordered)
    half = len(ordered) // 2
    if half == 0:
        return Spread(len(ordered), middle, middle, middle)
    return Spread(len(ordered), median(ordered[:half]), middle, median(ordered[-half:]))


@dataclass(frozen=True)
class Change:
    """What the same people said before and after: how many, both spreads, and the median of their own changes."""

    before: Spread
    after: Spread
    change: Fraction

    @property
    def count(self) -> int:
        """How many said both."""
        return self.before.count


def change_of(pairs: Sequence[tuple[int, int]]) -> Change:
    """The change of pairs (before, after). Raises :class:`ValueError` for none."""
    return Change(
        spread_of([before for before, _ in pairs]),
        spread_of([after for _, after in pairs]),
        median([after - before for before, after in pairs]),
    )


def one_place(figure: Fraction, *, signed: bool = False) -> str:
    """A figure with at most one decimal: ``7``, ``7.5``, ``+2``."""
    text = f"{float(figure):.1f}".removesuffix(".0")
    if signed and figure > 0:
        return f"+{text}"
    return text.replace("-", "−")
