"""One indicator as plain values, for the command line and whoever else reads it by programme."""

from __future__ import annotations

from typing import Any

from goldenthread.evidence.measures.analysis.series import written
from goldenthread.evidence.measures.models import Indicator
from goldenthread.evidence.measures.reading import Reading
from goldenthread.evidence.measures.selectors.indicators import IndicatorPage, indicator_page


def published(indicator: Indicator) -> dict[str, Any]:
    """The series with its sources, the chart and the comparators; small numbers are hidden here as everywhere."""
    page = indicator_page(indicator)
    return {
        "indicator": indicator.key,
        "title": indicator.title,
        "unit": indicator.unit,
        "series": _series(page),
        "chart": _chart(page.reading),
        "comparators": [
            {
                "kind": each.kind,
                "name": each.name,
                "source": each.source,
                "series": [
                    {"period": indicator.period_at(start).key, "value": float(value)}
                    for start, value in each.values.items()
                ],
            }
            for each in page.comparators
        ],
    }


def _series(page: IndicatorPage) -> list[dict[str, Any]]:
    return [
        {
            "period": point.period.key,
            "value": None if point.value is None else float(point.value),
            "text": written(point.value, page.reading.unit),
            "hidden": point.hidden,
            "source": "; ".join(
                dict.fromkeys(
                    f"{o.agency}: {o.source or o.route}" for o in page.origins.get(point.period.start, ())
                )
            ),
        }
        for point in page.reading.series.points
    ]


def _chart(reading: Reading) -> dict[str, Any]:
    phase = reading.chart.current
    return {
        "mean": phase.mean if phase else None,
        "lower": phase.lower if phase else None,
        "upper": phase.upper if phase else None,
        "trial": reading.chart.is_trial,
        "phases": [
            {"from": reading.periods[p.begin].key, "mean": p.mean, "lower": p.lower, "upper": p.upper}
            for p in reading.chart.phases
        ],
        "signals": [
            {
                "kind": str(signal.kind),
                "direction": str(signal.way),
                "periods": [reading.periods[place].key for place in signal.places],
                "words": signal.words,
            }
            for signal in reading.chart.signals
        ],
        "variation": str(reading.variation.kind),
        "assurance": str(reading.assurance.kind),
        "words": reading.variation.words,
    }
