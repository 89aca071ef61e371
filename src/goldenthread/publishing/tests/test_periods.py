import datetime as dt

import pytest

from goldenthread.publishing.periods import (
    business_years,
    days_in_words,
    last_day_of,
    period_in_words,
    period_key,
    read_month,
)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "words", "key"),
    [
        ("2019-05-01", "2019-08-31", "May to August 2019", "2019-05_2019-08"),
        ("2019-05-01", "2019-05-31", "May 2019", "2019-05"),
        ("2018-12-01", "2019-03-31", "December 2018 to March 2019", "2018-12_2019-03"),
    ],
)
def test_a_period_is_told_by_its_months(first, last, words, key):
    assert period_in_words(day(first), day(last)) == words
    assert period_key(day(first), day(last)) == key


@pytest.mark.parametrize("typed", ["May 2019", "may, 2019", "5/2019", "05 2019", "2019-05", "2019-5"])
def test_a_month_is_read_as_people_type_it(typed):
    assert read_month(typed) == dt.date(2019, 5, 1)


@pytest.mark.parametrize(
    "typed", ["", "May", "2019", "13/2019", "0/2019", "Ma 2019", "May 19", "May 2019 3", "May ²⁰¹⁹", "١/2019"]
)
def test_what_is_not_a_month_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="such as May 2019"):
        read_month(typed)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        (["2019-05-23"], "23 May 2019"),
        (["2019-05-22", "2019-05-14"], "14 and 22 May 2019"),
        (["2019-05-30", "2019-06-03"], "30 May and 3 June 2019"),
        (["2018-12-31", "2019-01-01", "2019-01-02"], "31 December 2018, 1 and 2 January 2019"),
    ],
)
def test_days_are_told_without_repeating_month_and_year(days, words):
    assert days_in_words([day(each) for each in days]) == words


def test_the_last_day_of_a_month_knows_leap_years():
    assert last_day_of(dt.date(2020, 2, 10)) == dt.date(2020, 2, 29)


def test_a_period_over_the_turn_of_the_business_year_touches_two():
    years = business_years(dt.date(2019, 2, 1), dt.date(2019, 5, 31), 4)
    assert [first for first, _ in years] == [dt.date(2018, 4, 1), dt.date(2019, 4, 1)]
