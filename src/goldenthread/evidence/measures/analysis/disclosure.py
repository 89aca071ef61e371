"""Small numbers are not published, and nothing from which they could be worked back.

Primary: a count from 1 to below the threshold is hidden; nought is shown. A share is hidden where its numerator, or
what is left of its denominator, is such a count. Secondary: where figures add up, another is hidden beside a hidden
one until nobody can work it back. A hidden figure does not say which of the two it is, since that would narrow it
down.

The threshold and rounding are each indicator's own. The default, hiding 1 to 5, is that of the Department for
Education's statistics of children in need.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.analysis.series import OF_A_DENOMINATOR, Point, Unit, value_of

HIDDEN = "Hidden: small numbers"
# A hidden count must be one of at least so many, for all that the published ones say.
LEAST_POSSIBLE = 3
COUNTED = (Unit.COUNT,)

Cell = TypeVar("Cell", bound=Hashable)
Bounds = tuple[int, int | None]


@dataclass(frozen=True)
class Rule:
    """From which count figures are published, and to what they are rounded. A threshold of 0 or 1 hides nothing."""

    threshold: int = 6
    round_to: int = 1

    def is_small(self, count: Decimal | int | None) -> bool:
        """Whether a count is too small to publish: nought is not."""
        return count is not None and 0 < count < self.threshold


def protect_point(point: Point, unit: Unit, rule: Rule) -> Point:
    """A point as it may be published by itself, before anything adds up."""
    if point.value is None:
        return point
    if unit in OF_A_DENOMINATOR and point.numerator is not None and point.denominator is not None:
        rest = point.denominator - point.numerator if unit is Unit.PERCENT else None
        if rule.is_small(point.numerator) or rule.is_small(rest) or rule.is_small(point.denominator):
            return hide(point, rule)
    elif unit in COUNTED and rule.is_small(point.value):
        return hide(point, rule)
    return rounded(point, unit, rule)


def hide(point: Point, rule: Rule) -> Point:
    """The point without its value; a denominator that is not small itself stays."""
    keeps = point.denominator is not None and not rule.is_small(point.denominator)
    return Point(
        point.period, None, None, _nearest(point.denominator, rule.round_to) if keeps else None, hidden=HIDDEN
    )


def rounded(point: Point, unit: Unit, rule: Rule) -> Point:
    """The point with its counts rounded, and a share worked out from the rounded counts."""
    if rule.round_to == 1:
        return point
    if unit in COUNTED:
        return replace(point, value=_nearest(point.value, rule.round_to))
    numerator, denominator = (_nearest(each, rule.round_to) for each in (point.numerator, point.denominator))
    if unit in OF_A_DENOMINATOR and numerator is not None and denominator:
        return Point(point.period, value_of(unit, numerator, denominator), numerator, denominator)
    return point


def _nearest(count: Decimal | None, step: int) -> Decimal | None:
    if count is None or step == 1:
        return count
    return (count / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def protect_family(
    points: Mapping[int, Sequence[Point]],
    rules: Mapping[int, Rule],
    *,
    units: Mapping[int, Unit],
    parts: Mapping[int, Sequence[int]],
) -> dict[int, list[Point]]:
    """Series that add up with one another, as they may be published; ``parts`` are those of each whole.

    A series alone is a family too. Sums over time need no more: a year to date with a hidden figure in it is not told.
    """
    shown = {
        pk: [protect_point(point, units[pk], rules[pk]) for point in series] for pk, series in points.items()
    }
    for period in sorted({point.period for series in points.values() for point in series}) if parts else ():
        _protect_period(points, shown, rules, parts, units, period)
    return shown


def _protect_period(
    points: Mapping[int, Sequence[Point]],
    shown: Mapping[int, list[Point]],
    rules: Mapping[int, Rule],
    parts: Mapping[int, Sequence[int]],
    units: Mapping[int, Unit],
    period: Period,
) -> None:
    """Hides what would let a hidden figure of one period be worked back from those that it adds up with."""
    places = {
        pk: place
        for pk, series in points.items()
        for place, point in enumerate(series)
        if point.period == period
    }
    counts = {
        pk: int(count)
        for pk, place in places.items()
        if (count := _count(points[pk][place], units[pk])) is not None
    }
    sums = [
        (whole, [part for part in each if part in counts])
        for whole, each in parts.items()
        if whole in counts and all(part in counts for part in each)
    ]
    hidden = {pk for pk in counts if shown[pk][places[pk]].hidden}
    for pk in protect_table(counts, sums, Rule(0), hidden) - hidden:
        shown[pk][places[pk]] = hide(points[pk][places[pk]], rules[pk])


def _count(point: Point, unit: Unit) -> Decimal | None:
    """The count that adds up: of a share its numerator."""
    count = point.numerator if unit in OF_A_DENOMINATOR else point.value if unit in COUNTED else None
    return count if count is not None and count >= 0 and count == int(count) else None


def protect_table(
    counts: Mapping[Cell, int],
    sums: Sequence[tuple[Cell, Sequence[Cell]]],
    rule: Rule,
    hidden: frozenset[Cell] | set[Cell] = frozenset(),
) -> set[Cell]:
    """The cells of a table to hide: the small ones, ``hidden`` ones, and beside them what would give them away.

    ``sums`` name each total and its parts. Deterministic: of the cells that could be hidden beside one that is known
    too well, the smallest is taken, a part before a total. Where nothing is left to hide, everything in the sum is
    hidden.
    """
    gone = {cell for cell, count in counts.items() if rule.is_small(count)} | set(hidden)
    order = {cell: place for place, cell in enumerate(counts)}
    totals = {total for total, _ in sums}
    while gone:
        known = _worked_back(counts, sums, gone)
        exposed = [cell for cell in counts if cell in gone and _is_exposed(known[cell])]
        beside = [
            other
            for cell in exposed
            for total, parts in sums
            if cell == total or cell in parts
            for other in (*parts, total)
            if other not in gone
        ]
        if not beside:
            return gone
        gone.add(min(beside, key=lambda cell: (cell in totals, counts[cell] == 0, counts[cell], order[cell])))
    return gone


def _is_exposed(bounds: Bounds) -> bool:
    low, high = bounds
    return high is not None and high - low + 1 < LEAST_POSSIBLE


def _worked_back(
    counts: Mapping[Cell, int], sums: Sequence[tuple[Cell, Sequence[Cell]]], gone: set[Cell]
) -> dict[Cell, Bounds]:
    """What anybody can say of each hidden cell from the published ones: the least and the most that it can be.

    The sums are solved for the hidden cells as far as they go (a cell may follow from several sums together); then each
    equation bounds each of its cells by the bounds of the others, again and again, for counts are never negative.
    """
    cells = [cell for cell in counts if cell in gone]
    column = {cell: place for place, cell in enumerate(cells)}
    rows = []
    for total, parts in sums:
        row = [Fraction(0)] * (len(cells) + 1)
        for cell, sign in [(total, -1), *((part, 1) for part in parts)]:
            if cell in gone:
                row[column[cell]] += sign
            else:
                row[-1] -= sign * counts[cell]
        rows.append(row)
    equations = [row for row in (*rows, *_solved(rows, len(cells))) if any(row[:-1])]
    bounds: list[tuple[Fraction, Fraction | None]] = [(Fraction(0), None) for _ in cells]
    changed = True
    while changed:
        changed = False
        for equation in equations:
            changed |= _narrow(equation, bounds)
    return {cell: _whole(bounds[place]) for cell, place in column.items()}


def _whole(bounds: tuple[Fraction, Fraction | None]) -> Bounds:
    low, high = bounds
    return -(-low.numerator // low.denominator), None if high is None else high.numerator // high.denominator


def _narrow(equation: Sequence[Fraction], bounds: list[tuple[Fraction, Fraction | None]]) -> bool:
    """Narrows the bounds of each cell of one equation by those of the others; answers whether any moved."""
    moved = False
    for place, factor in enumerate(equation[:-1]):
        if not factor:
            continue
        low: Fraction | None = equation[-1]
        high: Fraction | None = equation[-1]
        for other, weight in enumerate(equation[:-1]):
            if other == place or not weight:
                continue
            least, most = _scaled(bounds[other], weight)
            low = None if low is None or most is None else low - most
            high = None if high is None or least is None else high - least
        ends = [None if end is None else end / factor for end in (low, high)]
        lower, upper = ends if factor > 0 else reversed(ends)
        before = bounds[place]
        after_low = (
            before[0] if lower is None else max(before[0], Fraction(-(-lower.numerator // lower.denominator)))
        )
        after_high = before[1]
        if upper is not None:
            floor = Fraction(upper.numerator // upper.denominator)
            after_high = floor if after_high is None else min(after_high, floor)
        if (after_low, after_high) != before:
            bounds[place] = (after_low, after_high)
            moved = True
    return moved


def _scaled(
    bounds: tuple[Fraction, Fraction | None], weight: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    low, high = bounds
    scaled_high = None if high is None else high * weight
    return (low * weight, scaled_high) if weight > 0 else (scaled_high, low * weight)


def _solved(rows: Sequence[Sequence[Fraction]], width: int) -> list[list[Fraction]]:
    """The equations with as many unknowns eliminated from each other as can be (reduced row echelon form)."""
    matrix = [list(row) for row in rows]
    done = 0
    for place in range(width):
        pivot = next((row for row in range(done, len(matrix)) if matrix[row][place]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        head = matrix[done][place]
        matrix[done] = [each / head for each in matrix[done]]
        for row, values in enumerate(matrix):
            if row != done and values[place]:
                factor = values[place]
                matrix[row] = [a - factor * b for a, b in zip(values, matrix[done], strict=True)]
        done += 1
    return matrix[:done]
