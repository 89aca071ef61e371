"""How the partnership's website was used, as figures, a table for each business year, and a chart."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.design.charts import Chart, line_chart
from goldenthread.publishing.figures import Figure, Ledger, added_up
from goldenthread.publishing.models import Report, WebsiteMonth
from goldenthread.publishing.periods import (
    business_years,
    month_in_words,
    months_between,
    period_in_words,
)

ENTERED = "Entered by the business team"


@dataclass(frozen=True)
class MonthLine:
    """One month of the table; ``record`` is empty where nothing was entered or the period ends before it."""

    month: dt.date
    record: WebsiteMonth | None
    hits: Figure | None

    @property
    def name(self) -> str:
        """``May 2019``."""
        return month_in_words(self.month)


@dataclass(frozen=True)
class WebsiteYear:
    """A business year from its first month to its last."""

    name: str
    lines: tuple[MonthLine, ...]
    total: Figure | None


@dataclass(frozen=True)
class Website:
    """What the report shows of the website."""

    years: tuple[WebsiteYear, ...]
    hits: Figure | None
    chart: Chart | None
    busiest: MonthLine | None
    not_entered: tuple[str, ...]


def website_of(report: Report, ledger: Ledger) -> Website:
    """The website in the business years that the report's period touches; figures go into ``ledger``. One query."""
    years = business_years(report.period_from, report.period_to, report.partnership.business_year_month)
    records = {
        record.month: record
        for record in WebsiteMonth.objects.filter(partnership=report.partnership).between(
            years[0][0], report.period_to
        )
    }
    hits = {month: _hits(record, ledger) for month, record in records.items()}
    told = tuple(
        WebsiteYear(
            f"{month_in_words(first)} to {month_in_words(last)}",
            tuple(
                MonthLine(month, records.get(month), hits.get(month)) for month in months_between(first, last)
            ),
            _total(ledger, hits, first, min(last, report.period_to), f"website.hits-in-year-{first.year}"),
        )
        for first, last in years
    )
    period = list(months_between(report.period_from, report.period_to))
    within = [line for year in told for line in year.lines if line.month in period and line.hits]
    return Website(
        years=told,
        hits=_total(ledger, hits, report.period_from, report.period_to, "website.hits"),
        chart=_chart(told, report.period_to),
        busiest=max(within, key=lambda line: line.record.hits if line.record else 0, default=None),
        not_entered=tuple(month_in_words(month) for month in period if month not in records),
    )


def _hits(record: WebsiteMonth, ledger: Ledger) -> Figure:
    return ledger.add(
        Figure(
            f"website.hits-{record.key}",
            "Hits on the website",
            record.hits,
            month_in_words(record.month),
            record.source or ENTERED,
        )
    )


def _total(
    ledger: Ledger, hits: dict[dt.date, Figure], first: dt.date, last: dt.date, key: str
) -> Figure | None:
    parts = [hits[month] for month in months_between(first, last) if month in hits]
    if not parts:
        return None
    return ledger.add(
        added_up(
            parts,
            key=key,
            label="Hits on the website, in all",
            period=period_in_words(first, last),
            names="the months’ figures",
        )
    )


def _chart(years: tuple[WebsiteYear, ...], last: dt.date) -> Chart | None:
    lines = [line for year in years for line in year.lines if line.month <= last]
    while lines and lines[0].hits is None:
        lines.pop(0)
    if not lines:
        return None
    return line_chart(
        title=f"Hits on the website, {period_in_words(lines[0].month, lines[-1].month)}",
        periods=[f"{line.month:%b %Y}" for line in lines],
        series={"Hits": [line.record.hits if line.record else None for line in lines]},
        figure_heading="Hits in the month",
        period_heading="Month",
    )
