"""The pictures of one indicator: its control chart and, for a share or a rate, its funnel."""

from __future__ import annotations

from goldenthread.design.charts import (
    Chart,
    ControlPoint,
    FunnelArea,
    FunnelLimit,
    Limits,
    control_chart,
    funnel_chart,
)
from goldenthread.evidence.measures.analysis.funnel import Area, Funnel, funnel
from goldenthread.evidence.measures.analysis.series import OF_A_DENOMINATOR, Unit, written
from goldenthread.evidence.measures.reading import Reading
from goldenthread.evidence.measures.selectors.indicators import IndicatorPage, areas_of

HEADINGS = {
    Unit.COUNT: "Number",
    Unit.PERCENT: "Percentage",
    Unit.RATE: "Per 10,000 children",
    Unit.DAYS: "Days",
    Unit.HOURS: "Hours",
    Unit.CURRENCY: "Pounds",
    Unit.SCORE: "Score",
}


def signal_words(reading: Reading, place: int) -> str:
    """What a figure signals, in a few words; nothing where it signals nothing."""
    found = reading.signals_at(place)
    return (
        f"{reading.tone_at(place).capitalize()}: {', '.join(signal.words for signal in found)}"
        if found
        else ""
    )


def trend_of(page: IndicatorPage) -> Chart:
    """The control chart of an indicator with its target, comparators and events; its table is the series table."""
    reading = page.reading
    places = {period.start: at for at, period in enumerate(reading.periods)}
    points = []
    for at, (period, point) in enumerate(zip(reading.periods, reading.points, strict=True)):
        value = reading.chart.values[at]
        text = written(point.value, reading.unit) if point else ""
        note = point.hidden if point else "no figure"
        kind = reading.tone_at(at) if value is not None else "common"
        points.append(ControlPoint(period.short, value, kind, text or note, signal_words(reading, at)))
    target = reading.series.definition.target
    lowest = None if reading.unit is Unit.SCORE else 0.0
    return control_chart(
        title=f"{page.indicator.title}: {reading.variation.short.lower()}",
        description=f"{told(reading)} {reading.variation.words} {reading.assurance.words}",
        points=points,
        limits=[Limits(p.begin, p.end, p.mean, p.lower, p.upper) for p in reading.chart.phases],
        target=None if target is None else float(target),
        comparators={
            each.name: [
                float(each.values[period.start]) if period.start in each.values else None
                for period in reading.periods
            ]
            for each in page.comparators
            if any(start in places for start in each.values)
        },
        events=[
            (at, event.text)
            for event in page.events
            for at, period in enumerate(reading.periods)
            if period.start <= event.on <= period.end
        ],
        figure_heading=HEADINGS[reading.unit],
        bounds=(lowest, 100.0 if reading.unit is Unit.PERCENT else None),
    )


def told(reading: Reading) -> str:
    """The series in a sentence: from what to what."""
    known = [point for point in reading.series.points if point.value is not None]
    if not known:
        return "No figure is published."
    first, last = known[0], known[-1]
    return (
        f"From {written(first.value, reading.unit)} in {first.period.words} to "
        f"{written(last.value, reading.unit)} in {last.period.words}."
    )


def funnel_of(page: IndicatorPage) -> Chart | None:
    """The latest figure among those of other authorities; ``None`` where it is no share or rate, or stands alone."""
    reading, latest = page.reading, page.reading.latest
    if (
        reading.unit not in OF_A_DENOMINATOR
        or latest is None
        or latest.numerator is None
        or not latest.denominator
    ):
        return None
    name = page.indicator.partnership.short_name
    ours = Area(name, float(latest.numerator), float(latest.denominator), is_ours=True)
    others = [
        Area(area.name, float(area.numerator), float(area.denominator))
        for area in areas_of(page.indicator, latest.period.start)
    ]
    found = funnel([ours, *others], per=float(OF_A_DENOMINATOR[reading.unit])) if others else None
    return None if found is None else _funnel_chart(page, found)


def _funnel_chart(page: IndicatorPage, found: Funnel) -> Chart:
    reading, latest = page.reading, page.reading.latest
    assert latest is not None  # noqa: S101
    outside = sum(bool(area.outside) for area in found.areas)
    ours = found.ours
    where = {"above": "above", "below": "below"}.get(ours.outside if ours else "", "within")
    period = latest.period.words
    return funnel_chart(
        title=f"{page.indicator.title}, {period}: {where} what chance explains",
        description=(
            f"{len(found.areas)} areas by size. Ours is {where} the 99.8% limits about the mean of all, "
            f"{written(found.mean, reading.unit)}; {outside} areas lie outside them."
        ),
        areas=[FunnelArea(a.name, a.size, a.value, a.is_ours, a.outside) for a in found.areas],
        mean=found.mean,
        limits=[FunnelLimit(x.size, x.lower, x.inner_lower, x.inner_upper, x.upper) for x in found.limits],
        figure_heading=HEADINGS[reading.unit],
        size_heading=page.reading.series.definition.denominator[:60] or "Measured on",
    )
