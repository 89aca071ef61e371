"""What could tell who somebody is, found in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.partnership.redaction import places_in


@pytest.mark.parametrize(
    ("line", "rule", "words"),
    [
        ("Write to a.worker@example.org today", "email", "a.worker@example.org"),
        ("She rang 01375 652 000 twice", "phone", "01375 652 000"),
        ("His number is 943 476 5919", "nhs", "943 476 5919"),
        ("They moved to RM17 6SL in spring", "postcode", "RM17 6SL"),
        ("They lived at 12 Old Mill Lane then", "address", "12 Old Mill Lane"),
        ("The child, born on 4 May, was seen", "birth", "born on 4"),
        ("On 4 May 2019 a nurse called", "date", "4 May 2019"),
        ("On 04/05/2019 a nurse called", "date", "04/05/2019"),
        ("The head of Green Hill School wrote", "school", "Green Hill School"),
        ("It was Dr Sample who wrote", "title", "Dr Sample"),
        ("then Ann Sample came", "name", "Ann Sample"),
        ("Ann Sample came", "name", "Ann Sample"),
    ],
)
def test_each_kind_is_found_with_its_words(line, rule, words):
    (place,) = places_in(f"A first line.\n{line}")
    assert (place.rule, place.words, place.line) == (rule, words, 2)


@pytest.mark.parametrize(
    "line",
    [
        "The social worker saw the baby 14 times in 2019.",
        "Working Together asks for it, and Social Care knew.",
        "When Police officers came, nobody was in.",
        "In the spring of 2019 the family moved.",
    ],
)
def test_what_tells_nothing_is_left_alone(line):
    assert places_in(line) == []


@pytest.mark.parametrize("run", ["a", "1", "A", "aA ", "1 ", "Aa ", "0 1", "@", "+a."])
def test_a_text_of_one_kind_of_sign_is_read_in_no_time(run):
    assert isinstance(places_in(run * (200_000 // len(run))), list)


@given(st.text(max_size=400))
def test_every_text_is_read_and_places_stand_in_it(text):
    for place in places_in(text):
        assert place.words in text.splitlines()[place.line - 1]
