"""The table of the page and the table of the file are one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from goldenthread.design.tables import Column, Table, shown


@dataclass
class Action:
    ref: str
    title: str
    due: datetime.date | None
    late: int


ROWS = [
    Action("1.1", "Thresholds & <referrals>", datetime.date(2019, 5, 7), 1200),
    Action("1.2", "=SUM(A1)", None, 0),
]
COLUMNS = [
    Column[Action]("ref", "Ref", sort="ref"),
    Column[Action](
        "title", "Action", header=True, cell=lambda action: SafeString(f"<a href='#'>{action.ref}</a>")
    ),
    Column[Action]("due", "Due", sort="due"),
    Column[Action](
        "late", "Days <late>", numeric=True, hint="Working days", value=lambda action: action.late + 1
    ),
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<b>", "&lt;b&gt;"),
        ("\"'&", "&quot;&#x27;&amp;"),
        (SafeString("<b>"), "<b>"),
        (None, ""),
        (True, "Yes"),
        (0, "0"),
        (1234, "1,234"),
        (-5, "−5"),
        (Decimal("1234.50"), "1,234.50"),
        (datetime.date(2019, 5, 7), "7 May 2019"),
        (datetime.datetime(2019, 5, 7, 13, 30, tzinfo=datetime.UTC), "7 May 2019, 2:30pm"),
    ],
)
def test_a_plain_value_is_shown_as_a_reader_expects(value: object, text: str) -> None:
    assert shown(value) == text


def test_text_is_escaped_everywhere_and_safe_html_is_left() -> None:
    html = Table("Late & <later>", COLUMNS, ROWS, foot=["<i>", "", "", 3]).html()
    assert '<caption class="gt-table__caption">Late &amp; &lt;later&gt;</caption>' in html
    assert 'aria-label="Late &amp; &lt;later&gt;"' in html
    assert "Days &lt;late&gt;" in html
    assert "&lt;i&gt;" in html
    assert "<a href='#'>1.1</a>" in html
    plain = Table("Actions", [Column[Action]("title", "Action")], ROWS).html()
    assert "Thresholds &amp; &lt;referrals&gt;" in plain


def test_the_file_has_plain_values_and_not_what_the_page_makes_of_them() -> None:
    assert Table("Actions", COLUMNS, ROWS).plain() == (
        ["Ref", "Action", "Due", "Days <late>"],
        [
            ["1.1", "Thresholds & <referrals>", datetime.date(2019, 5, 7), 1201],
            ["1.2", "=SUM(A1)", None, 1],
        ],
    )


def test_headings_say_their_scope_and_how_the_rows_are_sorted() -> None:
    html = Table("Actions", COLUMNS, ROWS, sort="-due", sort_link=lambda key: f"?q=a&sort={key}").html()
    assert (
        '<th scope="col" aria-sort="none"><a class="gt-table__sort" href="?q=a&amp;sort=ref">Ref</a></th>'
        in html
    )
    assert 'aria-sort="descending"><a class="gt-table__sort" href="?q=a&amp;sort=due">' in html
    assert html.count('<th scope="row">') == 2
    upwards = Table("Actions", COLUMNS, ROWS, sort="due", sort_link=lambda key: f"?sort={key}").html()
    assert 'aria-sort="ascending"><a class="gt-table__sort" href="?sort=-due">' in upwards


def test_without_a_sort_link_nothing_claims_to_be_sortable() -> None:
    assert "aria-sort" not in Table("Actions", COLUMNS, ROWS, sort="due").html()


def test_groups_have_a_heading_across_the_table_and_a_column_in_the_file() -> None:
    table = Table(
        "Actions",
        COLUMNS,
        groups=[("1. Seen & heard", ROWS[:1]), ("2. Skilled", ROWS[1:])],
        group_heading="Objective",
    )
    assert table.html().count("<tbody>") == 2
    assert '<th colspan="4" scope="rowgroup">1. Seen &amp; heard</th>' in table.html()
    headings, rows = table.plain()
    assert headings[0] == "Objective"
    assert [row[:2] for row in rows] == [["1. Seen & heard", "1.1"], ["2. Skilled", "1.2"]]


def test_an_empty_table_says_what_will_appear() -> None:
    html = Table("Exceptions", COLUMNS, [], empty="None is late.").html()
    assert "<table" not in html
    assert "None is late." in html
    assert Table("Exceptions", COLUMNS, []).plain()[1] == []


def test_a_table_can_stand_in_a_template_as_it_is() -> None:
    table = Table("Actions", COLUMNS, ROWS)
    assert Template("{{ table }}").render(Context({"table": table})) == table.html()


def test_rows_may_be_an_iterator() -> None:
    assert "1.2" in Table("Actions", COLUMNS, iter(ROWS)).html()
