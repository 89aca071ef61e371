"""The team plans a session, keeps its register, and invoices what it asks; an agency says no to a booking."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LEARNING = "/thurrock/learning/"


@pytest.fixture
def manager(new_page, sign_in):
    """The Business Manager's browser."""
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, "Business Manager")
    return page


def day(page, legend, date):
    """Types a day into its three boxes."""
    boxes = page.get_by_role("group", name=legend)
    for name, value in zip(("Day", "Month", "Year"), date, strict=True):
        boxes.get_by_label(name).fill(value)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def plan_today(page, axe, course):
    """A session of a course that goes on all through the day on which the calendar stands."""
    page.goto(f"{LEARNING}courses/")
    page.get_by_role("link", name=course, exact=True).click()
    page.get_by_role("link", name="Plan a session").click()
    day(page, "On which day?", ("9", "9", "2019"))
    page.get_by_label("From what time?").fill("00:01")
    page.get_by_label("Until what time?").fill("23:59")
    page.get_by_label("How many places?").fill("3")
    page.get_by_label("Price of a place, in pounds").fill("50.00")
    press(page, "Plan the session")
    expect(page.get_by_role("alert").first).to_be_visible()
    axe(page)
    day(page, "Booking closes on", ("9", "9", "2019"))
    press(page, "Plan the session")
    expect(page.locator(".gt-state")).to_contain_text("A draft: nobody else sees it.")
    axe(page)
    press(page, "Publish it")
    return page.url


def test_a_session_is_held_from_its_plan_to_its_invoice(manager, axe):
    page = manager
    here = plan_today(page, axe, "Safer Recruitment")
    page.get_by_role("link", name="Register", exact=True).click()
    axe(page)
    page.get_by_role("link", name="Add somebody at the door").click()
    axe(page)
    page.get_by_label("Who?").select_option(label="Practitioner 005")
    press(page, "Add them")
    expect(page.get_by_label(re.compile("Practitioner 005"))).to_be_checked()
    press(page, "Save")
    press(page, "Close the register")
    expect(page.locator("body")).to_contain_text("The register is closed. 1 person came.")
    axe(page)
    page.goto(f"{LEARNING}charges/")
    axe(page)
    page.get_by_role("link", name="Make invoices").click()
    axe(page)
    page.goto(f"{LEARNING}charges/")
    page.get_by_role("link", name="Waive it").first.click()
    axe(page)
    press(page, "Waive it")
    expect(page.get_by_role("alert").first).to_contain_text("Why")
    page.get_by_label("Why?").fill("Their first session")
    press(page, "Waive it")
    expect(page.locator("body")).to_contain_text("The charge is waived. Both rows stay on record.")
    page.goto(here)
    axe(page)


def test_an_agency_that_approves_says_no_with_its_reason(manager, new_page, sign_in, axe):
    page = manager
    page.goto(f"{LEARNING}agency/secondary-schools/settings/")
    axe(page)
    page.get_by_label("its own bookings wait for approval", exact=False).check()
    press(page, "Save")
    practitioner = new_page(viewport={"width": 390, "height": 844})
    sign_in(practitioner, "Practitioner")
    practitioner.goto(LEARNING)
    practitioner.get_by_role("link", name="Partnership Conference 2019: neglect", exact=True).click()
    practitioner.get_by_role("link", name="Book a place").click()
    press(practitioner, "Book")
    expect(practitioner.locator(".gt-state")).to_contain_text("A place is kept for you")
    axe(practitioner)
    page.goto(f"{LEARNING}agency/secondary-schools/")
    axe(page)
    waiting = page.get_by_role("region", name="Waits for approval")
    waiting.get_by_role("link").first.click()
    axe(page)
    page.get_by_role("link", name="Say no").click()
    axe(page)
    page.get_by_label("Why?").fill("Cover is short that day")
    press(page, "Say no")
    expect(page.locator(".gt-state")).to_contain_text("Not approved")
