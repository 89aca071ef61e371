import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.duties.clock import ONE_DAY
from goldenthread.evidence.measures.analysis.periods import (
    Frequency,
    PeriodError,
    period_of,
    periods_between,
    read_period,
)

CASES = [
    ("2017-11", dt.date(2017, 11, 1), dt.date(2017, 11, 30), "November 2017", "Nov 17"),
    ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29), "February 2016", "Feb 16"),
    ("2021-22-Q1", dt.date(2021, 4, 1), dt.date(2021, 6, 30), "Q1 2021/22", "Q1 21/22"),
    ("2021-22-Q4", dt.date(2022, 1, 1), dt.date(2022, 3, 31), "Q4 2021/22", "Q4 21/22"),
    ("2016-17-autumn", dt.date(2016, 9, 1), dt.date(2016, 12, 31), "Autumn term 2016/17", "Aut 16/17"),
    ("2016-17-summer", dt.date(2017, 4, 1), dt.date(2017, 8, 31), "Summer term 2016/17", "Sum 16/17"),
    ("1999-00", dt.date(1999, 4, 1), dt.date(2000, 3, 31), "1999/00", "99/00"),
    ("AY2016-17", dt.date(2016, 9, 1), dt.date(2017, 8, 31), "Academic year 2016/17", "16/17"),
]
days = st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31))
frequencies = st.sampled_from(list(Frequency))


@pytest.mark.parametrize(("key", "start", "end", "words", "short"), CASES)
def test_a_key_names_its_days(key, start, end, words, short):
    period = read_period(key)
    assert (period.start, period.end, period.words, period.short) == (start, end, words, short)
    assert period.key == key


@pytest.mark.parametrize(
    "key", ["", "2017", "2017-13", "2017-19", "2021-22-Q5", "2016-17-winter", "AY2016-18", "x"]
)
def test_what_is_no_key_is_refused_with_how_to_write_one(key):
    with pytest.raises(PeriodError, match="Write a month as 2017-11"):
        read_period(key)


def test_a_year_that_could_be_a_month_is_told_by_its_frequency():
    assert read_period("2011-12").frequency is Frequency.MONTHLY
    assert read_period("2011-12", Frequency.ANNUAL).words == "2011/12"
    with pytest.raises(PeriodError, match="of a quarterly figure"):
        read_period("2011-12", Frequency.QUARTERLY)


@given(days, frequencies)
def test_a_period_holds_its_day_and_is_found_by_its_key(day, frequency):
    period = period_of(day, frequency)
    assert period.start <= day <= period.end
    assert read_period(period.key, frequency) == period
    assert period.year_start <= period.start
    assert period.end <= period.year_end


@given(days, frequencies)
def test_periods_follow_one_another_without_a_gap(day, frequency):
    period = period_of(day, frequency)
    assert period.next().start == period.end + ONE_DAY
    assert period.next().previous() == period


def test_every_period_between_two():
    keys = [p.key for p in periods_between(read_period("2017-11"), read_period("2018-02"))]
    assert keys == ["2017-11", "2017-12", "2018-01", "2018-02"]
    assert not list(periods_between(read_period("2018-02"), read_period("2018-01")))
