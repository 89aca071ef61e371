import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from tests.cast import CAST, TODAY, signed_in, viewing

from goldenthread.partnership.models import AuditEvent
from goldenthread.plans.importing.uploads import clear_abandoned, start_import
from goldenthread.plans.models import Action, PlanImport
from goldenthread.plans.tests.import_files import cells, csv_of, kept_files
from goldenthread.spreadsheets.writing import FORMATS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
__all__ = ["kept_files"]
TABLE = "ref | what to do | due | rag\n1.4 | Other words | June 2020 | 2\n1.5 | New one | 1 May 2020 | 3\n"
DAY = {"as_at_day": "9", "as_at_month": "9", "as_at_year": "2019"}


@pytest.fixture
def bm(business_manager):
    return signed_in(business_manager)


def at(name, plan, *args):
    return reverse(f"plans:{name}", args=[plan.partnership.slug, plan.key, *args])


def upload(client, plan, content, name="plan.csv", **fields):
    file = SimpleUploadedFile(name, content)
    return client.post(at("import_upload", plan), DAY | {"file": file} | fields)


def page(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def columns(*fields):
    return {f"column{number}": field for number, field in enumerate(fields)}


def shown(response):
    return re.search(r'name="shown" value="(\w+)"', response.content.decode())[1]


def up_to_preview(client, plan, table=TABLE, fields=("ref", "title", "due_on", "rating:current")):
    upload(client, plan, csv_of(table))
    kept = PlanImport.objects.latest("id")
    client.post(at("import_columns", plan, kept.pk), columns(*fields))
    return at("import_preview", plan, kept.pk)


def test_a_plan_comes_in_by_upload_columns_preview_and_import(bm, action):
    plan = action.plan
    assert bm.get(at("import_upload", plan)).status_code == 200
    kept_at = upload(bm, plan, csv_of(TABLE)).url
    offered = bm.get(kept_at)
    assert "“plan.csv” has 2 rows" in page(offered)
    assert "Other words; New one" in page(offered)
    assert re.search(r'<option value="due_on" selected>', offered.content.decode())
    preview_at = bm.post(kept_at, columns("ref", "title", "due_on", "rating:current")).url
    preview = bm.get(preview_at)
    assert "1 action to add 1 action to change 0 unchanged" in page(preview)
    assert "Action: Action 1.4 becomes Other words" in page(preview)
    assert not Action.objects.filter(ref="1.5").exists()
    done = bm.post(preview_at, {"shown": shown(preview)}, follow=True)
    assert "plan.csv is imported: 1 action added, 1 changed, 0 unchanged." in page(done)
    assert Action.objects.get(ref="1.5").title == "New one"
    kept = PlanImport.objects.get()
    assert (kept.added, kept.changed, kept.unchanged) == (1, 1, 0)
    assert kept.imported_at is not None


def test_the_file_is_kept_under_a_random_name_and_its_own_is_shown_as_text(bm, plan, kept_files):
    upload(bm, plan, csv_of(TABLE), name="<b>plan</b>&.csv")
    [path] = [path for path in kept_files.rglob("*") if path.is_file()]
    assert re.fullmatch(r"[0-9a-f]{32}", path.name)
    kept = PlanImport.objects.get()
    assert path.name in kept.file.name
    html = bm.get(at("import_columns", plan, kept.pk)).content.decode()
    assert "<b>plan" not in html
    assert "b&gt;&amp;.csv" in html


def test_cells_are_shown_as_text_on_every_page(bm, plan):
    preview_at = up_to_preview(
        bm, plan, [["ref", "what"], ["1.1", "<script>alert(1)</script>"]], ("ref", "title")
    )
    kept = PlanImport.objects.get()
    for address in (at("import_columns", plan, kept.pk), preview_at):
        html = bm.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_errors_stand_in_a_table_block_the_import_and_can_be_taken_away(bm, plan):
    preview_at = up_to_preview(
        bm, plan, [["ref", "what", "rag"], ["1.1", "Do", "=9"]], ("ref", "title", "rating:current")
    )
    response = bm.get(preview_at)
    assert "Nothing can be imported yet" in page(response)
    assert "2 rag “=9” is not on this plan&#x27;s scale. Use 1, 2, 3, 4 or 5." in page(response)
    assert b'name="shown"' not in response.content
    file = bm.get(at("import_errors", plan, PlanImport.objects.get().pk))
    assert file["Content-Disposition"] == 'attachment; filename="errors-plan.csv"'
    assert file.content.decode("utf-8-sig").splitlines() == [
        "Row,Column,What is wrong",
        '2,rag,"“=9” is not on this plan\'s scale. Use 1, 2, 3, 4 or 5."',
    ]
    assert bm.post(preview_at, {"shown": ""}).status_code == 200
    assert not Action.objects.exists()


def test_every_error_can_be_taken_away_however_many(bm, plan):
    rows = [["ref", "what", "rag"], *([f"1.{n}", "Do", "8"] for n in range(1, 252))]
    preview_at = up_to_preview(bm, plan, rows, ("ref", "title", "rating:current"))
    assert "There are 51 more errors like these." in page(bm.get(preview_at))
    assert len(bm.get(at("import_errors", plan, PlanImport.objects.get().pk)).content.splitlines()) == 252


def test_columns_that_do_not_go_together_are_said_beside_them(bm, plan):
    kept_at = upload(bm, plan, csv_of(TABLE)).url
    response = bm.post(kept_at, columns("ref", "title", "title", ""))
    assert "“what to do” and “due” are both read as “Action”. Keep one, and leave the other out." in page(
        response
    )
    assert 'id="id_column2_error"' in response.content.decode()


def test_a_preview_that_is_out_of_date_is_shown_again_and_nothing_is_imported(bm, action):
    preview_at = up_to_preview(bm, action.plan)
    seen = shown(bm.get(preview_at))
    Action.objects.filter(pk=action.pk).update(title="Changed by a colleague")
    again = bm.post(preview_at, {"shown": seen})
    assert "The plan has changed since you looked, so nothing was imported yet." in page(again)
    assert "Changed by a colleague" in page(again)
    action.refresh_from_db()
    assert action.title == "Changed by a colleague"
    bm.post(preview_at, {"shown": shown(again)})
    action.refresh_from_db()
    assert action.title == "Other words"


def test_a_second_click_imports_nothing_twice(bm, action):
    preview_at = up_to_preview(bm, action.plan)
    seen = shown(bm.get(preview_at))
    bm.post(preview_at, {"shown": seen})
    imported = Action.objects.count()
    assert "plan.csv has been imported already." in page(bm.post(preview_at, {"shown": seen}, follow=True))
    assert Action.objects.count() == imported
    assert bm.get(at("import_columns", action.plan, PlanImport.objects.get().pk)).status_code == 404


def test_a_file_that_says_what_the_plan_says_has_nothing_to_import(bm, action):
    table = f"ref | what\n{action.ref} | {action.title}\n"
    response = bm.get(up_to_preview(bm, action.plan, table, ("ref", "title")))
    assert "There is nothing to import." in page(response)
    assert b'name="shown"' not in response.content


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "plan.csv", "The submitted file is empty."),
        (b"%PDF-1.7 no table", "plan.xlsx", "plan.xlsx"),
        (csv_of("ref | ref\n1 | 2"), "plan.csv", "give each column a heading of its own"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_the_upload(bm, plan, content, name, said):
    response = upload(bm, plan, content, name)
    assert response.status_code == 200
    assert said in page(response)
    assert not PlanImport.objects.exists()


def test_several_errors_of_one_file_are_listed(bm, plan):
    response = upload(bm, plan, csv_of([["ref", "ref", "due", "due"], ["1", "2", "3", "4"]]))
    assert "The file has errors. They are listed below" in page(response)
    assert page(response).count("give each column a heading of its own") == 2


def test_a_file_larger_than_may_be_uploaded_is_refused(bm, plan, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    said = page(upload(bm, plan, b"x" * 1001))
    assert "is larger than 1000 bytes. Split it, or delete what is not needed." in said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ({"as_at_day": "10"}, "The date of the file must be today or earlier."),
        ({"as_at_month": "4"}, "The date of the file must be on or after 7 May 2019, when the plan starts."),
        ({"as_at_day": "40"}, "must have a day from 1 to 31"),
    ],
)
def test_the_date_of_the_file_is_checked(bm, plan, day, said):
    assert said in page(upload(bm, plan, csv_of(TABLE), **day))


