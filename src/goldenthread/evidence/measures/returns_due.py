"""Which figures agencies owe, by when, and how far they are. Pure reading of rows: no query is made here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from goldenthread.duties.clock import add_working_days, working_days_between
from goldenthread.evidence.measures.analysis.periods import Frequency, Period, period_of
from goldenthread.evidence.measures.models import Indicator, Observation

Status = Observation.Status
_due = lru_cache(maxsize=4096)(add_working_days)


def due_on(indicator: Indicator, period: Period) -> dt.date:
    """The last day on which the figure of a period is in time."""
    return _due(period.end, indicator.due_working_days)


@dataclass(frozen=True)
class Owed:
    """One figure that an agency owes for a period, with what it has sent of it so far."""

    indicator: Indicator
    agency_id: int
    period: Period
    rows: Mapping[str, Observation] = field(default_factory=dict)

    @property
    def due_on(self) -> dt.date:
        """The last day on which it is in time."""
        return due_on(self.indicator, self.period)

    @property
    def is_sent(self) -> bool:
        """Whether it was sent: a query does not make it owed again."""
        return any(status in self.rows for status in Observation.SENT)

    @property
    def status(self) -> str:
        """How it stands: missing, draft, submitted, queried or accepted."""
        for status in (Status.QUERIED, Status.SUBMITTED, Status.ACCEPTED, Status.DRAFT):
            if status in self.rows:
                return str(status)
        return "missing"

    def days_late(self, today: dt.date) -> int:
        """For how many working days it is late; 0 where it is sent, or in time."""
        return 0 if self.is_sent else max(0, working_days_between(self.due_on, today))


@dataclass(frozen=True)
class Return:
    """Everything that one agency owes for one period: what its data lead sits down to fill in."""

    agency_id: int
    period: Period
    owed: Sequence[Owed]

    @property
    def due_on(self) -> dt.date:
        """The first day by which something of it is due."""
        return min(each.due_on for each in self.owed)

    @property
    def missing(self) -> list[Owed]:
        """What was not sent."""
        return [each for each in self.owed if not each.is_sent]

    @property
    def queried(self) -> list[Owed]:
        """What the partnership asks about."""
        return [each for each in self.owed if each.status == Status.QUERIED]

    @property
    def waiting(self) -> list[Owed]:
        """What was sent and is not accepted yet."""
        return [each for each in self.owed if Status.SUBMITTED in each.rows or Status.QUERIED in each.rows]

    @property
    def drafts(self) -> list[Observation]:
        """What is drafted."""
        return [each.rows[Status.DRAFT] for each in self.owed if Status.DRAFT in each.rows]

    @property
    def is_complete(self) -> bool:
        """Whether everything was accepted."""
        return all(each.status == Status.ACCEPTED for each in self.owed)

    def days_late(self, today: dt.date) -> int:
        """For how many working days the longest late figure of it is late."""
        return max((each.days_late(today) for each in self.owed), default=0)


def periods_owed(indicator: Indicator, on: dt.date) -> tuple[Period, ...]:
    """The periods over by ``on`` for which figures are owed, oldest first."""
    if indicator.collected_from is None:
        return ()
    return _periods(indicator.frequency, indicator.collected_from, indicator.collected_until, on)


@lru_cache(maxsize=1024)
def _periods(
    frequency: str, collected_from: dt.date, collected_until: dt.date | None, on: dt.date
) -> tuple[Period, ...]:
    """The same for every indicator that is collected as often and since the same day, so worked out once a day."""
    period = period_of(collected_from, Frequency(frequency))
    if period.start < collected_from:
        period = period.next()
    found = []
    while period.end < on and (collected_until is None or period.end <= collected_until):
        found.append(period)
        period = period.next()
    return tuple(found)


def returns_of(
    indicators: Iterable[Indicator],
    senders: Mapping[int, Iterable[int]],
    observations: Iterable[Observation],
    on: dt.date,
    since: dt.date = dt.date.min,
) -> list[Return]:
    """Every return owed by ``on`` of periods that begin on ``since`` or later, the earliest due first.

    ``senders`` are the agencies of each indicator.

    Two indicators of one frequency share a return, whatever their days.
    """
    rows: dict[tuple[int, int, dt.date], dict[str, Observation]] = defaultdict(dict)
    for row in observations:
        rows[row.indicator_id, row.agency_id, row.period_start][row.status] = row
    gathered: dict[tuple[int, Period], list[Owed]] = defaultdict(list)
    for indicator in indicators:
        for period in periods_owed(indicator, on):
            if period.start < since:
                continue
            for agency in senders.get(indicator.pk, ()):
                known = rows.get((indicator.pk, agency, period.start), {})
                gathered[agency, period].append(Owed(indicator, agency, period, known))
    found = [Return(agency, period, tuple(owed)) for (agency, period), owed in gathered.items()]
    return sorted(found, key=lambda each: (each.due_on, each.period.start, each.agency_id))
