from collections import Counter
from datetime import date

import pikepdf
import pytest

from goldenthread.rendering import RenderingError, render_pdf
from goldenthread.rendering.html_tree import parse

from .pdf_reading import squeezed, tags, text
from .sample import DETAILS, HTML


def test_the_pdf_states_that_it_is_pdf_ua_1(pdf: pikepdf.Pdf):
    metadata = pdf.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_the_pdf_has_title_author_date_and_language(pdf: pikepdf.Pdf):
    assert str(pdf.docinfo["/Title"]) == "Performance report"
    assert str(pdf.docinfo["/Author"]) == "Business Manager"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20191008")
    assert str(pdf.Root.Lang) == "en-GB"


def test_every_heading_table_head_cell_and_figure_of_the_html_is_a_tag_of_the_pdf(pdf: pikepdf.Pdf):
    root = parse(HTML)
    counted = Counter(tag.name for tag in tags(pdf))
    for level in range(1, 5):
        assert counted[f"H{level}"] == len(root.findall(f".//h{level}"))
    assert counted["Table"] == len(root.findall(".//table"))
    assert counted["TH"] == len(root.findall(".//thead/tr/th"))
    assert counted["Figure"] == len(root.findall(".//img"))
    assert counted["Caption"] == len(root.findall(".//caption")) + len(root.findall(".//figcaption"))
    assert counted["TOCI"] == 7
    assert counted["BlockQuote"] == 1
    assert counted["Link"] >= 1


def test_every_figure_of_the_pdf_has_its_alternative_text(pdf: pikepdf.Pdf):
    told = [tag.alternative for tag in tags(pdf) if tag.name == "Figure"]
    assert told == [image.get("alt") for image in parse(HTML).findall(".//img")]


def test_the_pdf_says_all_that_the_html_says(pdf: pikepdf.Pdf):
    said = text(pdf)
    for element in parse(HTML).iter("p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4"):
        assert squeezed("".join(element.itertext())) in said


def test_pages_are_numbered_and_the_heads_of_a_long_table_are_repeated(pdf: pikepdf.Pdf):
    said, pages = text(pdf), len(pdf.pages)
    assert pages > 3
    assert f"Page1of{pages}" in said
    assert f"Page{pages}of{pages}" in said
    assert said.count("ActionRatingComment") > 1
    assert Counter(tag.name for tag in tags(pdf))["Table"] == 2


def test_captions_are_numbered(pdf: pikepdf.Pdf):
    said = text(pdf)
    for caption in ("Table1.Actionsthatareoverdue", "Table2.Hitsbymonth", "Figure3.Items"):
        assert caption in said


def test_links_out_of_the_report_are_kept_and_links_inside_the_website_are_words(pdf: pikepdf.Pdf):
    addresses = [
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if "/A" in note and "/URI" in note.A
    ]
    assert addresses == ["https://www.gov.uk/"]
    assert "action1.4" in text(pdf)


def test_only_our_typeface_is_in_the_pdf(pdf: pikepdf.Pdf):
    fonts = {str(font.BaseFont) for page in pdf.pages for font in page.resources.get("/Font", {}).values()}
    assert fonts
    assert all("SourceSans3" in font for font in fonts)


def test_the_same_report_gives_the_same_bytes(pdf_bytes: bytes):
    assert render_pdf(HTML, **DETAILS) == pdf_bytes


def test_a_short_report_has_no_list_of_contents(tmp_path):
    short = render_pdf("<p>One sentence.</p>", title="Short", author="", date=date(2019, 1, 1))
    path = tmp_path / "short.pdf"
    path.write_bytes(short)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        assert Counter(tag.name for tag in tags(pdf))["TOC"] == 0
        assert "Short" in text(pdf)


def test_what_the_compiler_refuses_is_an_error_with_its_reason(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("goldenthread.rendering.pdf._preamble", lambda report, depth: "#nonsense()\n")
    with pytest.raises(RenderingError, match=r"Typst could not make the report: .*unknown variable"):
        render_pdf("<p>One sentence.</p>", title="Short", author="", date=date(2019, 1, 1))
