"""One box finds actions, people, groups and reports."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 320])
def test_a_search_finds_what_the_person_may_open(width, new_page, sign_in, axe):
    page = new_page(viewport={"width": width, "height": 800})
    sign_in(page, "Sub-group chair")
    page.get_by_label("Search the partnership").fill("audit")
    page.get_by_role("button", name="Search").click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Multi Agency Audit Group").first.click()
    axe(page)
    page.get_by_label("Search the partnership").fill("zebra crossing")
    page.get_by_role("button", name="Search").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("zebra crossing")
