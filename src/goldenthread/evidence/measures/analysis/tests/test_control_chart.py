"""XmR charts against published worked examples, and each rule at its boundary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.evidence.measures.analysis.control_chart import (
    ENOUGH_POINTS,
    Kind,
    Way,
    control_chart,
    expected_range,
)

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, Individuals control charts: ten batches.
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# Montgomery, Introduction to Statistical Quality Control (6th ed.), example 6.5: cost of mortgage applications.
MORTGAGES = [
    310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304,
]  # fmt: skip
finite = st.floats(-1e6, 1e6, allow_nan=False)


def signals(values, kind, rebased=()):
    return [signal for signal in control_chart(values, rebased).signals if signal.kind is kind]


def test_the_limits_are_those_of_the_nist_handbook():
    phase = control_chart(NIST).current
    assert phase.mean == pytest.approx(50.81)
    assert phase.mean_range == pytest.approx(1.8778, abs=1e-4)
    # The handbook divides by 1.128 where the rule multiplies by 2.66, its rounded form.
    assert phase.upper == pytest.approx(55.8041, abs=1e-3)
    assert phase.lower == pytest.approx(45.8159, abs=1e-3)


def test_the_limits_are_those_of_montgomery():
    phase = control_chart(MORTGAGES).current
    assert (phase.mean, phase.mean_range) == (pytest.approx(300.5), pytest.approx(7.79, abs=0.01))
    assert (phase.upper, phase.lower) == (pytest.approx(321.22, abs=0.01), pytest.approx(279.78, abs=0.01))
    assert phase.range_limit == pytest.approx(25.45, abs=0.01)
    assert not signals(MORTGAGES, Kind.BEYOND)


@pytest.mark.parametrize(("points", "trial"), [(11, True), (12, False)])
def test_fewer_than_twelve_points_make_a_trial_chart(points, trial):
    assert control_chart([1, 2] * 5 + [1] * (points - 10)).is_trial is trial


@pytest.mark.parametrize(("run", "found"), [(6, 0), (7, 1), (8, 1)])
def test_seven_on_one_side_of_the_mean_are_a_signal_and_six_are_none(run, found):
    values = [14, 10] * 10 + [13] * run + [10, 14, 10, 8, 10, 8, 10, 8]
    runs = [signal for signal in signals(values, Kind.RUN) if signal.way is Way.UP]
    mean = control_chart(values).current.mean
    assert 10 < mean < 13
    longest = max((len(signal.places) for signal in runs), default=0)
    assert (len(runs), longest >= 7) == ((found, True) if found else (0, False))


def test_a_point_on_the_mean_ends_a_run():
    around = [4.0, 6.0] * 6
    assert not signals([*around, 6, 6, 6, 5, 6, 6, 6, 4, 4, 4, 4, 4, 4], Kind.RUN)
    assert control_chart([*around, 6, 6, 6, 5, 6, 6, 6, 4, 4, 4, 4, 4, 4]).current.mean == 5


@pytest.mark.parametrize(("points", "found"), [(6, False), (7, True), (8, True)])
def test_seven_rising_in_a_row_are_a_signal_and_six_are_none(points, found):
    values = [20, 24, 20, 24, 20, 24, 20, 24, 21, *(21 + at for at in range(1, points)), 20, 24]
    assert bool(signals(values, Kind.TREND)) is found


def test_two_equal_points_end_a_trend():
    assert not signals([1, 2, 3, 4, 4, 5, 6, 7, 3, 8, 2], Kind.TREND)


def test_a_point_on_the_limit_is_not_beyond_it():
    phase = control_chart([0, 1] * 10).current
    reach = 2.66
    assert (phase.upper, phase.lower) == (pytest.approx(0.5 + reach), pytest.approx(0.5 - reach))
    beyond = signals([*[0.0, 1.0] * 30, 9.0, 0.0], Kind.BEYOND)
    assert [signal.places for signal in beyond] == [(60,)]
    assert beyond[0].words == "above the upper limit"


def test_two_of_three_close_to_the_same_limit_are_a_signal():
    calm = [50, 52] * 12
    # The band is about 51 ± 6: two thirds of the way is about 55.
    assert signals([*calm, 56, 51, 56, 50], Kind.NEAR)
    assert not signals([*calm, 56, 51, 50, 52, 56], Kind.NEAR)
    assert not signals([*calm, 56, 51, 46], Kind.NEAR)


def test_a_period_without_a_figure_ends_runs_and_trends_and_no_range_reaches_across_it():
    rising = [1, 2, 3, 4, None, 5, 6, 7, 8]
    assert not signals(rising, Kind.TREND)
    assert control_chart([0, 0, None, 100, 100]).current.mean_range == 0


def test_limits_are_rebased_only_where_somebody_says_so():
    values = [10, 12] * 8 + [30, 32] * 8
    assert len(control_chart(values).phases) == 1
    before, after = control_chart(values, [16]).phases
    assert (before.mean, after.mean) == (11, 31)
    assert (before.begin, before.end, after.begin, after.end) == (0, 16, 16, 32)
    assert not control_chart(values, [16]).signals


def test_what_is_to_be_expected_is_only_said_of_twelve_or_more():
    assert expected_range([1.0, 2.0] * 5) is None
    assert expected_range([1.0, 2.0] * 6) == (pytest.approx(1.5 - 2.66), pytest.approx(1.5 + 2.66))


@given(st.lists(finite, min_size=2, max_size=60))
def test_the_limits_lie_about_the_mean_and_hold_for_any_order_of_reading(values):
    phase = control_chart(values).current
    assert phase.lower <= phase.mean <= phase.upper
    backwards = control_chart(values[::-1]).current
    assert (backwards.mean, backwards.mean_range) == (
        pytest.approx(phase.mean, rel=1e-9, abs=1e-6),
        pytest.approx(phase.mean_range, rel=1e-9, abs=1e-6),
    )


@given(st.lists(st.none() | st.integers(0, 50), max_size=60), st.integers(1, 9), st.integers(-99, 99))
def test_another_unit_changes_no_signal(values, scale, shift):
    told = [(s.kind, s.way, s.places) for s in control_chart(values).signals]
    other = [None if value is None else value * scale + shift for value in values]
    assert [(s.kind, s.way, s.places) for s in control_chart(other).signals] == told


@given(st.lists(st.none() | finite, max_size=40))
def test_whatever_comes_is_read_without_a_fault(values):
    chart = control_chart(values)
    assert all(values[place] is not None for signal in chart.signals for place in signal.places)
    assert chart.is_trial or chart.current.points >= ENOUGH_POINTS
