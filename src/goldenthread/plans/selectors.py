"""What the plan pages show, each read in a fixed number of queries however many actions there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.models import (
    Action,
    Objective,
    Officer,
    Plan,
    RatingUpdate,
)
from goldenthread.plans.position import ActionRow, Rollup, roll_up, whole
from goldenthread.plans.querysets import ActionQuerySet
from goldenthread.plans.rag import SCALES, Period, mean, period_of, standing, two_decimals

ROW = (
    "id",
    "ref",
    "title",
    "plan_id",
    "plan__key",
    "plan__title",
    "plan__scale_key",
    "plan__restricted",
    "objective_id",
    "lead_agency__name",
    "lead_agency__key",
    "overseeing_group__name",
    "overseeing_group__key",
    "lead_as_printed",
    "started_on",
    "due_on",
    "due_precision",
    "rating",
    "rated_on",
    "explanation",
    "explained_on",
    "concern_since",
)
RATED_ON = ROW.index("rated_on")


def get_plan(viewer: Actor, key: str) -> Plan:
    """The plan, if the viewer may see it; raises :class:`Plan.DoesNotExist` otherwise."""
    plan: Plan = (
        Plan.objects.visible_to(viewer)
        .select_related("partnership", "lead_agency", "overseeing_group")
        .get(key=key)
    )
    return plan


def get_action(viewer: Actor, plan_key: str, ref: str) -> Action:
    """The action with its officers, if the viewer may see it; raises :class:`Action.DoesNotExist` otherwise."""
    action: Action = (
        Action.objects.visible_to(viewer)
        .select_related("plan__partnership", "objective", "lead_agency", "overseeing_group")
        .prefetch_related(
            Prefetch("officer_parts", Officer.objects.select_related("person__agency", "person__partnership"))
        )
        .get(plan__key=plan_key, ref=ref)
    )
    return action


@dataclass(frozen=True)
class Position:
    """A plan on one day: its rows in order, and the day with which it is compared."""

    as_at: dt.date
    compared_with: dt.date | None
    rows: list[ActionRow]

    @property
    def total(self) -> Rollup:
        """All of them together."""
        return whole(self.rows)


def plan_position(plan: Plan, *, as_at: dt.date, compare: dt.date | None = None) -> Position:
    """Every action of the plan as at a day. Ratings are compared with those standing at ``compare``; where none is
    given, with those standing before the month in which the plan was last rated. Four queries.
    """
    rows = list(_as_at(as_at).filter(plan=plan).order_by("order"))
    if compare is None:
        last = max((row[RATED_ON] for row in rows if row[RATED_ON]), default=None)
        compare = last.replace(day=1) - dt.timedelta(days=1) if last else None
    before = _ratings_by(plan, compare) if compare else {}
    leads = _leads(Q(action__plan=plan))
    return Position(as_at, compare, _rows(plan.partnership, rows, as_at, before=before, leads=leads))


@lru_cache(maxsize=8)
def _as_at(as_at: dt.date) -> ActionQuerySet:
    """What a row needs of every action in force on a day, to be narrowed to those that are wanted.

    Kept for the next page: to put the query together costs more than to run it for one plan.
    """
    actions: ActionQuerySet = Action.objects.in_force(as_at).rated(as_at).explained(as_at)
    return actions.with_concern_since(as_at).values_list(*ROW)  # type: ignore[return-value]


def _ratings_by(plan: Plan, day: dt.date) -> dict[int, int]:
    return dict(Action.objects.filter(plan=plan).order_by().rated(day).values_list("id", "rating"))


def _leads(where: Q) -> dict[int, list[tuple[int, str, str]]]:
    """Each action's leads: their numbers, posts and initials."""
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    parts = Officer.objects.filter(where, part=Officer.Part.LEAD).order_by("id")
    for action, person, post, initials in parts.values_list(
        "action_id", "person_id", "person__post", "person__initials"
    ):
        found[action].append((person, post, initials))
    return found


def _rows(
    partnership: Partnership,
    rows: list[tuple[Any, ...]],
    as_at: dt.date,
    *,
    before: dict[int, int] | None = None,
    leads: dict[int, list[tuple[int, str, str]]] | None = None,
) -> list[ActionRow]:
    base, before, leads = reverse("plans:plans", args=[partnership.slug]), before or {}, leads or {}
    made = []
    for row in rows:
        (pk, ref, title, _plan, plan_key, plan_title, scale, restricted, objective, agency, agency_key, group,
         group_key, printed, started, due, precision, rating, rated_on, explanation, explained_on,
         concern_since) = row  # fmt: skip
        people = leads.get(pk, [])
        made.append(
            ActionRow(
                id=pk,
                ref=ref,
                title=title,
                url=f"{base}{plan_key}/{ref}/",
                scale=SCALES[scale],
                restricted=restricted,
                plan_key=plan_key,
                plan_title=plan_title,
                objective_id=objective,
                agency=agency or "",
                agency_key=agency_key or "",
                group=group or "",
                group_key=group_key or "",
                lead="; ".join(post for _, post, _ in people) or printed,
                started_on=started,
                due_on=due,
                due_precision=precision,
                as_at=as_at,
                rating=rating,
                rated_on=rated_on,
                before=before.get(pk),
                explanation=explanation or "",
                explained_on=explained_on,
                concern_since=concern_since,
                lead_ids=tuple(person for person, _, _ in people),
            )
        )
    return made


