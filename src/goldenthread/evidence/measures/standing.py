"""Keeps how each indicator stands, so that a scorecard of sixty indicators reads sixty rows and works nothing out.

Whatever changes a figure, a definition, an event or a comparator calls :func:`refresh` in its own transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from goldenthread.design.charts.sparkline import sparkline
from goldenthread.evidence.measures.analysis.series import Unit, written
from goldenthread.evidence.measures.models import Indicator, Standing
from goldenthread.evidence.measures.reading import Reading, read_series
from goldenthread.evidence.measures.selectors.indicators import events_of
from goldenthread.evidence.measures.selectors.series import (
    Compared,
    comparators_of,
    family_of,
    published_series,
)
from goldenthread.partnership.today import today

SPARKLINE_POINTS = 24
AT_LEAST, AT_MOST = "≥ ", "≤ "


def refresh(indicators: Iterable[int]) -> None:
    """Works out anew how these indicators stand, and those that add up with them. The same queries for one and many."""
    rows = list(Indicator.objects.filter(pk__in=family_of(indicators)).order_by("pk"))
    keys = [row.pk for row in rows]
    series, events, compared = published_series(rows), events_of(keys), comparators_of(keys)
    before = {row.indicator_id: row for row in Standing.objects.filter(indicator__in=keys)}
    found = []
    for row in rows:
        reading = read_series(series[row.pk], events.get(row.pk, ()))
        found.append(_standing(row, reading, compared.get(row.pk, ()), before.get(row.pk)))
    Standing.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["indicator"],
        update_fields=["latest_start", "latest_end", "moved_on", "signal", "data"],
    )


def _standing(
    indicator: Indicator, reading: Reading, compared: Iterable[Compared], before: Standing | None
) -> Standing:
    latest = reading.latest
    start = latest.period.start if latest else None
    same = (
        before is not None and before.latest_start == start and before.data.get("latest") == _latest(reading)
    )
    return Standing(
        indicator=indicator,
        latest_start=start,
        latest_end=latest.period.end if latest else None,
        moved_on=before.moved_on if same and before is not None else today() if latest else None,
        signal=_signal(reading),
        data=_data(reading, compared) if latest else {},
    )


def _signal(reading: Reading) -> str:
    kind = str(reading.variation.kind)
    return kind if kind in ("improvement", "concern", "neither") else ""


def _data(reading: Reading, compared: Iterable[Compared]) -> dict[str, Any]:
    definition, unit = reading.series.definition, reading.unit
    to_date, forecast = reading.year_to_date, reading.forecast
    return {
        "latest": _latest(reading),
        "count": len(reading.series.points),
        "trial": reading.chart.is_trial,
        "variation": _verdict(reading.variation),
        "assurance": _verdict(reading.assurance),
        "target": target_in_words(definition.target, str(reading.polarity), unit),
        "target_state": str(reading.target_state),
        "travel": {"words": str(reading.travel)},
        "year_to_date": {"text": written(to_date.value, unit), "words": to_date.words} if to_date else {},
        "forecast": {
            "text": written(forecast.value, unit),
            "words": f"{written(forecast.lower, unit)} to {written(forecast.upper, unit)}",
            "method": forecast.method,
        }
        if forecast
        else {},
        "comparator": _nearest(reading, compared),
        "sparkline": str(_sparkline(reading)),
    }


def _latest(reading: Reading) -> dict[str, Any]:
    latest = reading.latest
    if latest is None:
        return {}
    return {
        "period": latest.period.words,
        "key": latest.period.key,
        "text": written(latest.value, reading.unit),
        "value": None if latest.value is None else float(latest.value),
        "hidden": latest.hidden,
    }


def _verdict(verdict: Any) -> dict[str, str]:
    return {"kind": str(verdict.kind), "short": verdict.short, "words": verdict.words}


def target_in_words(target: Decimal | None, polarity: str, unit: Unit) -> str:
    """A target with which way it is met: ``≥ 85%``; nothing where there is none."""
    if target is None:
        return ""
    sign = {"higher": AT_LEAST, "lower": AT_MOST}.get(polarity, "")
    places = 0 if target == target.to_integral_value() else None
    return f"{sign}{written(target, unit, places)}"


def _nearest(reading: Reading, compared: Iterable[Compared]) -> dict[str, str]:
    """The first comparator that has a value for the latest period, or the latest value of one before it."""
    latest = reading.latest
    if latest is None:
        return {}
    for each in compared:
        if (value := each.values.get(latest.period.start)) is not None:
            return {"name": each.name, "text": written(value, reading.unit), "period": latest.period.short}
    for each in compared:
        earlier = [start for start in each.values if start < latest.period.start]
        if earlier:
            start = max(earlier)
            when = reading.series.indicator.period_at(start).short
            return {"name": each.name, "text": written(each.values[start], reading.unit), "period": when}
    return {}


def _sparkline(reading: Reading) -> str:
    values = list(reading.chart.values)[-SPARKLINE_POINTS:]
    first = len(reading.chart.values) - len(values)
    if sum(value is not None for value in values) < 2:
        return ""
    phase = reading.chart.current
    target = reading.series.definition.target
    return sparkline(
        values,
        tones=[reading.tone_at(first + place) for place in range(len(values))],
        lower=phase.lower if phase else None,
        upper=phase.upper if phase else None,
        mean=phase.mean if phase else None,
        target=None if target is None else float(target),
        label=_told(reading),
    )


def _told(reading: Reading) -> str:
    """The trend in one sentence, for those who do not see it."""
    known = [point for point in reading.series.points if point.value is not None]
    first, last = known[0], known[-1]
    unit = reading.unit
    return (
        f"From {written(first.value, unit)} in {first.period.short} to {written(last.value, unit)} in "
        f"{last.period.short}. {reading.variation.short}."
    )
