import csv
import datetime
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import load

from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.text import clean, guard, unguard, without_illegal_characters
from goldenthread.spreadsheets.writing import FORMATS, write_csv, write_ods, write_xlsx

HOSTILE = st.sampled_from(
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+44 1375 000000",
        "-",
        "- first point\n- second point",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "   =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "'=1",
        "''=1",
        "'quoted'",
        "#N/A",
        "'#REF!",
        "http://example.org/x?a=1&b=2",
        "_x0041_",
        "<b>&amp;</b>",
        "sep=;",
        "a;b;c",
        'say "no"',
        "two  spaces   here",
        "1,2\t3|4",
        "007",
        "TRUE",
        "\x00\x01\x0b",
        "🧵👩\u200d👧",
    ]
)
TEXTS = st.one_of(HOSTILE, st.text(max_size=30), st.text("=+-@'\"#, \t\r\n;|ab\u00a0\u200b", max_size=12))
DAYS = st.dates(datetime.date(1900, 3, 1), datetime.date(2100, 12, 31))
VALUES = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 6)),
    DAYS,
    st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda t: t.replace(microsecond=0)
    ),
    st.times().map(lambda t: t.replace(microsecond=0)),
)
HEADINGS = ["Ref", "Action", "=Sum", "Update"]
SLOW_START = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def kept(cell: object) -> object:
    """What a cell should come back as."""
    if isinstance(cell, str):
        return clean(without_illegal_characters(cell)) or None
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date()
    return cell


def as_printed(cell: object) -> object:
    """What a cell should come back as from a CSV file, in which all is text."""
    match cell:
        case bool():
            return "Yes" if cell else "No"
        case datetime.datetime():
            return cell.isoformat(sep=" ")
        case None | str():
            return clean(cell) or None if cell else None
    return str(cell)


def read_back(content: bytes) -> list[list[object]]:
    return [list(row.cells.values()) for row in read_sheet(content, "export").rows]


def tables(values: st.SearchStrategy[object]) -> st.SearchStrategy[list[list[object]]]:
    return st.lists(st.lists(values, min_size=4, max_size=4).map(lambda row: ["ref", *row[1:]]), max_size=8)


@given(tables(VALUES))
@settings(deadline=None, max_examples=200)
def test_csv_gives_back_what_was_written(rows):
    rows = [[("\n".join(c.split("\0")) if isinstance(c, str) else c) for c in row] for row in rows]
    rows = [[without_illegal_characters(c) if isinstance(c, str) else c for c in row] for row in rows]
    assert read_back(write_csv(HEADINGS, rows)) == [[as_printed(cell) for cell in row] for row in rows]


@given(tables(VALUES))
@SLOW_START
def test_xlsx_gives_back_what_was_written(rows):
    content = write_xlsx(HEADINGS, rows, title="Plan", sheet_name="Actions")
    assert read_back(content) == [[kept(cell) for cell in row] for row in rows]


@given(tables(VALUES))
@SLOW_START
def test_ods_gives_back_what_was_written_save_tabs(rows):
    rows = [[c.replace("\t", " ") if isinstance(c, str) else c for c in row] for row in rows]
    content = write_ods(HEADINGS, rows, title="Plan", sheet_name="Actions")
    assert read_back(content) == [[kept(cell) for cell in row] for row in rows]


@given(st.text())
@settings(deadline=None)
def test_a_guarded_text_never_begins_like_a_formula_and_loses_only_its_guard(text):
    assert unguard(guard(text)) == text
    assert guard(text).lstrip()[:1] not in set("=+-@＝＋－＠")
    assert guard(text)[:1] not in set("\t\r")


@given(st.lists(TEXTS.map(without_illegal_characters), min_size=1, max_size=5))
@settings(deadline=None)
def test_no_text_in_a_csv_file_begins_like_a_formula(texts):
    content = write_csv(["h"] * len(texts), [texts]).decode("utf-8-sig")
    for cell in list(csv.reader(io.StringIO(content, newline="")))[1]:
        assert cell.lstrip()[:1] not in set("=+-@＝＋－＠") or not cell


def test_a_negative_number_stays_a_number_and_the_same_text_stays_text():
    assert write_csv(["a", "b"], [[-5, "-5"]]) == b"\xef\xbb\xbfa,b\r\n-5,'-5\r\n"


def test_an_apostrophe_that_defuses_nothing_is_kept():
    assert read_back(b"a,b\n'tis,'=1\n") == [["'tis", "=1"]]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_table_gives_the_same_bytes(name):
    rows = [["1", datetime.date(2019, 5, 7), 3, None], ["2", "text", True, 1.5]]
    first = FORMATS[name].write(HEADINGS, rows, title="Plan", sheet_name="Actions")
    assert FORMATS[name].write(HEADINGS, rows, title="Plan", sheet_name="Actions") == first


@pytest.mark.parametrize("name", FORMATS)
def test_a_number_that_is_no_number_is_refused(name):
    with pytest.raises(ValueError, match="not a number that a spreadsheet can hold"):
        FORMATS[name].write(["a"], [[float("nan")]], title="", sheet_name="")


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_a_row_longer_than_the_headings_is_refused(write):
    with pytest.raises(ValueError, match="row 1 has 2 cells for 1 headings"):
        write(["a"], [["x", "y"]], title="", sheet_name="")


def test_a_text_too_long_for_a_cell_is_refused_rather_than_lost():
    with pytest.raises(ValueError, match="can hold 32,767"):
        write_xlsx(["a"], [["x" * 32_768]], title="", sheet_name="")


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
@pytest.mark.parametrize("name", ["Actions: 2018/19 [draft]", "", "'", "History", "x" * 50, "a & <b> \x01"])
def test_any_sheet_name_makes_a_workbook_that_opens(write, name):
    assert read_back(write(["a", "b"], [["x", "y"]], title=name, sheet_name=name)) == [["x", "y"]]


def test_an_excel_workbook_has_a_title_a_frozen_header_filters_and_no_one_in_it():
    content = write_xlsx(["a", "b"], [["x", "=1"]], title="Plan & more", sheet_name="Actions")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        core, sheet = book.read("docProps/core.xml").decode(), book.read("xl/worksheets/sheet1.xml").decode()
    assert "<dc:title>Plan &amp; more</dc:title>" in core
    assert "<dc:creator></dc:creator>" in core
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:B2"/>' in sheet
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_an_open_document_is_well_formed_for_another_library_with_title_and_repeating_header():
    content = write_ods(["a"], [["x <&> y"]], title="Plan & more", sheet_name="Actions")
    document = load(io.BytesIO(content))
    assert document.getMediaType().endswith("opendocument.spreadsheet")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.infolist()[0].filename == "mimetype"
        assert b"<dc:title>Plan &amp; more</dc:title>" in book.read("meta.xml")
        assert b"<table:table-header-rows>" in book.read("content.xml")


def test_bars_and_line_ends_within_quoted_cells_are_not_taken_for_the_delimiter():
    rows = [["ref", "|", "\r|", "\r|"]] * 3
    assert read_back(write_csv(HEADINGS, rows)) == [[as_printed(cell) for cell in row] for row in rows]
