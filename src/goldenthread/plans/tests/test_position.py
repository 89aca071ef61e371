import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import TODAY, make_action, make_plan, rate, viewing

from goldenthread.plans.action_history import action_detail
from goldenthread.plans.models import Explanation
from goldenthread.plans.position import roll_up, whole
from goldenthread.plans.rag import Direction
from goldenthread.plans.selectors import (
    plan_exceptions,
    plan_position,
    plan_summary,
    plans_of,
    rating_grid,
    register_rows,
)

D = dt.date


def row_of(plan, as_at=TODAY, **options):
    [row] = plan_position(plan, as_at=as_at, **options).rows
    return row


@pytest.mark.parametrize(
    ("as_at", "overdue", "working_days"),
    [
        (D(2019, 8, 30), False, 0),
        (D(2019, 8, 31), False, 0),
        (D(2019, 9, 1), True, 0),
        (D(2019, 9, 2), True, 1),
        (D(2019, 9, 9), True, 6),
    ],
)
def test_an_action_is_overdue_from_the_day_after_it_was_due(plan, action, as_at, overdue, working_days):
    row = row_of(plan, as_at)
    assert (row.is_overdue, row.working_days_overdue) == (overdue, working_days)


@pytest.mark.parametrize(
    ("value", "overdue", "concern"),
    [(1, True, True), (2, True, True), (3, True, False), (4, False, False), (5, False, False)],
)
def test_done_actions_are_not_overdue_and_the_two_worst_are_a_concern(plan, action, value, overdue, concern):
    rate(action, value, D(2019, 9, 1))
    row = row_of(plan)
    assert (row.is_overdue, row.is_concern) == (overdue, concern)


def test_the_position_as_at_a_day_knows_nothing_of_what_came_later(plan, action):
    rate(action, 2, D(2019, 6, 1))
    rate(action, 4, D(2019, 8, 1))
    assert row_of(plan, D(2019, 7, 31)).rating == 2
    assert row_of(plan, D(2019, 8, 1)).rating == 4
    assert row_of(plan, D(2019, 5, 31)).rating is None


def test_the_later_of_two_ratings_of_one_day_counts(plan, action):
    rate(action, 2, D(2019, 8, 1))
    rate(action, 3, D(2019, 8, 1))
    assert row_of(plan).rating == 3


def test_a_rating_is_compared_with_the_one_that_stood_before_the_month_of_the_last(plan, action, objective):
    rate(action, 2, D(2019, 6, 10))
    rate(action, 3, D(2019, 8, 10))
    assert (row_of(plan).before, row_of(plan).direction) == (2, Direction.UP)
    assert row_of(plan, compare=D(2019, 5, 1)).direction is Direction.NEW


@pytest.mark.parametrize(
    ("due", "within"),
    [
        (TODAY, {30: 1, 60: 1, 90: 1}),
        (TODAY + dt.timedelta(30), {30: 1, 60: 1, 90: 1}),
        (TODAY + dt.timedelta(31), {30: 0, 60: 1, 90: 1}),
        (TODAY + dt.timedelta(60), {30: 0, 60: 1, 90: 1}),
        (TODAY + dt.timedelta(61), {30: 0, 60: 0, 90: 1}),
        (TODAY + dt.timedelta(90), {30: 0, 60: 0, 90: 1}),
        (TODAY + dt.timedelta(91), {30: 0, 60: 0, 90: 0}),
        (TODAY - dt.timedelta(1), {30: 0, 60: 0, 90: 0}),
        (None, {30: 0, 60: 0, 90: 0}),
    ],
)
def test_what_is_due_in_the_next_days(plan, objective, due, within):
    make_action(objective, "1.1", due_on=due)
    assert plan_position(plan, as_at=TODAY).total.due_within == within


def test_an_explanation_from_before_the_exception_does_not_explain_it(plan, action, member):
    Explanation.objects.create(
        action=action, given_on=D(2019, 8, 31), text="The trainer is ill", by_label="x"
    )
    assert not row_of(plan).is_explained
    Explanation.objects.create(action=action, given_on=D(2019, 9, 1), text="Still ill", by_label="x")
    assert row_of(plan).is_explained


def test_a_concern_lasts_since_the_first_of_the_run_of_poor_ratings(plan, objective):
    action = make_action(objective, "1.1")
    for value, on in [(1, D(2019, 5, 10)), (3, D(2019, 6, 10)), (2, D(2019, 7, 10)), (1, D(2019, 8, 10))]:
        rate(action, value, on)
    [row] = plan_exceptions(plan, as_at=TODAY)
    assert row.exception_since == D(2019, 7, 10)


def test_the_red_amber_green_scale_has_its_own_concerns(partnership):
    plan = make_plan(partnership, "send", scale_key="ragc")
    objective = plan.objectives.create(ref="1")
    for ref, value in [("1", 2), ("2", 3), ("3", 4)]:
        rate(make_action(objective, ref, due_on=D(2019, 1, 1)), value, D(2019, 6, 1))
    assert [row.ref for row in plan_exceptions(plan, as_at=TODAY)] == ["1", "2"]


def test_a_withdrawn_action_counts_until_the_day_it_was_withdrawn(plan, action):
    action.withdrawn_on, action.withdrawn_reason = D(2019, 9, 5), "Overtaken"
    action.save()
    assert plan_position(plan, as_at=D(2019, 9, 4)).rows
    assert not plan_position(plan, as_at=D(2019, 9, 5)).rows


def test_references_are_in_natural_order(plan, objective):
    for ref in ("1.10", "1.2", "10.1", "2.1"):
        make_action(objective, ref)
    assert [row.ref for row in plan_position(plan, as_at=TODAY).rows] == ["1.2", "1.10", "2.1", "10.1"]


