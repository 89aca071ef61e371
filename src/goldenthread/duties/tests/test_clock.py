import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.duties.clock import (
    add_months,
    add_working_days,
    business_year,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("start", "days", "expected", "why"),
    [
        ("2019-09-02", 10, "2019-09-16", "two plain weeks"),
        ("2019-08-23", 1, "2019-08-27", "the late August bank holiday Monday"),
        ("2018-12-24", 1, "2018-12-27", "Christmas and Boxing Day"),
        ("2022-05-31", 1, "2022-06-01", "the day before the jubilee holidays"),
        ("2022-06-01", 1, "2022-06-06", "the moved spring holiday, the jubilee and a weekend"),
        ("2021-12-24", 1, "2021-12-29", "Christmas on a Saturday: substitute days"),
        ("2020-05-07", 1, "2020-05-11", "the early May holiday moved to Friday 8 May"),
        ("2019-09-07", 1, "2019-09-09", "counted from a Saturday"),
        ("2019-09-09", 0, "2019-09-09", "nought is the day itself"),
        ("2019-09-09", -5, "2019-09-02", "five working days before"),
        ("2019-04-23", -1, "2019-04-18", "back over Easter"),
        ("2024-02-28", 1, "2024-02-29", "leap day"),
        ("2019-12-31", 1, "2020-01-02", "over New Year"),
    ],
)
def test_within_so_many_working_days(start, days, expected, why):
    assert add_working_days(dt.date.fromisoformat(start), days) == dt.date.fromisoformat(expected), why


def test_a_local_closure_is_not_a_working_day():
    closure = dt.date(2019, 12, 27)
    assert not is_working_day(closure, {closure})
    assert add_working_days(dt.date(2019, 12, 24), 1, {closure}) == dt.date(2019, 12, 30)
    assert working_days_between(dt.date(2019, 12, 24), dt.date(2019, 12, 30), {closure}) == 1


@given(start=DAYS, days=st.integers(1, 300))
def test_counting_forward_and_measuring_agree(start, days):
    assert working_days_between(start, add_working_days(start, days)) == days


@given(start=DAYS, end=DAYS)
def test_the_measure_is_the_number_of_working_days_passed(start, end):
    if end < start:
        assert working_days_between(start, end) == -working_days_between(end, start)
    else:
        span = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
        assert working_days_between(start, end) == sum(is_working_day(day) for day in span)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2019-01-31", 1, "2019-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2019-05-07", 6, "2019-11-07"),
        ("2019-05-31", -6, "2018-11-30"),
        ("2019-12-31", 2, "2020-02-29"),
        ("2019-10-27", 1, "2019-11-27"),
    ],
)
def test_months_later(start, months, expected):
    assert add_months(dt.date.fromisoformat(start), months) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2019-03-31", "2018-04-01", "2019-03-31"),
        ("2019-04-01", "2019-04-01", "2020-03-31"),
        ("2019-12-31", "2019-04-01", "2020-03-31"),
    ],
)
def test_the_business_year_runs_from_1_april(day, first, last):
    assert business_year(dt.date.fromisoformat(day)) == (
        dt.date.fromisoformat(first),
        dt.date.fromisoformat(last),
    )
