"""The pages do their work in a browser that runs no scripts. Axe is one, and looks at them elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.entering import submit_sign_in

pytestmark = pytest.mark.browser


def test_signing_in_filtering_updating_and_searching_need_no_script(new_page):
    page = new_page(java_script_enabled=False)
    submit_sign_in(page, "Business Team")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Plan").click()
    page.get_by_role("link", name="Delivery plan 2019-20", exact=True).click()
    page.get_by_label("Words").fill("Eastern Region")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_contain_text("1 of 22 actions shown.")
    page.get_by_role("link", name="1.4").first.click()
    page.get_by_role("link", name="Give an update").click()
    page.get_by_role("radio", name="2 Started, some delay").check()
    page.get_by_label("What has happened").fill("Raised at the regional meeting.")
    page.get_by_role("button", name="Record the update").click()
    expect(page.locator(".gt-timeline")).to_contain_text("Raised at the regional meeting.")
    page.get_by_label("Search the partnership").fill("audit")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Multi Agency Audit Group").first).to_be_visible()
