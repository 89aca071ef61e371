"""Small numbers are hidden, and an attacker who knows every published figure and the rule cannot work one back."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.evidence.measures.analysis.disclosure import (
    HIDDEN,
    Rule,
    protect_family,
    protect_point,
    protect_table,
)
from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.analysis.series import Point, Unit

PERIOD = read_period("2018-04")
RULE = Rule(6)
MOST = 40


def possible(counts, sums, hidden):
    """An attacker, written for itself: every way in which the hidden counts can be filled in so that all sums hold."""
    cells = sorted(hidden)
    choices = []
    # To look only a little beyond what is there makes the attacker surer than anybody can be.
    tops = [range(counts[cell] + 4) for cell in cells]
    for filled in product(*tops):
        whole = {**counts, **dict(zip(cells, filled, strict=True))}
        if all(whole[total] == sum(whole[part] for part in parts) for total, parts in sums):
            choices.append(filled)
    return {cell: {choice[at] for choice in choices} for at, cell in enumerate(cells)}


@pytest.mark.parametrize(("count", "shown"), [(0, True), (1, False), (5, False), (6, True), (7, True)])
def test_counts_from_one_to_below_the_threshold_are_hidden_and_nought_is_shown(count, shown):
    point = protect_point(Point(PERIOD, Decimal(count)), Unit.COUNT, RULE)
    assert (point.value == count) is shown
    assert point.hidden == ("" if shown else HIDDEN)


@pytest.mark.parametrize(
    ("n", "d", "shown"),
    [(0, 50, True), (1, 50, False), (5, 50, False), (6, 50, True), (44, 50, True), (45, 50, False), (49, 50, False),
     (50, 50, True), (3, 4, False)],
)  # fmt: skip
def test_a_share_is_hidden_where_its_numerator_or_what_is_left_is_small(n, d, shown):
    share = Point(PERIOD, Decimal(n) * 100 / d, Decimal(n), Decimal(d))
    point = protect_point(share, Unit.PERCENT, RULE)
    assert (point.value is not None) is shown
    assert (point.numerator is not None) is shown
    assert (point.denominator is not None) is (shown or d >= 6)


def test_what_is_rounded_is_rounded_before_a_share_is_worked_out():
    share = Point(PERIOD, Decimal(13) * 100 / 57, Decimal(13), Decimal(57))
    point = protect_point(share, Unit.PERCENT, Rule(6, 5))
    assert (point.numerator, point.denominator) == (15, 55)
    assert point.value == Decimal(15) * 100 / 55


def test_a_part_is_hidden_beside_a_hidden_one_so_that_no_sum_gives_it_away():
    counts = {"all": 40, "a": 3, "b": 17, "c": 20}
    gone = protect_table(counts, [("all", ["a", "b", "c"])], RULE)
    assert gone == {"a", "b"}


def test_two_hidden_parts_of_a_tiny_sum_can_each_still_be_one_of_three():
    counts, sums = {"all": 22, "a": 1, "b": 1, "c": 20}, [("all", ["a", "b", "c"])]
    gone = protect_table(counts, sums, RULE)
    assert gone == {"a", "b"}
    assert possible(counts, sums, gone) == {"a": {0, 1, 2}, "b": {0, 1, 2}}


def test_nothing_is_hidden_where_nothing_is_small():
    assert protect_table({"all": 30, "a": 10, "b": 20}, [("all", ["a", "b"])], RULE) == set()


def grid(cells, columns):
    """A table with totals of rows and columns, and of all."""
    counts, sums = {}, []
    rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    for at, row in enumerate(rows):
        counts |= {f"c{at}{place}": count for place, count in enumerate(row)}
        counts[f"r{at}"] = sum(row)
        sums.append((f"r{at}", [f"c{at}{place}" for place in range(columns)]))
    for place in range(columns):
        counts[f"k{place}"] = sum(row[place] for row in rows)
        sums.append((f"k{place}", [f"c{at}{place}" for at in range(len(rows))]))
    counts["all"] = sum(cells)
    sums.append(("all", [f"r{at}" for at in range(len(rows))]))
    sums.append(("all", [f"k{place}" for place in range(columns)]))
    return counts, sums


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_no_attacker_recovers_a_hidden_cell_of_a_table_with_margins(cells):
    counts, sums = grid(cells, 2)
    gone = protect_table(counts, sums, RULE)
    assert all(count in (0, *range(6, 999)) for cell, count in counts.items() if cell not in gone)
    if not gone or len(gone) > 4 or sum(counts[cell] for cell in gone) > 60:
        return  # the rest of the table is hidden with them: more than the attacker below can try in a moment
    for cell, values in possible(counts, sums, gone).items():
        assert counts[cell] in values
        assert len(values) > 1, f"{cell} can only be {values}"


@settings(deadline=None)
@given(st.lists(st.integers(0, MOST), min_size=2, max_size=5))
def test_no_attacker_recovers_a_hidden_part_from_its_total(parts):
    names = [f"p{at}" for at in range(len(parts))]
    counts = dict(zip(names, parts, strict=True)) | {"all": sum(parts)}
    gone = protect_table(counts, [("all", names)], RULE)
    unknown = [name for name in names if name in gone]
    if not gone:
        return
    if "all" in gone:
        assert len(unknown) >= 1
        return
    rest = counts["all"] - sum(counts[name] for name in names if name not in gone)
    # With the total known, k hidden parts share `rest`: each may be anything from 0 to it.
    assert len(unknown) >= 2
    assert rest + 1 >= 3


def families(values_of):
    points = {pk: [Point(PERIOD, Decimal(value))] for pk, value in values_of.items()}
    units = dict.fromkeys(values_of, Unit.COUNT)
    return protect_family(points, dict.fromkeys(values_of, RULE), units=units, parts={1: [2, 3]})


def test_indicators_that_add_up_are_protected_together():
    shown = families({1: 40, 2: 3, 3: 37})
    assert shown[2][0].hidden
    assert shown[3][0].hidden
    assert shown[1][0].value == 40


def test_a_hidden_figure_does_not_say_whether_it_is_small_itself():
    shown = families({1: 40, 2: 3, 3: 37})
    assert shown[2][0].hidden == shown[3][0].hidden


@given(st.integers(0, 99), st.integers(0, 99))
def test_of_two_parts_and_their_whole_never_exactly_one_is_hidden(one, two):
    shown = families({1: one + two, 2: one, 3: two})
    hidden = [pk for pk, (point,) in shown.items() if point.hidden]
    known = {1: one + two, 2: one, 3: two}
    # Two known figures of three give the third, unless the one hidden stands beside a nought and its twin.
    assert len(hidden) != 1, (known, hidden)
