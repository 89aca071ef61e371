"""Verdicts, values, years to date, forecasts, rates and funnels."""

import random
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.evidence.measures.analysis.control_chart import control_chart
from goldenthread.evidence.measures.analysis.forecast import year_end
from goldenthread.evidence.measures.analysis.funnel import Area, funnel
from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.analysis.rates import NoPopulationError, population_year, rate
from goldenthread.evidence.measures.analysis.series import (
    Point,
    Polarity,
    Unit,
    YearToDate,
    added_up,
    value_of,
    written,
)
from goldenthread.evidence.measures.analysis.verdicts import (
    Assurance,
    TargetState,
    Travel,
    Variation,
    assurance,
    target_state,
    travel,
    variation,
)
from goldenthread.evidence.measures.analysis.year_to_date import year_to_date

UP, DOWN, NEITHER = Polarity.HIGHER, Polarity.LOWER, Polarity.CONTEXT
HIGH = [10, 12] * 8 + [30]


def series(values, first="2018-04", numbers=None):
    period, points = read_period(first), []
    for at, value in enumerate(values):
        if value is not None:
            n, d = numbers[at] if numbers else (None, None)
            points.append(Point(period, Decimal(str(value)), n, d))
        period = period.next()
    return points


@pytest.mark.parametrize(
    ("polarity", "kind"),
    [(UP, Variation.IMPROVEMENT), (DOWN, Variation.CONCERN), (NEITHER, Variation.NEITHER)],
)
def test_the_same_signal_means_what_the_polarity_says(polarity, kind):
    verdict = variation(control_chart(HIGH), polarity)
    assert verdict.kind is kind
    assert "above the upper limit" in verdict.words


def test_common_cause_is_no_signal_and_too_few_figures_are_none():
    assert variation(control_chart([10, 12] * 8), UP).kind is Variation.COMMON
    assert variation(control_chart([10]), UP).kind is Variation.TOO_FEW
    assert "a trial" in variation(control_chart([10, 12, 11]), UP).words


def test_only_the_latest_figure_counts_for_the_verdict():
    assert variation(control_chart([*HIGH, 11, 12]), UP).kind is Variation.COMMON


@pytest.mark.parametrize(
    ("polarity", "target", "kind"),
    [
        (UP, 5, Assurance.MEETS), (UP, 11, Assurance.HIT_OR_MISS), (UP, 20, Assurance.FAILS),
        (DOWN, 5, Assurance.FAILS), (DOWN, 11, Assurance.HIT_OR_MISS), (DOWN, 20, Assurance.MEETS),
        (NEITHER, 11, Assurance.NO_TARGET), (UP, None, Assurance.NO_TARGET),
    ],
)  # fmt: skip
def test_a_target_is_relied_on_where_the_whole_band_lies_on_its_good_side(polarity, target, kind):
    chart = control_chart([10, 12] * 8)  # 11 ± 5.32
    assert assurance(chart, None if target is None else Decimal(target), polarity).kind is kind


@pytest.mark.parametrize(
    ("value", "polarity", "state"),
    [
        (85, UP, TargetState.MET), (84, UP, TargetState.NEAR), (80, UP, TargetState.NEAR), (79, UP, TargetState.MISSED),
        (85, DOWN, TargetState.MET), (90, DOWN, TargetState.NEAR), (91, DOWN, TargetState.MISSED),
        (85, NEITHER, TargetState.NONE),
    ],
)  # fmt: skip
def test_a_figure_meets_its_target_or_is_near_or_misses_it(value, polarity, state):
    assert target_state(Decimal(value), Decimal(85), Decimal(5), polarity) is state


def test_travel_is_better_or_worse_or_only_higher_or_lower():
    assert travel([Decimal(1), None, Decimal(2)], UP) is Travel.BETTER
    assert travel([Decimal(1), Decimal(2)], DOWN) is Travel.WORSE
    assert travel([Decimal(2), Decimal(1)], NEITHER) is Travel.LOWER
    assert travel([Decimal(1)], UP) is Travel.NEW


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("64.25", Unit.PERCENT, "64.3%"), ("1234", Unit.COUNT, "1,234"), ("215.5", Unit.DAYS, "215.5 days"),
        ("84", Unit.DAYS, "84 days"), ("1200.5", Unit.CURRENCY, "£1,200.50"), ("-3", Unit.SCORE, "−3"),
        ("518.29", Unit.RATE, "518.3"), ("4.5", Unit.HOURS, "4.5 hours"), ("0", Unit.PERCENT, "0.0%"),
    ],
)  # fmt: skip
def test_values_are_written_as_they_are_published(value, unit, text):
    assert written(Decimal(value), unit) == text


def test_shares_of_several_agencies_add_up_by_their_numbers_not_their_percentages():
    period = read_period("2018-04")
    one, two = (Point(period, None, Decimal(n), Decimal(d)) for n, d in ((1, 10), (50, 100)))
    assert added_up([one, two], Unit.PERCENT).value == Decimal(51) * 100 / 110
    typed = Point(period, Decimal(50))
    assert added_up([one, typed], Unit.PERCENT).hidden
    assert added_up([Point(period, Decimal(3)), Point(period, Decimal(4))], Unit.COUNT).value == 7


