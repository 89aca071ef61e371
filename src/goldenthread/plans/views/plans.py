"""Where a plan stands: its list, its roll-up, its ratings over time, its time line, its exceptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.design.filters import Choice, choices
from goldenthread.partnership.access import requires
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today
from goldenthread.plans.filters import STATES, Filters
from goldenthread.plans.models import Objective, Plan
from goldenthread.plans.pictures import plan_gantt, progress_by_objective
from goldenthread.plans.position import ActionRow, Rollup, roll_up, whole
from goldenthread.plans.rag import Level
from goldenthread.plans.selectors import (
    Position,
    plan_exceptions,
    plan_position,
    plans_of,
    rating_grid,
)
from goldenthread.plans.tables import actions_table, exceptions_table, grid_table, rollup_table, short_title
from goldenthread.plans.views.access import plan_or_404
from goldenthread.plans.words import level_label, rating_badge, rating_bar, state_of_plan

VIEWS = (
    ("Actions", "plans:plan"),
    ("Summary", "plans:summary"),
    ("Ratings over time", "plans:grid"),
    ("Time line", "plans:timeline"),
    ("Exceptions", "plans:plan_exceptions"),
    ("About this plan", "plans:about"),
)


def _page(request: PartnershipRequest, plan: Plan, view: str, filters: Filters) -> dict[str, Any]:
    """What every view of one plan shows: its tabs, its day, what may be done."""
    where = [request.viewer.partnership.slug, plan.key]
    as_at = filters.as_at or plan.position_date(today())
    day = f"?as-at={as_at.isoformat()}" if filters.as_at else ""
    return {
        "plan": plan,
        "filters": filters,
        "as_at": as_at,
        "today": today(),
        "day": day,
        "tabs": [(text, f"{reverse(name, args=where)}{day}", name == view) for text, name in VIEWS],
        "may_manage": request.viewer.may(Permission.MANAGE_PLANS),
        "may_chase": request.viewer.may(Permission.CHASE),
    }


def sort_link(request: PartnershipRequest) -> Callable[[str], str]:
    """The address of the same list, sorted another way."""

    def link(sort: str) -> str:
        query = request.GET.copy()
        query["sort"] = sort
        return f"?{query.urlencode()}"

    return link


def _by_objective(objectives: list[Objective], rows: list[ActionRow]) -> list[tuple[str, list[ActionRow]]]:
    found: dict[int, list[ActionRow]] = {objective.pk: [] for objective in objectives}
    for row in rows:
        found[row.objective_id].append(row)
    return [(str(objective), found[objective.pk]) for objective in objectives if found[objective.pk]]


def _rating_choices(plan: Plan, rows: list[ActionRow], chosen: str) -> list[Choice]:
    words = {str(level.value): level_label(plan.scale_key, level) for level in plan.scale.levels} | {
        "none": "Not rated"
    }
    return choices(
        rows,
        chosen,
        lambda row: "none" if row.rating is None else str(row.rating),
        lambda row: words["none" if row.rating is None else str(row.rating)],
    )


def filter_choices(filters: Filters, rows: list[ActionRow]) -> dict[str, Any]:
    """The values that the filters of a list of actions can take."""
    return {
        "agencies": choices(
            rows, filters.agency, lambda r: r.agency_key or "none", lambda r: r.agency or "None named"
        ),
        "groups": choices(
            rows, filters.group, lambda r: r.group_key or "none", lambda r: r.group or "None named"
        ),
        "states": [
            Choice(key, text, count, key == filters.state)
            for key, (text, keep) in STATES.items()
            if (count := sum(map(keep, rows))) or key == filters.state
        ],
    }


@requires(Permission.VIEW_PLANS)
@remembered
def plan_list(request: PartnershipRequest) -> HttpResponse:
    """Every plan, with where it stands."""
    found = plans_of(request.viewer, as_at=today())
    now = [(plan, rollup) for plan, rollup in found if not plan.closed_on or plan.closed_on > today()]
    past = [pair for pair in found if pair not in now]
    return render(
        request,
        "plans/plan_list.html",
        {
            "open_plans": [_card(plan, rollup) for plan, rollup in now],
            "closed_plans": [_card(plan, rollup) for plan, rollup in past],
            "may_manage": request.viewer.may(Permission.MANAGE_PLANS),
        },
    )


def _card(plan: Plan, rollup: Rollup) -> tuple[Plan, Rollup, str, str]:
    return plan, rollup, state_of_plan(rollup), rating_bar(rollup, plan.scale_key)


@requires(Permission.VIEW_PLANS)
@remembered
def plan_page(request: PartnershipRequest, plan: str) -> HttpResponse:
    """Every action of a plan at a glance, by objective."""
    shown = plan_or_404(request.viewer, plan)
    filters = Filters.read(request.GET)
    page = _page(request, shown, "plans:plan", filters)
    position = plan_position(shown, as_at=page["as_at"], compare=filters.compare)
    objectives = list(shown.objectives.all())
    rows = filters.apply(position.rows)
    grouped = not filters.sort or filters.sort == "ref"
    return render(
        request,
        "plans/plan.html",
        page
        | filter_choices(filters, position.rows)
        | {
            "position": position,
            "total": position.total,
            "state": state_of_plan(position.total),
            "shown": len(rows),
            "ratings": _rating_choices(shown, position.rows, filters.rating),
            "objectives": [Choice(str(o.pk), str(o), 0, str(o.pk) == filters.objective) for o in objectives],
            "table": actions_table(
                f"Actions of {shown.title}",
                groups=_by_objective(objectives, rows) if grouped else None,
                rows=rows,
                sort=filters.sort,
                sort_link=sort_link(request),
            ),
        },
    )


@requires(Permission.VIEW_PLANS)
@remembered
def plan_summary_page(request: PartnershipRequest, plan: str) -> HttpResponse:
    """What a plan adds up to by objective, group and agency, with the progress chart."""
    shown = plan_or_404(request.viewer, plan)
    filters = Filters.read(request.GET)
    page = _page(request, shown, "plans:summary", filters)
    position = plan_position(shown, as_at=page["as_at"], compare=filters.compare)
    objectives = {objective.pk: str(objective) for objective in shown.objectives.all()}
    plan_address = reverse("plans:plan", args=[request.viewer.partnership.slug, shown.key])
    day = f"as-at={page['as_at'].isoformat()}&" if filters.as_at else ""

    def table(caption: str, heading: str, parameter: str, rollups: list[Rollup]) -> object:
        return rollup_table(
            caption,
            heading,
            rollups,
            position.total,
            shown.scale,
            lambda rollup: f"{plan_address}?{day}{parameter}={rollup.key}",
        )

    by_objective = roll_up(position.rows, lambda r: r.objective_id, lambda r: objectives[r.objective_id])
    return render(
        request,
        "plans/summary.html",
        page
        | {
            "position": position,
            "total": position.total,
            "state": state_of_plan(position.total),
            "chart": progress_by_objective(shown, by_objective, position.as_at) if position.rows else None,
            "tables": [
                table("By objective", "Objective", "objective", by_objective),
                table("By overseeing group", "Group", "group", gathered(position, "group")),
                table("By lead agency", "Agency", "agency", gathered(position, "agency")),
            ],
        },
    )


def gathered(position: Position, by: str) -> list[Rollup]:
    """The rows of a position by ``group`` or ``agency``, those that name none last."""
    rollups = roll_up(
        position.rows,
        lambda row: getattr(row, f"{by}_key") or "none",
        lambda row: getattr(row, by) or "None named",
    )
    return sorted(rollups, key=lambda rollup: (rollup.key == "none", rollup.label))


@requires(Permission.VIEW_PLANS)
@remembered
def plan_grid(request: PartnershipRequest, plan: str) -> HttpResponse:
    """Ratings over time: a column for each month in which the plan was rated."""
    shown = plan_or_404(request.viewer, plan)
    filters = Filters.read(request.GET)
    page = _page(request, shown, "plans:grid", filters)
    grid = rating_grid(shown, as_at=page["as_at"])
    levels = [
        rating_badge(shown.scale_key, value) for value in (*(v.value for v in shown.scale.levels), None)
    ]
    return render(request, "plans/grid.html", page | {"levels": levels, "table": grid_table(shown, grid)})


@requires(Permission.VIEW_PLANS)
@remembered
def plan_timeline(request: PartnershipRequest, plan: str) -> HttpResponse:
    """What is due when."""
    shown = plan_or_404(request.viewer, plan)
    filters = Filters.read(request.GET)
    page = _page(request, shown, "plans:timeline", filters)
    rows = [row for row in plan_position(shown, as_at=page["as_at"]).rows if row.due_on]
    rows.sort(key=lambda row: (row.due_on or dt.date.max, row.ref))
    return render(
        request,
        "plans/timeline.html",
        page
        | {
            "chart": plan_gantt(shown, rows, page["as_at"]) if rows else None,
            "table": actions_table("What is due, by date", rows=rows),
            "undated": shown.actions.filter(due_on=None, withdrawn_on=None).count(),
        },
    )


@requires(Permission.VIEW_PLANS)
@remembered
def plan_exceptions_page(request: PartnershipRequest, plan: str) -> HttpResponse:
    """What is overdue or badly rated in one plan, with the explanations."""
    shown = plan_or_404(request.viewer, plan)
    filters = Filters.read(request.GET)
    page = _page(request, shown, "plans:plan_exceptions", filters)
    rows = plan_exceptions(shown, as_at=page["as_at"])
    table = exceptions_table(
        f"Exceptions of {shown.title}", filters.apply(rows), sort=filters.sort, sort_link=sort_link(request)
    )
    return render(request, "plans/plan_exceptions.html", page | {"total": whole(rows), "table": table})


@requires(Permission.VIEW_PLANS)
@remembered
def plan_about(request: PartnershipRequest, plan: str) -> HttpResponse:
    """What the plan is for, its objectives and its scale."""
    shown = plan_or_404(request.viewer, plan)
    page = _page(request, shown, "plans:about", Filters.read(request.GET))
    objectives = shown.objectives.all()
    return render(
        request,
        "plans/about.html",
        page
        | {
            "objectives": objectives,
            "levels": _scale(shown),
            "imports": shown.imports.exclude(imported_at=None)[:10],
        },
    )


@requires(Permission.VIEW_PLANS)
@remembered
def plan_poster(request: PartnershipRequest, plan: str) -> HttpResponse:
    """The whole plan on one page, made to be printed on A3."""
    shown = plan_or_404(request.viewer, plan)
    filters = Filters.read(request.GET)
    as_at = filters.as_at or shown.position_date(today())
    objectives = {objective.pk: objective for objective in shown.objectives.all()}
    rollups = roll_up(plan_position(shown, as_at=as_at).rows, lambda r: r.objective_id, lambda r: r.ref)
    boxes = [
        (
            objectives[rollup.rows[0].objective_id],
            rollup,
            [
                (row, rating_badge(row.scale.key, row.rating, short=True), short_title(row))
                for row in rollup.rows
            ],
        )
        for rollup in rollups
    ]
    return render(
        request,
        "plans/poster.html",
        {
            "plan": shown,
            "as_at": as_at,
            "objectives": boxes,
            "levels": _scale(shown),
            "unrated": rating_badge(shown.scale_key, None),
        },
    )


def _scale(plan: Plan) -> list[tuple[str, Level]]:
    """The plan's levels, each with its badge."""
    return [(rating_badge(plan.scale_key, level.value), level) for level in plan.scale.levels]