def test_roll_ups_count_and_average_what_was_rated(plan, objective):
    for ref, before, now in [("1.1", 2, 3), ("1.2", 2, 2), ("1.3", None, None)]:
        action = make_action(objective, ref)
        if now:
            rate(action, before, D(2019, 6, 1))
            rate(action, now, D(2019, 8, 1))
    [rollup] = roll_up(plan_position(plan, as_at=TODAY).rows, lambda r: r.objective_id, lambda _: "One")
    assert (str(rollup.mean_before), str(rollup.mean), rollup.direction) == ("2.00", "2.50", Direction.UP)
    assert rollup.counts == {3: 1, 2: 1, None: 1}


def test_the_summary_has_the_means_at_each_period(plan, objective):
    other = plan.objectives.create(ref="2", title="Voice")
    plan.objectives.create(ref="3", title="Empty")
    for parent, ref, opening, january in [
        (objective, "1.1", 1, 2),
        (objective, "1.2", 2, 2),
        (other, "2.1", 4, 4),
    ]:
        action = make_action(parent, ref)
        rate(action, opening, plan.starts_on, opening=True)
        rate(action, january, D(2019, 8, 31))
    found = plan_summary(plan)
    assert [period.key for period in found.periods] == ["initial", "2019-08"]
    means = [(o.ref, n, [str(m) for m in row]) for o, n, row in found.objectives]
    assert means == [("1", 2, ["1.50", "2.00"]), ("2", 1, ["4.00", "4.00"]), ("3", 0, ["None", "None"])]
    assert [str(m) for m in found.over_actions] == ["2.33", "2.67"]
    assert [str(m) for m in found.over_objectives] == ["2.75", "3.00"]


def test_the_grid_shows_what_stood_at_the_end_of_each_rated_month(plan, objective):
    first, second = make_action(objective, "1.1"), make_action(objective, "1.2")
    rate(first, 1, plan.starts_on, opening=True)
    rate(first, 2, D(2019, 6, 20))
    rate(second, 3, D(2019, 8, 20))
    grid = rating_grid(plan, as_at=TODAY)
    assert [period.key for period in grid.periods] == ["initial", "2019-06", "2019-08"]
    assert [values for _, values in grid.rows] == [[1, 2, 2], [None, None, 3]]


def test_exceptions_of_the_register_leave_out_closed_and_restricted_plans(
    partnership, plan, action, member, business_manager
):
    for key, fields in [("closed", {"closed_on": D(2019, 9, 1)}), ("secret", {"restricted": True})]:
        other = make_plan(partnership, key, **fields).objectives.create(ref="1")
        make_action(other, "1.1", due_on=D(2019, 6, 1))
    assert {row.plan_key for row in register_rows(viewing(member), as_at=TODAY, exceptions_only=True)} == {
        plan.key
    }
    seen = {
        row.plan_key for row in register_rows(viewing(business_manager), as_at=TODAY, exceptions_only=True)
    }
    assert seen == {plan.key, "secret"}


def test_queries_are_as_many_for_fifty_actions_as_for_one(plan, objective, action, business_manager):
    viewer = viewing(business_manager)
    reads = {
        "position": lambda: plan_position(plan, as_at=TODAY),
        "exceptions": lambda: plan_exceptions(plan, as_at=TODAY),
        "grid": lambda: rating_grid(plan, as_at=TODAY),
        "summary": lambda: plan_summary(plan),
        "register": lambda: register_rows(viewer, as_at=TODAY),
    }

    def counts():
        found = {}
        for name, read in reads.items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                read()
            found[name] = len(queries)
        return found

    rate(action, 2, D(2019, 8, 1))
    one = counts()
    for number in range(50):
        rate(make_action(objective, f"1.{number + 10}", due_on=D(2019, 8, 1)), 2, D(2019, 8, 1))
    assert counts() == one


def test_every_page_agrees_on_what_is_without_an_explanation(plan, objective, business_manager):
    """Overdue since August and badly rated since June: what was explained in July is explained on every page."""
    action = make_action(objective, "1.1", due_on=D(2019, 8, 31))
    rate(action, 3, D(2019, 5, 20))
    rate(action, 2, D(2019, 6, 20))
    Explanation.objects.create(action=action, given_on=D(2019, 7, 1), text="Recruiting", by_label="x")
    [(_, total)] = plans_of(viewing(business_manager), as_at=TODAY)
    counts = {
        "plan": plan_position(plan, as_at=TODAY).total.unexplained,
        "exceptions": whole(plan_exceptions(plan, as_at=TODAY)).unexplained,
        "register": whole(register_rows(viewing(business_manager), as_at=TODAY)).unexplained,
        "list": total.unexplained,
        "action": int(not action_detail(action, as_at=TODAY).row.is_explained),
    }
    assert counts == dict.fromkeys(counts, 0)


def test_a_concern_began_with_the_first_poor_rating_after_the_last_better_one(plan, objective):
    action = make_action(objective, "1.1")
    for value, on in [(1, D(2019, 5, 10)), (3, D(2019, 6, 3)), (2, D(2019, 6, 3)), (1, D(2019, 7, 2))]:
        rate(action, value, on)
    assert row_of(plan, TODAY).concern_since == D(2019, 6, 3)
    assert action_detail(action, as_at=TODAY).row.concern_since == D(2019, 6, 3)
    rate(action, 4, D(2019, 8, 1))
    assert row_of(plan, TODAY).concern_since is None
    assert row_of(plan, D(2019, 7, 31)).concern_since == D(2019, 6, 3)
