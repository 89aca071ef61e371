"""The Business Manager records what came in, is told of what came twice, asks what if, and issues the report."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.filling import fill_date

pytestmark = pytest.mark.browser

BASE = "/thurrock/oversight/finance/"
YEAR = f"{BASE}2019-20/"


def record(page, amount, reference):
    page.goto(f"{YEAR}contributions/ccg/")
    page.get_by_role("link", name="Record what came in").click()
    page.get_by_label("How much came in?").fill(amount)
    fill_date(page, "On which day?", "5 9 2019")
    page.get_by_label("What is the payer’s reference?").fill(reference)
    page.get_by_role("button", name="Record it").click()


def test_what_comes_in_is_recorded_once(page, sign_in, axe):
    sign_in(page, "Business Manager")
    page.goto(BASE)
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Finance 2019-20")
    record(page, "£1,000.50", "CCG/2019/140")
    axe(page)
    expect(page.locator("main")).to_contain_text("£29,608.50 of £57,217.29 has come in.")
    record(page, "1000.50", "ccg/2019/140")
    axe(page)
    expect(page.get_by_role("alert").first).to_contain_text(
        "is on record already: £1,000.50 on 5 September 2019"
    )
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("table", name="What came in").get_by_role("row")).to_have_count(4)
    page.get_by_role("link", name=re.compile("Reverse it.*CCG.2019.140")).click()
    axe(page)
    page.get_by_label("Why?").fill("Recorded for the wrong year. (made up)")
    page.get_by_role("button", name="Reverse it").click()
    expect(page.locator("main")).to_contain_text("£28,608.00 of £57,217.29 has come in.")


def test_a_what_if_on_a_phone_changes_nothing(new_page, entrance, axe):
    page = new_page(viewport={"width": 390, "height": 844})
    page.context.add_cookies(entrance("Safeguarding partner"))
    page.goto(f"{BASE}what-if/")
    axe(page)
    for agency in ("Thurrock Council", "Essex Police", "Thurrock Clinical Commissioning Group"):
        page.get_by_label(agency, exact=True).fill("1/3")
    page.get_by_label("How much would agencies contribute together?").fill("237,585.02")
    page.get_by_role("button", name="Work it out").click()
    axe(page)
    compared = page.get_by_role("table", name="What it would mean")
    expect(compared.get_by_role("row", name="Thurrock Council")).to_contain_text("£77,984.74")
    expect(compared.get_by_role("row", name="Total")).to_contain_text("£237,585.02")
    page.get_by_label("Essex Police", exact=True).fill("1/4")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("alert").first).to_contain_text("The shares total")
    axe(page)
    page.goto(f"{BASE}formula/")
    expect(page.locator("main")).to_contain_text("50%")


def test_a_ledger_is_looked_at_and_kept_whole(page, sign_in, axe):
    sign_in(page, "Business Manager")
    page.goto(f"{YEAR}spending/ledger/")
    axe(page)
    rows = "Date,Heading,Description,Amount,Reference\n2 September 2019,{},Rooms (made up),75.25,ROOM-X\n"
    for heading in ("Cars", "Multi-agency training"):
        file = {"name": "ledger.csv", "mimeType": "text/csv", "buffer": rows.format(heading).encode()}
        page.get_by_label("Choose the file").set_input_files(file)
        page.get_by_role("button", name="Look at it first").click()
        axe(page)
        if heading == "Cars":
            expect(page.get_by_role("table", name="What is wrong in the file")).to_contain_text(
                "is no heading"
            )
    expect(page.locator("main")).to_contain_text("1 payment, £75.25 would be kept. Nothing is on record yet.")
    page.get_by_role("button", name="Keep all 1").click()
    axe(page)
    expect(page.get_by_role("table", name="Spending")).to_contain_text("ROOM-X")


def test_the_report_is_seen_issued_and_downloaded_in_three_formats(page, sign_in, axe):
    sign_in(page, "Business Manager")
    page.goto(f"{YEAR}reports/")
    axe(page)
    page.get_by_role("link", name="Issue a report").click()
    page.get_by_label("What do the figures mean?").fill("One contribution is late. (made up)")
    page.get_by_role("button", name="See it first").click()
    axe(page)
    expect(page.get_by_role("heading", name="As it would be issued")).to_be_visible()
    page.get_by_role("button", name="Issue it").click()
    page.get_by_role("link", name="Finance report 2019-20, October").click()
    axe(page)
    expect(page.locator("article")).to_contain_text("1 contribution is late")
    for words, ending in (("PDF", ".pdf"), ("Word", ".docx"), ("web page", ".html")):
        with page.expect_download() as download:
            page.get_by_role("link", name=words, exact=True).click()
        assert download.value.suggested_filename.endswith(ending)
