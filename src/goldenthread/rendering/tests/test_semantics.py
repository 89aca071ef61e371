from datetime import date

import pytest

from goldenthread.rendering import RenderingError, read_report
from goldenthread.rendering.columns import column_shares, is_numeric
from goldenthread.rendering.html_tree import LONGEST_DOCUMENT

from .sample import CHARTS

HEAD = "<caption>Hits</caption><thead><tr><th>A</th><th>B</th></tr></thead>"
FIGURE = '<figure><img src="chart:hits" alt="Up"><figcaption>Hits</figcaption></figure>'


def read(html: str, **details: object):
    return read_report(
        html, **{"title": "Report", "author": "", "date": date(2019, 1, 1), "charts": CHARTS, **details}
    )


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("", "no text"),
        ("  <p> </p>", "no text"),
        ("<h2></h2><p>a</p>", "heading number 1 is empty"),
        ("<h1>A</h1><h3>B</h3>", "“B” skips a level: h3 follows h1"),
        ("<h2>A</h2><h4>B</h4>", "“B” skips a level: h4 follows h2"),
        ("<h3>B</h3>", "“B” skips a level"),
        ("<h1>A</h1><h1>B</h1>", "“B” is a second title"),
        ("<h2>A</h2><h1>B</h1>", "“B” is a second title"),
        (FIGURE.replace(' alt="Up"', ""), "“chart:hits” has no alternative text .before the first heading"),
        ("<h2>Website</h2>" + FIGURE.replace("Up", " "), "no alternative text .under the heading “Website”"),
        (
            FIGURE.replace("hits", "visits"),
            "“chart:visits” is not one of the report's charts.*hits, items, progress",
        ),
        (FIGURE.replace("chart:hits", "https://example.org/a.png"), "is not one of the report's charts"),
        (FIGURE.replace("chart:hits", "file:///etc/passwd"), "is not one of the report's charts"),
        ('<p><img src="chart:hits" alt="Up"></p>', "outside a figure"),
        (FIGURE.replace("<figcaption>Hits</figcaption>", ""), "figure of “chart:hits” has no caption"),
        (FIGURE.replace(">Hits<", "><"), "figure of “chart:hits” has no caption"),
        ("<figure><p>A</p></figure>", "holds one image"),
        ("<h2>Website</h2><table><tr><td>1</td></tr></table>", "no caption .under the heading “Website”"),
        ("<table><caption>Hits</caption><tr><td>1</td></tr></table>", "“Hits”.*no row of header cells"),
        (f"<table>{HEAD.replace('th>', 'td>')}</table>", "“Hits”.*no row of header cells"),
        (f"<table>{HEAD.replace('>A<', '><').replace('>B<', '><')}</table>", "empty header cells"),
        (f"<table>{HEAD}<tbody><tr><td>1</td></tr></tbody></table>", "1 cells in row 1 of its tbody.*have 2"),
        (f"<table>{HEAD}<tbody><tr><td colspan='3'>1</td></tr></tbody></table>", "3 cells in row 1"),
        (
            f"<table>{HEAD}<tbody><tr><td rowspan='2'>1</td><td>2</td></tr></tbody></table>",
            "below its last row",
        ),
        (f"<table>{HEAD}<tbody><tr><td colspan='x'>1</td></tr></tbody></table>", "colspan “x”"),
        (
            f"<table>{HEAD}<tbody><tr><td>1<table>{HEAD}</table></td><td>2</td></tr></tbody></table>",
            "another table",
        ),
        ('<p><span class="gt-badge">A</span></p>', "“A” has no known tone"),
        ('<p><span class="gt-badge gt-badge--pink">A</span></p>', "“A” has no known tone"),
        ('<p>a<span class="gt-badge gt-badge--red"></span></p>', "colour alone"),
        ("<h2>Film</h2><p>a</p><video></video>", "no form for <video> .under the heading “Film”"),
        ("<p>a</p><script>alert(1)</script>", "no form for <script>"),
        ("<p>a</p><svg><text>b</text></svg>", "no form for <svg>"),
        ("<p>a</p><iframe src='x'></iframe>", "no form for <iframe>"),
        ("a" * (LONGEST_DOCUMENT + 1), "longer than 10,000,000 characters"),
    ],
)
def test_a_document_that_cannot_be_made_accessible_is_refused_with_its_place(html: str, message: str):
    with pytest.raises(RenderingError, match=message):
        read(html)


@pytest.mark.parametrize(
    ("details", "message"),
    [({"title": " "}, "no title"), ({"language": "english"}, "“english” is not a language")],
)
def test_details_that_every_format_needs_are_asked_for(details: dict[str, str], message: str):
    with pytest.raises(RenderingError, match=message):
        read("<p>a</p>", **details)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>",
        "<!DOCTYPE html><html><head><title>x</title></head><body><h1>A</h1><p>b</p></body></html>",
        f"<table>{HEAD}<tbody><tr><td rowspan='2'>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>",
        f"<table>{HEAD.replace('<th>A</th>', '<td></td>')}<tbody><tr><th>1</th><td>2</td></tr></tbody></table>",
        "<p>text</p><!-- a comment -->",
        "bare text",
    ],
)
def test_a_document_in_order_is_read(html: str):
    assert read(html).title == "Report"


def test_a_column_of_much_text_is_wider_than_a_column_of_figures():
    shares = column_shares(
        [("Action", "Comment", "Items"), ("1.4", "To be discussed at the next meeting " * 4, "12")]
    )
    assert sum(shares) == pytest.approx(1)
    assert shares[1] > 3 * shares[0]
    assert shares[1] > 3 * shares[2]


def test_columns_keep_their_words_whole_where_there_is_room():
    shares = column_shares([("Responsibilities", "B"), ("a", "long text " * 40)])
    assert shares[0] * 98 > len("Responsibilities")


def test_a_table_of_forty_columns_and_one_of_empty_cells_have_widths():
    assert len(column_shares([["Heading"] * 40, ["1"] * 40])) == 40
    assert column_shares([("", ""), ("", "")]) == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2,000", "-3.5", "12%", "£40"], True),
        (["1", "–", "", "n/a"], True),
        (["–", ""], False),
        (["2019-05-14"], False),
        (["1", "two"], False),
        ([], False),
    ],
)
def test_columns_of_figures_are_told_from_columns_of_words(cells: list[str], expected: bool):
    assert is_numeric(cells) is expected
