"""Packs: what is bound, numbered and marked, and what becomes of files that are not as they should be."""

import datetime as dt
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from goldenthread.rendering.binding import Bound, Entry, Part, Sheet, bind
from goldenthread.spreadsheets.writing_xlsx import write_xlsx

from .pdf_reading import page_text

A4 = (595.28, 841.89)


def blank(pages: int = 1, size: tuple[float, float] = (595, 842), *, rotate: int = 0) -> Pdf:
    pdf = Pdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=size)
        page.obj.Contents = pdf.make_stream(b"0 0 1 rg 100 100 50 50 re f")
        if rotate:
            page.obj.Rotate = rotate
    return pdf


def saved(pdf: Pdf, **how: object) -> bytes:
    file = io.BytesIO()
    pdf.save(file, **how)  # type: ignore[arg-type]
    return file.getvalue()


def paper(content: bytes, file_name: str = "paper.pdf", title: str = "A paper") -> Sheet:
    return Sheet(title, file_name, "application/octet-stream", content)


def pack(*sheets: Sheet, **how: object) -> tuple[Bound, Pdf]:
    return opened([Part("1. An item", "For decision", sheets)], **how)


def opened(parts: Sequence[Part], **how: object) -> tuple[Bound, Pdf]:
    bound = bind(
        parts, **{"title": "Group: papers", "author": "The office", "date": dt.date(2019, 9, 9), **how}
    )  # type: ignore[arg-type]
    return bound, Pdf.open(io.BytesIO(bound.pdf))


def words(pdf: Pdf, page: int) -> str:
    return page_text(pdf.pages[page])


def upright(pdf: Pdf, page: int) -> tuple[float, float]:
    box = pdf.pages[page].mediabox
    assert "/Rotate" not in pdf.pages[page].obj
    return float(box[2]), float(box[3])


# --- Numbers, contents, bookmarks ---


def test_every_page_carries_its_number_and_the_contents_name_the_pages_papers_begin_on() -> None:
    parts = [
        Part("1. Apologies", "", ()),
        Part(
            "2. Reports", "", (paper(saved(blank(3)), title="First"), paper(saved(blank(2)), title="Second"))
        ),
        Part("3. A plan", "", (paper(saved(blank()), title="Third"),)),
    ]
    bound, pdf = opened(parts, status="Confidential", partnership="Example Partnership")

    assert bound.pages == len(pdf.pages) == 7
    assert bound.contents == [
        Entry("1. Apologies", 1, None),
        Entry("2. Reports", 1, 2),
        Entry("First", 2, 2),
        Entry("Second", 2, 5),
        Entry("3. A plan", 1, 7),
        Entry("Third", 2, 7),
    ]
    assert bound.problems == []
    for at in range(7):
        assert f"Page{at + 1}of7" in words(pdf, at)
        assert "Confidential" in words(pdf, at)
        assert "Group:papers·9September2019" in words(pdf, at)
    assert words(pdf, 0).startswith("ExamplePartnershipGroup:papers")
    assert "Second5" in words(pdf, 0)


def test_a_supplement_is_numbered_on() -> None:
    bound, pdf = pack(paper(saved(blank(2))), first_page=41)
    assert [entry.page for entry in bound.contents] == [42, 42]
    assert "Page41of43" in words(pdf, 0)
    assert "Page43of43" in words(pdf, 2)
    assert pdf.Root.PageLabels.Nums[1].St == 41


def test_the_contents_and_the_bookmarks_lead_to_the_pages() -> None:
    parts = [
        Part("1. One", "", (paper(saved(blank(2)), title="First"),)),
        Part("2. Two", "", (paper(saved(blank()), title="Second"),)),
        Part("3. Three", "", ()),
    ]
    _bound, pdf = opened(parts)
    places = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    links = {places[note.Dest[0].objgen] for note in pdf.pages[0].obj.Annots}
    assert links == {1, 3}
    with pdf.open_outline() as outline:
        tree = [
            (item.title, places[item.destination[0].objgen], [child.title for child in item.children])
            for item in outline.root
        ]
    assert tree == [
        ("Contents", 0, []),
        ("1. One", 1, ["First"]),
        ("2. Two", 3, ["Second"]),
        ("3. Three", 0, []),
    ]


