import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.duties.clock import working_days_between
from goldenthread.evidence.measures.annex_a.cleaning import day_number, read_day, read_whole
from goldenthread.evidence.measures.annex_a.codes import plain
from goldenthread.evidence.measures.annex_a.columns import CATEGORY, fold
from goldenthread.evidence.measures.annex_a.schema import BY_KEY, LISTS, headings_of
from goldenthread.evidence.measures.annex_a.working_days import EPOCH, holidays_before, working_days

from .cases import lazy

SAME_DAY = [
    "2017-11-03", "03/11/2017", "3/11/2017", "03-11-2017", "03.11.2017", "3 Nov 2017", "3 November 2017", "03-Nov-17",
    "3/11/17", "43042", "43042.0",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME_DAY)
def test_a_day_is_read_however_it_is_written(text):
    assert read_day(text) == day_number(dt.date(2017, 11, 3))


@pytest.mark.parametrize(
    "text", ["31/02/2017", "2017-13-01", "November 2017", "soon", "99", "3/11/1017", "Q1 2017/18"]
)
def test_what_is_no_day_is_none(text):
    assert read_day(text) is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_reads_the_same_in_every_style(day):
    styles = (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day.day} {day:%b %Y}", f"{day:%d.%m.%Y}")
    assert {read_day(text) for text in styles} == {day_number(day)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("7.0", 7),
        ("7.9", 7),
        ("-1", -1),
        ("1,204", 1204),
        ("seven", None),
        ("", None),
        ("1e3", None),
    ],
)
def test_a_whole_number_is_read_and_an_age_in_decimal_years_is_the_years_completed(text, number):
    assert read_whole(text) == number


@pytest.mark.parametrize(
    ("list_key", "column", "cell", "value"),
    [
        ("contacts", "contact_source", "f) 2B: Education services", "2B"),
        ("contacts", "contact_source", "c) Education Services", "2B"),
        ("contacts", "contact_source", "C) EDUCATION SERVICES", "2B"),
        ("contacts", "gender", "a) Male", "male"), ("contacts", "gender", "M", "male"),
        ("contacts", "gender", " male ", "male"),
        ("contacts", "ethnicity", "a) WBRI", "WBRI"), ("contacts", "ethnicity", "White British", "WBRI"),
        ("contacts", "ethnicity", "t) NOBT", "NOBT"),
        ("looked_after", "legal_status", "C2: FCO", "C2"),
        ("looked_after", "legal_status", "C2 - Full care order", "C2"),
        ("looked_after", "need_code", "N2 - Child’s disability", "N2"),
        ("looked_after", "need_code", "N2 - Child's disability", "N2"),
        ("looked_after", "placement_type", "j) A6: Placed for adoption - order - foster", None),
        ("looked_after", "placement_type", "j) A6: Placed for adoption - order - not foster", "A6"),
        ("care_leavers", "activity", "G5: Not in education, employment or training - other", "G5"),
        ("care_leavers", "activity", "F2", "F2"),
        ("care_leavers", "suitable", "a) Suitable", "yes"), ("care_leavers", "suitable", "b) Unsuitable", "no"),
        ("contacts", "gender", "a) Nobody", None),
    ],
)  # fmt: skip
def test_a_category_is_known_in_the_spellings_that_occur(list_key, column, cell, value):
    codes = next(each.codes for each in BY_KEY[list_key].columns if each.name == column)
    assert codes.get(plain(cell)) == value


def test_every_category_has_codes():
    assert all(column.codes for each in LISTS for column in each.columns if column.kind == CATEGORY)


@pytest.mark.parametrize(
    "heading",
    [
        "LA In Touch ",
        "LA in Touch",
        "la in touch",
    ],
)
def test_headings_are_told_by_their_letters_alone(heading):
    assert headings_of()["care_leavers"][fold(heading)] == "in_touch"


def test_curly_and_straight_quotation_marks_are_one_heading():
    curly = "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months"
    straight = curly.replace("‘", "'").replace("’", "'")
    assert (
        headings_of()["looked_after"][fold(curly)]
        == headings_of()["looked_after"][fold(straight)]
        == "missing_episodes"
    )


@settings(deadline=None, max_examples=150)
@given(st.dates(dt.date(2016, 1, 1), dt.date(2018, 12, 31)), st.integers(0, 400))
def test_working_days_as_an_expression_are_those_of_the_clock(start, days):
    finish = start + dt.timedelta(days=days)
    import narwhals as nw

    frame = lazy(start=[(start - EPOCH).days], finish=[(finish - EPOCH).days])
    counted = frame.select(
        working_days(nw.col("start"), nw.col("finish"), holidays_before(dt.date(2020, 1, 31))).alias("n")
    )
    assert counted.collect()["n"].to_list() == [working_days_between(start, finish)]
