"""How a total is split: to the penny, by exact shares, whatever the total and the shares are."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.oversight.finance.formula import (
    FormulaError,
    Split,
    as_typed,
    in_words,
    percent_of,
    read_share,
    split,
)

PENNY = Decimal("0.01")
pennies = st.integers(min_value=0, max_value=10**11).map(lambda number: Decimal(number) / 100)
weights = st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=12)


def shares_of(parts):
    whole = sum(parts)
    return {key: Fraction(part, whole) for key, part in enumerate(parts)}


@given(pennies, weights)
def test_the_parts_always_sum_to_the_total(total, parts):
    assert sum(split(total, shares_of(parts)).values()) == total


@given(pennies, weights)
def test_nobody_is_a_whole_penny_from_the_exact_share(total, parts):
    shares = shares_of(parts)
    for key, part in split(total, shares).items():
        assert abs(Fraction(part) - Fraction(total) * shares[key]) < Fraction(1, 100)
        assert part == part.quantize(PENNY) >= 0


@given(pennies, weights)
def test_a_larger_share_never_pays_less(total, parts):
    found = split(total, shares_of(sorted(parts)))
    assert [found[key] for key in sorted(found)] == sorted(found.values()) or len(set(parts)) < len(parts)


def test_the_penny_that_is_left_goes_to_the_earlier_of_two_that_are_as_far_away():
    assert split(Decimal("0.01"), {"a": Fraction(1, 2), "b": Fraction(1, 2)}) == {
        "a": PENNY,
        "b": Decimal("0.00"),
    }
    assert split(Decimal("10.00"), shares_of([1, 1, 1])) == {
        0: Decimal("3.34"),
        1: Decimal("3.33"),
        2: Decimal("3.33"),
    }


def test_the_printed_contributions_of_2021_22_follow_from_half_and_two_quarters():
    """002, Finance and Resources: the four contributions, and their printed total."""
    formula = Split({4: Decimal("3630.82")}, {1: Fraction(1, 2), 2: Fraction(1, 4), 3: Fraction(1, 4)})
    found = formula.contributions(Decimal("237585.02"))
    assert found == {
        1: Decimal("116977.10"),
        2: Decimal("58488.55"),
        3: Decimal("58488.55"),
        4: Decimal("3630.82"),
    }
    assert sum(found.values()) == Decimal("237585.02")


@given(pennies, weights, st.integers(min_value=0, max_value=10**6))
def test_fixed_sums_come_first_and_the_whole_sums_to_the_total(rest, parts, fixed):
    amount = Decimal(fixed) / 100
    found = Split({99: amount} if fixed else {}, shares_of(parts)).contributions(rest + amount)
    assert sum(found.values()) == rest + amount
    assert not fixed or found[99] == amount


@pytest.mark.parametrize(
    ("fixed", "shares", "said"),
    [
        ({}, {}, "at least one agency"),
        ({}, {1: Fraction(1, 3), 2: Fraction(1, 3)}, "total 2/3"),
        ({}, {1: Fraction(33, 100), 2: Fraction(33, 100), 3: Fraction(33, 100)}, "total 99%"),
        ({1: PENNY}, {1: Fraction(1)}, "not both"),
        ({2: Decimal("10.01")}, {1: Fraction(1)}, "more than the total"),
        ({}, {1: Fraction(0), 2: Fraction(1)}, "more than nothing"),
    ],
)
def test_a_formula_that_cannot_be_says_why(fixed, shares, said):
    with pytest.raises(FormulaError, match=said):
        Split(fixed, shares).contributions(Decimal("10.00"))


@pytest.mark.parametrize("total", ["-0.01", "0.001"])
def test_only_whole_pennies_are_split(total):
    with pytest.raises(FormulaError, match="whole pennies"):
        split(Decimal(total), {1: Fraction(1)})
    with pytest.raises(FormulaError, match="exactly 100%"):
        split(Decimal("1.00"), {1: Fraction(1, 2)})


@pytest.mark.parametrize(
    ("typed", "share", "words"),
    [
        ("25", Fraction(1, 4), "25%"),
        ("22.5 %", Fraction(9, 40), "22.5%"),
        ("1/3", Fraction(1, 3), "1/3 (33.33%)"),
        ("33.3333", Fraction(333333, 1000000), "33.3333%"),
        ("100", Fraction(1), "100%"),
    ],
)
def test_shares_are_read_as_they_are_written(typed, share, words):
    assert read_share(typed) == share
    assert in_words(share) == words
    assert read_share(as_typed(share)) == share


@pytest.mark.parametrize("typed", ["0", "101", "1/0", "3/2", "a third", "-5", "", "1/", "33.33333"])
def test_what_is_no_share_is_refused(typed):
    with pytest.raises(FormulaError, match="Write"):
        read_share(typed)


def test_a_part_of_nothing_is_no_percentage():
    assert percent_of(Decimal("1.00"), Decimal("0.00")) is None
    assert percent_of(Decimal("58488.55"), Decimal("237585.02")) == Decimal("24.6")
