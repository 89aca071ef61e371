"""Sums as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.design.words import pounds
from goldenthread.oversight.finance.money import MoneyError, read_amount, to_the_penny

sums = st.integers(min_value=1, max_value=999_999_999_999).map(lambda number: Decimal(number) / 100)


@given(sums)
def test_a_sum_is_read_back_as_it_is_written(amount):
    assert read_amount(pounds(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [("£1,234.5", "1234.50"), (" 12 ", "12.00"), ("0.01", "0.01"), ("£ 3,630.82", "3630.82")],
)
def test_sums_are_read(text, amount):
    assert str(read_amount(text)) == amount


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-5", "less than nothing"),
        ("−5.00", "less than nothing"),
        ("(5.00)", "less than nothing"),
        ("£-5", "less than nothing"),
        ("0", "more than nothing"),
        ("0.001", "no sum of money"),
        ("1,23.00", "no sum of money"),
        ("1.2.3", "no sum of money"),
        ("", "no sum of money"),
        ("NaN", "no sum of money"),
        ("1e5", "no sum of money"),
        ("99999999999", "more than can be kept"),
    ],
)
def test_what_is_no_sum_is_refused(text, said):
    with pytest.raises(MoneyError, match=said):
        read_amount(text)


def test_nothing_is_a_sum_where_it_may_be():
    assert read_amount("0", nothing=True) == 0
    assert pounds(Decimal("-1234.5")) == "−£1,234.50"
    assert pounds(None) == ""
    assert to_the_penny(Decimal("0.005")) == Decimal("0.01")
