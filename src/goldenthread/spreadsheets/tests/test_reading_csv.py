import codecs

import pytest

from goldenthread.spreadsheets.delimited import sniff_delimiter
from goldenthread.spreadsheets.errors import Problem, SpreadsheetError
from goldenthread.spreadsheets.limits import Limits
from goldenthread.spreadsheets.reading import read_sheet


def read(text: str, encoding: str = "utf-8", **kwargs):
    return read_sheet(text.encode(encoding), "plan.csv", **kwargs)


def cells(sheet):
    return [list(row.cells.values()) for row in sheet.rows]


def refusal(content: bytes | str, name: str = "plan.csv", **kwargs) -> SpreadsheetError:
    with pytest.raises(SpreadsheetError) as caught:
        read_sheet(content.encode() if isinstance(content, str) else content, name, **kwargs)
    return caught.value


def test_headings_rows_and_their_numbers_are_those_a_person_sees():
    sheet = read("Ref,Action\n1.1,Train staff\n\n1.2,Write policy\n")
    assert sheet.headings == ("Ref", "Action")
    assert sheet.header_row == 1
    assert sheet.kind == "csv"
    assert [(row.number, dict(row.cells)) for row in sheet.rows] == [
        (2, {"Ref": "1.1", "Action": "Train staff"}),
        (4, {"Ref": "1.2", "Action": "Write policy"}),
    ]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("cp1252", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
def test_pounds_and_smart_quotes_survive_every_encoding_that_people_save_in(encoding, mark):
    content = mark + "Ref\tCost\r\n1.1\t£250 – “paid”\r\n1.2\t£300\r\n".encode(encoding)
    assert cells(read_sheet(content, "Book1.txt")) == [["1.1", "£250 – “paid”"], ["1.2", "£300"]]


def test_utf16_cut_in_half_a_character_is_refused():
    error = refusal(codecs.BOM_UTF16_LE + "Ref\tCost\n".encode("utf-16-le") + b"1")
    assert "damaged or cut short" in error.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3,5\n2,5;3,5;4,5\n", ";"),
        ("a\tb\n1, 2, 3\t4\nx\ty\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ('a;b\n"one, two, three\nfour, five";2\n3;4\n', ";"),
        ("Plan of the partnership; first draft\n\nref,action\n1,x; y\n2,z\n", ","),
        ("only\none\ncolumn\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_the_one_that_makes_a_table(text, expected):
    assert sniff_delimiter(text) == expected


def test_excels_separator_line_decides_and_is_not_counted_as_a_row():
    sheet = read("sep=;\r\na,1;b\r\nx,y;z\r\n")
    assert sheet.headings == ("a,1", "b")
    assert sheet.rows[0].number == 2


def test_line_ends_inside_quotes_are_kept_and_count_as_one_row():
    sheet = read('Ref,Update\n1,"line one\r\nline two, ""quoted"""\n2,next\n')
    assert [(row.number, row.cells["Update"]) for row in sheet.rows] == [
        (2, 'line one\nline two, "quoted"'),
        (3, "next"),
    ]


def test_an_old_macintosh_file_has_rows_too():
    assert cells(read("a,b\r1,2\r3,4\r")) == [["1", "2"], ["3", "4"]]


def test_an_unclosed_quotation_mark_is_named_with_its_row():
    error = refusal('a,b\n1,2\n3,"four\n5,6\n7,8\n')
    assert error.problems[0].row == 3
    assert "row 3 of plan.csv is not closed" in error.message


def test_an_unclosed_quotation_mark_before_other_quoted_cells_is_named_with_its_own_row():
    error = refusal('a,b\n1,"two\n3,"four"\n5,"six"\n')
    assert error.problems[0].row == 2


def test_an_unclosed_quotation_mark_in_a_long_file_is_named_too():
    error = refusal('a,b\n1,"two\n' + "3,four\n" * 30_000)
    assert error.problems[0].row == 2


def test_spaces_that_cannot_be_seen_are_folded_and_joined_emoji_are_not():
    sheet = read("\u200bRef\u00a0 no ,Text\n\u00a0 1.1\u200b ,\u201cKept\u201d 👩\u200d👧\u200d\n")
    assert sheet.headings == ("Ref no", "Text")
    assert cells(sheet) == [["1.1", "“Kept” 👩\u200d👧"]]


def test_a_title_above_the_headings_is_left_out():
    sheet = read(
        "Development plan 2018,,,\nAs at:,January,,\n,,,\nRef,Action,Lead,Due\n1.1,Train,SM,Jan-18\n"
    )
    assert sheet.header_row == 4
    assert sheet.headings == ("Ref", "Action", "Lead", "Due")
    assert [row.number for row in sheet.rows] == [5]


def test_a_ragged_row_is_not_mistaken_for_the_headings():
    error = refusal("ref,comment,source\n1,one, two, three, four, five, six,x\n")
    assert error.problems == (
        Problem(
            2,
            None,
            "the row has 8 cells but there are 3 headings:"
            " put text that contains the separator between quotation marks.",
        ),
    )


def test_blank_cells_beyond_the_headings_are_no_problem():
    assert cells(read("a,b,,\n1,2,,\n3,,,\n")) == [["1", "2"], ["3", None]]


def test_a_column_with_cells_but_no_heading_is_reported_once():
    error = refusal("a,,c\n1,2,3\n4,5,6\n")
    assert [(problem.row, problem.column) for problem in error.problems] == [(1, "B")]
    assert "row 2 has “2” in it" in error.message


def test_an_empty_heading_above_an_empty_column_is_ignored():
    assert read("a,,c\n1,,3\n").headings == ("a", "c")


def test_two_columns_of_the_same_heading_are_reported_whatever_their_case():
    error = refusal("Ref,Action, ref \n1,2,3\n")
    assert error.problems[0].row == 1
    assert "columns A and C are both headed “ref”" in error.message


def test_every_problem_is_told_in_the_order_of_the_rows_up_to_a_hundred():
    error = refusal("a,b\n" + "1,2,3\n" * 3)
    assert [problem.row for problem in error.problems] == [2, 3, 4]
    assert error.message.startswith("plan.csv has 3 problems. The first: Row 2: ")
    assert len(refusal("a,b\n" + "1,2,3\n" * 300).problems) == 100


def test_a_failed_formula_is_named_with_its_row_and_column():
    error = refusal("Ref,Due\n1,#REF!\n2,#N/A\n")
    assert [str(problem)[:19] for problem in error.problems] == ["Row 2, column Due: ", "Row 3, column Due: "]
    assert "#REF!" in error.message


def test_headings_alone_make_a_table_without_rows():
    assert read("Ref,Action\n").rows == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "plan.csv is empty"),
        (b"\n\n  \n,,,\n", "no headings in the first 20 rows"),
        (b"\n" * 25 + b"a,b\n1,2\n", "no headings in the first 20 rows"),
        (b"a,b\n1,\x00\x01\x02\n", "bytes that are not text"),
        (b"a,b\n1,2\n\x01\x02,3\n", "its line 3 holds bytes that are not text"),
        (bytes(range(256)) * 20, "bytes that are not text"),
    ],
)
def test_a_file_that_holds_no_table_says_so(content, says):
    assert says in refusal(content).message


