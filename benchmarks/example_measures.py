"""The measures of the synthetic partnership: sixty indicators, ten years of months, and what they are held against."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils import timezone

from goldenthread.duties.clock import add_months
from goldenthread.evidence.measures.analysis.periods import Frequency, Period, period_of
from goldenthread.evidence.measures.models import (
    Comparator,
    ComparatorValue,
    Definition,
    Indicator,
    Observation,
)
from goldenthread.evidence.measures.standing import refresh
from goldenthread.partnership.models import Agency, Partnership


def fill_measures(
    partnership: Partnership,
    agencies: Sequence[Agency],
    chance: random.Random,
    *,
    indicators: int,
    last: dt.date,
) -> None:
    """So many indicators with 120 months each, up to the month before ``last``; two are not sent of the latest."""
    months = list(_months(last))
    made = Indicator.objects.bulk_create(
        _indicator(partnership, n, months[0]) for n in range(1, indicators + 1)
    )
    Indicator.agencies.through.objects.bulk_create(
        Indicator.agencies.through(indicator=each, agency=agencies[n % len(agencies)])
        for n, each in enumerate(made)
    )
    definitions = Definition.objects.bulk_create(_definition(each, months[0]) for each in made)
    Observation.objects.bulk_create(
        row
        for n, (each, definition) in enumerate(zip(made, definitions, strict=True))
        for row in _figures(each, definition, agencies[n % len(agencies)], months, chance)
    )
    compared = Comparator.objects.bulk_create(
        Comparator(
            indicator=each, kind="england", name="England", source="Synthetic", imported_by="Synthetic"
        )
        for each in made
    )
    ComparatorValue.objects.bulk_create(
        ComparatorValue(
            comparator=each,
            period_start=month.start,
            period_end=month.end,
            value=_value(chance, each.indicator),
        )
        for each in compared
        for month in months[-24:]
    )
    refresh([each.pk for each in made])


def _months(last: dt.date) -> Iterator[Period]:
    first = add_months(last.replace(day=1), -120)
    for number in range(120):
        yield period_of(add_months(first, number), Frequency.MONTHLY)


def _indicator(partnership: Partnership, number: int, first: Period) -> Indicator:
    return Indicator(
        partnership=partnership,
        key=f"indicator-{number}",
        title=f"Synthetic indicator {number}",
        priority=f"Priority {number % 6 + 1}",
        unit="count" if number % 2 else "percent",
        collected_from=first.start,
    )


def _definition(indicator: Indicator, first: Period) -> Definition:
    share = indicator.unit == "percent"
    return Definition(
        indicator=indicator,
        holds_from=first.start,
        definition="What a synthetic indicator counts.",
        numerator="Those counted",
        denominator="All of them" if share else "",
        polarity="higher" if share else "context",
        target=Decimal(85) if share else None,
        year_to_date="weighted_mean" if share else "sum",
        by_label="Synthetic",
    )


def _figures(
    indicator: Indicator,
    definition: Definition,
    agency: Agency,
    months: Sequence[Period],
    chance: random.Random,
) -> Iterator[Observation]:
    late = indicator.key in ("indicator-1", "indicator-2")
    for month in months[: -1 if late else None]:
        numerator = Decimal(chance.randrange(120, 180)) if indicator.unit == "percent" else None
        value = _value(chance, indicator) if numerator is None else numerator / 2
        yield Observation(
            indicator=indicator,
            agency=agency,
            definition=definition,
            period_start=month.start,
            period_end=month.end,
            numerator=numerator,
            denominator=None if numerator is None else Decimal(200),
            value=value,
            status=Observation.Status.ACCEPTED,
            route=Observation.Route.FILE,
            by_label="Synthetic",
            submitted_at=timezone.make_aware(dt.datetime.combine(month.end, dt.time(12))),
        )


def _value(chance: random.Random, indicator: Indicator) -> Decimal:
    return Decimal(chance.randrange(60, 90) if indicator.unit == "percent" else chance.randrange(300, 420))
