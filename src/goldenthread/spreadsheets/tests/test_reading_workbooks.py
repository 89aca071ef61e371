import datetime
import io
import time

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.limits import Limits
from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.tests import files
from goldenthread.spreadsheets.tests.files import simple_workbook, with_sheet_xml, workbook

TABLE = [["Ref", "Action"], ["1.1", "Train staff"]]


def refusal(content: bytes, name: str = "plan.xlsx", **kwargs) -> str:
    with pytest.raises(SpreadsheetError) as caught:
        read_sheet(content, name, **kwargs)
    return caught.value.message


def open_document(
    rows: list[list[tuple[str, dict[str, str]]]], row_options: dict[int, dict[str, int]]
) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Plan")
    document.spreadsheet.addElement(table)
    for number, row in enumerate(rows):
        table_row = TableRow(**row_options.get(number, {}))
        table.addElement(table_row)
        for text, options in row:
            cell = TableCell(**options)
            if text:
                cell.addElement(P(text=text))
            table_row.addElement(cell)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def test_cells_keep_their_types():
    day = datetime.date(2018, 1, 31)
    sheet = read_sheet(simple_workbook([["Ref", "Due", "Rag", "Mean"], ["1.1", day, 4, 2.5]]), "plan.xlsx")
    assert sheet.kind == "xlsx"
    assert sheet.name == "Plan"
    assert list(sheet.rows[0].cells.values()) == ["1.1", day, 4, 2.5]
    assert [type(cell) for cell in sheet.rows[0].cells.values()] == [str, datetime.date, int, float]


def test_a_workbook_renamed_csv_is_read_as_the_workbook_it_is():
    assert read_sheet(simple_workbook(TABLE), "plan.csv").kind == "xlsx"


def test_the_first_sheet_that_is_shown_and_not_empty_is_read_unless_one_is_named():
    def fill(book):
        hidden = book.add_worksheet("Lists")
        hidden.write_row(0, 0, ["Hidden", "list"])
        book.add_worksheet("Cover")
        book.add_worksheet("Actions").write_row(0, 0, ["Ref", "Action"])
        book.add_worksheet("Archive").write_row(0, 0, ["Old", "Action"])
        book.get_worksheet_by_name("Cover").activate()
        book.get_worksheet_by_name("Cover").set_first_sheet()
        hidden.hide()

    content = workbook(fill)
    sheet = read_sheet(content, "plan.xlsx")
    assert (sheet.name, sheet.headings) == ("Actions", ("Ref", "Action"))
    assert sheet.sheet_names == ("Lists", "Cover", "Actions", "Archive")
    assert read_sheet(content, "plan.xlsx", sheet=" archive ").headings == ("Old", "Action")
    assert "no sheet called “Plans”: its sheets are Lists, Cover, Actions, Archive" in refusal(
        content, sheet="Plans"
    )


def test_a_title_merged_cells_and_an_indented_table_are_read_where_they_stand():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 1, 0, 4, "Development plan")
        sheet.write_row(3, 1, ["Priority", "Ref", "Action", "Lead"])
        sheet.merge_range(4, 1, 5, 1, "Workforce")
        sheet.write_row(4, 2, ["1.1", "Recruit", "SM"])
        sheet.write_row(5, 2, ["1.2", "Train", "JT"])

    sheet = read_sheet(workbook(fill), "plan.xlsx")
    assert sheet.header_row == 4
    assert sheet.headings == ("Priority", "Ref", "Action", "Lead")
    assert [(row.number, *row.cells.values()) for row in sheet.rows] == [
        (5, "Workforce", "1.1", "Recruit", "SM"),
        (6, None, "1.2", "Train", "JT"),
    ]


def test_headings_that_are_dates_or_numbers_become_words():
    content = simple_workbook([["Ref", datetime.date(2018, 1, 1), 2019], ["1.1", 4, 5]])
    assert read_sheet(content, "plan.xlsx").headings == ("Ref", "1 January 2018", "2019")


