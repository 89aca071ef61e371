"""How good the data are: what each agency owes, sends in time, and corrects; and what the catalogue lacks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q

from goldenthread.evidence.measures.analysis.periods import Period
from goldenthread.evidence.measures.models import Indicator, Observation
from goldenthread.evidence.measures.returns_due import Owed, Return
from goldenthread.evidence.measures.selectors.returns import returns_owed
from goldenthread.partnership.models import Agency, Partnership


@dataclass
class AgencyQuality:
    """One agency's record: figures owed so far, and what became of them."""

    agency: Agency
    counts: Counter[str] = field(default_factory=Counter)
    longest: int = 0
    corrected: int = 0
    periods: dict[Period, str] = field(default_factory=dict)

    @property
    def completeness(self) -> float:
        """The share of what is owed that was sent, in percent."""
        return 100 * self.counts["sent"] / self.counts["owed"] if self.counts["owed"] else 0.0


@dataclass(frozen=True)
class Quality:
    """Every agency that owes figures, the periods of the grid, and what the catalogue lacks."""

    agencies: list[AgencyQuality]
    periods: list[Period]
    without_figures: list[Indicator]
    without_comparators: int

    @property
    def late(self) -> int:
        """How many figures are late."""
        return sum(each.counts["late"] for each in self.agencies)


def data_quality(partnership: Partnership, *, on: dt.date, months: int = 12) -> Quality:
    """How good the data are on a day. Five queries."""
    owed = returns_owed(partnership, on=on)
    corrections = Counter(
        dict(
            Observation.objects.accepted()
            .filter(indicator__partnership=partnership, corrects__isnull=False)
            .order_by()
            .values_list("agency")
            .annotate(Count("pk"))
        )
    )
    found = {
        pk: AgencyQuality(agency, corrected=corrections[pk])
        for pk, agency in sorted(owed.agencies.items(), key=lambda e: e[1].name)
    }
    for each in owed.returns:
        _count(found[each.agency_id], each, on)
    periods = sorted({each.period for each in owed.returns if each.period.frequency == "monthly"})[-months:]
    scorecard = Indicator.objects.filter(partnership=partnership, on_scorecard=True)
    return Quality(
        agencies=sorted(found.values(), key=lambda each: (-each.counts["late"], each.agency.name)),
        periods=periods,
        without_figures=list(
            scorecard.filter(Q(standing=None) | Q(standing__latest_start=None))
            .select_related("partnership")
            .order_by("title")
        ),
        without_comparators=scorecard.filter(comparators=None, standing__latest_start__isnull=False).count(),
    )


def _count(quality: AgencyQuality, owed: Return, on: dt.date) -> None:
    late = [each for each in owed.owed if each.days_late(on)]
    quality.longest = max(quality.longest, owed.days_late(on))
    quality.counts.update(
        owed=len(owed.owed),
        sent=len(owed.owed) - len(owed.missing),
        late=len(late),
        queried=len(owed.queried),
        in_time=sum(_was_in_time(each) for each in owed.owed),
    )
    quality.periods[owed.period] = (
        "late" if late else "queried" if owed.queried else "due" if owed.missing else "sent"
    )


def _was_in_time(owed: Owed) -> bool:
    times = [row.submitted_at.date() for row in owed.rows.values() if row.submitted_at]
    return bool(times) and min(times) <= owed.due_on
