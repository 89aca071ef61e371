"""Measures of the thread itself: how long until there is an action, how long until impact, how much of it is shown."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from goldenthread.design.charts import Chart, ProgressRow, progress_chart
from goldenthread.thread.selectors.rows import Row
from goldenthread.thread.standing import Stage, Standing


@dataclass(frozen=True)
class Figures:
    """Of some recommendations. Days are medians of calendar days; ``None`` where there is nothing to count."""

    name: str
    recommendations: int
    accepted: int
    proved: int
    days_to_action: float | None
    days_to_impact: float | None
    standings: Counter[Standing]

    @property
    def stages(self) -> Counter[Stage]:
        """How many are at each stage."""
        found: Counter[Stage] = Counter()
        for standing, count in self.standings.items():
            found[standing.stage] += count
        return found

    @property
    def share_proved(self) -> float | None:
        """Per cent of those accepted whose impact was judged achieved."""
        return 100 * self.proved / self.accepted if self.accepted else None


def figures_of(name: str, rows: Sequence[Row]) -> Figures:
    """The figures of some recommendations."""
    accepted = [row for row in rows if row.recommendation.accepted]
    standings = Counter(row.standing for row in rows)
    return Figures(
        name=name,
        recommendations=len(rows),
        accepted=len(accepted),
        proved=standings[Standing.CLOSED],
        days_to_action=_median(_days_to_action(row) for row in accepted),
        days_to_impact=_median(_days_to_impact(row) for row in accepted),
        standings=standings,
    )


def _median(days: object) -> float | None:
    found = [day for day in days if day is not None]  # type: ignore[attr-defined]
    return float(median(found)) if found else None


def _days_to_action(row: Row) -> int | None:
    """From the report to the day on which the first action was linked."""
    first = row.first_on
    return (first - row.recommendation.source.dated).days if first else None


def _days_to_impact(row: Row) -> int | None:
    """From the report to the day on which its impact was judged achieved."""
    closed: dt.date | None = row.closed_on
    return (closed - row.recommendation.source.dated).days if closed else None


BY: dict[str, tuple[str, Callable[[Row], str]]] = {
    "source": ("Source", lambda row: str(row.recommendation.source)),
    "kind": ("Kind of source", lambda row: row.recommendation.source.get_kind_display()),
    "agency": ("Agency", lambda row: row.agency or "No agency yet"),
    "theme": ("Theme", lambda row: row.theme or "No theme"),
}


def stages_chart(figures: Sequence[Figures], heading: str) -> Chart | None:
    """How many recommendations of each are at which stage of the way to impact; ``None`` where there are none."""
    rows = [
        ProgressRow(each.name, Counter({stage.value: count for stage, count in each.stages.items()}))
        for each in figures
        if each.recommendations
    ]
    if not rows:
        return None
    return progress_chart(
        title=f"How far recommendations are, by {heading.lower()}",
        rows=rows,
        scale=[(stage.value, stage.label, stage.tone) for stage in Stage],
        row_heading=heading,
        thing="recommendation",
        dated=False,
    )


def figures_by(rows: Sequence[Row], what: str) -> list[Figures]:
    """The same for each source, kind, agency or theme (a key of :data:`BY`), by name; all together come last."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[BY[what][1](row)].append(row)
    return [figures_of(name, found) for name, found in sorted(groups.items())] + [figures_of("All", rows)]
