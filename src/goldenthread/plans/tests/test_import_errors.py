"""Each kind of bad input: where the error is said to be, and the sentence that says how to put it right."""

import datetime as dt
import io
import re
import zipfile

import pytest
from tests.cast import make_action, make_plan, rate, viewing

from goldenthread.plans.importing.plan import import_plan
from goldenthread.plans.importing.refusal import ImportRefused
from goldenthread.plans.models import Action
from goldenthread.plans.tests.import_files import bring_in, csv_of, errors_of, kept_files
from goldenthread.spreadsheets.tests.files import archive, simple_workbook, with_sheet_xml

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
__all__ = ["kept_files"]
D = dt.date


@pytest.fixture
def bm(business_manager, council, police, lpr, strategic):
    return viewing(business_manager)


@pytest.fixture
def empty(partnership):
    return make_plan(partnership, "empty", title="Empty plan", starts_on=D(2019, 4, 1))


CELLS = [
    (
        "a rating outside the scale",
        "ref | action | rag\n1.1 | Do | 7",
        (2, "rag", "“7” is not on this plan's scale. Use 1, 2, 3, 4 or 5."),
    ),
    (
        "a due date before the start",
        "ref | action | started | due\n1.1 | Do | 1 May 2019 | Apr 2019",
        (2, "due", "The due date, 30 April 2019, is before the start, 1 May 2019. Change one of the two."),
    ),
    (
        "a due date that is no date",
        "ref | action | due\n1.1 | Do | June",
        (2, "due", "“June” has no year: write June 2018, for example."),
    ),
    (
        "an unknown agency, with the nearest",
        "ref | action | lead agency\n1.1 | Do | Essex Polise",
        (
            2,
            "lead agency",
            "“Essex Polise” is not an agency of this partnership. Did you mean Essex Police? "
            "Correct the cell, or add it first.",
        ),
    ),
    (
        "an unknown group with nothing near",
        "ref | action | overseeing group\n1.1 | Do | Qwxz",
        (
            2,
            "overseeing group",
            "“Qwxz” is not a group of this partnership. Write its name as this partnership keeps it. "
            "Correct the cell, or add it first.",
        ),
    ),
    (
        "one reference twice, whatever its capitals",
        "ref | action\n2.a | Do\n2.b | Do\n2.A | Do",
        (
            4,
            "ref",
            "Rows 2 and 4 both have the reference 2.A. Give one of them another. "
            "(Typed as numbers, 1.1 and 1.10 are the same: format the column as text.)",
        ),
    ),
    (
        "a row without a reference",
        "ref | action\n1.1 | Do\n | Do more",
        (3, "ref", "The row has no reference. Give it one, such as 1.4."),
    ),
    (
        "a reference that no address can hold",
        "ref | action\nimport | Do",
        (
            2,
            "ref",
            "“import” cannot be a reference. Use letters, figures, full stops and hyphens, "
            "with at least one figure and no spaces, such as 1.4 or R7.",
        ),
    ),
    (
        "a reference that is too long",
        f"ref | action\n1.{'1' * 30} | Do",
        (2, "ref", "“1.111111111111111111111111111111” is longer than 30 characters. Shorten it."),
    ),
    (
        "a row without its objective's number",
        "objective no | action\n1 | Do\n | Do more",
        (
            3,
            "objective no",
            "The row has no objective number. Write it on every row, also where cells were merged.",
        ),
    ),
    (
        "two titles of one objective",
        "objective no | objective | action\n1 | Workforce | Do\n1 | Early help | Do more",
        (
            3,
            "objective",
            "Rows 2 and 3 give objective 1 different wordings of its title. "
            "Make them the same, or leave this column out.",
        ),
    ),
    (
        "two outcomes of one objective",
        "objective no | outcome | action\n1 | Safer | Do\n1 | Sooner | Do more",
        (
            3,
            "outcome",
            "Rows 2 and 3 give objective 1 different wordings of its intended outcome. "
            "Make them the same, or leave this column out.",
        ),
    ),
    (
        "a reference that does not say its objective among others that do",
        "ref | action\n1.1 | Do\n7 | Do more",
        (
            3,
            "ref",
            "The reference 7 does not say which objective the action belongs to. "
            "Write it as 3.7, or add a column with the objective's number.",
        ),
    ),
    (
        "text longer than its place",
        f"ref | action | source\n1.1 | Do | {'x' * 301}",
        (2, "source", "The text is 301 characters long; there is room for 300. Shorten it."),
    ),
    (
        "progress of an action that was never rated",
        "ref | action | progress\n1.1 | Do | Going well",
        (
            2,
            "progress",
            "Progress is kept with a rating, and this action has none. Give it a rating, "
            "or read the column as the note.",
        ),
    ),
    (
        "a row that says nothing of a new action",
        "ref | action\n1.1 | Do\n1.2 |",
        (
            3,
            "action",
            "The plan has no action 1.2, and the row does not say what it is. Write the action, or delete the row.",
        ),
    ),
]