def test_formulas_give_their_saved_value():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Ref", "Sum", "Word"])
        sheet.write_row(1, 0, ["1.1"])
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(1, 2, '=HYPERLINK("http://example.org","look")', None, "look")

    assert list(read_sheet(workbook(fill), "x").rows[0].cells.values()) == ["1.1", 2, "look"]


def test_failed_formulas_are_reported_with_row_and_column_and_the_same_words_as_text_are_not():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["Ref", "Due", "Note"])
        sheet.write_row(3, 1, ["1.1"])
        sheet.write_formula(3, 2, "=Missing!A1", None, "#REF!")
        sheet.write_string(3, 3, "#N/A")
        sheet.write_row(4, 1, ["1.2"])
        sheet.write_formula(4, 3, "=NA()", None, "#N/A")

    with pytest.raises(SpreadsheetError) as caught:
        read_sheet(workbook(fill), "plan.xlsx")
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(4, "Due"), (5, "Note")]
    assert "#REF!" in caught.value.message


def test_failed_formulas_in_an_open_document_are_reported_too():
    failed = ("#N/A", {"valuetype": "string", "formula": "of:=NA()"})
    text = {"valuetype": "string"}
    content = open_document([[("Ref", text), ("Due", text)], [("1.1", text), failed]], {})
    assert "Row 2, column Due: the cell shows #N/A" in refusal(content)


def test_an_old_workbook_is_read_and_its_failed_formulas_reported():
    table = b"".join(
        files.xls_text(row, column, text)
        for row, cells in enumerate(TABLE)
        for column, text in enumerate(cells)
    )
    sheet = read_sheet(files.xls(table), "plan.xls")
    assert (sheet.kind, sheet.headings) == ("xls", ("Ref", "Action"))
    assert list(sheet.rows[0].cells.values()) == ["1.1", "Train staff"]
    broken = table + files.xls_error(2, 0, 0x2A) + files.xls_failed_formula(2, 1, 0x17)
    with pytest.raises(SpreadsheetError) as caught:
        read_sheet(files.xls(broken), "plan.xls")
    assert [(problem.row, problem.column, problem.message[15:20]) for problem in caught.value.problems] == [
        (3, "Ref", "#N/A,"),
        (3, "Action", "#REF!"),
    ]


def test_200_000_blank_formatted_rows_do_not_hurt():
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(2, 200_001))
    cell = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'
    first = f'<row r="1">{cell.format("A1", "Ref")}{cell.format("B1", "Action")}</row>'
    last = f'<row r="200001">{cell.format("A200001", "1.1")}{cell.format("B200001", "Last")}</row>'
    content = with_sheet_xml(first + blank + last)
    started = time.monotonic()
    sheet = read_sheet(content, "plan.xlsx")
    assert [(row.number, row.cells["Action"]) for row in sheet.rows] == [(200_001, "Last")]
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("rows", "limits", "says"),
    [
        ([["a", "b"], *[["1", "2"]] * 4], Limits(rows=3), "more than 3 rows"),
        ([["a", "b"], *[["1", "2"]] * 40], Limits(rows=3), "more than 3 rows"),
        ([["a", "b", "c"]], Limits(columns=2), "Row 1 of plan.xlsx reaches beyond 2 columns"),
        ([["a", "b", "c"]] * 3, Limits(cells=8), "more than can be read at once"),
        ([["a", "x" * 90]] * 3, Limits(text_characters=200), "more than can be read at once"),
        (
            [["a", "b"], ["1", "12345"]],
            Limits(cell_characters=4),
            "Row 2, column b: the cell holds more than 4",
        ),
        ([["a", "b"]], Limits(entries=3), "parts and at most 3"),
        ([["a", "b"]], Limits(unpacked_bytes=1000), "unpacks to far more"),
        ([["a", "b"]], Limits(ratio=1, ratio_free_bytes=1), "unpacks to far more"),
    ],
)
def test_more_than_the_limits_is_refused(rows, limits, says):
    assert says in refusal(simple_workbook(rows), limits=limits)


