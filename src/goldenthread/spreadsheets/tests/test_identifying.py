import contextlib
import time

import pytest

from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.tests import files

ODF = "application/vnd.oasis.opendocument."


def zipped(*names: str, mimetype: str = "") -> bytes:
    return files.archive(({"mimetype": mimetype} if mimetype else {}) | dict.fromkeys(names, b"x"))


def message(content: bytes, name: str) -> str:
    with pytest.raises(SpreadsheetError) as caught:
        read_sheet(content, name)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("plan.csv", b"%PDF-1.7\n%\xe2\xe3", "it is a PDF"),
        ("plan.xlsx", b"%PDF-1.7\n%\xe2\xe3", "it is a PDF"),
        ("plan.csv", b"\n\n%PDF-1.4", "it is a PDF"),
        ("plan.xlsx", b"\x89PNG\r\n\x1a\n", "it is a picture (PNG)"),
        ("plan.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF", "it is a picture (JPEG)"),
        ("plan.csv", b"GIF89a", "it is a picture (GIF)"),
        ("plan.csv", b"{\\rtf1\\ansi", "it is a rich text document"),
        ("plan.xls", b"\xef\xbb\xbf <!DOCTYPE html><html>", "it is a web page"),
        ("plan.xls", b"<!-- saved --> <!-- from --> <html>", "it is a web page"),
        ("plan.xls", b"<table><tr><td>1</td></tr></table>", "it is a web page"),
        ("plan.xls", b'<?xml version="1.0"?>\n<html xmlns="x">', "it is a web page"),
        (
            "plan.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "it is an XML spreadsheet of 2003",
        ),
        ("plan.csv", b'<?xml version="1.0"?><plan/>', "it is an XML document"),
        ("plan.csv", b"\x1f\x8b\x08\x00", "it is a compressed file"),
        ("plan.csv", b"MZ\x90\x00", "it is a computer programme"),
        ("plan.csv", b"SQLite format 3\x00", "it is a database"),
        ("plan.xlsx", zipped("word/document.xml"), "it is a Word document"),
        ("plan.xlsx", zipped("ppt/presentation.xml"), "it is a PowerPoint presentation"),
        ("plan.xlsx", zipped("xl/workbook.bin"), "it is a binary Excel workbook"),
        ("plan.xlsx", zipped("Index/Document.iwa"), "it is an Apple Numbers or Pages document"),
        ("plan.ods", zipped("content.xml", mimetype=ODF + "text"), "it is an OpenDocument text"),
        ("plan.xlsx", zipped("plan.csv"), "it is a ZIP archive"),
        ("plan.xls", files.compound_file({"WordDocument": b"x"}), "it is a Word document"),
        ("plan.xls", files.compound_file({"PowerPoint Document": b"x"}), "it is a PowerPoint presentation"),
        ("plan.xls", files.compound_file({"__properties_version1.0": b"x"}), "it is an Outlook message"),
        (
            "plan.xls",
            files.compound_file({"Contents": b"x"}),
            "it is an older Office file without a worksheet",
        ),
    ],
)
def test_a_file_that_lies_about_its_type_is_told_what_it_is_and_what_to_do(name, content, what):
    said = message(content, name)
    assert said.startswith(f"This file is called {name} but {what}")
    assert "choose" in said or "ask for" in said or "export" in said


def test_a_file_that_does_not_lie_is_not_accused():
    assert message(b"%PDF-1.7", "plan.PDF").startswith("plan.PDF is a PDF, not a spreadsheet: ")


@pytest.mark.parametrize(
    "content",
    [
        files.compound_file({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}),
        files.xls(b"", protected=True),
        files.archive(
            {
                "mimetype": ODF + "spreadsheet",
                "META-INF/manifest.xml": "<manifest:encryption-data/>",
                "content.xml": b"\x12\x34",
            }
        ),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_a_workbook_with_a_password_says_to_remove_it(content):
    assert "is password-protected: open it in your spreadsheet programme" in message(content, "plan.xlsx")


def test_an_archive_with_a_password_says_to_remove_it():
    content = bytearray(files.archive({"xl/workbook.xml": b"x"}))
    directory = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    assert "is password-protected" in message(bytes(content), "plan.xlsx")


def test_a_damaged_compound_file_is_called_damaged():
    content = files.compound_file({"Workbook": b"x"})
    assert "damaged" in message(content[:700], "plan.xls")


@pytest.mark.parametrize(
    "piece", [b"<!-- -->", b"<!--", b"<", b" ", b"<?xml", b"'", b'"', b",", b"=", b"\n", b"(", b"a,b\n"]
)
def test_no_beginning_makes_the_reading_slow(piece):
    started = time.monotonic()
    with contextlib.suppress(SpreadsheetError):
        read_sheet(piece * 100_000, "plan.csv")
    assert time.monotonic() - started < 5
