"""The Business Manager reminds the leads of what is late."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.mail import texts_to

pytestmark = pytest.mark.browser

LEAD = "Chair of the Multi Agency Child Exploitation Group"
ADDRESS = "mace.chair@thurrock.example"


def test_a_reminder_is_read_sent_listed_and_kept_as_a_file(page, sign_in, axe, demo_site):
    sign_in(page, "Business Manager")
    page.goto("/thurrock/plan/exceptions/")
    axe(page)
    page.get_by_role("link", name="Remind the leads").click()
    axe(page)
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("checkbox", name=LEAD).check()
    page.get_by_text(f"Read the email to {LEAD}").click()
    expect(page.locator("main")).to_contain_text("28.3")
    axe(page)
    page.get_by_role("button", name="Send the reminders").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("1 reminder on the way.")

    page.goto("/thurrock/partnership/messages/")
    axe(page)
    message = page.get_by_role("row").filter(has_text=LEAD).filter(has_text="5 actions")
    expect(message).to_contain_text("Sent")
    message.get_by_role("link").first.click()
    axe(page)
    expect(page.locator("main")).to_contain_text(ADDRESS)
    expect(page.locator("main")).to_contain_text("28.3")

    [_letter] = [text for text in texts_to(demo_site, ADDRESS) if "28.3" in text]
