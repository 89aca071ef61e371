"""Binding a pack of 25 papers and 300 pages, beside one PDF library putting the same pages one after the other."""

from __future__ import annotations

import datetime as dt
import io
import time
from statistics import median
from typing import Any

import docx
import pikepdf
from PIL import Image

from goldenthread.rendering import render_pdf
from goldenthread.rendering.binding import Part, Sheet, bind
from goldenthread.rendering.binding.sheets import make
from goldenthread.spreadsheets.writing_xlsx import write_xlsx

PAGES, PDFS, WORD_FILES = 300, 20, 2
TITLE, DAY = "Synthetic papers", dt.date(2019, 9, 9)
ROUNDS = 5
_PARAGRAPH = "<p>" + "The group heard how the work stands and what it asks of agencies. " * 12 + "</p>"


def measure(pages: int = PAGES, rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """One row for the pack and one for the floor: papers, pages, seconds (the median), and how many times the floor."""
    parts = _papers(pages)
    ready = [make(sheet).pdf for part in parts for sheet in part.sheets]
    ours, floor, ratios, bound = [], [], [], 0
    for _ in range(rounds):
        began = time.perf_counter()
        pack = bind(parts, title=TITLE, author="Synthetic", date=DAY)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        _one_after_the_other(ready)
        floor.append(time.perf_counter() - began)
        ratios.append(ours[-1] / floor[-1])
        bound = pack.pages
        assert not pack.problems, pack.problems
    row = {"papers": len(ready), "pages": bound}
    return [
        {"what": "A pack", **row, "seconds": round(median(ours), 2), "times": round(median(ratios), 1)},
        {"what": "The pages alone", **row, "seconds": round(median(floor), 3), "times": 1.0},
    ]


def _one_after_the_other(papers: list[bytes]) -> bytes:
    pdf = pikepdf.new()
    for content in papers:
        with pikepdf.open(io.BytesIO(content)) as paper:
            pdf.pages.extend(paper.pages)
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def _papers(pages: int) -> list[Part]:
    """Reports as PDF, and one or two papers of every other kind that people bring; each part of an agenda has five."""
    others = [
        *(Sheet(f"Word paper {at}", "paper.docx", "", _word_file(60)) for at in range(WORD_FILES)),
        Sheet("Figures", "figures.xlsx", "", _workbook(120)),
        Sheet("List", "list.csv", "", _list(150)),
        Sheet("Photograph", "photograph.jpg", "", _photograph()),
    ]
    taken = sum(len(pikepdf.open(io.BytesIO(make(sheet).pdf)).pages) for sheet in others)
    each = max(1, (pages - 1 - taken) // PDFS)
    long = max(1, pages - 1 - taken - each * (PDFS - 1))
    reports = [Sheet(f"Report {at}", "report.pdf", "", _report(each)) for at in range(1, PDFS)]
    sheets = [*reports, Sheet("The long report", "long.pdf", "", _report(long)), *others]
    return [
        Part(f"{at // 5 + 1}. An item", "For discussion", tuple(sheets[at : at + 5]))
        for at in range(0, len(sheets), 5)
    ]


def _report(pages: int) -> bytes:
    """A report of ours, cut to its first pages."""
    pdf = render_pdf("<h1>Report</h1>" + _PARAGRAPH * 9 * pages, title=TITLE, author="Synthetic", date=DAY)
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        assert len(whole.pages) >= pages
        del whole.pages[pages:]
        file = io.BytesIO()
        whole.save(file)
    return file.getvalue()


def _word_file(paragraphs: int) -> bytes:
    document = docx.Document()
    for _ in range(paragraphs):
        document.add_paragraph("What the agency did, what it changed, and how that is known. " * 6)
    table = document.add_table(20, 3)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "A cell"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _workbook(rows: int) -> bytes:
    return write_xlsx(
        ["Agency", "Count", "Share"],
        [["NELFT", at, at / 7] for at in range(rows)],
        title=TITLE,
        sheet_name="Figures",
    )


def _list(rows: int) -> bytes:
    return "".join(f"Course {at},{at},Open\r\n" for at in range(rows)).encode("cp1252")


def _photograph() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((2400, 1600), 60).convert("RGB").save(file, "JPEG")
    return file.getvalue()
