"""Recommendations as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.thread.lines import MOST, read_lines, read_list


@pytest.mark.parametrize(
    "line",
    [
        "7. Agree a dataset", "7) Agree a dataset", "7\tAgree a dataset", "7 | Agree a dataset",
        "7 Agree a dataset", "7 - Agree a dataset", "Recommendation 7: Agree a dataset", "  7.  Agree a dataset  ",
    ],
)  # fmt: skip
def test_a_number_is_told_from_its_text(line):
    assert read_lines(line) == [("7", "Agree a dataset")]


@pytest.mark.parametrize(("line", "ref"), [("R7: Agree", "R7"), ("2.3 Agree", "2.3"), ("2.3. Agree", "2.3")])
def test_numbers_of_other_kinds(line, ref):
    assert read_lines(line) == [(ref, "Agree")]


def test_a_line_without_a_number_goes_on_with_the_one_before():
    assert read_lines("1. Agree a\ndataset\n\n2. Audit") == [("1", "Agree a dataset"), ("2", "Audit")]


def test_a_text_that_begins_with_a_figure_keeps_it():
    assert read_lines("3. 12 months of data") == [("3", "12 months of data")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Agree a dataset", "Line 1 does not begin with a number"),
        ("1. One\n1. Two", "Line 2: number 1 comes twice"),
        ("\n".join(f"{n}. Text" for n in range(MOST + 1)), "Add no more than 200 at once"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(typed, said):
    with pytest.raises(ValueError, match=said):
        read_lines(typed)


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_or_refused(typed):
    try:
        found = read_lines(typed)
    except ValueError:
        found = []
    assert all(ref and text.strip() for ref, text in found)


@pytest.mark.parametrize("headings", ["Number,Recommendation", "No.,Text", "REF,What is recommended"])
def test_a_list_gives_each_number_with_its_text(headings):
    assert read_list(
        f'{headings}\n1,Share a chronology\n\n2.1,"Ask, and\nlisten"\n'.encode(), "list.csv"
    ) == [
        ("1", "Share a chronology"),
        ("2.1", "Ask, and listen"),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Number,Words\n1,Ask", "needs a column “Number” and a column “Recommendation”"),
        ("Number,Recommendation\n,Ask\n2,\n3,Listen", "Some rows of “list.csv” cannot be read"),
        ("Number,Recommendation\n1,Ask\n1,Listen", "Some rows of “list.csv” cannot be read"),
        (
            "Number,Recommendation\n" + "\n".join(f"{each},Ask" for each in range(MOST + 1)),
            "between 1 and 200",
        ),
    ],
)
def test_a_list_that_cannot_be_read_whole_is_refused(rows, said):
    with pytest.raises(SpreadsheetError, match=said):
        read_list(rows.encode(), "list.csv")
