"""Question sets as files, and the middle and spread of figures."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.learning.asking import all_sets, latest_set, read_set
from goldenthread.learning.models import Feedback
from goldenthread.learning.spread import change_of, median, one_place, spread_of

FIGURES = st.lists(st.integers(1, 10), min_size=1, max_size=60)
SET = {"key": "x", "version": "1", "stage": "day", "title": "X", "intro": "", "source": ""}


@pytest.mark.parametrize("stage", Feedback.Stage.values)
def test_every_stage_has_questions_that_a_form_can_keep(stage):
    asks = latest_set(stage)
    assert all_sets()[asks.ref] is asks
    assert len(asks.ref) <= 60
    assert all(len(each.key) <= 60 and each.text.endswith("?") for each in asks.questions)


def test_confidence_is_asked_before_on_the_day_and_after_from_1_to_10():
    for stage in ("before", "day", "after"):
        question = latest_set(stage).question("confidence")
        assert len(question.answers) == 10
        assert question.answers[0] == "1: not at all"
        assert question.answers[9] == "10: completely"


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ([{"key": "a", "kind": "words", "text": "?"}] * 2, "used twice"),
        ([{"key": "a", "kind": "guess", "text": "?"}], "no kind"),
        ([{"key": "a", "kind": "choice", "text": "?"}], "options"),
        ([{"key": "a", "kind": "words", "text": "?", "options": ["x"]}], "options"),
    ],
)
def test_a_set_that_cannot_be_asked_is_refused(questions, said):
    with pytest.raises(ValueError, match=said):
        read_set(SET | {"questions": questions})


def test_the_latest_version_is_asked_and_ten_comes_after_nine():
    made = [read_set(SET | {"version": version, "questions": []}) for version in ("2019.9", "2019.10")]
    assert latest_set("day", made).version == "2019.10"
    with pytest.raises(KeyError):
        latest_set("never")


@given(FIGURES)
def test_the_median_is_the_one_that_everybody_knows(figures):
    assert median(figures) == Fraction(statistics.median(figures))


@given(FIGURES)
def test_quartiles_stand_in_order_and_half_of_the_figures_lie_between_them(figures):
    spread = spread_of(figures)
    assert min(figures) <= spread.lower <= spread.median <= spread.upper <= max(figures)
    assert sum(spread.lower <= each <= spread.upper for each in figures) * 2 >= len(figures)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [([4], (4, 4, 4)), ([4, 8], (4, 6, 8)), ([1, 2, 9], (1, 2, 9)), ([1, 2, 3, 4, 5], (1.5, 3, 4.5))],
)
def test_quartiles_are_the_medians_of_the_halves(figures, expected):
    spread = spread_of(figures)
    assert (spread.lower, spread.median, spread.upper) == expected


def test_a_change_is_the_median_of_each_persons_own_change():
    change = change_of([(2, 9), (5, 6), (8, 8)])
    assert (change.before.median, change.after.median, change.change, change.count) == (5, 8, 1, 3)


def test_there_is_no_middle_of_nothing():
    with pytest.raises(ValueError, match="nothing"):
        spread_of([])


@pytest.mark.parametrize(
    ("figure", "signed", "text"),
    [(7, False, "7"), (7.5, False, "7.5"), (2, True, "+2"), (-1.5, True, "−1.5"), (0, True, "0")],
)
def test_figures_are_written_with_at_most_one_decimal(figure, signed, text):
    assert one_place(Fraction(figure), signed=signed) == text