def register_rows(
    viewer: Actor,
    *,
    as_at: dt.date,
    where: Q | None = None,
    exceptions_only: bool = False,
    distinct: bool = False,
) -> list[ActionRow]:
    """Actions of every open plan that the viewer may see, by plan and reference. Two queries."""
    assert viewer.partnership is not None  # noqa: S101
    plans = Plan.objects.visible_to(viewer).open(as_at)
    actions = _as_at(as_at).filter(where or Q(), plan__in=plans)
    if distinct:
        actions = actions.distinct()
    if exceptions_only:
        actions = actions.exceptions(as_at)
    rows = list(actions.order_by("plan__title", "plan_id", "order"))
    leads = _leads(
        Q(action__in=[row[0] for row in rows])
        if len(rows) < 500
        else Q(action__plan__partnership=viewer.partnership)
    )
    return _rows(viewer.partnership, rows, as_at, leads=leads)


def plan_exceptions(plan: Plan, *, as_at: dt.date) -> list[ActionRow]:
    """What is overdue or badly rated in one plan, by reference. Two queries."""
    rows = list(_as_at(as_at).filter(plan=plan).exceptions(as_at).order_by("order"))
    return _rows(plan.partnership, rows, as_at, leads=_leads(Q(action__plan=plan)))


@dataclass(frozen=True)
class Summary:
    """Mean ratings of a plan by objective and period, as a council's summary page prints them."""

    plan: Plan
    periods: list[Period]
    objectives: list[tuple[Objective, int, list[Any]]]
    over_actions: list[Any]
    over_objectives: list[Any]


def plan_summary(plan: Plan, *, as_at: dt.date | None = None) -> Summary:
    """The mean rating of each objective at the end of every month in which the plan was rated. Three queries.

    A mean is over the actions rated by then. The mean over objectives is the mean of their exact means.
    """
    given = RatingUpdate.objects.filter(action__plan=plan, action__withdrawn_on=None)
    if as_at:
        given = given.filter(rated_on__lte=as_at)
    by_action, periods = _given(given)
    standings = {action: standing(ratings, periods) for action, ratings in by_action.items()}
    members: dict[int, list[int]] = defaultdict(list)
    for action, objective in plan.actions.filter(withdrawn_on=None).values_list("id", "objective_id"):
        members[objective].append(action)

    def means(actions: Iterable[int]) -> list[Any]:
        columns = [standings[action] for action in actions if action in standings]
        return [mean(v for column in columns if (v := column[n]) is not None) for n in range(len(periods))]

    exact = [
        (objective, len(members[objective.pk]), means(members[objective.pk]))
        for objective in plan.objectives.all()
    ]
    return Summary(
        plan,
        periods,
        [(objective, count, [two_decimals(m) for m in row]) for objective, count, row in exact],
        [two_decimals(m) for m in means(standings)],
        [
            two_decimals(mean(row[n] for _, _, row in exact if row[n] is not None))
            for n in range(len(periods))
        ],
    )


@dataclass(frozen=True)
class Grid:
    """Ratings over time: a column for each month in which the plan was rated, a row for each action."""

    periods: list[Period]
    rows: list[tuple[ActionRow, list[int | None]]]


def rating_grid(plan: Plan, *, as_at: dt.date, columns: int = 12) -> Grid:
    """The ratings standing at the end of the last ``columns`` months in which any was given. Six queries."""
    position = plan_position(plan, as_at=as_at)
    by_action, periods = _given(RatingUpdate.objects.filter(action__plan=plan, rated_on__lte=as_at))
    periods = periods[-columns:]
    return Grid(periods, [(row, standing(by_action[row.id], periods)) for row in position.rows])


def _given(
    ratings: QuerySet[RatingUpdate],
) -> tuple[dict[int, list[tuple[Period, int]]], list[Period]]:
    """The ratings of each action with their periods, in the order in which they were given, and all the periods.
    One query.
    """
    by_action: dict[int, list[tuple[Period, int]]] = defaultdict(list)
    periods: dict[tuple[dt.date, bool], Period] = {}  # thousands of ratings share a few days
    found = ratings.order_by("action_id", "-opening", "rated_on", "id")
    for action, on, opening, value in found.values_list("action_id", "rated_on", "opening", "value"):
        if (period := periods.get((on, opening))) is None:
            period = periods[on, opening] = period_of(on, opening=opening)
        by_action[action].append((period, value))
    return by_action, sorted(set(periods.values()))


def plans_of(viewer: Actor, *, as_at: dt.date) -> list[tuple[Plan, Rollup]]:
    """Every plan the viewer may see with what it adds up to. Two queries."""
    assert viewer.partnership is not None  # noqa: S101
    plans = list(
        Plan.objects.visible_to(viewer).select_related("partnership", "lead_agency", "overseeing_group")
    )
    rows = list(_as_at(as_at).filter(plan__in=plans).order_by("order"))
    rollups = roll_up(_rows(viewer.partnership, rows, as_at), lambda r: r.plan_key, lambda r: r.plan_title)
    by_plan = {rollup.key: rollup for rollup in rollups}
    return [(plan, by_plan.get(plan.key) or whole([], plan.title)) for plan in plans]


def may_update(viewer: Actor, action: Action) -> bool:
    """Whether the viewer may rate, explain and prove this action."""
    return viewer.may(Permission.RATE_ACTION, action) and action.withdrawn_on is None
