"""Loading what figures are held against: whole series with their source, replaced whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.checking import value_from
from goldenthread.evidence.measures.models import Comparator, ComparatorValue, Indicator, Population
from goldenthread.evidence.measures.standing import refresh
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class ComparatorFigure:
    """One area's figure for one indicator and period: a numerator and denominator, or a value alone."""

    indicator: str
    kind: str
    name: str
    period: Period
    source: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


@transaction.atomic
def load_comparators(
    *,
    by: Actor,
    partnership: Partnership,
    figures: Iterable[ComparatorFigure],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Loads series, each in place of what was there of the same indicator, kind and name; answers the values loaded.

    ``progress`` is told how many of how many are in. Raises :class:`RuleError` for an indicator that is not in the
    catalogue, or a figure without a source.
    """
    by.require(Permission.MANAGE_MEASURES, partnership)
    known = {row.key: row for row in Indicator.objects.filter(partnership=partnership)}
    series: dict[tuple[str, str, str], list[ComparatorFigure]] = defaultdict(list)
    for figure in figures:
        if figure.indicator not in known:
            raise RuleError(
                f"“{figure.indicator}” is no indicator of the catalogue. Add it first, or correct its key.",
                code="unknown_indicator",
            )
        if not figure.source.strip():
            raise RuleError(f"Say where {figure.name}’s figures come from.", code="no_source")
        series[figure.indicator, figure.kind, figure.name].append(figure)
    rows = _comparators(by, known, series)
    values = [
        value for place, given in series.items() for value in _values(rows[place], known[place[0]], given)
    ]
    for start in range(0, len(values), BATCH):
        ComparatorValue.objects.bulk_create(values[start : start + BATCH])
        if progress:
            progress(min(start + BATCH, len(values)), len(values))
    keys = sorted({indicator for indicator, _, _ in series})
    record(
        "comparators.loaded",
        f"Loaded {len(series):,} comparators of {len(keys):,} indicators",
        by=by,
        partnership=partnership,
        changes={"indicators": [None, keys]},
    )
    refresh([known[key].pk for key in keys])
    return len(values)


def _comparators(
    by: Actor, known: dict[str, Indicator], series: dict[tuple[str, str, str], list[ComparatorFigure]]
) -> dict[tuple[str, str, str], Comparator]:
    """A row for each series, emptied where it was there before. Five queries however many series."""
    wanted = {known[key].pk: key for key, _, _ in series}
    there = {
        (wanted[row.indicator_id], row.kind, row.name): row
        for row in Comparator.objects.filter(indicator__in=wanted)
    }
    again = [row for place, row in there.items() if place in series]
    for row in again:
        row.source, row.imported_at, row.imported_by = (
            series[wanted[row.indicator_id], row.kind, row.name][0].source[:300],
            timezone.now(),
            by.label[:300],
        )
    Comparator.objects.bulk_update(again, ["source", "imported_at", "imported_by"], batch_size=500)
    for start in range(0, len(again), 500):
        ComparatorValue.objects.filter(comparator__in=again[start : start + 500]).delete()
    Comparator.objects.bulk_create(
        Comparator(
            indicator=known[key],
            kind=kind,
            name=name,
            source=figures[0].source[:300],
            imported_by=by.label[:300],
        )
        for (key, kind, name), figures in series.items()
        if (key, kind, name) not in there
    )
    found = Comparator.objects.filter(indicator__in=wanted)
    return {(wanted[row.indicator_id], row.kind, row.name): row for row in found}


def _values(
    row: Comparator, indicator: Indicator, figures: Sequence[ComparatorFigure]
) -> list[ComparatorValue]:
    by_period: dict[Period, ComparatorValue] = {}
    for figure in figures:
        value = value_from(indicator.unit, figure.numerator, figure.denominator, figure.value)
        if value is not None:
            by_period[figure.period] = ComparatorValue(
                comparator=row,
                period_start=figure.period.start,
                period_end=figure.period.end,
                numerator=figure.numerator,
                denominator=figure.denominator,
                value=value,
            )
    return list(by_period.values())


@transaction.atomic
def load_populations(*, by: Actor, partnership: Partnership, children: dict[int, int], source: str) -> int:
    """Keeps how many children aged 0 to 17 lived here in the middle of each year, in place of what was there."""
    by.require(Permission.MANAGE_MEASURES, partnership)
    if not source.strip():
        raise RuleError({"source": "Say where the numbers of children come from."}, code="no_source")
    Population.objects.bulk_create(
        [
            Population(partnership=partnership, year=year, children=count, source=source[:300])
            for year, count in children.items()
        ],
        update_conflicts=True,
        unique_fields=["partnership", "year"],
        update_fields=["children", "source"],
    )
    record(
        "populations.loaded",
        f"Loaded the number of children of {len(children):,} years",
        by=by,
        partnership=partnership,
    )
    return len(children)
