"""The published series of indicators: the one way from accepted figures to anything that is shown.

Small numbers are hidden here, before a figure reaches a page, a chart, a table, a file, the API or a report. Whatever
is worked out afterwards (limits, means, years to date) is worked out from what is published, so none can be read back
from it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from goldenthread.evidence.measures.analysis.disclosure import Rule, protect_family
from goldenthread.evidence.measures.analysis.periods import Period, period_of
from goldenthread.evidence.measures.analysis.series import Point, Unit, added_up
from goldenthread.evidence.measures.models import (
    Comparator,
    ComparatorValue,
    Definition,
    Indicator,
    Observation,
)


@dataclass(frozen=True)
class Series:
    """What is published of one indicator, oldest first, and by which definition it is read now."""

    indicator: Indicator
    definitions: Sequence[Definition]
    points: Sequence[Point]

    @property
    def definition(self) -> Definition:
        """The definition in force at the latest figure; the latest of all where there is none."""
        if not self.points:
            return self.definitions[0]
        end = self.points[-1].period.end
        return next((each for each in self.definitions if each.holds_from <= end), self.definitions[-1])

    @property
    def latest(self) -> Point | None:
        """The latest figure."""
        return self.points[-1] if self.points else None

    def at(self, start: dt.date) -> Point | None:
        """The figure of the period that begins on a day."""
        return next((point for point in self.points if point.period.start == start), None)


def family_of(indicators: Iterable[int]) -> set[int]:
    """The indicators that add up with any of these: their parts, their wholes, and theirs. A query for each level."""
    links = Indicator.parts.through.objects
    known = set(indicators)
    reached = set(known)
    while reached:
        pairs = (
            links.filter(from_indicator__in=reached)
            .values_list("from_indicator", "to_indicator")
            .union(links.filter(to_indicator__in=reached).values_list("from_indicator", "to_indicator"))
        )
        reached = {end for pair in pairs for end in pair} - known
        known |= reached
    return known


def published_series(indicators: Sequence[Indicator]) -> dict[int, Series]:
    """What is published of each indicator. Four queries, and one for each level of parts."""
    wanted = {indicator.pk: indicator for indicator in indicators}
    relatives = family_of(wanted) - set(wanted)
    every = wanted | (
        {row.pk: row for row in Indicator.objects.filter(pk__in=relatives)} if relatives else {}
    )
    definitions: dict[int, list[Definition]] = defaultdict(list)
    for definition in Definition.objects.filter(indicator__in=every).order_by("-holds_from"):
        definitions[definition.indicator_id].append(definition)
    points = _points(every)
    parts = _parts(every)
    protected = _protected(every, definitions, points, parts)
    return {pk: Series(indicator, definitions[pk], protected.get(pk, ())) for pk, indicator in wanted.items()}


def _points(indicators: Mapping[int, Indicator]) -> dict[int, list[Point]]:
    """Accepted figures by period; those of several agencies added up. One query."""
    found: dict[int, dict[Period, list[Point]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        Observation.objects.accepted().filter(indicator__in=indicators).order_by("period_start", "agency_id")
    )
    for pk, start, value, numerator, denominator in rows.values_list(
        "indicator_id", "period_start", "value", "numerator", "denominator"
    ):
        period = period_of(start, indicators[pk].often)
        found[pk][period].append(Point(period, value, numerator, denominator))
    return {
        pk: [added_up(each, Unit(indicators[pk].unit)) for each in by_period.values()]
        for pk, by_period in found.items()
    }


def _parts(indicators: Mapping[int, Indicator]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    links = Indicator.parts.through.objects.filter(from_indicator__in=indicators, to_indicator__in=indicators)
    for whole, part in links.order_by("id").values_list("from_indicator_id", "to_indicator_id"):
        found[whole].append(part)
    return found


def _protected(
    indicators: Mapping[int, Indicator],
    definitions: Mapping[int, Sequence[Definition]],
    points: Mapping[int, Sequence[Point]],
    parts: Mapping[int, Sequence[int]],
) -> dict[int, Sequence[Point]]:
    """Every series with its small numbers hidden, those of a family together."""
    found: dict[int, Sequence[Point]] = {}
    for family in _families(indicators, parts):
        rules = {pk: _rule(definitions[pk][0]) for pk in family}
        found |= protect_family(
            {pk: points.get(pk, ()) for pk in family},
            rules,
            units={pk: Unit(indicators[pk].unit) for pk in family},
            parts={pk: parts[pk] for pk in family if pk in parts},
        )
    return found


def _rule(definition: Definition) -> Rule:
    return Rule(threshold=definition.threshold, round_to=definition.round_to)


def _families(indicators: Mapping[int, Indicator], parts: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """The indicators in groups that add up with one another, most of them alone."""
    group = {pk: {pk} for pk in indicators}
    for whole, each in parts.items():
        for part in each:
            joined = group[whole] | group[part]
            for member in joined:
                group[member] = joined
    seen: set[int] = set()
    families = []
    for pk in indicators:
        if pk not in seen:
            families.append(sorted(group[pk]))
            seen |= group[pk]
    return families


@dataclass(frozen=True)
class Compared:
    """What a comparator's series is called, where it was published, and its values by the day their period begins."""

    kind: str
    name: str
    source: str
    values: Mapping[dt.date, Decimal] = field(default_factory=dict)


def comparators_of(
    indicators: Iterable[int], kinds: Sequence[str] = Comparator.ON_CHARTS
) -> dict[int, list[Compared]]:
    """The comparator series of each indicator, of the kinds that stand on charts. One query."""
    rows = (
        ComparatorValue.objects.filter(comparator__indicator__in=list(indicators), comparator__kind__in=kinds)
        .order_by("comparator__kind", "comparator__name", "period_start")
        .values_list(
            "comparator__indicator_id",
            "comparator__kind",
            "comparator__name",
            "comparator__source",
            "period_start",
            "value",
        )
    )
    found: dict[int, dict[tuple[str, str, str], dict[dt.date, Decimal]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for pk, kind, name, source, start, value in rows:
        found[pk][kind, name, source][start] = value
    order = {str(kind): at for at, kind in enumerate(Comparator.ON_CHARTS)}
    return {
        pk: sorted(
            (Compared(kind, name, source, values) for (kind, name, source), values in series.items()),
            key=lambda each: (order.get(each.kind, 9), each.name),
        )
        for pk, series in found.items()
    }
