"""Dates, times and numbers as the house writes them."""

from __future__ import annotations

import datetime

import pytest

from goldenthread.design import words


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [
        (14, 30, "2:30pm"),
        (14, 0, "2pm"),
        (9, 5, "9:05am"),
        (0, 0, "midnight"),
        (12, 0, "midday"),
        (12, 30, "12:30pm"),
        (0, 1, "12:01am"),
    ],
)
def test_times(hour: int, minute: int, text: str) -> None:
    assert words.uk_time(datetime.time(hour, minute)) == text


def test_a_moment_is_told_in_british_time() -> None:
    late = datetime.datetime(2019, 5, 6, 23, 30, tzinfo=datetime.UTC)
    assert words.uk_datetime(late) == "7 May 2019, 12:30am"
    assert words.uk_time(late) == "12:30am"
    assert words.uk_date(late) == "7 May 2019"
    assert words.month(datetime.datetime(2019, 4, 30, 23, 30, tzinfo=datetime.UTC)) == "May 2019"


def test_nothing_is_said_of_nothing() -> None:
    assert (words.uk_date(None), words.uk_datetime(None), words.month(None), words.number(None)) == ("",) * 4


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(0, None, "0"), (1234567, None, "1,234,567"), (2.5, 2, "2.50"), (-3, None, "−3")],
)
def test_numbers(value: float, places: int | None, text: str) -> None:
    assert words.number(value, places) == text


@pytest.mark.parametrize(
    ("label", "subject"),
    [
        ("Due date", "the due date"),
        ("RAG rating", "the RAG rating"),
        ("Your role", "your role"),
        ("Email:", "your email"),
    ],
)
def test_a_label_becomes_the_object_of_a_sentence(label: str, subject: str) -> None:
    assert words.subject(label) == subject
