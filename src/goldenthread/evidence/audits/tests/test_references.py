"""References of cases: what looks like a name, a birthday or another system's number is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.evidence.audits.references import MOST, ReferenceFault, check_reference, read_references


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("MAA-07", "MAA-07"), (" maa 7 ", "MAA 7"), ("A1", "A1"), ("07", "07"), ("B/7", "B/7")],
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
        ("SAM-2009", "a year"),
        ("1204/2009", "a year"),
        ("943 476 5919", "a year"),
        ("12MAR09", "a date"),
        ("12/03/10", "a date"),
        ("JS 12/03", "a date"),
        ("RM17 6SL", "a postcode"),
        ("O'N 3", "a name"),
        ("Zoë 3", "a name"),
        ("A1@b.uk", "a name"),
        ("=1+1", "a name"),
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
    assert read_references("A1\nA2, A3;A4\tA5\n\n") == ["A1", "A2", "A3", "A4", "A5"]
    with pytest.raises(ReferenceFault, match=r"No\. 2 of the list: “SMITH” looks like a name"):
        read_references("A1\nSmith")
    with pytest.raises(ReferenceFault, match=r"No\. 3 of the list: A1 comes twice"):
        read_references("A1\nA2\na1")


def test_letters_that_differ_could_be_names():
    with pytest.raises(ReferenceFault, match=r"The letters differ \(IAN, TOM\)"):
        read_references("Tom 7\nIan 8")


def test_a_long_list_comes_by_its_length():
    assert len(read_references("\n".join(f"A{n}" for n in range(1, MOST + 1)))) == MOST
    with pytest.raises(ReferenceFault, match="more than 999 lines"):
        read_references("\n".join(f"A{n}" for n in range(30_000)))