def test_contents_of_sixty_items_take_more_than_a_page_and_count_themselves() -> None:
    parts = [
        Part(f"{at}. An item with a name of some length, as items have", "To note", (paper(saved(blank())),))
        for at in range(1, 61)
    ]
    bound, pdf = opened(parts)
    front = bound.contents[0].page - 1  # type: ignore[operator]
    assert front >= 3
    assert bound.pages == front + 60
    assert [entry.page for entry in bound.contents if entry.level == 1] == list(range(front + 1, front + 61))
    assert f"Page{front + 60}of{front + 60}" in words(pdf, front + 59)


def test_an_agenda_without_papers_is_a_pack_of_its_contents() -> None:
    bound, pdf = opened([Part("1. Welcome", "To note, Chair, 5 minutes", ())])
    assert (bound.pages, bound.problems) == (1, [])
    assert "Tonote,Chair,5minutes" in words(pdf, 0)


def test_titles_are_text_whatever_they_hold() -> None:
    title = '5. "#pagebreak()" \\ [x] $y$ *z* — Łódź 日本 ' + "long" * 60
    bound, pdf = opened([Part(title, "", (paper(saved(blank()), title=title),))], title=title)
    assert bound.contents[0].title == title
    assert "#pagebreak()" in words(pdf, 0)


def test_the_same_papers_give_the_same_bytes() -> None:
    content = saved(blank(2), deterministic_id=True)
    assert pack(paper(content))[0].pdf == pack(paper(content))[0].pdf


def test_a_reader_s_programme_is_told_what_it_is() -> None:
    _bound, pdf = pack(paper(saved(blank())))
    assert pdf.docinfo.Title == "Group: papers"
    assert pdf.docinfo.CreationDate == "D:20190909000000Z"
    assert pdf.Root.Lang == "en-GB"


# --- Sizes ---


@pytest.mark.parametrize(
    ("size", "rotate", "expected"),
    [
        ((595, 842), 0, A4),
        ((595, 842), 90, A4[::-1]),
        ((842, 595), 0, A4[::-1]),
        ((842, 595), 270, A4),
        ((1684, 2384), 0, A4),
        ((100, 60), 180, A4[::-1]),
        ((14000, 20), 0, A4[::-1]),
    ],
)
def test_every_page_becomes_a4_the_right_way_up(
    size: tuple[float, float], rotate: int, expected: tuple[float, float]
) -> None:
    bound, pdf = pack(paper(saved(blank(size=size, rotate=rotate))))
    assert bound.problems == []
    assert upright(pdf, 1) == pytest.approx(expected, abs=0.01)
    assert "Page2of2" in words(pdf, 1)


def test_a_paper_leaves_the_foot_of_the_page_free() -> None:
    _bound, pdf = pack(paper(saved(blank())))
    scale, _, _, _, _, foot = _placement(pdf, 1)
    assert foot >= 42
    assert scale * 842 + foot <= A4[1]


def test_a_paper_that_upsets_the_drawing_of_its_page_does_not_move_the_number() -> None:
    broken = blank()
    broken.pages[0].obj.Contents = broken.make_stream(b"q 5 0 0 5 900 900 cm Q Q Q Q 9 0 0 9 0 0 cm q q")
    _bound, pdf = pack(paper(saved(broken)))
    own = pdf.pages[1].obj.Contents
    assert b"900" not in b"".join(part.read_bytes() for part in (own if isinstance(own, Array) else [own]))


def _placement(pdf: Pdf, page: int) -> list[float]:
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[page]):
        if str(operator) == "cm":
            return [float(number) for number in operands]
    raise AssertionError


# --- Links, and what must not come along ---


