"""Whatever people write comes out as text, in every format."""

import io
import sys
from datetime import date
from html import escape
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from goldenthread.rendering import RenderingError, render_docx, render_pdf, standalone_html
from goldenthread.rendering.subprocesses import run

from .pdf_reading import squeezed, text

HOSTILE = [
    '#import "x.typ": * #panic(1) #let a = 1;',
    "$x^2$ $$ y $$ \\(z\\) \\alpha \\input{/etc/passwd}",
    "*bold* _emphasis_ `code` ```raw``` **x** __y__",
    "@reference <label> <script>alert(1)</script> </style> &amp; &lt;",
    '\\ \\n \\u{41} \\" " \' "; #"',
    "`raw`{=typst} `<b>`{=html} ```{=openxml}",
    "-- --- ... – — 'single' \"double\" 1/2 (c)",
    "= Heading == Heading + list - list / term: x // comment /* comment */",
    "[link](https://example.org) ![image](/etc/passwd) [^1] [@citation] {{ braces }} {% tag %}",
    "https://example.org/" + "a" * 300,
    "Donaudampfschifffahrtsgesellschaft" * 8,
    "]] ]) }) ); ;; [[ (( {{",
    "~ non-breaking ^ caret | pipe % percent",
    "http://example.org/?a=1&b=2#c",
]


def document(said: list[str]) -> str:
    paragraphs = "".join(f"<p>{escape(each)}</p><ul><li>{escape(each)}</li></ul>" for each in said)
    rows = "".join(f"<tr><td>{escape(each)}</td><td><em>{escape(each)}</em></td></tr>" for each in said)
    first = escape(said[0])
    return (
        f"<h1>{first}</h1>{paragraphs}<h2>{first}</h2>"
        f'<p><a href="https://example.org/?{first}">{first}</a> '
        f'<span class="gt-badge gt-badge--red">{first}</span></p>'
        f"<table><caption>{first}</caption><thead><tr><th>{first}</th><th>B</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def details(title: str) -> dict[str, object]:
    return {
        "title": title,
        "author": title,
        "date": date(2019, 10, 8),
        "partnership": title,
        "period": title,
        "status": title,
    }


def pdf_text(html: str, title: str = "Report") -> str:
    return text(pikepdf.open(io.BytesIO(render_pdf(html, **details(title)))))


def word_text(html: str, title: str = "Report") -> str:
    word = docx.Document(io.BytesIO(render_docx(html, **details(title))))
    return squeezed("".join(text.text for text in word.element.body.iter(qn("w:t"))))


def web_text(html: str, title: str = "Report") -> str:
    return squeezed(
        lxml_html.document_fromstring(standalone_html(html, **details(title))).find(".//main").text_content()
    )


@pytest.mark.parametrize("read", [pdf_text, word_text, web_text])
def test_markup_of_every_kind_comes_out_as_text(read):
    said = read(document(HOSTILE), HOSTILE[0])
    for each in HOSTILE:
        assert said.count(squeezed(each)) >= 4, each


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), min_size=1), min_size=8, max_size=20
    )
)
def test_whatever_is_typed_in_european_letters_can_be_read_in_the_pdf(said: list[str]):
    spoken = [each for each in said if squeezed(each)] or ["a"]
    printed = pdf_text("".join(f"<p>{escape(each)}</p>" for each in spoken))
    for each in spoken:
        visible = "".join(c for c in squeezed(each) if c.isprintable())
        assert visible in printed


def test_letters_of_every_script_reach_all_formats():
    html = "<p>مرحبا بالعالم</p><p>שלום</p><p>Łódź, Ñandú, Ελληνικά, Кириллица</p>"
    for read in (word_text, web_text):
        assert "مرحبابالعالم" in read(html)
    printed = pdf_text(html)
    assert "Łódź,Ñandú,Ελληνικά,Кириллица" in printed
    assert set("שלום") <= set(printed)


def test_a_character_that_no_typeface_shows_is_named_in_the_pdf_and_kept_elsewhere():
    html = "<p>Well done 😀 and 中</p>"
    assert "Welldone[grinningface]and[cjkunifiedideograph-4e2d]" in pdf_text(html)
    assert "Welldone😀and中" in word_text(html)
    assert "Welldone😀and中" in web_text(html)


@pytest.mark.parametrize("read", [pdf_text, word_text, web_text])
def test_control_characters_vanish(read):
    assert "Abcd" in read("<p>A\x00b\x07c\x1b\x0bd\ud800</p>", "T\x00itle")


def test_a_cell_longer_than_a_page_goes_on_overleaf():
    cell = "word " * 4000
    head = "<caption>Long</caption><thead><tr><th>A</th></tr></thead>"
    html = f"<table>{head}<tbody><tr><td>{cell}</td></tr></tbody></table>"
    pdf = pikepdf.open(io.BytesIO(render_pdf(html, **details("Report"))))
    assert len(pdf.pages) > 3
    assert text(pdf).count("word") == 4000


def test_forty_pages_of_text_are_rendered():
    html = "".join(
        f"<h2>Section {number}</h2>" + "<p>" + "Sentence after sentence. " * 120 + "</p>"
        for number in range(60)
    )
    pdf = pikepdf.open(io.BytesIO(render_pdf(html, **details("Report"))))
    assert len(pdf.pages) >= 40
    assert word_text(html).count("Sentenceaftersentence.") == 7200


def test_a_program_that_takes_too_long_is_stopped(tmp_path: Path):
    with pytest.raises(RenderingError, match=r"Typst took longer than 0\.3 seconds"):
        run([sys.executable, "-c", "import time; time.sleep(9)"], name="Typst", folder=tmp_path, seconds=0.3)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (
            [sys.executable, "-c", "import sys; sys.exit('broken')"],
            "Pandoc could not make the report: broken",
        ),
        ([sys.executable, "-c", "import sys; sys.stderr.write('a warning')"], "a warning"),
        ([sys.executable, "-c", "import sys; sys.exit(3)"], "exit code 3"),
        (["/no/such/program"], "could not be started"),
    ],
)
def test_a_program_that_fails_or_warns_is_an_error(command: list[str], message: str, tmp_path: Path):
    with pytest.raises(RenderingError, match=message):
        run(command, name="Pandoc", folder=tmp_path)


def test_programs_are_told_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GOLDENTHREAD_SECRET_KEY", "secret")
    said = run([sys.executable, "-c", "import os; print(os.environ)"], name="Pandoc", folder=tmp_path)
    assert b"secret" not in said
