"""Marked words, and nothing unsafe."""

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.home.highlight import highlight

TAGS = re.compile(r"</?mark>")


def test_words_are_marked_whatever_their_capitals():
    assert highlight("Neglect and neglectful care", ["NEGLECT"]) == (
        "<mark>Neglect</mark> and <mark>neglect</mark>ful care"
    )


def test_the_longer_of_two_words_is_marked_whole():
    assert highlight("a carer", ["care", "carer"]) == "a <mark>carer</mark>"


def test_what_looks_like_html_is_shown_and_not_obeyed():
    assert highlight("<script>x</script>", ["script"]) == (
        "&lt;<mark>script</mark>&gt;x&lt;/<mark>script</mark>&gt;"
    )


def test_a_word_that_looks_like_an_entity_does_not_break_one():
    assert highlight("R&D", ["amp"]) == "R&amp;D"


def test_a_word_with_signs_of_its_own_is_taken_literally():
    assert highlight("1x4 and 1.4 (a)", ["1.4", "(a)"]) == "1x4 and <mark>1.4</mark> <mark>(a)</mark>"


def test_of_a_long_text_the_part_around_the_first_word_is_shown():
    shown = highlight("word " * 200 + "neglect " + "word " * 200, ["neglect"])
    assert "<mark>neglect</mark>" in shown
    assert shown.startswith("…word")
    assert shown.endswith("word…")
    assert len(shown) < 240


@settings(deadline=None)
@given(st.text(max_size=400), st.lists(st.text(max_size=8), max_size=4))
def test_without_the_marks_it_is_the_escaped_text_and_no_other_tag(text, words):
    shown = TAGS.sub("", highlight(text, words, longest=1000))
    assert "<" not in shown
    assert unescape(shown).split() == unescape(highlight(text, [], longest=1000)).split()