def test_links_to_the_web_and_within_a_paper_come_along_in_their_place() -> None:
    pdf = blank(2)
    rect = Array([100, 100, 200, 120])
    pdf.pages[0].obj.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=rect,
                A=Dictionary(S=Name.URI, URI="https://example.org/"),
            ),
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=rect, Dest=Array([pdf.pages[1].obj, Name.Fit])
            ),
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=rect,
                A=Dictionary(S=Name.GoTo, D=pikepdf.String("second")),
            ),
        ]
    )
    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([pikepdf.String("second"), Array([pdf.pages[1].obj, Name.Fit])]))
    )
    _bound, out = pack(paper(saved(pdf)))

    web, within, named = out.pages[1].obj.Annots
    assert web.A.URI == "https://example.org/"
    assert within.Dest[0].objgen == named.Dest[0].objgen == out.pages[2].obj.objgen
    a, _, _, d, e, f = _placement(out, 1)
    expected = [100 * a + e, 100 * d + f, 200 * a + e, 120 * d + f]
    assert [float(number) for number in web.Rect] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "x-pack-entry:1", "data:text/html,x", "\\\\host\\share"],
)
def test_other_links_stay_behind(address: str) -> None:
    pdf = blank()
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.URI, URI=address)
    )
    pdf.pages[0].obj.Annots = Array([link])
    _bound, out = pack(paper(saved(pdf)))
    assert "/Annots" not in out.pages[1].obj


def test_nothing_that_runs_and_nothing_attached_comes_along() -> None:
    pdf = blank()
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert('SCRIPT')"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.pages[0].obj.AA = Dictionary(O=script)
    pdf.pages[0].obj.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Btn,
                    T="b",
                    Rect=Array([0, 0, 9, 9]),
                    A=script,
                )
            )
        ]
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array(list(pdf.pages[0].obj.Annots)))
    pdf.attachments["secret.txt"] = b"ATTACHED"
    pdf.docinfo["/Author"] = "A NAME"
    _bound, out = pack(paper(saved(pdf)))
    plain = saved(
        out,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.all,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    for unwanted in (
        b"JavaScript",
        b"SCRIPT",
        b"OpenAction",
        b"AcroForm",
        b"EmbeddedFile",
        b"ATTACHED",
        b"A NAME",
    ):
        assert unwanted not in plain


# --- Papers that are not pages yet ---


def word_file(form: str = "PNG") -> bytes:
    document = docx.Document()
    document.add_heading("A report", 1)
    document.add_paragraph("Some text with #hash and $money$.")
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Agency", "Number", "Health", "12"), strict=True
    ):
        cell.text = text
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, form)
    document.add_picture(io.BytesIO(picture.getvalue()))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF"])
def test_a_word_file_is_set_as_pages_with_its_tables_and_pictures(form: str) -> None:
    bound, pdf = pack(paper(word_file(form), "report.docx"))
    assert bound.problems == []
    said = words(pdf, 1)
    assert said.startswith("Areport")
    assert "Sometextwith#hashand$money$." in said
    assert "AgencyNumberHealth12" in said
    drawing = pdf.pages[1].resources.XObject["/Paper"]
    assert any(image.Subtype == Name.Image for image in drawing.Resources.XObject.values())


def test_a_word_file_with_a_damaged_picture_is_bound_without_it() -> None:
    source, out = zipfile.ZipFile(io.BytesIO(word_file())), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[:60] if name.endswith(".png") else content)
    bound, pdf = pack(paper(out.getvalue(), "report.docx"))
    assert bound.problems == []
    assert "AgencyNumber" in words(pdf, 1)


def test_a_table_in_the_windows_encoding_is_printed() -> None:
    content = "Agency;Cost £\r\nHealth;“1,200”\r\n".encode("cp1252")
    bound, pdf = pack(paper(content, "costs.csv", "Costs"))
    assert bound.problems == []
    assert "CostsAgencyCost£Health“1,200”" in words(pdf, 1)


def test_a_workbook_is_printed_on_its_side_where_it_is_wide() -> None:
    rows = [[dt.date(2019, 9, 9), True, 0.1 + 0.2, *range(9)]]
    content = write_xlsx([f"Heading {at}" for at in range(12)], rows, title="T", sheet_name="Sheet")
    bound, pdf = pack(paper(content, "figures.xlsx"))
    assert bound.problems == []
    assert upright(pdf, 1) == pytest.approx(A4[::-1], abs=0.01)
    assert "09/09/2019Yes0.3" in words(pdf, 1)


def test_a_hidden_worksheet_is_not_printed() -> None:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name in ("One", "Two", "Three"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [f"Heading {name}", "Count"])
            sheet.write_row(1, 0, ["x", 1])
        book.worksheets()[1].hide()
    bound, pdf = pack(paper(file.getvalue(), "book.xlsx"))
    said = "".join(words(pdf, at) for at in range(1, bound.pages))
    assert "HeadingOne" in said
    assert "HeadingThree" in said
    assert "HeadingTwo" not in said


