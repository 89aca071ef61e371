"""A report for the committee: written, signed off, published, downloaded, corrected."""

from __future__ import annotations

import io
import zipfile

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_report_goes_from_draft_to_a_second_version(new_page, sign_in, axe):
    manager, partner = new_page(), new_page()
    sign_in(manager, "Business Manager")
    sign_in(partner, "Safeguarding partner")
    address = _begin(manager, axe)
    _write(manager, axe, address, "We are proud of the first summer of the partnership.")
    _sign(partner, axe, address)
    _publish(manager, axe, address, "Publish version 1")
    _download(manager)

    expect(manager.get_by_role("link", name="Cover and plan")).to_have_count(0)
    manager.goto(f"{address}sections/highlights/")
    expect(manager.locator("main")).to_contain_text("This report is published.")
    expect(manager.get_by_label("Text")).to_have_count(0)

    manager.get_by_role("link", name="Correct this report").click()
    axe(manager)
    manager.get_by_label("What does the next version correct?").fill("The highlights were incomplete.")
    manager.get_by_role("button", name="Start a new version").click()
    axe(manager)
    _write(manager, axe, address, "We are proud of the first summer, and of the schools.")
    _sign(partner, axe, address)
    _publish(manager, axe, address, "Publish version 2")
    expect(manager.locator("article")).to_contain_text("and of the schools")
    expect(manager.locator("article")).to_contain_text("The highlights were incomplete.")
    manager.get_by_role("link", name="Version 1").click()
    axe(manager)
    expect(manager.locator("main")).to_contain_text("Superseded")
    expect(manager.locator("article")).not_to_contain_text("and of the schools")


def _begin(page, axe):
    """A draft of a period of its own, with the text of the report before it."""
    page.goto("/thurrock/reports/")
    page.get_by_role("link", name="Begin a report").click()
    axe(page)
    page.get_by_label("First month").fill("July 2019")
    page.get_by_label("Last month").fill("August 2019")
    page.get_by_role("button", name="Begin the report").click()
    axe(page)
    address = page.url
    page.get_by_role("link", name="Cover and plan").click()
    axe(page)
    page.get_by_label("Item number").fill("12")
    page.get_by_role("button", name="Save").click()
    axe(page)
    return address


def _write(page, axe, address, text):
    page.goto(f"{address}sections/highlights/")
    axe(page)
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    axe(page)
    page.get_by_role("link", name="Read it as it stands").click()
    axe(page)
    expect(page.locator("article")).to_contain_text(text)


def _sign(page, axe, address):
    page.goto(address)
    page.get_by_role("link", name="Sign off").click()
    axe(page)
    page.get_by_role("checkbox", name="I have read this report").check()
    page.get_by_role("button", name="Sign off").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("You have signed the report off for Thurrock Council.")


def _publish(page, axe, address, button):
    page.goto(address)
    page.get_by_role("link", name="Publish").click()
    axe(page)
    page.get_by_role("button", name=button).click()
    axe(page)
    expect(page.locator("main")).to_contain_text("is published. Everybody who may see reports can read it.")


def _download(page):
    """Each of the three files is what it says it is."""
    files = {}
    for link in page.locator(".gt-actions a.govuk-button").all():
        answer = page.request.get(link.get_attribute("href"))
        assert answer.ok
        files[answer.headers["content-type"].partition(";")[0]] = answer.body()
    assert files["application/pdf"].startswith((b"%PDF-1.7", b"%PDF-2.0"))
    assert files["text/html"].lstrip().lower().startswith(b"<!doctype html")
    word = files["application/vnd.openxmlformats-officedocument.wordprocessingml.document"]
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
