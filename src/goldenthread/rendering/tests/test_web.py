import re
from html.parser import HTMLParser

import pytest

from goldenthread.rendering import RenderingError, standalone_html
from goldenthread.rendering.html_tree import parse

from .sample import DETAILS, HTML

VOID = {"meta", "br", "img", "link"}


class Nesting(HTMLParser):
    """Fails on a tag that is closed out of turn or never."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_tag_of_the_page_is_closed_in_turn(web: str):
    reader = Nesting()
    reader.feed(web)
    reader.close()
    assert reader.open == []


def test_the_page_needs_no_other_file_and_runs_nothing(web: str, web_tree):
    assert "<script" not in web
    assert not web_tree.xpath("//link | //img | //@style | //@onclick | //iframe")
    assert "default-src 'none'" in web_tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_the_page_has_its_language_title_and_one_main_heading(web_tree):
    assert web_tree.get("lang") == "en-GB"
    assert web_tree.findtext(".//title").startswith("Performance report")
    assert [heading.text_content() for heading in web_tree.iter("h1")] == ["Performance report"]


def test_each_chart_is_drawn_in_the_page_with_the_reports_own_words(web_tree):
    drawings = web_tree.xpath("//svg[@role='img']")
    told = [drawing.xpath("string(desc)") for drawing in drawings]
    assert told == [image.get("alt") for image in parse(HTML).findall(".//img")]
    ids = web_tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for drawing in drawings:
        assert drawing.get("aria-labelledby") in ids


def test_cells_say_what_they_head_and_figures_are_marked(web_tree):
    assert {cell.get("scope") for cell in web_tree.xpath("//thead//th")} == {"col"}
    assert {cell.get("scope") for cell in web_tree.xpath("//tbody//th")} == {"row"}
    assert [cell.text for cell in web_tree.xpath("//td[@class='figure']")] == ["2,859", "3,246", "6,105"]
    assert not web_tree.xpath("//@align | //colgroup")


def test_wide_tables_scroll_and_can_be_scrolled_by_keyboard(web_tree):
    for table in web_tree.iter("table"):
        box = table.getparent()
        assert (box.get("role"), box.get("tabindex")) == ("region", "0")
        assert box.get("aria-label") == " ".join(table.find("caption").text_content().split())


def test_styles_of_the_caller_follow_ours(web: str):
    ours = standalone_html(HTML, **DETAILS, styles=":root { --accent: #333; }")
    assert ours.index("--accent: #123f70") < ours.index("--accent: #333")
    with pytest.raises(RenderingError, match="styles"):
        standalone_html(HTML, **DETAILS, styles="</style><script>")


def test_the_same_report_gives_the_same_page(web: str):
    assert standalone_html(HTML, **DETAILS) == web


def test_badges_are_text_in_their_colour(web_tree, web: str):
    badge = web_tree.xpath("//span[contains(@class, 'gt-badge--amber')]")[0]
    assert badge.text_content() == "2 Some delay"
    assert re.search(r"\.gt-badge--amber \{ background: #f5a623; color: #0b0c0c; \}", web)
