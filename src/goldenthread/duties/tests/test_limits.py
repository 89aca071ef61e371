"""Time limits: the table of cases, and what holds for every day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.duties.clock import (
    Limit,
    Pause,
    Span,
    Unit,
    add_working_days,
    end_of,
    is_working_day,
    yearly_date,
)
from goldenthread.duties.clock_cases import clock_cases, read_limit

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2029, 12, 31))
COUNTED = st.sampled_from([Unit.HOURS, Unit.WORKING_DAYS, Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS])


@pytest.mark.parametrize("case", list(clock_cases()), ids=lambda case: case.why[:60])
def test_each_case_of_the_table(case):
    assert case.limit.due(case.event, case.closures, case.pauses) == case.due


@given(event=DAYS, amount=st.integers(0, 60), unit=COUNTED)
def test_a_limit_after_an_event_never_lies_before_it_and_grows_with_its_amount(event, amount, unit):
    due = Limit(amount, unit).due(event)
    assert event <= due <= Limit(amount + 1, unit).due(event)


@given(event=DAYS, amount=st.integers(0, 60), unit=COUNTED)
def test_a_limit_before_an_event_never_lies_after_it(event, amount, unit):
    assert Limit(amount, unit, before=True).due(event) <= event


@given(event=DAYS, amount=st.integers(1, 60))
def test_a_limit_in_working_days_ends_on_a_working_day(event, amount):
    assert is_working_day(Limit(amount, Unit.WORKING_DAYS).due(event))


@given(event=DAYS, amount=st.integers(1, 40), begin=st.integers(-30, 80), length=st.integers(0, 40))
def test_a_pause_adds_the_working_days_that_it_holds(event, amount, begin, length):
    first = event + dt.timedelta(days=begin)
    pause = Pause(first, first + dt.timedelta(days=length), "Awaiting the police")
    due = Limit(amount, Unit.WORKING_DAYS).due(event, pauses=[pause])
    counted = [
        day
        for day in (event + dt.timedelta(days=n) for n in range(1, (due - event).days + 1))
        if is_working_day(day) and not pause.covers(day)
    ]
    assert len(counted) == amount
    assert not pause.covers(due)


@given(event=DAYS, amount=st.integers(1, 40))
def test_two_pauses_that_overlap_count_once(event, amount):
    first = Pause(event + dt.timedelta(days=2), event + dt.timedelta(days=9), "One")
    second = Pause(event + dt.timedelta(days=5), event + dt.timedelta(days=9), "Two")
    limit = Limit(amount, Unit.DAYS)
    assert limit.due(event, pauses=[first, second]) == limit.due(event, pauses=[first])


@given(event=DAYS, hours=st.integers(0, 400))
def test_hours_that_were_begun_at_any_minute_of_a_day_are_over_by_the_day_that_is_due(event, hours):
    due = Limit(hours, Unit.HOURS).due(event)
    last_minute = dt.datetime.combine(event, dt.time(23, 59)) + dt.timedelta(hours=hours)
    assert dt.timedelta() <= due - last_minute.date() <= dt.timedelta(days=0 if hours % 24 == 0 else 1)


@given(event=DAYS, span=st.sampled_from(list(Span)))
def test_the_end_of_a_span_is_the_end_for_every_day_of_it(event, span):
    end = end_of(span, event)
    assert end >= event
    assert end_of(span, end) == end
    assert end_of(span, end + dt.timedelta(days=1)) > end


@given(event=DAYS)
def test_a_yearly_date_comes_within_a_year(event):
    assert 0 <= (yearly_date(event, 9, 30) - event).days <= 365


@given(event=DAYS, first=st.integers(1, 12))
def test_a_business_year_may_begin_with_any_month(event, first):
    assert (end_of(Span.BUSINESS_YEAR, event, first) + dt.timedelta(days=1)).month == first


@pytest.mark.parametrize(
    ("amount", "unit", "before"),
    [
        (-1, Unit.DAYS, False),
        (36_601, Unit.DAYS, False),
        (101, Unit.YEARS, False),
        ("ten", Unit.DAYS, False),
        (10, Unit.YEARLY_DATE, False),
        ((2, 30), Unit.YEARLY_DATE, False),
        ((2, 29), Unit.YEARLY_DATE, False),
        ((9, 30), Unit.YEARLY_DATE, True),
        (Span.WEEK, Unit.DAYS, False),
        (Span.WEEK, Unit.END_OF, True),
    ],
)
def test_a_limit_that_means_nothing_is_refused(amount, unit, before):
    with pytest.raises(ValueError, match=r"."):
        Limit(amount, unit, before)


@pytest.mark.parametrize(
    ("amount", "unit"), [("ten", "days"), ("10", "fortnights"), ("autumn", "end_of"), ("", "days")]
)
def test_what_is_written_as_no_limit_is_refused(amount, unit):
    with pytest.raises(ValueError, match=r"."):
        read_limit(amount, unit)


def test_a_pause_has_a_reason_and_an_end_after_its_beginning():
    day = dt.date(2019, 9, 9)
    with pytest.raises(ValueError, match="reason"):
        Pause(day, None, " ")
    with pytest.raises(ValueError, match="before it begins"):
        Pause(day, dt.date(2019, 9, 8), "x")


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Limit(10, Unit.WORKING_DAYS), "within 10 working days of"),
        (Limit(1, Unit.WEEKS, before=True), "1 week before"),
        (Limit(1, Unit.YEARS), "within 1 year of"),
        (Limit(72, Unit.HOURS), "within 72 hours of"),
        (Limit((9, 30), Unit.YEARLY_DATE), "by 30 September after"),
        (Limit(Span.BUSINESS_YEAR, Unit.END_OF), "by the end of the business year of"),
    ],
)
def test_a_limit_is_told_in_words(limit, said):
    assert limit.describe() == said


def test_a_local_closure_puts_a_limit_off():
    closed = frozenset({dt.date(2019, 9, 16)})
    assert (
        Limit(10, Unit.WORKING_DAYS).due(dt.date(2019, 9, 2), closed)
        == add_working_days(dt.date(2019, 9, 2), 10, closed)
        == dt.date(2019, 9, 17)
    )
