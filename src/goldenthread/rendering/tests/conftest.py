"""One rendering of the sample for each format, shared by all tests: rendering is the slow part."""

import io

import docx
import pikepdf
import pytest
from docx.document import Document
from lxml import html as lxml_html

from goldenthread.rendering import render_docx, render_pdf, standalone_html

from .sample import DETAILS, HTML


@pytest.fixture(scope="session")
def pdf_bytes() -> bytes:
    return render_pdf(HTML, **DETAILS)


@pytest.fixture(scope="session")
def pdf(pdf_bytes: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_bytes))


@pytest.fixture(scope="session")
def word_bytes() -> bytes:
    return render_docx(HTML, **DETAILS)


@pytest.fixture(scope="session")
def word(word_bytes: bytes) -> Document:
    return docx.Document(io.BytesIO(word_bytes))


@pytest.fixture(scope="session")
def web() -> str:
    return standalone_html(HTML, **DETAILS)


@pytest.fixture(scope="session")
def web_tree(web: str):
    return lxml_html.document_fromstring(web)