def test_a_zip_bomb_is_refused_at_once_whether_it_declares_itself_or_not():
    bomb = files.archive({"xl/media/bomb.bin": bytes(320 * 1024 * 1024)}, like=simple_workbook(TABLE))
    assert len(bomb) < 400_000
    started = time.monotonic()
    assert "unpacks to far more" in refusal(bomb)
    declared = (320 * 1024 * 1024).to_bytes(4, "little")
    assert "damaged" in refusal(bomb.replace(declared, (1024).to_bytes(4, "little")))
    assert time.monotonic() - started < 5


def test_a_bomb_within_the_total_is_refused_for_its_ratio():
    bomb = files.archive({"xl/media/bomb.bin": bytes(120 * 1024 * 1024)}, like=simple_workbook(TABLE))
    assert "unpacks to far more" in refusal(bomb)


def test_an_archive_inside_the_workbook_is_never_opened():
    inner = files.archive({"bomb.bin": bytes(20 * 1024 * 1024)})
    content = files.archive({"xl/embeddings/inner.zip": inner}, like=simple_workbook(TABLE))
    assert len(read_sheet(content, "plan.xlsx").rows) == 1


def test_one_cell_in_the_last_row_of_the_last_column_does_not_exhaust_the_memory():
    cell = '<c r="{0}" t="inlineStr"><is><t>x</t></is></c>'
    content = with_sheet_xml(
        f'<row r="1">{cell.format("A1")}</row><row r="1048576">{cell.format("XFD1048576")}</row>'
    )
    assert "too widely spread to open" in refusal(content)


@pytest.mark.parametrize(
    ("columns", "rows", "says"),
    [
        (2, 1_000_000, "more than 50,000 rows"),
        (16_384, 2, "reaches beyond 200 columns"),
        (16_384, 1_000_000, "cannot be opened"),
    ],
)
def test_a_cell_repeated_a_million_times_does_not_exhaust_the_memory(columns, rows, says):
    text = {"valuetype": "string"}
    repeated = {"valuetype": "string", "numbercolumnsrepeated": columns}
    content = open_document([[("Ref", text)], [("x" * 100, repeated)]], {1: {"numberrowsrepeated": rows}})
    assert says in refusal(content)


def test_an_entity_bomb_in_the_sheet_is_refused():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = (
        f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet><sheetData><row><c t="e"><v>&e9;</v></c></row>'
    )
    content = files.archive(
        {"xl/worksheets/sheet1.xml": xml + "</sheetData></worksheet>"}, like=simple_workbook(TABLE)
    )
    assert refusal(content)


@pytest.mark.parametrize("kept", [10, 40, 200, 0.5, 0.95])
def test_a_workbook_cut_short_is_called_damaged(kept):
    content = simple_workbook(TABLE)
    cut = content[: kept if kept > 1 else int(len(content) * kept)]
    assert "plan.xlsx is damaged or incomplete" in refusal(cut)


def test_a_workbook_whose_bytes_were_changed_is_called_damaged():
    content = bytearray(simple_workbook(TABLE))
    content[content.index(b"PK\x03\x04", 10) + 60] ^= 0xFF
    assert "damaged" in refusal(bytes(content))


def test_a_sheet_that_is_not_xml_is_called_damaged():
    broken = files.archive({"xl/worksheets/sheet1.xml": b"\xff\xfe<<<"}, like=simple_workbook(TABLE))
    assert "damaged" in refusal(broken) or "no data" in refusal(broken)


def test_an_empty_workbook_says_so():
    assert "no data in any sheet that is shown" in refusal(workbook(lambda book: book.add_worksheet()))


def test_a_workbook_that_takes_too_long_is_given_up():
    assert "too large or too widely spread" in refusal(simple_workbook(TABLE), limits=Limits(seconds=0))
