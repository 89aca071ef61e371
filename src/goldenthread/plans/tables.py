"""The tables of actions: the same columns on the page, in the exported file and in a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from django.utils.safestring import SafeString

from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.plans.models import Plan
from goldenthread.plans.position import ActionRow, Rollup
from goldenthread.plans.rag import FIVE_POINT, Level, Scale
from goldenthread.plans.selectors import Grid
from goldenthread.plans.words import due_state, due_words, exception_reason, rating_badge, travel_badge

NO_WORDING = "The wording of this action is not on record"
TITLE_LENGTH = 180


def short_title(row: ActionRow) -> str:
    """The action's wording, cut at a word where it is long."""
    title = row.title or NO_WORDING
    return title if len(title) <= TITLE_LENGTH else f"{title[:TITLE_LENGTH].rsplit(' ', 1)[0]}…"


def _ref(row: ActionRow) -> SafeString:
    return SafeString(f'<a class="govuk-link" href="{escape(row.url)}">{escape(row.ref)}</a>')


def _due(row: ActionRow) -> SafeString:
    state = due_state(row) if not row.is_done else ""
    late = " gt-late" if row.is_overdue else ""
    under = f'<br><span class="gt-small{late}">{escape(state)}</span>' if state else ""
    return SafeString(f"{escape(due_words(row.due_on, row.due_precision))}{under}")


def _explanation(row: ActionRow) -> SafeString:
    if not row.explanation:
        return SafeString('<strong class="gt-late">No explanation has been given</strong>')
    when = f"Given on {uk_date(row.explained_on)}"
    if not row.is_explained:
        when += ", before this became an exception"
    return SafeString(f'{escape(row.explanation)}<br><span class="gt-small">{escape(when)}</span>')


REF = Column[ActionRow]("ref", "Ref", cell=_ref, header=True, sort="ref", classes="gt-nowrap")
TITLE = Column[ActionRow]("title", "Action", cell=short_title, classes="gt-table__wide")
RATING = Column[ActionRow](
    "rating", "Rating", cell=lambda row: rating_badge(row.scale.key, row.rating), sort="rating"
)
BEFORE = Column[ActionRow](
    "before", "Before", cell=lambda row: rating_badge(row.scale.key, row.before, short=True)
)
TRAVEL = Column[ActionRow]("direction", "Direction of travel", cell=lambda row: travel_badge(row.direction))
DUE = Column[ActionRow]("due_on", "Due", cell=_due, sort="due")
LEAD = Column[ActionRow]("lead", "Lead", sort="lead")
AGENCY = Column[ActionRow]("agency", "Lead agency", sort="agency")
GROUP = Column[ActionRow]("group", "Overseen by", sort="group")
PLAN = Column[ActionRow]("plan_title", "Plan")
WHY = Column[ActionRow]("why", "Why it is here", value=exception_reason, sort="late")
SINCE = Column[ActionRow]("since", "Since", value=lambda row: row.exception_since, sort="since")
EXPLANATION = Column[ActionRow](
    "explanation",
    "Explanation",
    value=lambda row: row.explanation,
    cell=_explanation,
    classes="gt-table__wide",
)


def actions_table(
    caption: str,
    *,
    groups: list[tuple[str, list[ActionRow]]] | None = None,
    rows: Iterable[ActionRow] = (),
    sort: str = "",
    sort_link: Callable[[str], str] | None = None,
    with_plan: bool = False,
) -> Table[ActionRow]:
    """Actions at a glance: rating now and before, which way it moved, due, lead."""
    columns = [REF, TITLE, RATING, BEFORE, TRAVEL, DUE, LEAD, GROUP]
    if with_plan:
        columns = [REF, PLAN, TITLE, RATING, DUE, LEAD, GROUP]
    return Table(
        caption,
        columns,
        rows,
        groups=groups,
        sort=sort,
        sort_link=sort_link,
        empty="No actions match. Clear a filter to see more.",
        group_heading="Objective",
    )