def workbook():
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, table in (
            ("Notes", "about | by | when\nA plan | Us | Now"),
            ("Plan", TABLE),
            ("Empty", ""),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(cells(table) if table else ()):
                sheet.write_row(number, 0, row)
    return stream.getvalue()


def test_another_sheet_of_a_workbook_can_be_chosen(bm, plan):
    kept_at = upload(bm, plan, workbook(), "plan.xlsx").url
    assert "in the sheet “Notes”" in page(bm.get(kept_at))
    assert "in the sheet “Plan”" in page(bm.get(kept_at, {"sheet": "Plan"}))
    preview_at = bm.post(kept_at, columns("ref", "title", "due_on", "") | {"sheet": "Plan"}).url
    assert "2 actions to add" in page(bm.get(preview_at))
    assert "has no sheet called “Nowhere”" in page(bm.get(kept_at, {"sheet": "Nowhere"}))


def test_a_sheet_can_be_named_at_the_upload(bm, plan):
    assert "in the sheet “Plan”" in page(bm.get(upload(bm, plan, workbook(), "plan.xlsx", sheet="Plan").url))
    assert "has no sheet called “Plans”" in page(upload(bm, plan, workbook(), "plan.xlsx", sheet="Plans"))


def test_a_closed_plan_offers_no_import(bm, plan):
    plan.closed_on = TODAY
    plan.save()
    response = bm.get(at("import_upload", plan))
    assert "This plan closed on 9 September 2019." in page(response)
    assert b'type="file"' not in response.content


def test_only_whoever_manages_plans_opens_these_pages(everybody, action):
    plan = action.plan
    kept = start_import(
        by=viewing(everybody["business_manager"]),
        plan=plan,
        content=csv_of(TABLE),
        filename="plan.csv",
        sheet="",
        as_at=TODAY,
    )
    addresses = [
        at("import_upload", plan),
        *(at(name, plan, kept.pk) for name in ("import_columns", "import_preview", "import_errors")),
    ]
    for name in CAST:
        expected = {"business_manager": 200, "business_team": 200, "outsider": 404}.get(name, 403)
        client = signed_in(everybody[name])
        assert [client.get(address).status_code for address in addresses] == [expected] * 4, name
        assert client.post(addresses[2], {"shown": "x"}).status_code == expected, name


def test_an_upload_of_another_plan_is_not_there(bm, action, partnership):
    from tests.cast import make_plan

    up_to_preview(bm, action.plan)
    other = make_plan(partnership, "other")
    pk = PlanImport.objects.get().pk
    for name in ("import_columns", "import_preview", "import_errors"):
        assert bm.get(at(name, other, pk)).status_code == 404


def test_an_upload_that_nobody_imported_is_deleted_after_seven_days(bm, action, kept_files, system, capsys):
    preview_at = up_to_preview(bm, action.plan)
    bm.post(preview_at, {"shown": shown(bm.get(preview_at))})
    upload(bm, action.plan, csv_of(TABLE), name="forgotten.csv")
    assert clear_abandoned(by=system) == 0
    assert clear_abandoned(by=system, now=timezone.now() + dt.timedelta(days=8)) == 1
    assert [kept.file_name for kept in PlanImport.objects.all()] == ["plan.csv"]
    assert len([path for path in kept_files.rglob("*") if path.is_file()]) == 1
    assert AuditEvent.objects.get(verb="plan.upload_cleared").summary.startswith("Deleted forgotten.csv")
    call_command("clear_abandoned_imports")
    assert capsys.readouterr().out == "0 abandoned uploads deleted.\n"


def test_a_file_that_was_cleared_away_is_not_found(bm, plan):
    upload(bm, plan, csv_of(TABLE))
    kept = PlanImport.objects.get()
    kept.file.storage.delete(kept.file.name)
    assert bm.get(at("import_columns", plan, kept.pk)).status_code == 404


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_that_goes_out_comes_in(bm, action, extension):
    content = bm.get(at("export", action.plan, extension)).content
    kept_at = upload(bm, action.plan, content, f"plan.{extension}").url
    offered = bm.get(kept_at)
    html = offered.content.decode()
    guessed = re.findall(r'name="(column\d+)".*?</select>', html, re.DOTALL)
    chosen = dict.fromkeys(guessed, "") | {
        name: value
        for name, body in re.findall(r'name="(column\d+)"(.*?)</select>', html, re.DOTALL)
        for value in re.findall(r'value="([^"]*)" selected', body)
    }
    assert "There is nothing to import." in page(bm.get(bm.post(kept_at, chosen).url))
