"""The charts of a plan."""

from __future__ import annotations

import datetime as dt

from goldenthread.design.charts import Chart, GanttBar, ProgressRow, gantt, progress_chart
from goldenthread.design.words import days, uk_date
from goldenthread.plans.models import Plan
from goldenthread.plans.position import ActionRow, Rollup
from goldenthread.plans.words import level_label


def progress_by_objective(plan: Plan, rollups: list[Rollup], as_at: dt.date) -> Chart:
    """How many actions of each objective stand at each rating, with what is overdue."""
    return progress_chart(
        title=f"Progress of {plan.title} as at {uk_date(as_at)}",
        rows=[
            ProgressRow(
                rollup.label,
                {value: count for value, count in rollup.counts.items() if value is not None},
                not_rated=rollup.counts[None],
                overdue=rollup.overdue,
            )
            for rollup in rollups
        ],
        scale=[(level.value, level.word, level.tone) for level in plan.scale.levels],
    )


def plan_gantt(plan: Plan, rows: list[ActionRow], as_at: dt.date) -> Chart:
    """When each action starts and is due, with a line at the day shown."""
    return gantt(title=f"What is due in {plan.title}", bars=[_bar(row) for row in rows], today=as_at)


def _bar(row: ActionRow) -> GanttBar:
    level = row.level
    finished = row.rated_on if row.is_done else None
    started = row.started_on
    if started and finished and started > finished:
        started = None
    return GanttBar(
        label=f"{row.ref} {row.title}".strip(),
        word=level_label(row.scale.key, level) if level else "Not rated",
        tone=level.tone if level else "grey",
        started=started,
        due=row.due_on,
        finished=finished,
        lateness=days(row.working_days_overdue) if row.is_overdue else "",
    )
