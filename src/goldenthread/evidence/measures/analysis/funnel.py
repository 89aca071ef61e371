"""A funnel: whether an area differs from all areas together by more than chance would make an area of its size differ.

Limits at two and at three standard deviations of a proportion (binomial) or a rate (Poisson) about the mean of all
areas, by the normal approximation (Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics
in Medicine 24, 2005): 95% and 99.8% of areas that do not differ lie within them.

Areas differ for reasons that no list holds, so more of them lie outside than chance explains. As that paper does, the
limits are widened by the square root of the overdispersion: the mean squared distance in standard deviations, the
furthest tenth on either side drawn in to the rest, where that is more than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

INNER, OUTER = 1.96, 3.09
STEPS = 40
DRAWN_IN = 0.1


@dataclass(frozen=True)
class Area:
    """One area: how many of how many."""

    name: str
    numerator: float
    denominator: float
    is_ours: bool = False


@dataclass(frozen=True)
class Placed:
    """An area in the funnel: its value, its size, and whether it lies outside the outer limits."""

    name: str
    size: float
    value: float
    is_ours: bool
    outside: str


@dataclass(frozen=True)
class Limit:
    """The limits at one size."""

    size: float
    lower: float
    inner_lower: float
    inner_upper: float
    upper: float


@dataclass(frozen=True)
class Funnel:
    """Every area, the mean of all together, and the limits from the smallest size to the largest."""

    areas: tuple[Placed, ...]
    mean: float
    limits: tuple[Limit, ...]

    @property
    def ours(self) -> Placed | None:
        """Our own area."""
        return next((area for area in self.areas if area.is_ours), None)


def funnel(areas: Sequence[Area], *, per: float) -> Funnel | None:
    """The funnel of areas, values per ``per`` (100 for a percentage, 10,000 for a rate); ``None`` of fewer than three.

    A percentage's chance is binomial; a rate's is Poisson, since many can happen to one child.
    """
    known = [area for area in areas if area.denominator > 0]
    if len(known) < 3:
        return None
    mean = sum(area.numerator for area in known) / sum(area.denominator for area in known)
    spread = mean * (1 - mean) if per == 100 else mean
    spread *= overdispersion(known, mean, spread)
    placed = []
    for area in known:
        value = area.numerator / area.denominator
        reach = OUTER * sqrt(max(spread, 0) / area.denominator)
        outside = "above" if value > mean + reach else "below" if value < mean - reach else ""
        placed.append(Placed(area.name, area.denominator, value * per, area.is_ours, outside))
    sizes = sorted(area.denominator for area in known)
    limits = tuple(_limit(size, mean, spread, per) for size in _between(sizes[0], sizes[-1]))
    return Funnel(tuple(placed), mean * per, limits)


def overdispersion(areas: Sequence[Area], mean: float, spread: float) -> float:
    """How much further areas lie from the mean than chance puts them, in squared standard deviations; at least one."""
    if spread <= 0:
        return 1.0
    distances = sorted(
        (area.numerator / area.denominator - mean) / sqrt(spread / area.denominator) for area in areas
    )
    cut = int(len(distances) * DRAWN_IN)
    lowest, highest = distances[cut], distances[-1 - cut]
    drawn_in = [min(highest, max(lowest, each)) for each in distances]
    return max(1.0, sum(each * each for each in drawn_in) / len(drawn_in))


def _limit(size: float, mean: float, spread: float, per: float) -> Limit:
    one = sqrt(max(spread, 0) / size)
    most = per if per == 100 else float("inf")
    return Limit(
        size,
        max(0.0, (mean - OUTER * one) * per),
        max(0.0, (mean - INNER * one) * per),
        min(most, (mean + INNER * one) * per),
        min(most, (mean + OUTER * one) * per),
    )


def _between(smallest: float, largest: float) -> list[float]:
    """Sizes from the smallest to the largest, closer together where the limits bend."""
    if smallest == largest:
        return [smallest]
    ratio = (largest / smallest) ** (1 / (STEPS - 1))
    return [smallest * ratio**step for step in range(STEPS)]
