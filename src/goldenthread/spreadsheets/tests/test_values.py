import calendar
import contextlib
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.spreadsheets.values import (
    PartialDate,
    ValueReadError,
    read_choice,
    read_date,
    read_integer,
    read_number,
    read_yes_no,
)

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def refusal(read, value, *args) -> str:
    with pytest.raises(ValueReadError) as caught:
        read(value, *args)
    return str(caught.value)


@pytest.mark.parametrize(
    ("written", "expected", "precision"),
    [
        (datetime.date(2019, 5, 7), "2019-05-07", "day"),
        (datetime.datetime(2019, 5, 7, 14, 30), "2019-05-07", "day"),  # noqa: DTZ001
        ("2019-05-07", "2019-05-07", "day"),
        ("2019-05-07 14:30:00", "2019-05-07", "day"),
        ("2019-05-07T14:30:00.000Z", "2019-05-07", "day"),
        ("2019/5/7", "2019-05-07", "day"),
        ("07/05/2019", "2019-05-07", "day"),
        ("07/05/2019 00:00", "2019-05-07", "day"),
        ("7.5.19", "2019-05-07", "day"),
        ("7-5-2019", "2019-05-07", "day"),
        ("7 May 2019", "2019-05-07", "day"),
        ("7th May 2019", "2019-05-07", "day"),
        ("7th of May, 2019", "2019-05-07", "day"),
        ("Tuesday 7 May 2019", "2019-05-07", "day"),
        ("Tue, 7 May 2019.", "2019-05-07", "day"),
        ("07-MAY-19", "2019-05-07", "day"),
        ("7May2019", "2019-05-07", "day"),
        ("October 31st 2017", "2017-10-31", "day"),
        ("October 31st, 2017", "2017-10-31", "day"),
        ("Oct 31 2017", "2017-10-31", "day"),
        ("01 April 2018", "2018-04-01", "day"),
        ("by 1 Sept 2018", "2018-09-01", "day"),
        ("29/02/2020", "2020-02-29", "day"),
        ("01/02/2018", "2018-02-01", "day"),
        (43227, "2018-05-07", "day"),
        (43227.5, "2018-05-07", "day"),
        ("43227", "2018-05-07", "day"),
        ("Jan-18", "2018-01-31", "month"),
        ("Feb-20", "2020-02-29", "month"),
        ("Apr 18", "2018-04-30", "month"),
        ("Apr '18", "2018-04-30", "month"),
        ("April 2018", "2018-04-30", "month"),
        ("end of April 2018", "2018-04-30", "month"),
        ("2018-04", "2018-04-30", "month"),
        ("04/2018", "2018-04-30", "month"),
        ("Q1 2018/19", "2018-06-30", "quarter"),
        ("Q2 2018/19", "2018-09-30", "quarter"),
        ("Q3 18/19", "2018-12-31", "quarter"),
        ("quarter 4 2018-2019", "2019-03-31", "quarter"),
        ("2018/19 Q2", "2018-09-30", "quarter"),
        ("2018/19", "2019-03-31", "year"),
        ("2011/12", "2012-03-31", "year"),
        ("1999/00", "2000-03-31", "year"),
        ("2018", "2018-12-31", "year"),
        (2018, "2018-12-31", "year"),
    ],
)
def test_dates_as_people_write_them(written, expected, precision):
    assert read_date(written) == PartialDate(day(expected), precision)


@pytest.mark.parametrize(
    ("written", "expected", "note"),
    [
        ("October 31st 2017 (Completed)", "2017-10-31", "Completed"),
        ("December 1st 2017 (Activities in place)", "2017-12-01", "Activities in place"),
        ("Jan-18 [slipped]", "2018-01-31", "slipped"),
    ],
)
def test_a_note_in_brackets_is_kept_beside_the_date(written, expected, note):
    partial = read_date(written)
    assert (partial.date, partial.note) == (day(expected), note)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("jun", "“jun” has no year: write June 2018, for example"),
        ("7 May", "has no year: write it like 7 May 2018"),
        ("01/16/2018", "there is no month 16; if you mean 16 January 2018, write it so"),
        ("45/16/2018", "there is no month 16. Write the date like"),
        ("31/02/2018", "February 2018 has no day 31"),
        ("31 April 2018", "April 2018 has no day 31"),
        ("2018-02-30", "February 2018 has no day 30"),
        ("13/2018", "there is no month 13"),
        ("Febuary 2018", "if you mean February, write it so"),
        ("ongoing", "“ongoing” is not a date: write the date by which it is to be done"),
        ("TBC", "leave the cell empty"),
        ("Spring", "not exact enough to be due"),
        ("Spring 2018", "not exact enough to be due"),
        ("Jan - Mar 2018", "names more than one month"),
        ("Q2 2018", "write Q2 2018/19 for the quarter ending 30 September 2018"),
        ("2018/20", "2018 is followed by 2019. Write 2018/19"),
        ("07/05/1985", "in the year 1985: dates run from 1990 to 2100"),
        ("7 May 2150", "in the year 2150"),
        ("07/05/75", "in the year 1975"),
        ("0000", "in the year 0"),
        ("12", "cannot be read as a date"),
        ("04/18", "cannot be read as a date"),
        (7, "cannot be read as a date"),
        (99999, "is a number, not a date"),
        (True, "There is no date in the cell"),
        (datetime.time(10, 30), "There is no date in the cell"),
        (None, "There is no date in the cell"),
        ("", "There is no date in the cell"),
        ("when staff are in post", "cannot be read as a date: write it like 7 May 2019"),
        ("x" * 500, "…” cannot be read as a date"),
    ],
)
def test_what_is_no_date_is_refused_with_how_to_write_it(written, says):
    message = refusal(read_date, written)
    assert says in message
    assert len(message) < 200
    assert message.endswith(".")