def test_a_table_too_long_for_paper_says_so() -> None:
    content = "Number,Square\n" + "".join(f"{at},{at * at}\n" for at in range(2_000))
    bound, pdf = pack(paper(content.encode(), "long.csv"))
    assert bound.problems == []
    assert "1,500of2,001rows" in words(pdf, bound.pages - 1)


@pytest.mark.parametrize(
    ("mode", "form", "name"),
    [("RGB", "JPEG", "p.jpg"), ("RGBA", "PNG", "p.png"), ("P", "GIF", "p.gif"), ("L", "TIFF", "p.tif")],
)
def test_a_picture_takes_a_page(mode: str, form: str, name: str) -> None:
    file = io.BytesIO()
    Image.new(mode, (3000, 1000)).save(file, form)
    bound, pdf = pack(paper(file.getvalue(), name, "A map"))
    assert (bound.problems, bound.pages) == ([], 2)
    assert upright(pdf, 1) == pytest.approx(A4[::-1], abs=0.01)
    assert words(pdf, 1).startswith("Amap")


def test_plain_text_is_printed_as_it_stands() -> None:
    bound, pdf = pack(paper(b"# Not a heading\n\n#pagebreak() $x$ " + b"w" * 300, "notes.txt"))
    assert (bound.problems, bound.pages) == ([], 2)
    assert "#Notaheading#pagebreak()$x$www" in words(pdf, 1)


# --- Files that are not as they should be ---


def encrypted() -> bytes:
    return saved(blank(), encryption=pikepdf.Encryption(user="secret", owner="secret"))


def without_pages() -> bytes:
    return saved(Pdf.new())


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 400_000_000)
    return file.getvalue()


def huge_picture() -> bytes:
    file = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.pdf", "is empty"),
        (b"  \n ", "a.txt", "is empty"),
        (encrypted(), "a.pdf", "password"),
        (without_pages(), "a.pdf", "no pages"),
        (b"%PDF-1.7 nothing more", "a.pdf", "damaged"),
        (b"PK\x03\x04 nothing more", "a.docx", "damaged"),
        (bomb(), "a.docx", "larger than it seems"),
        (huge_picture(), "a.png", "pixels"),
        (b"\x89PNG\r\n\x1a\n cut off", "a.png", "cannot be shown|damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.doc", "format of old"),
        (b"MZ\x00\x01\x02", "a.exe", "cannot be shown"),
        (b'a,b\n"open', "a.csv", "could not be read as a table"),
    ],
)
def test_what_cannot_be_bound_leaves_a_page_that_says_so(content: bytes, name: str, why: str) -> None:
    good = paper(saved(blank()), title="Good")
    bound, pdf = pack(paper(content, name, "Bad"), good)
    assert bound.pages == 3
    (problem,) = bound.problems
    assert problem.startswith(f"“Bad” ({name}) ")
    assert problem.endswith(".")
    assert any(part in problem for part in why.split("|"))
    assert words(pdf, 1).startswith("BadThispaperisnotinthepack.")
    assert bound.contents[2] == Entry("Good", 2, 3)


def test_a_file_that_is_cut_short_is_bound_as_far_as_it_can_be_read_and_said_so() -> None:
    bound, _pdf = pack(paper(saved(blank(5))[:300], title="Bad"))
    (problem,) = bound.problems
    assert problem.startswith("“Bad” (paper.pdf) is damaged")
    assert "all of its pages" in problem


def test_a_password_against_changes_alone_keeps_no_paper_out() -> None:
    content = saved(blank(), encryption=pikepdf.Encryption(user="", owner="secret"))
    assert pack(paper(content))[0].problems == []


def test_a_pdf_that_unpacks_to_more_than_the_machine_has_is_left_out_and_the_others_are_bound() -> None:
    bomb = Pdf.new()
    page = bomb.add_blank_page()
    stream = bomb.make_stream(zlib.compress(b" " * 1_000_000_000, 9))
    stream.Filter = Name.FlateDecode
    page.obj.Contents = stream
    content = saved(bomb)
    assert len(content) < 2_000_000
    good = paper(saved(blank()), title="Good")
    bound, _pdf = pack(good, paper(content, "bomb.pdf", "Bad"), good)
    assert bound.pages == 4
    (problem,) = bound.problems
    assert "takes more memory or time" in problem or "is damaged" in problem


