"""What is wrong is named by list, row and column; nothing of a cell is ever repeated."""

import io
import json
import logging
import tempfile
import zipfile
from pathlib import Path

import pytest
import python_calamine

from goldenthread.evidence.measures.annex_a.confined import run_confined
from goldenthread.evidence.measures.annex_a.faults import fault_workbook
from goldenthread.evidence.measures.annex_a.ingest import ingest
from goldenthread.evidence.measures.annex_a.reading import ReadingError, Upload
from goldenthread.evidence.measures.annex_a.schema import BY_KEY, LISTS
from goldenthread.evidence.measures.annex_a.synthetic import frames, write_csvs, write_workbook
from goldenthread.evidence.measures.annex_a.validation import MESSAGES
from goldenthread.spreadsheets.writing import FORMATS

from .cases import PERIOD, as_csv, faults, numbers, read, row, table, upload


def workbook(**lists):
    """A workbook of one sheet, since the house's writer makes no more."""
    ((key, cells),) = lists.items()
    return FORMATS["xlsx"].write(
        cells[0], cells[1:], title="Annex A", sheet_name=f"List_{BY_KEY[key].number}"
    )


def test_a_sound_list_has_no_fault():
    assert faults(read(contacts=[row("contacts", 1), row("contacts", 2)])) == []


@pytest.mark.parametrize(
    ("key", "cells", "column", "rule"),
    [
        ("contacts", {"contact_source": "the neighbour"}, "Contact Source", "unknown_category"),
        ("contacts", {"contact_date": "31/02/2017"}, "Date of Contact", "not_a_date"),
        ("contacts", {"contact_date": "01/12/2017"}, "Date of Contact", "future_date"),
        ("contacts", {"contact_date": ""}, "Date of Contact", "blank"),
        ("contacts", {"child_id": ""}, "Child Unique ID", "blank"),
        ("contacts", {"age": -3}, "Age of Child (Years)", "negative_age"),
        ("contacts", {"age": 31}, "Age of Child (Years)", "age_out_of_range"),
        ("contacts", {"age": 12}, "Age of Child (Years)", "age_mismatch"),
        ("contacts", {"age": "about 7"}, "Age of Child (Years)", "not_a_whole_number"),
        ("contacts", {"date_of_birth": "03/12/2018", "age": -1}, "Date of Contact", "birth_after"),
        ("referrals", {"referrals_12m": -1}, "Number of Referrals in Last 12 Months", "negative_number"),
        (
            "assessments",
            {"assessment_start": "20/11/2017", "assessment_authorised": "01/11/2017"},
            "Continuous Assessment Date of Authorisation",
            "date_order",
        ),
        ("looked_after", {"placements_12m": 0}, "Number of Placements in the Last 12 months", "below_one"),
    ],
)
def test_a_fault_is_named_by_its_row_and_column(key, cells, column, rule):
    found = faults(read(**{key: [row(key, 1), row(key, 2, **cells)]}), rule)
    assert found == [(3, column, rule)]


def test_an_unborn_child_of_minus_one_is_no_fault():
    assert faults(read(contacts=[row("contacts", 1, date_of_birth="03/03/2018", age=-1)])) == []


def test_a_row_that_says_the_same_twice_is_named_both_times():
    rows = [row("contacts", 1), row("contacts", 2), row("contacts", 1)]
    assert faults(read(contacts=rows), "duplicate") == [
        (2, "Child Unique ID", "duplicate"),
        (4, "Child Unique ID", "duplicate"),
    ]


def test_a_child_on_a_plan_must_be_on_the_list_of_children_in_need():
    result = read(
        children_in_need=[row("children_in_need", 1)],
        child_protection=[row("child_protection", 1), row("child_protection", 2)],
    )
    assert faults(result, "orphan") == [(3, "Child Unique ID", "orphan")]


def test_a_missing_list_and_a_missing_column_are_said():
    cells = table("contacts", [row("contacts", 1)])
    gone = [[cell for at, cell in enumerate(line) if cells[0][at] != "Contact Source"] for line in cells]
    result = ingest([Upload("List 1.csv", as_csv(gone))], PERIOD)
    assert (None, "Contact Source", "missing_column") in faults(result)
    assert len([fault for fault in result.faults if fault.rule == "missing_list"]) == len(LISTS) - 1
    assert result.not_computed["contacts_police"] == "List 1: Contacts lacks the column “Contact Source”."


def test_a_renamed_column_is_known_by_its_other_names():
    cells = table("contacts", [row("contacts", 1)])
    cells[0] = ["child unique id ", "SEX", "ethnicity", "DOB", "Age", "date of  contact", "Source of contact"]
    assert faults(ingest([Upload("contacts.csv", as_csv(cells))], PERIOD)) == []


def test_titles_hints_and_a_second_row_of_headings_are_no_children():
    cells = table("contacts", [row("contacts", 1)])
    titled = [["List 1: Contacts"], ["All contacts of six months"], cells[0], cells[0], *cells[1:]]
    result = ingest([Upload("List 1.csv", as_csv(titled))], PERIOD)
    assert result.rows == {"List 1: Contacts": 1}


def test_two_hundred_thousand_blank_rows_are_nothing():
    cells = table("contacts", [row("contacts", 1)])
    blank = as_csv(cells) + b",,,,,,\r\n" * 200_000
    assert ingest([Upload("List 1.csv", blank)], PERIOD).rows == {"List 1: Contacts": 1}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_delimiter_and_a_list_told_by_its_headings_alone(delimiter):
    result = ingest([upload("referrals", [row("referrals", 1)], "export.csv", delimiter=delimiter)], PERIOD)
    assert numbers(result, "referrals") == (1, None)


