import io
import json
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pypandoc
import typst
from docx.document import Document
from docx.oxml.ns import qn

from goldenthread.rendering import render_docx
from goldenthread.rendering.html_tree import parse, words

from .sample import DETAILS, HTML


def texts(word: Document, style: str) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == style]


def test_headings_of_the_word_file_are_headings(word: Document):
    root = parse(HTML)
    for level in range(1, 5):
        assert texts(word, f"Heading {level}") == [words(heading) for heading in root.findall(f".//h{level}")]


def test_the_word_file_has_its_properties(word: Document):
    properties = word.core_properties
    assert (properties.title, properties.author) == ("Performance report", "Business Manager")
    assert properties.created.isoformat().startswith("2019-10-08")
    assert properties.language == "en-GB"


def test_captions_have_their_style_and_stay_with_their_table(word: Document):
    assert texts(word, "Table Caption") == ["Table 1. Actions that are overdue", "Table 2. Hits by month"]
    assert texts(word, "Image Caption")[0] == "Figure 1. Actions by rating"
    assert word.styles["Table Caption"].paragraph_format.keep_with_next


def test_heads_of_tables_repeat_and_no_short_row_breaks(word: Document):
    for table in word.tables:
        heads = [row for row in table._tbl.tr_lst if row.trPr.find(qn("w:tblHeader")) is not None]
        assert len(heads) == 1
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in table._tbl.tr_lst)
        assert {paragraph.style.name for paragraph in table.rows[0].cells[0].paragraphs} == {"Table Heading"}


def test_every_picture_has_its_alternative_text_and_fits_the_page(word: Document):
    section = word.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert told == [image.get("alt") for image in parse(HTML).findall(".//img")]
    assert all(shape.width <= width + 1000 for shape in word.inline_shapes)


def test_a_cell_that_holds_one_badge_is_tinted(word: Document):
    cells = word.tables[0].columns[1].cells
    assert cells[1].text == "2 Some delay"
    assert cells[1]._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "F5A623"
    assert cells[2]._tc.find(qn("w:tcPr")).find(qn("w:shd")) is None


def test_figures_are_ranged_right_and_names_of_rows_are_bold(word: Document):
    row = word.tables[1].rows[1]
    assert row.cells[1].paragraphs[0].alignment == 2
    assert row.cells[0].paragraphs[0].runs[0].bold


def test_the_contents_are_a_field_filled_with_links_to_the_headings(word: Document):
    entries = texts(word, "toc 2") + texts(word, "toc 3") or texts(word, "TOC 2") + texts(word, "TOC 3")
    assert sorted(entries) == sorted(texts(word, "Heading 2") + texts(word, "Heading 3"))
    source = word.element.xml
    assert 'TOC \\o "2-3"' in source
    anchors = {
        link.get(qn("w:anchor")) for link in word.element.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))
    }
    marks = {mark.get(qn("w:name")) for mark in word.element.iter(qn("w:bookmarkStart"))}
    assert anchors
    assert anchors <= marks


def test_pages_are_numbered(word: Document):
    footer = word.sections[0].footer._element.xml
    assert " PAGE " in footer
    assert " NUMPAGES " in footer


def test_where_our_typeface_is_missing_arial_takes_its_place(word_bytes: bytes):
    with zipfile.ZipFile(io.BytesIO(word_bytes)) as parts:
        assert b'<w:font w:name="Source Sans 3"><w:altName w:val="Arial"/>' in parts.read(
            "word/fontTable.xml"
        )
        assert b'w:val="en-GB"/></w:rPr></w:rPrDefault>' in parts.read("word/styles.xml")
        assert b"base64" not in parts.read("word/document.xml")


def test_the_same_report_gives_the_same_bytes(word_bytes: bytes):
    assert render_docx(HTML, **DETAILS) == word_bytes


def test_the_word_file_becomes_a_pdf_without_loss_of_headings_or_tables(word_bytes: bytes, tmp_path: Path):
    (tmp_path / "report.docx").write_bytes(word_bytes)

    def pandoc(*options: str) -> bytes:
        command = [pypandoc.get_pandoc_path(), "report.docx", "--from=docx", *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout

    kinds: Counter[str] = Counter()
    levels: Counter[int] = Counter()

    def count(node: object) -> None:
        if isinstance(node, dict):
            if "t" in node:
                kinds[node["t"]] += 1
                if node["t"] == "Header":
                    levels[node["c"][0]] += 1
            for inner in node.values():
                count(inner)
        elif isinstance(node, list):
            for inner in node:
                count(inner)

    count(json.loads(pandoc("--to=json")))
    root = parse(HTML)
    assert [levels[level] for level in range(1, 5)] == [
        len(root.findall(f".//h{level}")) for level in range(1, 5)
    ]
    assert kinds["Table"] == len(root.findall(".//table"))
    assert kinds["Image"] == len(root.findall(".//img"))
    source = pandoc("--to=typst", "--standalone", "--extract-media=.")
    (tmp_path / "report.typ").write_bytes(source)
    assert typst.compile(str(tmp_path / "report.typ"), format="pdf").startswith(b"%PDF")
