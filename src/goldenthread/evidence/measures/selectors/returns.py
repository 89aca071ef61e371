"""What the pages of returns show, each read in a fixed number of queries however many figures there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from goldenthread.evidence.measures.analysis.control_chart import expected_range
from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.analysis.series import Unit, written
from goldenthread.evidence.measures.models import Indicator, Observation
from goldenthread.evidence.measures.returns_due import Owed, Return, periods_owed, returns_of
from goldenthread.partnership.models import Agency, Partnership


@dataclass(frozen=True)
class Returns:
    """Every return that is owed, and the agencies by number."""

    agencies: dict[int, Agency]
    returns: list[Return]

    def of(self, agency: Agency) -> list[Return]:
        """Those of one agency."""
        return [each for each in self.returns if each.agency_id == agency.pk]

    def late(self, today: dt.date) -> list[Return]:
        """Those of which something is late, the latest first."""
        late = [each for each in self.returns if each.days_late(today)]
        return sorted(late, key=lambda each: -each.days_late(today))


def returns_owed(partnership: Partnership, *, on: dt.date, agency: Agency | None = None) -> Returns:
    """What agencies owe by a day, of one agency (with its definitions) or of all. Two or three queries."""
    links = _links(partnership, on, agency)
    if agency is not None:
        links = links.prefetch_related("indicator__definitions")
    return _gather(list(links), on, agency)


def returns_outstanding(
    partnership: Partnership, *, on: dt.date, agency: Agency | None = None, until_accepted: bool = False
) -> Returns:
    """As :func:`returns_owed`, but only from the first period of which something is not sent, or is queried.

    ``until_accepted`` goes back to the first of which something is not accepted. Three queries, of which the second
    reads numbers alone, so that years of complete returns cost next to nothing.
    """
    links = list(_links(partnership, on, agency))
    agencies = {link.agency_id: link.agency for link in links}
    done = {Observation.Status.ACCEPTED}
    if not until_accepted:
        done.add(Observation.Status.SUBMITTED)
    rows = (
        Observation.objects.sent()
        .filter(indicator__in={link.indicator_id for link in links})
        .order_by()
        .values_list("indicator", "agency", "period_start", "status")
    )
    known, wanting = set(), []
    for indicator, sender, start, status in rows:
        if status in done:
            known.add((indicator, sender, start))
        else:
            wanting.append(start)
    wanting += [
        period.start
        for link in links
        for period in periods_owed(link.indicator, on)
        if (link.indicator_id, link.agency_id, period.start) not in known
    ]
    return _gather(links, on, agency, since=min(wanting)) if wanting else Returns(agencies, [])


def _links(partnership: Partnership, on: dt.date, agency: Agency | None) -> Any:
    """Which agency sends which indicator, of those that are collected."""
    links = (
        Indicator.agencies.through.objects.filter(
            indicator__partnership=partnership, indicator__collected_from__isnull=False
        )
        .filter(Q(agency__ended_on=None) | Q(agency__ended_on__gte=on))
        .select_related("indicator__partnership", "agency")
        .order_by("indicator__priority", "indicator__title", "agency__name")
    )
    return links if agency is None else links.filter(agency=agency)


def _gather(
    links: Sequence[Any], on: dt.date, agency: Agency | None, since: dt.date = dt.date.min
) -> Returns:
    """The returns of these links of indicators and agencies, of periods that begin on ``since`` or later. One query."""
    indicators: dict[int, Indicator] = {}
    agencies: dict[int, Agency] = {}
    senders: dict[int, list[int]] = defaultdict(list)
    for link in links:
        indicators.setdefault(link.indicator_id, link.indicator)
        agencies.setdefault(link.agency_id, link.agency)
        senders[link.indicator_id].append(link.agency_id)
    if not indicators:
        return Returns({}, [])
    first = min((row.collected_from for row in indicators.values() if row.collected_from), default=on)
    rows = Observation.objects.filter(
        indicator__in=list(indicators), period_start__gte=max(first, since)
    ).exclude(status=Observation.Status.SUPERSEDED)
    if agency is not None:
        rows = rows.filter(agency=agency)
    known = [_of(row, indicators) for row in rows]
    return Returns(agencies, returns_of(indicators.values(), senders, known, on, since=since))


def _of(row: Observation, indicators: dict[int, Indicator]) -> Observation:
    """The figure with its indicator at hand, so that nobody asks for it again."""
    row.indicator = indicators[row.indicator_id]
    return row


def return_for(agency: Agency, period: Period, *, on: dt.date) -> Return | None:
    """One agency's return of one period: what is owed then, and what it has sent all the same. Three queries.

    ``None`` where nothing is owed for that period and nothing was sent.
    """
    found = returns_owed(agency.partnership, on=max(on, period.end + dt.timedelta(days=1)), agency=agency)
    owed = next((each for each in found.returns if each.period == period), None)
    sent = Observation.objects.filter(
        agency=agency, indicator__frequency=period.frequency.value, period_start=period.start
    ).exclude(status=Observation.Status.SUPERSEDED)
    known = {each.indicator.pk for each in owed.owed} if owed else set()
    more: dict[int, dict[str, Observation]] = defaultdict(dict)
    for row in (
        sent.exclude(indicator__in=known)
        .select_related("indicator__partnership", "definition")
        .prefetch_related("indicator__definitions")
    ):
        more[row.indicator_id][row.status] = row
    extra = [Owed(next(iter(rows.values())).indicator, agency.pk, period, rows) for rows in more.values()]
    if owed is None and not extra:
        return None
    return Return(agency.pk, period, (*(owed.owed if owed else ()), *extra))


def waiting_figures(partnership: Partnership) -> list[Observation]:
    """What was sent and waits to be accepted, by agency and period. One query."""
    return list(
        Observation.objects.filter(
            indicator__partnership=partnership,
            status__in=(Observation.Status.SUBMITTED, Observation.Status.QUERIED),
        )
        .select_related("indicator__partnership", "agency", "corrects", "definition")
        .order_by("agency__name", "period_start", "indicator__title")
    )


def figures_before(agency: Agency, period: Period, indicators: Sequence[Indicator]) -> dict[int, Observation]:
    """The latest accepted figure of each indicator before a period, with its definition. One query."""
    found: dict[int, Observation] = {}
    rows = (
        Observation.objects.accepted()
        .filter(agency=agency, indicator__in=indicators, period_start__lt=period.start)
        .select_related("indicator", "definition")
        .order_by("period_start")
    )
    for row in rows:
        found[row.indicator_id] = row
    return found


def unusual_figures(rows: Sequence[Observation]) -> dict[int, str]:
    """Which figures somebody should look at, and why: outside what earlier ones lead one to expect, the first of their
    series, a correction, or far from the target. One query.
    """
    series: dict[tuple[int, int], list[tuple[dt.date, float]]] = defaultdict(list)
    known = Observation.objects.accepted().filter(
        indicator__in={row.indicator_id for row in rows}, agency__in={row.agency_id for row in rows}
    )
    for indicator, agency, start, value in known.order_by("period_start").values_list(
        "indicator_id", "agency_id", "period_start", "value"
    ):
        series[indicator, agency].append((start, float(value)))
    return {row.pk: why for row in rows if (why := _unusual(row, series[row.indicator_id, row.agency_id]))}


def _unusual(row: Observation, series: Sequence[tuple[dt.date, float]]) -> str:
    unit = Unit(row.indicator.unit)
    before = [value for start, value in series if start < row.period_start]
    if row.corrects_id:
        was = row.corrects
        return f"corrects {written(was.value, unit)}" if was else "a correction"
    if not before:
        return "the first figure of its series"
    limits = expected_range(before)
    if limits and row.value is not None and not limits[0] <= float(row.value) <= limits[1]:
        return (
            f"outside the {written(max(0.0, limits[0]), unit)} to {written(limits[1], unit)} to be expected"
        )
    return ""
