"""A return from the agency that sends it to the manager who accepts it, and Annex A from a workbook to a draft."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from goldenthread.evidence.measures.analysis.periods import read_period
from goldenthread.evidence.measures.annex_a.synthetic import write_workbook
from tests.browser.filling import fill_date

pytestmark = pytest.mark.browser

MEASURES = "/thurrock/evidence/measures"
PHONE = {"width": 320, "height": 640}


def send_a_figure(lead, axe):
    """Types one that cannot be, is told so, and sends another."""
    first = lead.get_by_role("group").first
    first.get_by_role("textbox").first.fill("four hundred")
    lead.get_by_role("button", name="Check and send").click()
    axe(lead)
    expect(lead.get_by_role("alert")).to_contain_text("four hundred")
    first = lead.get_by_role("group").first
    expect(first.get_by_role("textbox").first).to_have_value("four hundred")
    first.get_by_role("textbox").first.fill("401")
    first.get_by_role("textbox").last.fill("As the synthetic case system counts them.")
    lead.get_by_role("button", name="Check and send").click()
    axe(lead)
    expect(lead.locator("main")).to_contain_text("1 figure passed every check")
    lead.get_by_role("button", name="Send", exact=True).click()
    axe(lead)


def test_a_figure_is_sent_queried_answered_and_accepted(new_page, sign_in, axe):
    lead, manager = new_page(), new_page()
    sign_in(lead, "Data lead")
    lead.goto(f"{MEASURES}/returns/council/")
    axe(lead)
    lead.get_by_role("link", name="Fill in").first.click()
    axe(lead)
    lead.set_viewport_size(PHONE)
    assert lead.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    lead.set_viewport_size({"width": 1280, "height": 900})

    send_a_figure(lead, axe)
    sign_in(manager, "Business Manager")
    manager.goto(f"{MEASURES}/figures/")
    axe(manager)
    expect(manager.locator("main")).to_contain_text("1 figure waits")
    manager.locator("main table").get_by_role("link").first.click()
    axe(manager)
    figure = manager.url
    manager.get_by_role("link", name="Query it").click()
    axe(manager)
    manager.get_by_role("button", name="Send the query").click()
    axe(manager)
    manager.get_by_label("What do you want to know?").fill("Is this the whole month?")
    manager.get_by_role("button", name="Send the query").click()

    lead.goto(figure)
    expect(lead.locator("main")).to_contain_text("Is this the whole month?")
    lead.get_by_role("link", name="Answer the query").click()
    axe(lead)
    lead.get_by_label("Your answer").fill("It is.")
    lead.get_by_role("button", name="Send the answer").click()
    axe(lead)

    manager.goto(figure)
    manager.get_by_role("button", name="Accept it").click()
    axe(manager)
    manager.goto(figure)
    expect(manager.locator("main")).to_contain_text("Accepted")


def test_a_return_is_saved_while_it_is_typed_and_is_there_when_the_page_is_opened_again(page, sign_in, axe):
    sign_in(page, "Data lead")
    page.goto(f"{MEASURES}/returns/council/")
    page.get_by_role("link", name="Fill in").last.click()
    box = page.get_by_role("group").last.get_by_role("textbox").first
    box.fill("twelve")
    says = page.locator("[data-saved]")
    expect(says).to_contain_text("“twelve” is not a number")
    axe(page)
    box.fill("12")
    expect(says).to_have_text(re.compile(r"^Saved as a draft at [^.]*\.$"))
    page.reload()
    expect(page.get_by_role("group").last.get_by_role("textbox").first).to_have_value("12")


def test_annex_a_is_read_checked_and_its_figures_taken_into_the_return(page, sign_in, axe, tmp_path):
    workbook = tmp_path / "annex-a.xlsx"
    write_workbook(workbook, 400, read_period("2019-08"), faults=2)
    sign_in(page, "Data lead")
    page.goto(f"{MEASURES}/annex-a/")
    axe(page)
    page.get_by_label("Which month does it end with?").fill("2019-08")
    page.get_by_label("Choose the workbook").set_input_files(workbook)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("main")).to_contain_text("The rows have been let go.", timeout=60_000)
    axe(page)
    expect(page.locator("main")).not_to_contain_text("SYN-")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the faults").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Take the figures into the return").click()
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_what_happened_is_marked_on_a_series_and_taken_off_again(page, sign_in, axe):
    sign_in(page, "Business Manager")
    page.goto(f"{MEASURES}/contacts/events/new/")
    axe(page)
    fill_date(page, "When did it happen?", "1 9 2017")
    page.get_by_label("What happened?").fill("A synthetic change of the front door.")
    page.get_by_role("button", name="Mark it").click()
    axe(page)
    marked = page.get_by_role("listitem").filter(has_text="A synthetic change of the front door.").last
    marked.get_by_role("link").click()
    axe(page)
    page.get_by_label("Why?").fill("It was an example.")
    page.get_by_role("button", name="Take it off").click()
    axe(page)
    expect(page.get_by_text("is off the chart")).to_be_visible()
    expect(
        page.get_by_role("listitem").filter(has_text="A synthetic change of the front door.")
    ).to_have_count(0)
