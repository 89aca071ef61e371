"""The forecast to the end of a year: which way each heading is reckoned, and what it comes to."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.oversight.finance.forecast import Method, Use, forecast, months_over

APRIL = dt.date(2019, 4, 1)
sums = st.integers(min_value=0, max_value=10**8).map(lambda number: Decimal(number) / 100)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("2019-03-31", 0),
        ("2019-04-29", 0),
        ("2019-04-30", 1),
        ("2019-09-09", 5),
        ("2019-09-30", 6),
        ("2020-02-28", 10),
        ("2020-02-29", 11),
        ("2020-03-31", 12),
        ("2021-01-01", 12),
    ],
)
def test_months_that_are_over(day, months):
    assert months_over(APRIL, dt.date.fromisoformat(day)) == months


def use(budget="0", spent="0", once="0", committed="0", pattern="uneven"):
    return Use(*(Decimal(text) for text in (budget, spent, once, committed)), pattern)


@pytest.mark.parametrize(
    ("so_far", "months", "method", "total"),
    [
        (use("1200", "500", pattern="even"), 5, Method.RUN_RATE, "1200"),
        (use("1200", "600", pattern="even"), 5, Method.RUN_RATE, "1440"),
        (use("1200", "200", pattern="even"), 2, Method.BUDGET, "1200"),
        (use("1200", "300", pattern="even"), 3, Method.RUN_RATE, "1200"),
        (use("1200", "0", pattern="even"), 6, Method.UNEVEN, "1200"),
        (use("1200", "500", "400", pattern="even"), 5, Method.RUN_RATE, "640"),
        (use("1200", "400", "400", pattern="even"), 5, Method.UNEVEN, "1200"),
        (use("1200", "500", "0", "200"), 5, Method.UNEVEN, "1200"),
        (use("1200", "500", "0", "900"), 5, Method.ABOVE, "1400"),
        (use("0", "500", "0", "100"), 5, Method.UNPLANNED, "600"),
        (use("1200", "500", "0", "100"), 12, Method.OVER, "600"),
        (use("100", "100"), 5, Method.ABOVE, "100"),
    ],
)
def test_each_heading_is_forecast_by_what_is_known_of_it(so_far, months, method, total):
    found = forecast(so_far, months=months)
    assert (found.method, found.total) == (method, Decimal(total))
    assert found.left == so_far.budget - found.total
    assert found.method.why.endswith(".")


@given(sums, sums, sums, st.integers(0, 12), st.sampled_from(["even", "uneven"]))
def test_a_forecast_is_never_less_than_what_is_spent_and_committed_and_comes_out_in_pennies(
    budget, spent, committed, months, pattern
):
    found = forecast(Use(budget, spent, Decimal("0.00"), committed, pattern), months=months)
    assert found.total >= spent + committed
    assert found.total == found.total.quantize(Decimal("0.01"))