def exceptions_table(
    caption: str,
    rows: Iterable[ActionRow],
    *,
    sort: str = "",
    sort_link: Callable[[str], str] | None = None,
    with_plan: bool = False,
) -> Table[ActionRow]:
    """What is overdue or badly rated, why and since when, who oversees it, and how it is explained."""
    columns = [REF, *([PLAN] if with_plan else []), TITLE, WHY, SINCE, LEAD, GROUP, EXPLANATION]
    return Table(
        caption,
        columns,
        rows,
        sort=sort,
        sort_link=sort_link,
        empty="Nothing is overdue, and nothing is rated as a concern.",
    )


def rollup_table(
    caption: str,
    heading: str,
    rollups: list[Rollup],
    total: Rollup,
    scale: Scale | None,
    link: Callable[[Rollup], str],
) -> Table[Rollup]:
    """What each objective, group, agency or plan adds up to. Without a common scale there are no means."""

    def name(rollup: Rollup) -> SafeString:
        return SafeString(f'<a class="govuk-link" href="{escape(link(rollup))}">{escape(rollup.label)}</a>')

    columns: list[Column[Rollup]] = [
        Column("label", heading, cell=name, header=True, classes="gt-table__wide"),
        Column("actions", "Actions", numeric=True),
    ]
    if scale is not None:
        columns += [
            Column(f"at{level.value}", _short_label(scale, level), value=_count(level.value), numeric=True)
            for level in scale.levels
        ]
        columns.append(Column("unrated", "Not rated", value=_count(None), numeric=True))
        columns += [
            Column("mean_before", "Mean before", value=lambda r: r.mean_before, numeric=True),
            Column("mean", "Mean now", value=lambda r: r.mean, numeric=True),
            Column("direction", "Direction of travel", cell=lambda r: travel_badge(r.direction)),
        ]
    columns += [
        Column("done", "Completed", numeric=True),
        Column("overdue", "Overdue", numeric=True),
        Column("unexplained", "Without an explanation", numeric=True),
        *(Column(f"due{n}", f"Due in {n} days", value=_due_within(n), numeric=True) for n in (30, 60, 90)),
    ]
    foot = [total.label, *(column.plain(total) for column in columns[1:])] if rollups else None
    if foot and scale is not None:
        foot[[column.key for column in columns].index("direction")] = travel_badge(total.direction)
    return Table(caption, columns, rollups, foot=foot, empty="There are no actions yet.")


def _short_label(scale: Scale, level: Level) -> str:
    """A level as the heading of a narrow column: RAG 3, or Green."""
    return f"RAG {level.value}" if scale.key == FIVE_POINT.key else level.word


def _count(value: int | None) -> Callable[[Rollup], int]:
    return lambda rollup: rollup.counts[value]


def _due_within(horizon: int) -> Callable[[Rollup], int]:
    return lambda rollup: rollup.due_within[horizon]


def grid_table(plan: Plan, grid: Grid) -> Table[tuple[ActionRow, list[int | None]]]:
    """Ratings over time, a narrow cell for each month in which the plan was rated."""
    columns: list[Column[tuple[ActionRow, list[int | None]]]] = [
        Column(
            "action", "Action", value=lambda pair: f"{pair[0].ref} {pair[0].title}", cell=_named, header=True
        ),
    ]
    for number, period in enumerate(grid.periods):
        columns.append(
            Column(
                period.key,
                period.words if period.key == "initial" else f"{period.month:%b %Y}",
                value=_cell_value(number),
                cell=_cell_badge(plan.scale_key, number),
            )
        )
    return Table(
        f"Ratings of {plan.title} over time",
        columns,
        grid.rows,
        classes="gt-grid",
        empty="Nothing has been rated yet.",
    )


def _named(pair: tuple[ActionRow, list[int | None]]) -> SafeString:
    return SafeString(f"{_ref(pair[0])} {escape(short_title(pair[0]))}")


def _cell_value(number: int) -> Callable[[tuple[ActionRow, list[int | None]]], int | None]:
    return lambda pair: pair[1][number]


def _cell_badge(scale_key: str, number: int) -> Callable[[tuple[ActionRow, list[int | None]]], SafeString]:
    return lambda pair: rating_badge(scale_key, pair[1][number], short=True)
