"""Where the plan of a report stands, as figures, a table and a chart, and its exceptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from goldenthread.design.charts import Chart, ProgressRow, progress_chart
from goldenthread.design.words import uk_date
from goldenthread.plans.models import Plan
from goldenthread.plans.position import ActionRow, Rollup, roll_up
from goldenthread.plans.rag import Level
from goldenthread.plans.selectors import plan_exceptions, plan_position
from goldenthread.plans.words import due_words, level_label
from goldenthread.publishing.figures import Figure, Ledger
from goldenthread.publishing.models import Report

# With more rows than this a chart no longer fits a printed page.
MOST_ROWS = 10
BY_OBJECTIVE = "Objective"
BY_GROUP = "Overseeing group"


@dataclass(frozen=True)
class Line:
    """One row of the progress table: how many actions at each rating, not yet rated, all, and overdue."""

    label: str
    counts: tuple[Figure, ...]


@dataclass(frozen=True)
class PlanException:
    """One action that is overdue or badly rated, as the exception report tells it."""

    row: ActionRow
    late: Figure | None
    rated: str

    @property
    def due(self) -> str:
        """When it was due, as exactly as it was given."""
        return due_words(self.row.due_on, self.row.due_precision)


@dataclass(frozen=True)
class Progress:
    """A plan on the day of the report. ``key`` explains the headings that are numbers."""

    plan: Plan
    row_heading: str
    headings: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    total: Line
    chart: Chart
    exceptions: tuple[PlanException, ...]
    actions: Figure
    overdue: Figure
    completed: Figure
    mean: Figure | None
    unexplained: Figure


def progress_of(report: Report, plan: Plan, ledger: Ledger) -> Progress:
    """The plan as at the report's day; its figures go into ``ledger``. Six queries."""
    position = plan_position(plan, as_at=report.as_at)
    teller = _Teller(report, plan, ledger)
    heading, rollups = _rows_of(plan, position.rows)
    lines = tuple(teller.line(f"{number}", rollup) for number, rollup in enumerate(rollups, 1))
    total, whole = teller.line("all", position.total), position.total
    exceptions = tuple(
        PlanException(
            row,
            teller.days_late(row) if row.is_overdue else None,
            level_label(row.scale.key, row.level) if row.is_concern and row.level else "",
        )
        for row in plan_exceptions(plan, as_at=report.as_at)
    )
    key = tuple((_short(plan, level), level.word) for level in plan.scale.levels)
    unexplained = sum(not each.row.is_explained for each in exceptions)
    teller.count("exceptions", "Actions in the exception report", len(exceptions))
    for level in plan.scale.levels:
        teller.count(
            f"rated-{level.value}",
            f"Actions rated {level_label(plan.scale_key, level)}",
            whole.counts[level.value],
        )
    return Progress(
        plan=plan,
        row_heading=heading,
        headings=(*(short for short, _ in key), "Not rated", "Overdue", "All"),
        key=key if plan.scale_key == Plan.RatingScale.FIVE_POINT else (),
        lines=lines,
        total=total,
        chart=_chart(report, plan, rollups, heading),
        exceptions=exceptions,
        actions=teller.count("actions", "Actions in the plan", whole.actions),
        overdue=teller.count("overdue", "Actions overdue", whole.overdue),
        completed=teller.count("completed", "Actions completed", whole.done),
        mean=teller.mean(whole),
        unexplained=teller.count("unexplained", "Exceptions without an explanation", unexplained),
    )


class _Teller:
    """Makes the figures of one plan."""

    def __init__(self, report: Report, plan: Plan, ledger: Ledger) -> None:
        self.ledger = ledger
        self.plan = plan
        self.day = f"As at {uk_date(report.as_at)}"
        self.source = f"Action register: {plan.title}" + (f" ({plan.source})" if plan.source else "")

    def count(self, key: str, label: str, value: int, family: str = "") -> Figure:
        return self.ledger.add(Figure(f"plan.{key}", label, value, self.day, self.source, family))

    def mean(self, whole: Rollup) -> Figure | None:
        if whole.mean is None or self.plan.scale_key != Plan.RatingScale.FIVE_POINT:
            return None
        return self.ledger.add(
            Figure("plan.mean-rating", "Mean rating", whole.mean, self.day, f"{self.source}; computed")
        )

    def line(self, key: str, rollup: Rollup) -> Line:
        levels = [(str(level.value), rollup.counts[level.value]) for level in self.plan.scale.levels]
        counted = [
            *levels,
            ("unrated", rollup.counts[None]),
            ("overdue", rollup.overdue),
            ("actions", rollup.actions),
        ]
        family = "Actions at each rating, as the table of progress shows them"
        return Line(
            rollup.label,
            tuple(
                self.count(f"table.{key}.{name}", f"{rollup.label}: {name}", value, family)
                for name, value in counted
            ),
        )

    def days_late(self, row: ActionRow) -> Figure:
        return self.ledger.add(
            Figure(
                f"plan.late.{row.ref.lower().replace(' ', '-').replace('.', '-')}-{row.id}",
                f"Working days by which action {row.ref} is overdue",
                row.working_days_overdue,
                self.day,
                f"{self.source}: due date of each action, counted on England’s working days",
                "Working days by which each action of the exception report is overdue",
            )
        )


def _short(plan: Plan, level: Level) -> str:
    """A level as it fits over a narrow column; the words of numbered levels stand beneath the table."""
    return f"RAG {level.value}" if plan.scale_key == Plan.RatingScale.FIVE_POINT else level.word


def _rows_of(plan: Plan, rows: list[ActionRow]) -> tuple[str, list[Rollup]]:
    """The rows of table and chart: objectives, or overseeing groups where there are too many objectives."""
    labels = {objective.pk: str(objective) for objective in plan.objectives.all()}
    found = _rolled(rows, lambda row: labels.get(row.objective_id, "Other actions"))
    if len(found) <= MOST_ROWS:
        return BY_OBJECTIVE, found
    groups = _rolled(rows, lambda row: row.group or "No group named")
    groups.sort(key=lambda rollup: (rollup.label == "No group named", rollup.label))
    return BY_GROUP, groups[:MOST_ROWS] if len(groups) <= MOST_ROWS else [
        *groups[: MOST_ROWS - 1],
        Rollup("Other groups", None, tuple(row for each in groups[MOST_ROWS - 1 :] for row in each.rows)),
    ]


def _rolled(rows: list[ActionRow], label: Callable[[ActionRow], str]) -> list[Rollup]:
    return list(roll_up(rows, label, label))


def _chart(report: Report, plan: Plan, rollups: list[Rollup], heading: str) -> Chart:
    rows = [
        ProgressRow(
            rollup.label,
            {value: count for value, count in rollup.counts.items() if value is not None},
            not_rated=rollup.counts[None],
            overdue=rollup.overdue,
        )
        for rollup in rollups
    ]
    return progress_chart(
        title=f"Progress of the {plan.title} as at {uk_date(report.as_at)}",
        rows=rows or [ProgressRow("All actions", {})],
        scale=[(level.value, level.word, level.tone) for level in plan.scale.levels],
        row_heading=heading,
    )
