"""Small numbers are withheld, and nothing lets anybody work them out."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldenthread.partnership.withholding import is_small, protect_parts, protect_ticks


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False), (6, False)])
def test_from_one_to_below_the_minimum_is_small(count, small):
    assert is_small(count, 5) is small


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ([10, 20, 5], [10, 20, 5]),
        ([10, 20, 4], [None, 20, None]),
        ([20, 10, 4, 0], [None, 10, None, 0]),
        ([4, 20, 10], [None, None, 10]),
        ([14, 12, 7, 5, 2], [None, 12, 7, 5, None]),
        ([4, 4, 30], [None, None, 30]),
        ([1, 1, 30, 9], [None, None, None, 9]),
        ([2, 3, 30], [None, None, 30]),
        ([3, 37], [None, None]),
        ([9, 9, 4], [None, 9, None]),
        ([0, 0, 40], [0, 0, 40]),
        ([1, 1, 1, 1, 1, 0], [None] * 6),
        ([0, 2, 1, 1, 1], [None] * 5),
    ],
)
def test_what_adds_up(counts, kept):
    assert protect_parts(counts, 5) == kept


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(5, 12))
def test_what_is_withheld_together_is_never_one_row_nor_small(counts, minimum):
    assume(sum(counts) >= minimum)  # otherwise nothing is shown at all
    kept = protect_parts(counts, minimum)
    withheld = [count for count, shown in zip(counts, kept, strict=True) if shown is None]
    assert all(shown in (None, count) for count, shown in zip(counts, kept, strict=True))
    assert not any(shown is not None and 0 < shown < minimum for shown in kept)
    assert withheld == [] or (len(withheld) > 1 and sum(withheld) >= minimum)


@pytest.mark.parametrize(("rows", "largest"), [(2, 20), (3, 18), (4, 11), (5, 8)])
def test_whoever_knows_the_total_and_the_rule_can_work_back_no_count(rows, largest):
    """Every table of so many rows: what is published of it is published of others too, with other counts."""
    alike = defaultdict(list)
    for counts in product(range(largest + 1), repeat=rows):
        if 5 <= sum(counts) <= largest:
            alike[sum(counts), tuple(protect_parts(counts, 5))].append(counts)
    for (_, kept), tables in alike.items():
        for place, shown in enumerate(kept):
            if shown is None:
                assert len({counts[place] for counts in tables}) > 1, tables


@pytest.mark.parametrize(
    ("counts", "everybody", "kept"),
    [
        ([9, 21, 3], 40, [9, 21, None]),
        ([36, 35, 40], 40, [None, 35, 40]),
        ([0, 5, 4], 40, [0, 5, None]),
    ],
)
def test_what_does_not_add_up_is_judged_by_itself_and_by_what_is_left(counts, everybody, kept):
    assert protect_ticks(counts, everybody, 5) == kept
