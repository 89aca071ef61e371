"""Drawing cases: the same list and seed give the same cases, anywhere and in whatever order the list comes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.evidence.audits.drawing import draw, fingerprint, new_seed, numbered


def test_the_draw_is_the_order_of_the_published_sum():
    references = numbered(94)
    by_hand = sorted(references, key=lambda each: hashlib.sha256(f"2019-08-19:{each}".encode()).hexdigest())
    assert draw(references, "2019-08-19", 8) == by_hand[:8]
    assert draw(references, "2019-08-19", 8) == ["20", "76", "32", "10", "77", "80", "86", "26"]


@given(st.sets(st.text(min_size=1, max_size=6), min_size=3, max_size=30), st.text(max_size=8), st.randoms())
def test_the_order_of_the_list_does_not_matter(references, seed, chance):
    listed = sorted(references)
    mixed = list(listed)
    chance.shuffle(mixed)
    assert draw(mixed, seed, 3) == draw(listed, seed, 3)
    assert fingerprint(mixed) == fingerprint(listed)


def test_another_seed_draws_others_and_more_of_the_same_seed_begins_alike():
    references = numbered(500)
    assert draw(references, "a", 6) != draw(references, "b", 6)
    assert draw(references, "a", 8)[:6] == draw(references, "a", 6)


def test_every_case_is_as_likely_as_another():
    times = dict.fromkeys(numbered(10), 0)
    for seed in range(2000):
        for each in draw(list(times), str(seed), 3):
            times[each] += 1
    assert all(500 < count < 700 for count in times.values())


@pytest.mark.parametrize("wanted", [0, 4])
def test_more_than_there_are_cannot_be_drawn(wanted):
    with pytest.raises(ValueError, match="of 3 cannot be drawn"):
        draw(["a", "b", "c"], "x", wanted)


def test_numbers_have_one_width_and_seeds_differ():
    assert numbered(11)[0] == "01"
    assert numbered(9)[-1] == "9"
    assert numbered(11, "B")[0] == "B-01"
    assert len({new_seed() for _ in range(50)}) == 50