def test_nothing_is_a_share_of_nought():
    assert value_of(Unit.PERCENT, Decimal(0), Decimal(0)) is None


def test_the_year_to_date_is_a_sum_of_every_period_so_far():
    found = year_to_date(series([10, 20, 30]), YearToDate.SUM, Unit.COUNT)
    assert (found.value, found.words) == (60, "3 of 12 periods, from Apr 18")


def test_a_year_to_date_with_a_gap_or_a_hidden_figure_is_not_told():
    assert (
        year_to_date(series([10, None, 30]), YearToDate.SUM, Unit.COUNT).words == "1 of 3 periods is missing"
    )
    hidden = [*series([10, 20]), Point(read_period("2018-06"), None, hidden="small")]
    found = year_to_date(hidden, YearToDate.SUM, Unit.COUNT)
    assert (found.value, found.words) == (None, "not shown: a small number is in it")


def test_a_year_begins_anew_in_april():
    assert year_to_date(series([10] * 13), YearToDate.SUM, Unit.COUNT).value == 10


def test_a_weighted_mean_is_of_the_numbers():
    numbers = [(Decimal(1), Decimal(10)), (Decimal(50), Decimal(100))]
    found = year_to_date(series([10, 50], numbers=numbers), YearToDate.WEIGHTED_MEAN, Unit.PERCENT)
    assert found.value == Decimal(51) * 100 / 110
    assert year_to_date(series([10, 50]), YearToDate.WEIGHTED_MEAN, Unit.PERCENT).value is None


def test_an_annual_figure_has_no_year_to_date():
    points = [Point(read_period("2018-19"), Decimal(1))]
    assert year_to_date(points, YearToDate.SUM, Unit.COUNT) is None


def test_a_forecast_of_a_sum_adds_the_present_mean_for_each_period_to_come():
    points = series([10, 12] * 8, first="2017-04")  # sixteen months: four of 2018/19
    found = year_end(points, control_chart([float(p.value) for p in points]), YearToDate.SUM, Unit.COUNT)
    assert found.value == pytest.approx(44 + 8 * 11)
    assert found.lower < found.value < found.upper
    assert "8 more periods" in found.method


def test_there_is_no_forecast_on_a_trial_chart_or_when_the_year_is_over():
    few = series([10, 12] * 4)
    assert year_end(few, control_chart([10, 12] * 4), YearToDate.SUM, Unit.COUNT) is None
    full = series([10, 12] * 6)
    assert year_end(full, control_chart([10, 12] * 6), YearToDate.SUM, Unit.COUNT) is None


def test_the_interval_of_a_forecast_holds_nearly_always_where_nothing_changes():
    draw, held, tries = random.Random(20171124), 0, 400
    for _ in range(tries):
        year = [max(0.0, draw.gauss(400, 30)) for _ in range(30)]
        points = series([round(v) for v in year[:18]], first="2017-04")  # twelve months, and six of 2018/19
        found = year_end(points, control_chart([float(p.value) for p in points]), YearToDate.SUM, Unit.COUNT)
        truth = sum(round(v) for v in year[12:18]) + sum(year[18:24])
        held += found.lower <= truth <= found.upper
    assert held / tries > 0.97


def test_a_rate_is_on_the_population_of_its_own_year():
    children = {2022: 11_900_000, 2023: 11_998_646}
    period = read_period("2023-24")
    assert population_year(period) == 2023
    # DfE, children in need 2024: 621,880 referrals in England are published as 518.3 for every 10,000 children.
    assert written(rate(621_880, period, children), Unit.RATE) == "518.3"
    with pytest.raises(NoPopulationError, match="mid-2021"):
        rate(1, read_period("2021-22"), children)


def areas(values, ours=0):
    return [Area(f"Area {at}", n, d, is_ours=at == ours) for at, (n, d) in enumerate(values)]


def test_a_funnel_tells_a_large_difference_from_a_small_areas_chance():
    draw = random.Random(7)
    sample = [(sum(draw.random() < 0.2 for _ in range(500)), 500) for _ in range(60)]
    found = funnel(areas([(190, 500), *sample]), per=100)
    assert found.ours.outside == "above"
    assert sum(bool(area.outside) for area in found.areas) <= 2
    small = funnel(areas([(5, 12), *sample]), per=100)
    assert small.ours.outside == ""


def test_a_funnel_of_two_areas_is_none():
    assert funnel(areas([(1, 2), (3, 4)]), per=100) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 5000)), min_size=3, max_size=40))
def test_the_limits_of_a_funnel_narrow_with_size_and_hold_the_mean(values):
    found = funnel(areas(values), per=100)
    reaches = [limit.upper - limit.lower for limit in found.limits]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(reaches))
    assert all(
        limit.lower <= found.mean + 1e-9 and found.mean <= limit.upper + 1e-9 for limit in found.limits
    )
