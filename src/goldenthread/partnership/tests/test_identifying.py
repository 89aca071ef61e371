"""What could tell who somebody is, is found in whatever way it is written; ordinary text is left alone."""

import datetime as dt

import pytest

from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.identifying import check_no_identifiers, find_identifiers

EMAIL, TELEPHONE, NUMBER = "an email address", "a telephone number", "an NHS number or another long number"
BIRTH, POSTCODE = "a date of birth", "a postcode"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Write to somebody@school.example please", EMAIL),
        ("a.b+c@x.y.example", EMAIL),
        ("somebody＠school.example", EMAIL),
        ("Ring 01632 960 123", TELEPHONE),
        ("Ring (01632) 960123", TELEPHONE),
        ("07700900123", TELEPHONE),
        ("07700-900-123", TELEPHONE),
        ("+44 7700 900123", TELEPHONE),
        ("０７７００９００１２３", TELEPHONE),
        ("077\u200b00900123", TELEPHONE),
        ("My number is 943 476 5919", NUMBER),
        ("943-476-5919", NUMBER),
        ("9434765919", NUMBER),
        ("123456789", NUMBER),
        ("born 3 May 2008", BIRTH),
        ("born 3rd of May, 2008", BIRTH),
        ("born May 3rd 2008", BIRTH),
        ("03/05/2008", BIRTH),
        ("3.5.08", BIRTH),
        ("05/23/2008", BIRTH),
        ("2008-05-03", BIRTH),
        ("We live at RM17 6SL", POSTCODE),
        ("rm176sl", POSTCODE),
    ],
)
def test_it_is_found(text, what):
    assert [each.what for each in find_identifiers(text)] == [what]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nobody told me what had been decided.",
        "I waited 3 weeks, then 12 more, in 2018 and 2019.",
        "In May 2019 it was better.",
        "About 1,234,567 pounds, 12345678 times",
        "We meet at 3:30 on 4/5 days.",
        "Call 999 or 0800 1111",
        "Year 11, room B12, 50% of us @ the club",
        "31/02/2008",
    ],
)
def test_ordinary_text_is_left_alone(text):
    assert find_identifiers(text) == []


def test_the_sentence_says_what_and_in_which_line():
    text = "Nobody told me.\nRing 07700 900123\nor write to me@x.example"
    with pytest.raises(RuleError) as refusal:
        check_no_identifiers("words", text)
    assert refusal.value.message_dict == {
        "words": [
            "This holds what looks like a telephone number (“07700 900123”, line 2), and what looks like an email "
            "address (“me@x.example”, line 3). Take it out, so that nobody can be recognised."
        ]
    }


def test_each_place_is_named_once():
    assert len(find_identifiers("2008-05-03 and 07700 900123, 3 May 2008")) == 3


SINCE = dt.date(2018, 9, 9)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8 September 2018", 1),
        ("9 September 2018", 0),
        ("9/9/18", 0),
        ("9/9/17", 1),
        ("9/9/98", 1),
        ("1.10.19", 0),
    ],
)
def test_a_day_of_late_may_be_when_a_meeting_was(text, found):
    assert len(find_identifiers(f"It was on {text}.", days_since=SINCE)) == found


def test_hostile_text_takes_no_time():
    for text in ("0 " * 50_000, "a@" * 50_000, "1/" * 50_000, "May " * 50_000, "(" * 100_000):
        find_identifiers(text[:4000])
