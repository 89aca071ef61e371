"""The tables of one indicator: its figures, comparators and definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldenthread.design.charts import Chart
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.evidence.measures.analysis.series import Unit, written
from goldenthread.evidence.measures.charts import signal_words
from goldenthread.evidence.measures.models import Definition
from goldenthread.evidence.measures.selectors.indicators import IndicatorPage
from goldenthread.evidence.measures.selectors.series import Compared
from goldenthread.evidence.measures.standing import target_in_words


@dataclass(frozen=True)
class FigureRow:
    """One period of the series as it is published."""

    period: str
    figure: str
    value: float | None
    numerator: Any
    denominator: Any
    mean: str
    limits: str
    signal: str
    origin: str
    comment: str


def series_table(page: IndicatorPage) -> Table[FigureRow]:
    """Every figure, the latest first: how it reads, and where it came from."""
    rows = list(reversed(_rows(page)))
    shares = page.indicator.has_denominator
    columns: list[Column[FigureRow]] = [
        Column("period", "Period", header=True),
        Column("value", "Figure", cell=lambda row: row.figure, numeric=True),
        *(
            [
                Column[FigureRow]("numerator", "Numerator", numeric=True),
                Column[FigureRow]("denominator", "Denominator", numeric=True),
            ]
            if shares
            else []
        ),
        Column("mean", "Mean", numeric=True),
        Column("limits", "Limits", numeric=True),
        Column("signal", "Signal"),
        Column("origin", "Where it came from"),
        Column("comment", "Comment"),
    ]
    return Table(
        f"Figures of {page.indicator.title}",
        columns,
        rows,
        empty="No figure has been accepted yet. When an agency’s return is, its figures stand here.",
    )


def _rows(page: IndicatorPage) -> list[FigureRow]:
    reading, unit = page.reading, page.reading.unit
    held = {at: phase for phase in reading.chart.phases for at in range(phase.begin, phase.end)}
    rows = []
    for at, (period, point) in enumerate(zip(reading.periods, reading.points, strict=True)):
        phase = held.get(at)
        origins = page.origins.get(period.start, ())
        figure = "no figure" if point is None else point.hidden or written(point.value, unit)
        shown = point is not None and not point.hidden
        rows.append(
            FigureRow(
                period=period.words,
                figure=figure,
                value=None if point is None or point.value is None else float(point.value),
                numerator=_plain(point.numerator) if point and shown else None,
                denominator=_plain(point.denominator) if point else None,
                mean=written(phase.mean, unit) if phase else "",
                limits=f"{written(phase.lower, unit)} to {written(phase.upper, unit)}" if phase else "",
                signal=signal_words(reading, at),
                origin="; ".join(dict.fromkeys(f"{o.agency}: {o.source or o.route}" for o in origins)),
                comment="; ".join(o.commentary for o in origins if o.commentary),
            )
        )
    return rows


def _plain(number: Any) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def comparators_table(page: IndicatorPage) -> Table[Any]:
    """Each comparator's latest value beside ours of the same period."""
    indicator, unit = page.indicator, page.reading.unit

    def latest(each: Compared) -> Any:
        return max(each.values)

    def ours(each: Compared) -> str:
        point = page.reading.series.at(latest(each))
        return "" if point is None else point.hidden or written(point.value, unit)

    columns: list[Column[Compared]] = [
        Column("name", "Compared with", header=True),
        Column("period", "Latest", value=lambda each: indicator.period_at(latest(each)).words),
        Column("value", "Figure", value=lambda each: written(each.values[latest(each)], unit), numeric=True),
        Column("ours", "Ours then", value=ours, numeric=True),
        Column("source", "Published in"),
    ]
    return Table("Compared with", columns, page.comparators)


def definitions_table(page: IndicatorPage) -> Table[Definition]:
    """What the indicator has meant, the latest first."""
    unit = Unit(page.indicator.unit)
    columns: list[Column[Definition]] = [
        Column("holds_from", "Holds from", cell=lambda row: uk_date(row.holds_from), header=True),
        Column("definition", "What it counts"),
        Column(
            "target",
            "Target",
            value=lambda row: target_in_words(row.target, row.polarity, unit),
            numeric=True,
        ),
        Column("why", "Why it changed"),
        Column("by_label", "Entered by"),
    ]
    return Table("Definitions so far", columns, page.reading.series.definitions)


def chart_table(chart: Chart) -> Table[Any]:
    """A chart's own table."""
    columns: list[Column[tuple[str, ...]]] = [
        Column(str(at), heading, value=lambda row, at=at: row[at], header=at == 0)  # type: ignore[misc]
        for at, heading in enumerate(chart.table.headings)
    ]
    return Table(f"The figures of the chart: {chart.title}", columns, chart.table.rows)
