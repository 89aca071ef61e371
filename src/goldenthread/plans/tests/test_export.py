import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import CAST, TODAY, make_action, make_person, make_plan, rate, signed_in, viewing

from goldenthread.plans.exporting import due_cell, export_plan, plan_table
from goldenthread.plans.importing.plan import import_plan
from goldenthread.plans.models import Explanation, Objective, Officer
from goldenthread.plans.tests.import_files import kept_files
from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.values import read_date
from goldenthread.spreadsheets.writing import FORMATS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
__all__ = ["kept_files"]
D = dt.date
AWKWARD = '=cmd|"/c calc"!A1'


@pytest.fixture
def full(action, police, partnership, member):
    """A plan that uses everything, in awkward ways."""
    plan = action.plan
    action.title, action.success_measures = AWKWARD, "Line one\r\nline two, “quoted”"
    action.due_on, action.due_precision, action.due_as_printed = D(2019, 12, 31), "quarter", "by Christmas"
    action.started_on, action.note, action.source = D(2019, 5, 8), "@note", "-1"
    action.lead_as_printed, action.recommendation = "SM / CaPa", "14: Improve"
    action.save()
    twins = [make_person(partnership, "Youth Worker", account=False, initials="AC") for _ in range(2)]
    Officer.objects.create(action=action, person=twins[1], part="responsible")
    rate(action, 1, D(2019, 5, 7), opening=True, text="At the start")
    rate(action, 2, D(2019, 7, 3))
    rate(action, 3, D(2019, 7, 31), text="Second in July")
    rate(action, 2, D(2019, 9, 2), text="Slipped")
    Explanation.objects.create(action=action, given_on=D(2019, 9, 3), text="Leave", by_label="x")
    other = Objective.objects.create(plan=plan, ref="2", title="Another", intended_outcome="Better")
    make_action(other, "2.10", lead_agency=police, due_on=D(2020, 5, 31), due_precision="month")
    make_action(other, "2.9", due_on=D(2020, 3, 31), due_precision="year")
    make_action(other, "2.11", withdrawn_on=D(2019, 8, 1), withdrawn_reason="Merged")
    return plan


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("scale", ["five_point", "ragc"])
def test_a_plan_taken_out_and_brought_back_changes_nothing(full, business_manager, extension, scale):
    full.scale_key = scale
    full.save()
    content = export_plan(full, as_at=TODAY, extension=extension)
    result = import_plan(by=viewing(business_manager), plan=full, content=content, filename=f"x.{extension}")
    assert result.proposal.errors == ()
    assert [change.differences for change in result.proposal.changed] == []
    assert (result.added, result.unchanged, result.proposal.does_nothing) == (0, 3, True)


def test_a_plan_taken_out_fills_an_empty_one_alike(full, partnership, business_manager):
    copy = make_plan(partnership, "copy")
    content = export_plan(full, as_at=TODAY, extension="xlsx")
    import_plan(by=viewing(business_manager), plan=copy, content=content, filename="x.xlsx")
    headings, ours = plan_table(full, as_at=TODAY)
    same, theirs = plan_table(copy, as_at=TODAY)
    assert same == headings
    pairs = [zip(headings, mine, its, strict=True) for mine, its in zip(ours, theirs, strict=True)]
    differing = [{heading for heading, mine, its in pair if mine != its} for pair in pairs]
    assert differing == [{"Success measures"}, set(), set()]  # its line ends became plain


def test_the_columns_are_those_of_the_plan_with_a_column_for_each_month_rated(full):
    headings, rows = plan_table(full, as_at=TODAY)
    cells = dict(zip(headings, rows[0], strict=True))
    assert [row[0] for row in rows] == ["1.4", "2.9", "2.10"]
    assert [h for h in headings if "ating" in h] == [
        "Initial rating",
        "Rating in July 2019",
        "Rating in September 2019",
    ]
    assert (cells["Initial rating"], cells["Rating in July 2019"], cells["Rating in September 2019"]) == (
        1,
        3,
        2,
    )
    assert (cells["Due date"], cells["Due date as printed"], cells["Progress"]) == (
        "Q3 2019/20",
        "by Christmas",
        "Slipped",
    )
    assert cells["Lead officer"] == "Service Manager; CaPa"


def test_a_day_gone_by_shows_what_stood_then(full):
    headings, rows = plan_table(full, as_at=D(2019, 7, 20))
    cells = dict(zip(headings, rows[0], strict=True))
    assert (cells["Rating in July 2019"], cells["Progress"]) == (2, "")
    assert "Rating in September 2019" not in headings
    assert [row[0] for row in rows] == ["1.4", "2.9", "2.10", "2.11"]


@pytest.mark.parametrize("extension", ["csv"])
def test_nothing_that_was_typed_runs_as_a_formula(full, extension):
    text = export_plan(full, as_at=TODAY, extension=extension).decode("utf-8-sig")
    assert '"\'=cmd|""/c calc""!A1"' in text
    assert ",'@note,'-1" in text


@pytest.mark.parametrize(
    ("day", "precision", "printed"),
    [
        (D(2019, 5, 7), "day", D(2019, 5, 7)),
        (D(2019, 5, 31), "month", "May 2019"),
        (D(2019, 6, 30), "quarter", "Q1 2019/20"),
        (D(2019, 9, 30), "quarter", "Q2 2019/20"),
        (D(2019, 12, 31), "quarter", "Q3 2019/20"),
        (D(2020, 3, 31), "quarter", "Q4 2019/20"),
        (D(2020, 3, 31), "year", "2019/20"),
        (D(2000, 3, 31), "year", "1999/00"),
        (D(2019, 12, 31), "year", "2019"),
    ],
)
def test_a_due_date_is_written_as_exactly_as_it_was_given_and_read_back_so(day, precision, printed):
    assert due_cell(day, precision) == printed
    read = read_date(printed)
    assert (read.date, read.precision) == (day, precision)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_download_holds_what_the_page_shows(full, business_manager, extension):
    client = signed_in(business_manager)
    address = reverse("plans:export", args=["thurrock", full.key, extension])
    response = client.get(address, {"agency": "police", "as-at": "2019-09-01"})
    assert response["Content-Type"] == FORMATS[extension].content_type
    assert response["Content-Disposition"] == f'attachment; filename="{full.key}-2019-09-01.{extension}"'
    table = read_sheet(response.content, f"x.{extension}")
    assert [row.cells["Action reference"] for row in table.rows] == ["2.10"]
    sorted_down = read_sheet(client.get(address, {"sort": "-due"}).content, f"x.{extension}")
    assert [str(row.cells["Action reference"]) for row in sorted_down.rows] == ["2.10", "2.9", "1.4"]


def test_an_unknown_format_is_not_found(plan, business_manager):
    assert (
        signed_in(business_manager)
        .get(reverse("plans:export", args=["thurrock", plan.key, "exe"]))
        .status_code
        == 404
    )


def test_whoever_sees_the_plan_may_take_it_away(everybody, plan):
    address = reverse("plans:export", args=["thurrock", plan.key, "csv"])
    refused = {"practitioner": 403, "report_reader": 403, "administrator": 403, "outsider": 404}
    for name in CAST:
        assert signed_in(everybody[name]).get(address).status_code == refused.get(name, 200), name


def test_an_export_asks_as_much_of_the_database_for_one_action_as_for_fifty(full):
    counts = []
    for more in (0, 50):
        for number in range(more):
            rate(make_action(full.objectives.get(ref="2"), f"2.{number + 20}"), 3, D(2019, 8, 1))
        with CaptureQueriesContext(connection) as queries:
            export_plan(full, as_at=TODAY, extension="csv")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
