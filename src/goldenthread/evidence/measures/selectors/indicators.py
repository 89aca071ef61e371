"""What one indicator's page shows: its series, what it is compared with, and where each figure came from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.evidence.measures.models import (
    AnnotatedEvent,
    Comparator,
    ComparatorValue,
    Indicator,
    Observation,
)
from goldenthread.evidence.measures.reading import Reading, read_series
from goldenthread.evidence.measures.selectors.series import Compared, comparators_of, published_series
from goldenthread.partnership.models import Agency


@dataclass(frozen=True)
class Origin:
    """Where a figure came from: who sent it, how, from which source, with which words."""

    agency: str
    route: str
    source: str
    commentary: str
    accepted_on: dt.date | None


@dataclass(frozen=True)
class IndicatorPage:
    """Everything that is said of one indicator."""

    indicator: Indicator
    reading: Reading
    comparators: list[Compared]
    events: list[AnnotatedEvent]
    origins: dict[dt.date, list[Origin]]
    agencies: list[Agency]


@dataclass(frozen=True)
class Area:
    """One area in the funnel: its name, how many it is measured on, and its value."""

    name: str
    kind: str
    numerator: Decimal
    denominator: Decimal


def indicator_page(indicator: Indicator) -> IndicatorPage:
    """What an indicator's page shows. Eight queries at most, and one for each level of parts."""
    series = published_series([indicator])[indicator.pk]
    events = events_of([indicator.pk]).get(indicator.pk, [])
    return IndicatorPage(
        indicator=indicator,
        reading=read_series(series, events),
        comparators=comparators_of([indicator.pk]).get(indicator.pk, []),
        events=events,
        origins=_origins(indicator),
        agencies=list(indicator.agencies.order_by("name")),
    )


def events_of(indicators: Sequence[int]) -> dict[int, list[AnnotatedEvent]]:
    """The events marked on each indicator's chart, without those taken off. One query."""
    found: dict[int, list[AnnotatedEvent]] = defaultdict(list)
    marked = AnnotatedEvent.objects.filter(
        indicator__in=list(indicators), withdraws=None, withdrawn_by=None
    ).order_by("on", "id")
    for event in marked:
        found[event.indicator_id].append(event)
    return found


def _origins(indicator: Indicator) -> dict[dt.date, list[Origin]]:
    """Where each accepted figure came from, by the day its period begins. One query."""
    found: dict[dt.date, list[Origin]] = defaultdict(list)
    rows = (
        Observation.objects.accepted()
        .filter(indicator=indicator)
        .select_related("agency")
        .order_by("period_start", "agency__name")
    )
    for row in rows:
        accepted = row.submitted_at.date() if row.submitted_at else None
        found[row.period_start].append(
            Origin(str(row.agency), row.get_route_display(), row.source, row.commentary, accepted)
        )
    return found


def areas_of(indicator: Indicator, start: dt.date) -> list[Area]:
    """Every other authority's numerator and denominator for one period, for the funnel. One query."""
    rows = ComparatorValue.objects.filter(
        comparator__indicator=indicator,
        comparator__kind=Comparator.Kind.AUTHORITY,
        period_start=start,
        numerator__isnull=False,
        denominator__gt=0,
    ).order_by("comparator__name")
    return [
        Area(name, kind, numerator, denominator)
        for name, kind, numerator, denominator in rows.values_list(
            "comparator__name", "comparator__kind", "numerator", "denominator"
        )
        if numerator is not None and denominator is not None
    ]
