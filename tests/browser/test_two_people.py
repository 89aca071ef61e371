"""Two people change one action at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FORM = "/thurrock/plan/delivery-2019/13.6/edit/"
WORDING = "What is to be done?"


def test_whoever_saves_second_sees_both_texts_and_loses_nothing(new_page, sign_in, axe):
    first, second = new_page(), new_page()
    sign_in(first, "Business Manager")
    sign_in(second, "Business Team")
    for page in (first, second):
        page.goto(FORM)
    first.get_by_label(WORDING).fill("Thematic audits begin.")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Thematic audits begin.")

    second.get_by_label(WORDING).fill("Thematic audits begin in October.")
    second.get_by_label("Next steps").fill("Agree the first theme.")
    second.get_by_role("button", name="Save").click()
    axe(second)
    expect(second.get_by_role("alert")).to_be_visible()
    both = second.get_by_role("region", name="What is saved now, and what you typed")
    expect(both).to_contain_text("Thematic audits begin.")
    expect(both).to_contain_text("Thematic audits begin in October.")
    expect(second.get_by_label(WORDING)).to_have_value("Thematic audits begin in October.")
    expect(second.get_by_label("Next steps")).to_have_value("Agree the first theme.")

    second.get_by_role("button", name="Save").click()
    axe(second)
    expect(second.get_by_role("heading", level=1)).to_have_text("Thematic audits begin in October.")
    expect(second.locator("main")).to_contain_text("Agree the first theme.")