def test_windows_text_is_read():
    cells = table("contacts", [row("contacts", 1, contact_source="e) 2A: Schools")])
    text = as_csv(cells).decode().encode("utf-16")
    assert numbers(ingest([Upload("List 1.csv", text)], PERIOD), "contacts_schools") == (1, 1)


def test_a_workbook_and_csv_files_give_the_same(tmp_path):
    write_workbook(tmp_path / "annex.xlsx", 600, PERIOD, faults=2)
    files = write_csvs(tmp_path / "csv", 600, PERIOD, faults=2)
    from_workbook = ingest([Upload("annex.xlsx", tmp_path / "annex.xlsx")], PERIOD)
    from_files = ingest([Upload(path.name, path) for path in files], PERIOD)
    assert from_workbook.indicators == from_files.indicators
    assert from_workbook.rows == from_files.rows
    # The workbook has a title above its headings: the same faults, one row further down.
    assert [(f.list, f.row - 1, f.column, f.rule) for f in from_workbook.faults] == [
        (f.list, f.row, f.column, f.rule) for f in from_files.faults
    ]


def test_the_synthetic_return_is_sound_but_for_what_is_planted():
    planted = 3
    for of, frame in frames(2_000, PERIOD, faults=planted):
        assert frame.height > planted
        assert of.key in BY_KEY
    sound = ingest(
        [Upload(f"List {of.number}.csv", frame.write_csv().encode()) for of, frame in frames(2_000, PERIOD)],
        PERIOD,
    )
    assert {fault.rule for fault in sound.faults} <= {"duplicate"}
    faulty = ingest(
        [
            Upload(f"List {of.number}.csv", frame.write_csv().encode())
            for of, frame in frames(2_000, PERIOD, faults=planted)
        ],
        PERIOD,
    )
    for rule in ("not_a_date", "unknown_category", "future_date"):
        count = sum(fault.rule == rule for fault in faulty.faults)
        assert count >= planted * len(LISTS), rule


def test_the_same_seed_makes_the_same_return():
    one, two = ([frame.write_csv() for _, frame in frames(300, PERIOD, seed=5)] for _ in range(2))
    assert one == two
    assert one != [frame.write_csv() for _, frame in frames(300, PERIOD, seed=6)]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for at in range(12):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", b"0" * 60_000_000)
    return out.getvalue()


def other_table(kind):
    return FORMATS[kind].write(["Ref", "Action"], [["1.4", "Train"]], title="Plan", sheet_name="Plan")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("notes.csv", b"Dear all,\nthe return follows.\n", "No list of Annex A was found"),
        ("plan.xlsx", other_table("xlsx"), "No list of Annex A"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("broken.xlsx", b"PK\x03\x04broken", "damaged"),
        ("table.ods", other_table("ods"), "OpenDocument"),
    ],
)  # fmt: skip
def test_what_is_no_annex_a_is_refused_in_a_sentence(name, content, said):
    with pytest.raises(ReadingError, match=said):
        run_confined([Upload(name, content)], PERIOD, on_progress=lambda *_: None)


def test_a_bomb_is_refused_and_ends_nothing_but_its_own_process():
    with pytest.raises(ReadingError):
        run_confined([Upload("bomb.xlsx", bomb())], PERIOD, on_progress=lambda *_: None)


def test_a_reading_that_takes_too_long_is_ended(tmp_path):
    with pytest.raises(ReadingError, match="memory and time"):
        run_confined(
            [upload("contacts", [row("contacts", 1)])], PERIOD, on_progress=lambda *_: None, seconds=0
        )


def test_the_confined_process_says_how_far_it_is_and_gives_the_same():
    said = []
    files = [upload("contacts", [row("contacts", 1), row("contacts", 2, contact_date="nonsense")])]
    answer = run_confined(files, PERIOD, on_progress=lambda *step: said.append(step))
    assert answer == json.loads(json.dumps(ingest(files, PERIOD).as_json()))
    assert said[-1][0] == "Done"
    assert any("List 1" in stage for stage, _, _ in said)


CANARY = "Zebedee-Quillfeather"


def test_no_value_of_a_return_reaches_a_result_a_fault_a_log_or_a_disk(tmp_path, monkeypatch, caplog, capfd):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    tempfile.tempdir = None
    caplog.set_level(logging.DEBUG)
    files = []
    for each in LISTS:
        cells = {column.name: f"{CANARY}-{column.name}" for column in each.columns}
        files.append(upload(each.key, [cells, row(each.key, 2)]))
    said = []
    answers = [
        json.dumps(ingest(files, PERIOD).as_json()),
        json.dumps(run_confined(files, PERIOD, on_progress=lambda *step: said.append(str(step)))),
    ]
    result = ingest(files, PERIOD)
    book = fault_workbook([(f.list, f.row, f.column, f.rule, f.message) for f in result.faults])
    written = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    )
    captured = capfd.readouterr()
    everything = [*answers, *said, str(written), caplog.text, captured.out, captured.err]
    everything += [path.read_text(errors="replace") for path in Path(tmp_path).rglob("*") if path.is_file()]
    assert len(result.faults) > 100
    for text in everything:
        assert CANARY not in text
        assert CANARY.casefold() not in text.casefold()


def test_every_rule_has_a_message_that_says_what_to_do():
    for message in MESSAGES.values():
        assert message.endswith(".")
        assert len(message) > 20


def test_a_list_that_stands_twice_is_refused():
    files = [
        upload("contacts", [row("contacts", 1)]),
        upload("contacts", [row("contacts", 2)], "contacts.csv"),
    ]
    with pytest.raises(ReadingError, match="twice"):
        ingest(files, PERIOD)
    assert workbook(contacts=table("contacts", [row("contacts", 1)]))
