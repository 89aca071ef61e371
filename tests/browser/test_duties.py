"""From an incident to its deadline, the stopping of its clock, a letter to sign, and a calendar of one's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.filling import fill_date

pytestmark = pytest.mark.browser

DUTIES = "/thurrock/oversight/duties"


def test_what_is_recorded_makes_a_duty_whose_clock_can_be_stopped(page, sign_in, axe):
    sign_in(page, "Business Manager")
    page.goto(f"{DUTIES}/record/new/")
    axe(page)
    page.get_by_role("button", name="Record it").click()
    axe(page)
    page.get_by_label("What happened?").select_option(label="A serious incident became known")
    fill_date(page, "When?", "6 9 2019")
    page.get_by_label("Its reference").fill("2019-01")
    page.get_by_role("button", name="Record it").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("2019-01")

    page.goto(f"{DUTIES}/?rule=incident.notify")
    axe(page)
    page.get_by_role("link", name="Notify the Child Safeguarding Practice Review Panel").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Due on 13 September 2019.")
    page.get_by_role("link", name="Stop the clock").click()
    axe(page)
    page.get_by_label("Why?").fill("The police have asked to wait.")
    page.get_by_role("button", name="Stop the clock").click()
    expect(page.locator("main")).to_contain_text("Its clock is stopped")
    axe(page)
    page.get_by_role("link", name="End the pause").click()
    axe(page)
    page.get_by_role("button", name="End the pause").click()
    expect(page.locator("main")).to_contain_text("Due on 16 September 2019.")


def test_a_letter_is_read_and_signed(page, sign_in, axe):
    sign_in(page, "Business Manager")
    page.goto(f"{DUTIES}/letters/")
    axe(page)
    page.locator("main table").get_by_role("link").first.click()
    axe(page)
    page.get_by_role("link", name="Change it").click()
    axe(page)
    page.get_by_label("Whom is it to?").fill("Chief Nurse")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("To: Chief Nurse")
    page.get_by_role("button", name="Sign it").click()
    expect(page.locator("main")).to_contain_text("Signed on 9 September 2019")
    axe(page)


def test_a_private_calendar_is_made_and_revoked(page, sign_in, axe):
    sign_in(page, "Independent scrutineer")
    page.goto(f"{DUTIES}/calendar/")
    axe(page)
    page.get_by_role("link", name="Put it in your own calendar").click()
    axe(page)
    page.get_by_role("button", name="Make the address").click()
    axe(page)
    address = page.get_by_label("Your private address").input_value()
    assert address.endswith(".ics")
    page.get_by_role("button", name="Revoke the address").click()
    expect(page.locator("main")).to_contain_text("Nothing restricted stands in it.")
    axe(page)
