"""Every open plan together: exceptions, roll-up, the register, my actions."""

from __future__ import annotations

import datetime as dt

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.design.filters import choices
from goldenthread.partnership.access import requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.partnership.today import today
from goldenthread.plans.filters import Filters
from goldenthread.plans.position import ActionRow, roll_up, whole
from goldenthread.plans.rag import SCALES
from goldenthread.plans.selectors import Position, register_rows
from goldenthread.plans.tables import actions_table, exceptions_table, rollup_table
from goldenthread.plans.views.plans import filter_choices, gathered, sort_link

PER_PAGE = 100


@requires(Permission.VIEW_PLANS)
@remembered
def exceptions_page(request: PartnershipRequest) -> HttpResponse:
    """What is overdue or badly rated in any open plan."""
    filters = Filters.read(request.GET)
    as_at = filters.as_at or today()
    rows = register_rows(request.viewer, as_at=as_at, exceptions_only=True)
    page = Paginator(filters.apply(rows), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "plans/exceptions.html",
        filter_choices(filters, rows)
        | {
            "filters": filters,
            "as_at": as_at,
            "total": whole(rows),
            "page": page,
            "plans": choices(rows, filters.plan, lambda r: r.plan_key, lambda r: r.plan_title),
            "may_chase": request.viewer.may(Permission.CHASE),
            "table": exceptions_table(
                "Exceptions in every open plan",
                page.object_list,
                sort=filters.sort,
                sort_link=sort_link(request),
                with_plan=True,
            ),
        },
    )


@requires(Permission.VIEW_PLANS)
def exceptions_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The exceptions that the page would show, as a file."""
    filters = Filters.read(request.GET)
    rows = register_rows(request.viewer, as_at=filters.as_at or today(), exceptions_only=True)
    table = exceptions_table("Exceptions in every open plan", filters.apply(rows), with_plan=True)
    return export(table, kind=kind, name="exceptions")


@requires(Permission.VIEW_PLANS)
def register_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The actions that the register would show, as a file."""
    rows = Filters.read(request.GET).apply(register_rows(request.viewer, as_at=_as_at(request)))
    return export(actions_table("Every action", rows=rows, with_plan=True), kind=kind, name="actions")


@requires(Permission.VIEW_PLANS)
@remembered
def rollup_page(request: PartnershipRequest) -> HttpResponse:
    """What every open plan adds up to: by plan, group and agency."""
    filters = Filters.read(request.GET)
    as_at = filters.as_at or today()
    rows = register_rows(request.viewer, as_at=as_at)
    total = whole(rows)
    scales = {row.scale.key for row in rows}
    scale = SCALES[scales.pop()] if len(scales) == 1 else None
    base = reverse("plans:plans", args=[request.viewer.partnership.slug])
    position = Position(as_at, None, rows)
    by_plan = roll_up(rows, lambda r: r.plan_key, lambda r: r.plan_title)
    return render(
        request,
        "plans/rollup.html",
        {
            "as_at": as_at,
            "total": total,
            "filters": filters,
            "tables": [
                rollup_table("By plan", "Plan", by_plan, total, scale, lambda r: f"{base}{r.key}/"),
                rollup_table(
                    "By overseeing group",
                    "Group",
                    gathered(position, "group"),
                    total,
                    scale,
                    lambda r: f"{base}actions/?group={r.key}",
                ),
                rollup_table(
                    "By lead agency",
                    "Agency",
                    gathered(position, "agency"),
                    total,
                    scale,
                    lambda r: f"{base}actions/?agency={r.key}",
                ),
            ],
        },
    )


@requires(Permission.VIEW_PLANS)
@remembered
def register_page(request: PartnershipRequest) -> HttpResponse:
    """Every action of every open plan: the one register."""
    return _register(request, "Every action", register_rows(request.viewer, as_at=_as_at(request)))


@requires(Permission.VIEW_PLANS)
@remembered
def my_actions(request: PartnershipRequest) -> HttpResponse:
    """The actions that the viewer leads or is responsible for."""
    mine = Q(officer_parts__person=request.viewer.person)
    return _register(
        request, "My actions", register_rows(request.viewer, as_at=_as_at(request), where=mine, distinct=True)
    )


def _as_at(request: PartnershipRequest) -> dt.date:
    return Filters.read(request.GET).as_at or today()


def _register(request: PartnershipRequest, title: str, rows: list[ActionRow]) -> HttpResponse:
    filters = Filters.read(request.GET)
    page = Paginator(filters.apply(rows), PER_PAGE).get_page(request.GET.get("page"))
    table = actions_table(
        title, rows=list(page.object_list), sort=filters.sort, sort_link=sort_link(request), with_plan=True
    )
    return render(
        request,
        "plans/register.html",
        filter_choices(filters, rows)
        | {
            "title": title,
            "filters": filters,
            "as_at": _as_at(request),
            "total": whole(rows),
            "page": page,
            "plans": choices(rows, filters.plan, lambda r: r.plan_key, lambda r: r.plan_title),
            "table": table,
        },
    )