def test_a_web_page_reads_no_file_of_ours() -> None:
    content = b"<h1>A page</h1><p>Words</p><img src='/etc/passwd'><img src='https://example.org/x.png'>"
    bound, pdf = pack(paper(content, "page.html"))
    assert bound.problems == []
    assert "WordsApicturethatcannotbeshownhere" in words(pdf, 1).replace("[", "").replace("]", "")


def linked(change: Callable[[Pdf], None], **link: object) -> bytes:
    """A PDF with one link, and something changed in it."""
    pdf = blank()
    named = {"Rect": Array([0, 0, 9, 9]), **link}
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, **named)])
    change(pdf)
    return saved(pdf)


def as_is(_pdf: Pdf) -> None:
    return None


def no_size(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 0, 0])


def odd_names(pdf: Pdf) -> None:
    pdf.Root.Names = 5
    pdf.Root.Dests = Array([])


def shared_branches(pdf: Pdf) -> None:
    node = pdf.make_indirect(Dictionary(Names=Array([])))
    for _ in range(11):
        node = pdf.make_indirect(Dictionary(Kids=Array([node] * 10)))
    pdf.Root.Names = Dictionary(Dests=node)


PLACE = pikepdf.String("a place")


@pytest.mark.parametrize(
    "content",
    [
        linked(as_is, A=Dictionary(S=Name.URI, URI="http://[x")),
        linked(as_is, A=Dictionary(S=Name.URI, URI=5)),
        linked(as_is, Rect=Array([0, 0]), A=Dictionary(S=Name.URI, URI="https://example.org/")),
        linked(as_is, Dest=Array([Dictionary(A=1), Name.Fit])),
        linked(odd_names, Dest=PLACE),
        linked(shared_branches, Dest=PLACE),
        linked(no_size),
    ],
)
def test_a_malformed_pdf_stops_nothing_and_takes_no_time(content: bytes) -> None:
    bound, _pdf = pack(paper(content), paper(saved(blank()), title="Good"))
    assert bound.pages == 3


def test_a_picture_that_a_word_file_shows_a_hundred_times_is_read_once() -> None:
    document = docx.Document()
    picture = io.BytesIO()
    Image.new("L", (7_000, 7_000), 7).save(picture, "PNG")
    for _ in range(100):
        document.add_picture(io.BytesIO(picture.getvalue()), width=9_000)
    file = io.BytesIO()
    document.save(file)
    bound, _pdf = pack(paper(file.getvalue(), "a.docx"))
    assert bound.problems == []


def test_no_other_program_is_started_for_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow would start Ghostscript for EPS."""
    mark = tmp_path / "ran"
    (tmp_path / "gs").write_text(f"#!/bin/sh\ntouch {mark}\n")
    (tmp_path / "gs").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    eps = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n"
    source, out = zipfile.ZipFile(io.BytesIO(word_file())), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, eps if name.endswith(".png") else source.read(name))
    assert pack(paper(out.getvalue(), "a.docx"))[0].problems == []
    assert not mark.exists()


def test_a_workbook_is_printed_no_further_than_anybody_reads() -> None:
    rows = [["word " * 20] * 8 for _ in range(1_400)]
    content = write_xlsx([f"Heading {at}" for at in range(8)], rows, title="T", sheet_name="Sheet")
    bound, pdf = pack(paper(content, "long.xlsx"))
    assert bound.problems == []
    assert "of1,401rows" in words(pdf, bound.pages - 1)
    assert bound.pages < 120


@pytest.mark.slow
def test_no_damage_to_a_file_stops_a_pack() -> None:
    chance = random.Random(2019)
    for original, name in (
        (saved(blank(2)), "a.pdf"),
        (word_file(), "a.docx"),
        (saved(blank(), object_stream_mode=pikepdf.ObjectStreamMode.generate), "b.pdf"),
    ):
        for _ in range(12):
            content = bytearray(original)
            for _ in range(chance.randrange(1, 30)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            bound, pdf = pack(paper(bytes(content), name))
            assert bound.pages == len(pdf.pages) >= 2