@pytest.mark.parametrize(("table", "expected"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_each_bad_cell_is_found_and_says_how_to_put_it_right(empty, bm, table, expected):
    assert errors_of(empty, table, by=bm) == [expected]
    assert not Action.objects.exists()


COLUMNS = [
    (
        "nothing tells the actions apart",
        "action | due\nDo | May 2019",
        {"action": "title", "due": "due_on"},
        (
            None,
            "No column is read as the action's reference or the objective's number. "
            "Choose one of the two: without it nobody could tell which action a row is about.",
        ),
    ),
    (
        "nothing to import",
        "ref | due\n1.1 | May 2019",
        {"ref": "ref", "due": "due_on"},
        (
            None,
            "No column is read as the action, its explanation or a rating. "
            "Choose at least one of them: there is nothing else to import.",
        ),
    ),
    (
        "two columns for one thing",
        "ref | action | task\n1.1 | Do | Do",
        {"ref": "ref", "action": "title", "task": "title"},
        ("task", "“action” and “task” are both read as “Action”. Keep one, and leave the other out."),
    ),
    (
        "a column that is not there",
        "ref | action\n1.1 | Do",
        {"Deadline": "due_on"},
        ("Deadline", "The file has no column headed “Deadline”. Choose its columns again."),
    ),
    (
        "a month to come",
        "ref | action | rag oct 2019\n1.1 | Do | 3",
        {},
        (
            "rag oct 2019",
            "Ratings of October 2019 are later than the date of the file, 9 September 2019. "
            "Choose another month, or a later date.",
        ),
    ),
    (
        "a month before the plan",
        "ref | action | rag jan 2018\n1.1 | Do | 3",
        {},
        (
            "rag jan 2018",
            "Ratings of January 2018 are from before the plan starts (1 April 2019). "
            "Leave the column out, or change when the plan starts.",
        ),
    ),
    (
        "the same month twice",
        "ref | action | rag sep 2019 | rag\n1.1 | Do | 3 | 4",
        {},
        (
            "rag",
            "“rag sep 2019” and “rag” both give the rating of September 2019. Keep one, and leave the other out.",
        ),
    ),
]


@pytest.mark.parametrize(
    ("table", "mapping", "expected"), [case[1:] for case in COLUMNS], ids=[case[0] for case in COLUMNS]
)
def test_columns_that_cannot_be_read_so_are_named(empty, bm, table, mapping, expected):
    assert (None, *expected) in errors_of(empty, table, by=bm, mapping=mapping)


def test_a_field_that_does_not_exist_is_refused_with_those_that_do(empty, bm):
    [(row, column, message)] = errors_of(
        empty, "ref | action\n1.1 | Do", by=bm, mapping={"action": "colour"}
    )[:1]
    assert (row, column) == (None, "action")
    assert message.startswith("A column cannot be read as “colour”. Choose one of: ref, objective_ref,")


def test_every_error_of_a_file_is_told_at_once_in_the_order_of_its_rows(empty, bm):
    table = "ref | action | rag | due\n1.1 | Do | 9 | never\n | Do | 3 | May 2019\n1.3 | Do | x | May 2019"
    found = [(row, column) for row, column, _ in errors_of(empty, table, by=bm)]
    assert found == [(2, "due"), (2, "rag"), (3, "ref"), (4, "rag")]


def test_a_closed_plan_takes_nothing_in(empty, bm):
    empty.closed_on = D(2019, 8, 1)
    empty.save()
    [(row, column, message)] = errors_of(empty, "ref | action\n1.1 | Do", by=bm)
    assert (row, column) == (None, None)
    assert message == "This plan closed on 1 August 2019. Open it again before you import into it."


def test_a_closed_plan_may_be_compared_with_a_file_that_says_the_same(action, bm):
    action.plan.closed_on = D(2019, 8, 1)
    action.plan.save()
    result = bring_in(action.plan, f"ref | action\n{action.ref} | {action.title}", by=bm)
    assert (result.unchanged, result.proposal.does_nothing) == (1, True)
    found = errors_of(action.plan, f"ref | action | rag\n{action.ref} | {action.title} | 9", by=bm)
    assert [(row, column) for row, column, _ in found] == [(None, None), (2, "rag")]


def test_a_file_cannot_be_of_tomorrow(empty, bm):
    [(_, _, message)] = errors_of(empty, "ref | action\n1.1 | Do", by=bm, as_at=D(2019, 9, 10))
    assert message == "10 September 2019 is in the future. Give today's date or an earlier one."


def test_ratings_cannot_be_from_before_the_plan(empty, bm):
    [(_, column, message)] = errors_of(empty, "ref | action | rag\n1.1 | Do | 3", by=bm, as_at=D(2019, 3, 1))
    assert column == "rag"
    assert message.startswith("Ratings of 1 March 2019 are from before the plan starts (1 April 2019).")


def test_an_opening_rating_is_not_changed_by_an_import(action, bm):
    rate(action, 2, action.plan.starts_on, opening=True)
    [(row, column, message)] = errors_of(action.plan, f"ref | rag initial\n{action.ref} | 3", by=bm)
    assert (row, column) == (2, "rag initial")
    assert message == (
        "The initial rating is on record as 2 Started, some delay (7 May 2019), and the file says 3 On track. "
        "An opening position is not changed by an import: correct the cell, or leave the column out."
    )


def test_a_withdrawn_action_is_kept_as_it_was(action, bm):
    action.withdrawn_on, action.withdrawn_reason = D(2019, 6, 1), "Merged"
    action.save()
    assert bring_in(action.plan, f"ref | action\n{action.ref} | {action.title}", by=bm).unchanged == 1
    [(row, column, message)] = errors_of(action.plan, f"ref | action\n{action.ref} | Other", by=bm)
    assert (row, column) == (2, "ref")
    assert message == (
        f"Action {action.ref} was withdrawn on 1 June 2019 and is kept as it was. Delete the row."
    )


def test_a_due_date_in_the_file_is_held_against_the_start_on_record(action, bm):
    make_action(action.objective, "1.8", started_on=D(2019, 6, 1))
    [(_, column, message)] = errors_of(action.plan, "ref | action | due\n1.8 | Do | May 2019", by=bm)
    assert column == "due"
    assert message.startswith("The due date, 31 May 2019, is before the start, 1 June 2019.")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "plan.csv"),
        (b"\x00\x01\x02\x03" * 50, "plan.csv"),
        (b"%PDF-1.7 not a table", "plan.xlsx"),
        (b"PK\x03\x04 not really", "plan.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "plan.xlsx"),
        ("ref,action\n1.1,Café\n".encode("utf-16")[:-1], "plan.csv"),
        (b"<html><table><tr><td>ref</td></tr></table></html>", "plan.xls"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(empty, bm, content, name):
    with pytest.raises(ImportRefused) as refused:
        import_plan(by=bm, plan=empty, content=content, filename=name)
    [error] = refused.value.as_json()["errors"]
    assert error["row"] is None
    assert error["message"][0].isupper()
    assert error["message"].endswith(".")


def test_an_enormous_file_is_refused_before_it_is_read(empty, bm, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(ImportRefused, match="larger than 1 MB"):
        import_plan(by=bm, plan=empty, content=b"x" * (1024 * 1024 + 1), filename="plan.csv")


def test_headings_without_rows_are_refused(empty, bm):
    [(_, _, message)] = errors_of(empty, "ref | action | due", by=bm)
    assert message.startswith("There are headings, but no rows under them.")


def test_row_numbers_are_those_of_the_spreadsheet_where_a_title_and_blank_rows_stand_above(empty, bm):
    content = csv_of([["Our plan"], [], ["ref", "action", "rag"], ["1.1", "Do", "2"], [], ["1.2", "Do", "9"]])
    with pytest.raises(ImportRefused) as refused:
        import_plan(by=bm, plan=empty, content=content, filename="plan.csv")
    assert [error.row for error in refused.value.errors] == [6]


def test_control_characters_that_a_workbook_holds_in_code_are_left_out(empty, bm):
    """PostgreSQL refuses them, in text and in what is remembered of the headings."""
    rows = (
        '<row r="1"><c t="inlineStr"><is><t>Re_x0000_f</t></is></c>'
        '<c t="inlineStr"><is><t>Action_x000B_</t></is></c></row>'
        '<row r="2"><c t="inlineStr"><is><t>1.1</t></is></c>'
        '<c t="inlineStr"><is><t>Tell_x0000_ the school</t></is></c></row>'
    )
    import_plan(by=bm, plan=empty, content=with_sheet_xml(rows), filename="plan.xlsx")
    assert empty.actions.get().title == "Tell the school"
    assert set(empty.imports.get().mapping) == {"Ref", "Action"}


def test_a_sheet_whose_name_is_longer_than_can_be_kept_is_refused(empty, bm):
    content = simple_workbook([["Ref", "Action"], ["1.1", "Do"]])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        told = book.read("xl/workbook.xml")
    renamed = re.sub(rb'<sheet name="[^"]*"', b'<sheet name="' + b"S" * 201 + b'"', told)
    with pytest.raises(ImportRefused, match="name of the sheet is longer than 200"):
        import_plan(
            by=bm,
            plan=empty,
            content=archive({"xl/workbook.xml": renamed}, like=content),
            filename="plan.xlsx",
        )
