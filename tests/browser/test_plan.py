"""The Business Manager looks at the plan, finds what is late, and brings one action from late to done."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.filling import fill_date

pytestmark = pytest.mark.browser

REGISTER = b"date,attended\n2019-09-04,14\n"


def test_the_plan_is_filtered_by_state_and_overseeing_group(page, sign_in, axe):
    sign_in(page, "Business Manager")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Plan").click()
    page.get_by_role("link", name="Delivery plan 2019-20", exact=True).click()
    axe(page)
    page.get_by_label("State").select_option(label=_option(page, "State", "Overdue"))
    page.get_by_label("Overseen by").select_option(label=_option(page, "Overseen by", "Multi Agency Child"))
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("state=overdue.*group=mace"))
    axe(page)
    shown = page.locator("table tbody tr").filter(has=page.locator("td"))
    assert 0 < shown.count() < 22
    expect(page.get_by_role("status")).to_contain_text(f"{shown.count()} of 22 actions shown.")
    page.get_by_role("link", name="24.2").first.click()
    axe(page)
    expect(page.locator("main")).to_contain_text("overseen by Multi Agency Child Exploitation Group")


def test_an_overdue_action_is_updated_proved_completed_and_moved(page, sign_in, axe):
    sign_in(page, "Business Manager")
    page.goto("/thurrock/plan/delivery-2019/2.8/")
    expect(page.locator("main")).to_contain_text("Overdue by")
    _rate(page, axe, "3 On track", "The first session has a date.")
    _rate(page, axe, "4 Completed", "The session was held.")
    expect(page).to_have_title(re.compile("^Error: "))
    refusal = page.get_by_role("alert").get_by_role("link")
    expect(refusal).to_contain_text("A rating of 4 needs evidence that the action was done")
    refusal.click()
    expect(page.get_by_role("radio", name="1 Not started")).to_be_focused()
    expect(page.get_by_label("What has happened")).to_have_value("The session was held.")

    page.get_by_role("link", name="Add evidence first").click()
    axe(page)
    page.get_by_role("radio", name="Evidence that it was done").check()
    page.get_by_label("What is it called?").fill("Attendance of the session")
    page.get_by_label("Upload a file").set_input_files(
        {"name": "attendance.csv", "mimeType": "text/csv", "buffer": REGISTER}
    )
    page.get_by_role("button", name="Add the evidence").click()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Attendance of the session").click()
    assert download.value.path().read_bytes() == REGISTER
    _rate(page, axe, "4 Completed", "The session was held.")
    expect(page.locator("main")).to_contain_text("The rating of action 2.8 is recorded.")

    page.get_by_role("link", name="Move the due date").click()
    axe(page)
    fill_date(page, "What is the new due date?", "31 10 2019")
    page.get_by_label("Why does it move?").fill("Monitored until half-term.")
    page.get_by_role("button", name="Move the due date").click()
    axe(page)
    history = page.locator(".gt-timeline")
    for said in (
        "The first session has a date.",
        "The session was held.",
        "Attendance of the session",
        "to 31 October 2019",
        "Monitored until half-term.",
    ):
        expect(history).to_contain_text(said)


def test_a_lead_explains_a_late_action_from_a_phone(new_page, sign_in, axe):
    page = new_page(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    sign_in(page, "Sub-group chair")
    axe(page)
    page.get_by_role("button", name="Menu").click()
    axe(page)
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Plan").click()
    axe(page)
    page.get_by_role("link", name="my actions").click()
    axe(page)
    page.get_by_role("link", name="6.1").first.click()
    axe(page)
    page.get_by_role("link", name="Explain why it is late").click()
    axe(page)
    page.get_by_label("Why is it late").fill("The trainer was ill; the next date is 1 October.")
    page.get_by_role("button", name="Record the explanation").click()
    axe(page)
    expect(page.locator(".gt-timeline__item").first).to_contain_text("The trainer was ill")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def _rate(page, axe, level, text):
    if not page.get_by_role("button", name="Record the update").is_visible():
        page.get_by_role("link", name="Give an update").click()
    page.get_by_role("radio", name=level).check()
    page.get_by_label("What has happened").fill(text)
    page.get_by_role("button", name="Record the update").click()
    axe(page)


def _option(page, label, starts):
    """The whole text of an option: it ends with a count."""
    options = page.get_by_label(label).get_by_role("option").all_inner_texts()
    return next(option for option in options if option.startswith(starts))
