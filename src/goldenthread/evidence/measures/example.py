"""The example's measures: its catalogue, the figures that papers and the Department for Education printed, and what
they are compared with. Loading it again changes nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from goldenthread.evidence.measures.actions.catalogue import add_event, create_indicator
from goldenthread.evidence.measures.actions.catalogue_files import apply_catalogue
from goldenthread.evidence.measures.actions.comparators import (
    ComparatorFigure,
    load_comparators,
    load_populations,
)
from goldenthread.evidence.measures.actions.history import PublishedFigure, load_published
from goldenthread.evidence.measures.actions.returns import Figure
from goldenthread.evidence.measures.analysis.periods import Frequency, read_period
from goldenthread.evidence.measures.catalogue import read_catalogue
from goldenthread.evidence.measures.models import Comparator, Indicator
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.viewer import Actor

PRINTED_ONCE = "Printed once in a paper"
DEPARTMENT = "Department for Education, children in need statistics 2013 to 2024"
CHILDREN = "Office for National Statistics, mid-year estimates 2012 to 2023, ages 0 to 17"
Row = Mapping[str, str]


@transaction.atomic
def load_example(partnership: Partnership, *, by: Actor, folder: Path) -> int:
    """Enters the example's measures; answers how many figures are new.

    ``folder`` is the example partnership's own; the files lie in ``measures`` inside it.
    """
    files = folder / "measures"
    if not Indicator.objects.filter(partnership=partnership).exists():
        for name in ("definition-history.csv", "indicators.csv"):
            apply_catalogue(by=by, partnership=partnership, entries=read_catalogue(files / name))
        _printed_once(partnership, by, files)
        _event(partnership, by)
    indicators = {row.key: row for row in Indicator.objects.filter(partnership=partnership)}
    agencies = {row.key: row for row in Agency.objects.filter(partnership=partnership)}
    ours = partnership.short_name.partition(" ")[0]
    published = [
        (path.stem, row)
        for path in sorted((files / "published").glob("*.csv"))
        if path.stem != "populations"
        for row in _read(path)
    ]
    figures = [
        *(
            _figure(row, indicators[row["indicator"]], agencies[row["agency"]])
            for row in _read(files / "series.csv")
        ),
        *(_once(row, indicators, agencies) for row in _read(files / "printed-once.csv")),
        *(
            _figure(dict(row, source=DEPARTMENT), indicators[key], agencies["council"])
            for key, row in published
            if row["area"] == ours
        ),
    ]
    new = load_published(by=by, partnership=partnership, figures=figures)
    if not Comparator.objects.filter(indicator__partnership=partnership).exists():
        _compare(
            partnership, by, files, [(key, row) for key, row in published if row["area"] != ours], indicators
        )
    return new


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _figure(row: Row, indicator: Indicator, agency: Agency) -> PublishedFigure:
    """A figure of a paper; a count that stands in the column of numerators is its value."""
    numerator, denominator = _number(row.get("numerator")), _number(row.get("denominator"))
    value = _number(row.get("value"))
    if not indicator.has_denominator:
        numerator, value = None, value if value is not None else numerator
    return PublishedFigure(
        agency,
        Figure(
            indicator,
            read_period(row["period"], Frequency(indicator.frequency)),
            numerator=numerator,
            denominator=denominator,
            value=value,
            commentary=row.get("note") or "",
            source=row["source"],
        ),
    )


def _title_once(row: Row) -> str:
    return f"{row['title']}, {row['breakdown']}" if row["breakdown"] else row["title"]


def _key_once(row: Row) -> str:
    return f"printed-{slugify(_title_once(row))[:60].strip('-')}-{row['unit']}"


def _printed_once(partnership: Partnership, by: Actor, files: Path) -> None:
    """An indicator for each thing that a paper printed once or now and then: kept to be found, not on the scorecard."""
    known: set[str] = set()
    for row in _read(files / "printed-once.csv"):
        if _key_once(row) in known:
            continue
        known.add(_key_once(row))
        create_indicator(
            by=by,
            partnership=partnership,
            key=_key_once(row),
            holds_from=dt.date(2012, 4, 1),
            agencies=[partnership.agencies.get(key="council")],
            title=_title_once(row)[:200],
            priority=PRINTED_ONCE,
            frequency=Indicator.HowOften.ANNUAL,
            unit=row["unit"],
            on_scorecard=False,
            source=row["source"],
            definition=f"As the paper prints it, in {row['printed_unit']}: {_title_once(row)}.",
            denominator="All of those the paper speaks of" if row["unit"] == "percent" else "",
            threshold=0,
            year_to_date="none",
        )


def _once(row: Row, indicators: Mapping[str, Indicator], agencies: Mapping[str, Agency]) -> PublishedFigure:
    note = "; ".join(each for each in (f"printed for {row['printed_period']}", row["note"]) if each)
    return _figure(dict(row, note=note), indicators[_key_once(row)], agencies["council"])


def _event(partnership: Partnership, by: Actor) -> None:
    """Something to see on a chart: the transfer scheme that the papers name as the reason for a fall."""
    add_event(
        by=by,
        indicator=Indicator.objects.get(partnership=partnership, key="unaccompanied-children"),
        on=dt.date(2016, 7, 1),
        text="The national transfer scheme begins",
    )


def _compare(
    partnership: Partnership,
    by: Actor,
    files: Path,
    published: list[tuple[str, Row]],
    indicators: Mapping[str, Indicator],
) -> None:
    def comparator(key: str, row: Row, kind: str, name: str, source: str) -> ComparatorFigure:
        return ComparatorFigure(
            key,
            kind,
            name,
            read_period(row["period"], Frequency(indicators[key].frequency)),
            source,
            _number(row["numerator"]),
            _number(row["denominator"]),
            _number(row.get("value")),
        )

    printed = [
        comparator(row["indicator"], row, row["kind"], row["name"], row["source"])
        for row in _read(files / "comparators.csv")
    ]
    # Every authority stands in the funnel; of the regions, ours alone stands on the charts.
    areas = [
        comparator(key, row, row["level"], row["area"], DEPARTMENT)
        for key, row in published
        if row["level"] != "region" or row["area"] == "East of England"
    ]
    load_comparators(by=by, partnership=partnership, figures=[*printed, *areas])
    children: dict[int, Any] = {
        int(row["year"]): int(row["children"]) for row in _read(files / "published" / "populations.csv")
    }
    load_populations(by=by, partnership=partnership, children=children, source=CHILDREN)
