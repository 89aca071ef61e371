"""The days of a group's pattern, against a table of cases and for any pattern."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.duties.clock import is_working_day
from goldenthread.oversight.meetings.dates import Pattern, proposed_days


@pytest.mark.parametrize(
    ("week", "weekday", "month", "usual"),
    [
        (1, 0, dt.date(2019, 7, 1), dt.date(2019, 7, 1)),
        (1, 4, dt.date(2019, 6, 1), dt.date(2019, 6, 7)),
        (4, 3, dt.date(2019, 9, 1), dt.date(2019, 9, 26)),
        (5, 3, dt.date(2019, 9, 1), dt.date(2019, 9, 26)),
        (5, 4, dt.date(2020, 2, 1), dt.date(2020, 2, 28)),
        (5, 0, dt.date(2019, 8, 1), dt.date(2019, 8, 26)),
    ],
)
def test_the_usual_day_of_a_month(week, weekday, month, usual):
    assert Pattern(1, 4, week, weekday).usual_day(month.year, month.month) == usual


def test_a_day_on_which_nobody_works_moves_on_and_says_from_when():
    found = list(proposed_days(Pattern(12, 8, 5, 0), dt.date(2019, 8, 1), dt.date(2019, 9, 30)))
    assert [(each.on, each.moved_from) for each in found] == [(dt.date(2019, 8, 27), dt.date(2019, 8, 26))]


@given(
    every=st.sampled_from([1, 2, 3, 4, 6]),
    first=st.integers(1, 12),
    week=st.integers(1, 5),
    weekday=st.integers(0, 4),
    start=st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)),
)
def test_any_pattern_gives_working_days_in_order_one_for_each_of_its_months(
    every, first, week, weekday, start
):
    end = start + dt.timedelta(days=730)
    days = [each.on for each in proposed_days(Pattern(every, first, week, weekday), start, end)]
    assert days == sorted(set(days))
    assert all(start <= day <= end and is_working_day(day) for day in days)
    assert 24 // every - 1 <= len(days) <= 24 // every + 1
