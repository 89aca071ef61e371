"""Shares of a price in whole pence, and working days of notice."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.learning.charging import free_until, is_late, share_of


@pytest.mark.parametrize(
    ("price", "percent", "share"),
    [
        ("80.00", 50, "40.00"),
        ("33.33", 50, "16.67"),
        ("33.33", 0, "0.00"),
        ("0.01", 50, "0.01"),
        ("0.01", 49, "0.00"),
    ],
)
def test_half_a_penny_goes_up(price, percent, share):
    assert share_of(Decimal(price), percent) == Decimal(share)


@pytest.mark.parametrize(("price", "percent"), [("-0.01", 50), ("1.00", -1), ("1.00", 101)])
def test_what_cannot_be_charged_is_refused(price, percent):
    with pytest.raises(ValueError, match="nothing that can be charged"):
        share_of(Decimal(price), percent)


@given(st.decimals(0, 9999, places=2), st.integers(0, 100))
def test_a_share_is_whole_pence_and_never_more_than_the_price(price, percent):
    share = share_of(price, percent)
    assert share == share.quantize(Decimal("0.01"))
    assert 0 <= share <= price


@pytest.mark.parametrize(
    ("session", "notice", "last"),
    [
        ("2019-10-15", 5, "2019-10-08"),
        ("2019-10-15", 0, "2019-10-15"),
        ("2019-08-27", 1, "2019-08-23"),  # Monday was a bank holiday
        ("2020-01-02", 3, "2019-12-27"),  # over Christmas and the New Year
    ],
)
def test_notice_is_counted_in_working_days(session, notice, last):
    day, end = dt.date.fromisoformat(session), dt.date.fromisoformat(last)
    assert free_until(day, notice) == end
    assert not is_late(end, day, notice)
    assert is_late(end + dt.timedelta(days=1), day, notice)
