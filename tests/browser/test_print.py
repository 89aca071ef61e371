"""What goes on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "address", ["delivery-2019/", "social-care-development-plan-2018/poster/"], ids=["plan", "poster"]
)
def test_a_printed_plan_has_no_navigation_and_no_buttons(address, page, sign_in):
    sign_in(page, "Business Manager")
    page.goto(f"/thurrock/plan/{address}")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for kind in ("navigation", "button", "search", "contentinfo"):
        expect(page.get_by_role(kind)).to_have_count(0)  # of what is shown
    expect(page.locator(".govuk-button").first).to_be_hidden()