@pytest.mark.parametrize(
    ("limits", "text", "says"),
    [
        (Limits(rows=3), "a,b\n" + "1,2\n" * 4, "more than 3 rows"),
        (Limits(rows=3), "a,b\n" + "1,2\n" * 40, "more than 3 rows"),
        (Limits(cells=5), "a,b\n" + "1,2\n" * 3, "5 cells"),
        (Limits(columns=2), "a,b,c\n1,2,3\n", "Row 1 of plan.csv reaches beyond 2 columns"),
        (
            Limits(cell_characters=4),
            "a,b\n1,12345\n",
            "Row 2, column b: the cell holds more than 4 characters",
        ),
        (Limits(file_bytes=5), "a,b\n1,2\n", "larger than 0 MB"),
    ],
)
def test_more_than_the_limits_is_refused(limits, text, says):
    assert says in refusal(text, limits=limits).message


def test_as_many_rows_as_the_limit_allows_are_read():
    assert len(read("Plan,,\n\na,b\n" + "1,2\n" * 30, limits=Limits(rows=30)).rows) == 30


def test_a_long_text_without_any_separator_is_not_called_a_quotation_mark():
    error = refusal("word " * 100_000)
    assert "Row 1 of plan.csv runs into one cell of more than 131,072 characters" in error.message


def test_ten_megabytes_and_one_byte_are_too_much():
    assert "larger than 10 MB" in refusal(b"a" * (10 * 1024 * 1024 + 1)).message


def test_a_name_meant_to_break_a_message_is_printed_plainly():
    assert refusal(b"", "C:\\plans\\a\nb\x00\u202e.csv").message.startswith("ab.csv is empty")
