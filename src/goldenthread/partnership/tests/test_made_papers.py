"""Papers that are one table."""

import datetime as dt
import io

import pikepdf

from goldenthread.design.tables import Column, Table
from goldenthread.partnership.made_papers import table_paper
from goldenthread.rendering.tests.pdf_reading import text


def said_by(table, partnership):
    paper = table_paper("Example", table, partnership=partnership, on=dt.date(2019, 9, 9))
    return text(pikepdf.open(io.BytesIO(paper.content)))


def test_a_column_in_which_nothing_stands_is_left_out_and_a_nought_is_something(partnership):
    columns = [
        Column("name", "Agency", value=lambda row: row[0]),
        Column("note", "Explanation", value=lambda _: ""),
        Column("count", "Number", value=lambda row: row[1]),
    ]
    said = said_by(Table("Figures", columns, [("Health", 0), ("Police", 3)]), partnership)
    assert "AgencyNumberHealth0Police3" in said
    assert "Explanation" not in said


def test_a_table_without_rows_says_so(partnership):
    said = said_by(Table("Figures", [Column("name", "Agency")], [], empty="Nothing is due."), partnership)
    assert "Nothingisdue." in said
