import time

import pytest
from lxml import html

from goldenthread.publishing.authored_text import tidy, to_html
from goldenthread.publishing.figures import Figure, Ledger, UnknownFigureError, added_up, unknown_in


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "![x](http://example.org/x.png)",
        "<a href='https://example.org' onclick='x()'>y</a>",
        "<style>p{display:none}</style>",
        '[x](https://example.org"onmouseover="x)',
    ],
)
def test_nothing_hostile_comes_through(hostile):
    tree = html.fragment_fromstring(to_html(hostile, level=2), create_parent="div")
    assert {element.tag for element in tree.iter()} <= {"div", "p", "a"}
    for link in tree.iter("a"):
        assert set(link.attrib) <= {"href", "title", "rel"}
        assert link.get("href").startswith(("http://", "https://"))


def test_paragraphs_lists_emphasis_and_links_are_kept():
    html = to_html("One *two* **three** [four](https://example.org)\n\n- five\n- six", level=2)
    assert "<em>two</em>" in html
    assert "<strong>three</strong>" in html
    assert '<a href="https://example.org"' in html
    assert html.count("<li>") == 2


def test_headings_stay_below_their_section_and_skip_no_level():
    html = to_html("# A\n\n### B\n\n# C", level=2)
    assert [tag for tag in ("<h1", "<h2") if tag in html] == []
    assert html.index("<h3>A") < html.index("<h4>B") < html.index("<h3>C")
    assert "<h4>Deep" in to_html("### Deep", level=3)


def test_paragraphs_of_a_numbered_section_are_numbered_once():
    html = to_html("1.1 That they note it.\n\n- a point\n\nThat they comment.", level=2, number="1")
    assert html.count("1.1") == 1
    assert "1.2</span> That they comment." in html


def test_control_characters_are_dropped_and_line_ends_made_alike():
    assert tidy("\x00a\x0bb\r\nc\rd\ufffe ") == "ab\nc\nd"


@pytest.mark.parametrize(
    "nested", [">" * 20_000, "[" * 20_000, "*" * 20_000, "- " * 10_000, "{a.b}" * 4_000, "`" * 20_000]
)
def test_deeply_nested_text_takes_no_longer_than_a_moment(nested):
    started = time.perf_counter()
    to_html(nested, level=2, ledger=Ledger())
    assert time.perf_counter() - started < 5


def hits(value=14_383):
    return Figure("website.hits", "Hits", value, "May 2019", "Somewhere")


def test_a_text_cites_a_figure_and_the_ledger_keeps_that():
    ledger = Ledger()
    ledger.add(hits())
    assert to_html("Opened {website.hits} times", level=2, ledger=ledger) == "<p>Opened 14,383 times</p>"
    assert [figure.key for figure in ledger.cited] == ["website.hits"]


def test_an_unknown_figure_stays_as_typed_and_is_named():
    ledger = Ledger()
    assert "{no.such}" in to_html("{no.such}", level=2, ledger=ledger)
    assert unknown_in("{no.such} {no.such} {plain}", ledger) == ["no.such"]
    with pytest.raises(UnknownFigureError):
        ledger.cite("no.such")


def test_two_figures_cannot_share_a_key():
    ledger = Ledger()
    ledger.add(hits())
    ledger.add(hits())
    with pytest.raises(ValueError, match=r"website\.hits"):
        ledger.add(hits(1))


def test_a_sum_shows_how_it_was_made():
    total = added_up([hits(1_000), hits(27)], key="t.t", label="All", period="", names="two days")
    assert total.value == 1_027
    assert total.source == "Added up: 1,000 + 27 (two days)"
