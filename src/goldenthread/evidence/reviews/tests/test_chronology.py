"""Chronologies in spreadsheets, as agencies send them."""

import datetime as dt

import pytest

from goldenthread.evidence.reviews.chronology import read_chronology
from goldenthread.spreadsheets.errors import SpreadsheetError


def test_days_are_read_as_people_write_them_and_put_in_order():
    file = b"Date,Event,Comments\n07/05/2019,Home visit,Nobody in\n1 May 2019,Call from school,\n"
    first, second = read_chronology(file, "c.csv")
    assert (first.on, first.event, first.comment) == (dt.date(2019, 5, 1), "Call from school", "")
    assert second.comment == "Nobody in"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"Event,Who,Where\nVisit,A,B\n", "no column"),
        (b"Date,Who,Where\n1 May 2019,A,B\n", "no column"),
        (b"Date,Event,Comment\nsoon,Visit,\n", "1 rows of"),
        (b"Date,Event,Comment\n1 May 2019,,x\n", "1 rows of"),
    ],
)
def test_what_cannot_be_read_is_refused(file, said):
    with pytest.raises(SpreadsheetError, match=said):
        read_chronology(file, "c.csv")


def test_every_row_that_cannot_be_read_is_named():
    with pytest.raises(SpreadsheetError) as caught:
        read_chronology(b"Date,Event,Comment\nsoon,Visit,\n1 May 2019,,x\n", "c.csv")
    assert [problem.row for problem in caught.value.problems] == [2, 3]
