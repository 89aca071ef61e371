"""A plan comes in from a spreadsheet, with its mistakes told by row and column, and goes out again."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.filling import make_plan

pytestmark = pytest.mark.browser

HEADINGS = "No,Action,Who,Due,Standing\n"
WRONG = HEADINGS + (
    "1.1,Publish the thresholds,Business Manager,30/11/2019,3\n"
    "1.2,Train the trainers,Business Manager,31/12/2019,9\n"
    "1.1,Publish the thresholds again,Business Manager,31/12/2019,2\n"
)
RIGHT = HEADINGS + (
    "1.1,Publish the thresholds,Business Manager,30/11/2019,3\n"
    "1.2,Train the trainers,Business Manager,31/12/2019,2\n"
    "1.3,Publish them again,Business Manager,31/12/2019,1\n"
)


def test_a_spreadsheet_is_corrected_mapped_previewed_and_imported_once(page, sign_in, axe):
    sign_in(page, "Business Manager")
    make_plan(page, "Thresholds plan", "thresholds")
    axe(page)

    _upload(page, axe, WRONG)
    _map(page, axe)
    errors = page.get_by_role("table", name="Errors").get_by_role("row")
    expect(errors.filter(has_text="Standing")).to_contain_text("3")
    expect(errors.filter(has_text="Standing")).to_contain_text("9")
    expect(errors.filter(has_text="1.1")).to_contain_text("4")
    expect(page.get_by_role("button", name="Import")).to_have_count(0)

    page.get_by_role("link", name="choose another file").click()
    _upload(page, axe, RIGHT)
    _map(page, axe)
    expect(_tile(page, "actions to add")).to_contain_text("3")
    page.get_by_role("button", name="Import").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("3 actions added, 0 changed, 0 unchanged.")
    expect(page.get_by_role("link", name="1.2").first).to_be_visible()

    _upload(page, axe, RIGHT)
    _map(page, axe)
    expect(page.locator("main")).to_contain_text("The plan says already what the file says.")
    expect(page.get_by_role("button", name="Import")).to_have_count(0)

    page.get_by_role("link", name="Back to the plan").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "thresholds-2019-09-09.xlsx"
    assert "Train the trainers" in _cells(download.value.path().read_bytes())


def _upload(page, axe, text):
    """Choose the file on the plan's page, or on the page that asks for it."""
    if not page.get_by_role("button", name="Continue").is_visible():
        page.get_by_role("link", name="Import", exact=True).click()
        axe(page)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "thresholds.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Continue").click()
    axe(page)


def _map(page, axe):
    """One column has a heading that nobody could guess; its meaning is chosen by hand."""
    page.get_by_label("Standing").select_option(label="Rating now")
    page.get_by_role("button", name="See what would change").click()
    axe(page)


def _tile(page, label):
    return page.get_by_role("listitem").filter(has_text=label)


def _cells(content):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return {str(cell) for row in sheet.to_python() for cell in row}