def test_american_files_may_be_read_month_first():
    assert read_date("01/16/2018", day_first=False).date == day("2018-01-16")
    assert "if you mean 16 January 2018" in refusal(
        lambda value: read_date(value, day_first=False), "16/01/2018"
    )


@settings(deadline=None)
@given(
    DAYS,
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%d.%m.%Y", "%d-%b-%Y"]),
)
def test_every_day_is_read_back_from_every_common_style(date, style):
    assert read_date(date.strftime(style)) == PartialDate(date, "day")


@settings(deadline=None)
@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2064, 4, 8)))
def test_every_serial_number_is_the_day_that_excel_shows(date):
    assert read_date((date - datetime.date(1899, 12, 30)).days).date == date


@settings(deadline=None)
@given(DAYS, st.sampled_from(["%b-%y", "%B %Y", "%Y-%m", "%m/%Y"]))
def test_a_month_is_due_on_its_last_day(date, style):
    if style == "%b-%y" and date.year > 2069:
        return
    last = date.replace(day=calendar.monthrange(date.year, date.month)[1])
    assert read_date(date.strftime(style)) == PartialDate(last, "month")


@settings(deadline=None)
@given(st.integers(1990, 2098), st.integers(1, 4))
def test_quarters_follow_one_another_to_the_end_of_the_business_year(year, quarter):
    span = f"{year}/{(year + 1) % 100:02}"
    end = read_date(f"Q{quarter} {span}").date
    assert datetime.date(year, 4, 1) < end <= read_date(span).date
    assert (end + datetime.timedelta(days=1)).day == 1
    assert end.month == (6, 9, 12, 3)[quarter - 1]


@settings(deadline=None)
@given(
    st.one_of(
        st.text(), st.text("0123456789/.- JanFebq()", max_size=14), st.floats(), st.integers(), st.none()
    )
)
def test_any_cell_is_read_or_refused(value):
    for read in (read_date, read_number, read_integer, read_yes_no):
        with contextlib.suppress(ValueReadError):  # anything else that is raised fails the test
            read(value)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (4, 4.0),
        ("4", 4.0),
        (" 1,234.5 ", 1234.5),
        ("£250", 250.0),
        ("-£1,250.50", -1250.5),
        ("(250)", -250.0),
        ("−3", -3.0),
        ("45%", 0.45),
        (".5", 0.5),
    ],
)
def test_numbers_as_people_write_them(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "",
        None,
        "four",
        "1,23",
        "12 approx",
        "1.2.3",
        "£",
        "9" * 400,
        10**400,
        float("inf"),
        True,
        day("2019-05-07"),
        "-",
    ],
)
def test_what_is_no_number_is_refused(written):
    assert refusal(read_number, written)


def test_a_rating_typed_as_a_number_a_text_or_a_decimal_is_a_whole_number_and_a_half_is_not():
    assert [read_integer(value) for value in (4, "4", 4.0, "4.0")] == [4, 4, 4, 4]
    assert "is not a whole number" in refusal(read_integer, "4.5")
    assert refusal(read_integer, True)


@pytest.mark.parametrize(
    ("written", "answer"),
    [("Yes", True), ("y", True), (True, True), (1, True), ("NO.", False), (0, False), ("False", False)],
)
def test_yes_and_no_as_people_write_them(written, answer):
    assert read_yes_no(written) is answer


@pytest.mark.parametrize("written", ["", None, "maybe", "2", "n/a"])
def test_what_is_neither_yes_nor_no_is_refused(written):
    assert refusal(read_yes_no, written)


def test_a_choice_is_known_by_any_of_its_words_and_the_refusal_offers_them():
    ratings = {"On track": 3, "Green": 3, "Completed": 4}
    assert read_choice(" ON  TRACK.", ratings) == 3
    assert read_choice("on-track", ratings) == 3
    assert refusal(read_choice, "blue", ratings) == (
        "“blue” is not one of the choices: write On track, Green or Completed."
    )
    assert "The cell is empty" in refusal(read_choice, None, ratings)
