"""References of cases: what looks like a name, a birthday or another system's number is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.evidence.audits.references import ReferenceFault, check_reference, read_references


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("MAA-07", "MAA-07"), (" maa 7 ", "MAA 7"), ("A1", "A1"), ("07", "07"), ("2019/07", "2019/07")],
)
def test_a_short_reference_is_kept_in_capitals(typed, kept):
    assert check_reference(typed) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "empty"),
        ("Jack 7", "looks like a name"),
        ("SMITH-1", "looks like a name"),
        ("JS", "initials"),
        ("12345", "number of a record"),
        ("943 476 5919", "looks like a date"),
        ("9434765919", "number of a record"),
        ("JS 12/03/2010", "looks like a date"),
        ("O'Neil 3", "no reference"),
        ("Zoë 3", "no reference"),
        ("A1@b.uk", "no reference"),
        ("A-1-B-2-C-3-D-4-E-5-F", "no reference"),
        ("=1+1", "no reference"),
    ],
)
def test_what_could_tell_who_it_is_is_refused(typed, says):
    with pytest.raises(ReferenceFault, match=says):
        check_reference(typed)


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=4, max_size=12), st.integers(0, 99))
def test_no_word_of_four_letters_passes_whatever_number_follows(word, number):
    with pytest.raises(ReferenceFault):
        check_reference(f"{word} {number}")


def test_a_list_names_the_place_of_what_is_wrong_with_it():
    assert read_references("A1\nB2, C3;D4\tE5\n\n") == ["A1", "B2", "C3", "D4", "E5"]
    with pytest.raises(ReferenceFault, match=r"No\. 2 of the list: “SMITH” looks like a name"):
        read_references("A1\nSmith")
    with pytest.raises(ReferenceFault, match=r"No\. 3 of the list: A1 comes twice"):
        read_references("A1\nB2\na1")
