import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.plans.rag import (
    FIVE_POINT,
    INITIAL,
    RAGC,
    Direction,
    Period,
    direction_of_travel,
    mean,
    period_of,
    standing,
    two_decimals,
)

JANUARY, FEBRUARY, MARCH = (Period(dt.date(2018, month, 1)) for month in (1, 2, 3))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, None, Direction.NONE),
        (3, None, Direction.NONE),
        (None, 1, Direction.NEW),
        (2, 3, Direction.UP),
        (3, 2, Direction.DOWN),
        (4, 4, Direction.SAME),
    ],
)
def test_direction_of_travel(before, now, expected):
    assert direction_of_travel(before, now) is expected


@pytest.mark.parametrize(
    ("values", "published"),
    [
        ([], None),
        ([2], "2.00"),
        ([1, 2], "1.50"),
        ([4, 4, 2, 4, 2, 2, 2, 2], "2.75"),
        ([1, 1, 2], "1.33"),
        ([1, 2, 2], "1.67"),
    ],
)
def test_a_mean_is_published_with_two_decimals(values, published):
    assert two_decimals(mean(values)) == (Decimal(published) if published else None)


def test_halves_go_up_not_to_the_even_neighbour():
    assert two_decimals(Fraction(2125, 1000)) == Decimal("2.13")
    assert two_decimals(Fraction(2135, 1000)) == Decimal("2.14")


@given(st.lists(st.integers(1, 5), min_size=1))
def test_a_mean_lies_between_the_least_and_the_greatest(values):
    assert min(values) <= two_decimals(mean(values)) <= max(values)


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [
        ("3", FIVE_POINT, 3),
        (3, FIVE_POINT, 3),
        (3.0, FIVE_POINT, 3),
        (" 5 ", FIVE_POINT, 5),
        ("On track", FIVE_POINT, 3),
        ("COMPLETED", RAGC, 4),
        ("Amber", RAGC, 2),
        ("g", RAGC, 3),
        ("Complete", RAGC, 4),
        ("1", RAGC, 1),
    ],
)
def test_a_cell_is_read_on_the_scale_of_its_plan(text, scale, value):
    assert scale.read(text) == value


@pytest.mark.parametrize(
    ("text", "scale", "offers"),
    [
        ("0", FIVE_POINT, "1, 2, 3, 4 or 5"),
        ("6", FIVE_POINT, "1, 2, 3, 4 or 5"),
        ("2.5", FIVE_POINT, "1, 2, 3, 4 or 5"),
        ("amber", FIVE_POINT, "1, 2, 3, 4 or 5"),
        ("5", RAGC, "Red, Amber, Green or Complete"),
        ("blau", RAGC, "Red, Amber, Green or Complete"),
        ("", RAGC, "Red, Amber, Green or Complete"),
    ],
)
def test_what_is_off_the_scale_is_refused_with_the_scale_in_words(text, scale, offers):
    with pytest.raises(ValueError, match=offers):
        scale.read(text)


def test_the_two_worst_levels_are_the_exceptions_and_the_best_are_done():
    assert FIVE_POINT.concern_values == (1, 2)
    assert FIVE_POINT.done_values == (4, 5)
    assert RAGC.concern_values == (1, 2)
    assert RAGC.done_values == (4,)


def test_the_opening_position_comes_before_every_month():
    assert (
        period_of(dt.date(2018, 1, 31), opening=True)
        == INITIAL
        < period_of(dt.date(1999, 1, 1), opening=False)
    )
    assert [INITIAL.key, JANUARY.key] == ["initial", "2018-01"]


@pytest.mark.parametrize(
    ("ratings", "stands"),
    [
        ([], [None, None, None]),
        ([(JANUARY, 2)], [2, 2, 2]),
        ([(FEBRUARY, 3)], [None, 3, 3]),
        ([(JANUARY, 2), (JANUARY, 4), (MARCH, 1)], [4, 4, 1]),
        ([(INITIAL, 1), (MARCH, 5)], [1, 1, 5]),
    ],
)
def test_a_rating_stands_until_the_next(ratings, stands):
    assert standing(ratings, [JANUARY, FEBRUARY, MARCH]) == stands
