"""From what an audit found to proof that it changed something: no recommendation closes without it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.filling import fill_date

pytestmark = pytest.mark.browser

THREAD = "/thurrock/thread/"


def put_on_record(page, axe):
    """A source with a finding and two recommendations, the second taken from a pasted list."""
    page.goto(THREAD)
    axe(page)
    page.get_by_role("link", name="Add a source").click()
    axe(page)
    page.get_by_label("What is it?").select_option(label="Multi-agency audit")
    page.get_by_label("What is it called?").fill("Audit of visits")
    fill_date(page, "From which day is its report?", "3 6 2019")
    page.get_by_role("button", name="Add it").click()
    axe(page)
    page.get_by_role("link", name="Add a finding").click()
    axe(page)
    page.get_by_label("What was found?").fill("Some visits come late")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Recommend something").click()
    axe(page)
    page.get_by_label("What is recommended?").fill("Visit in time")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Add several").click()
    axe(page)
    page.get_by_label("What is recommended?").fill("Record each visit")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("main")).to_contain_text("Line 1 does not begin with a number")
    page.get_by_label("What is recommended?").fill("2. Record each visit\non the same day")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("main")).to_contain_text("Record each visit on the same day")
    axe(page)


def set_to_work(page, axe):
    """The first recommendation is accepted, and an action that is done answers it."""
    page.get_by_role("link", name="1", exact=True).click()
    axe(page)
    page.get_by_role("link", name="Answer it").click()
    axe(page)
    page.get_by_label("Accepted").check()
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_role("link", name="Link an action of the register").click()
    axe(page)
    options = page.get_by_label("Which action answers it?").locator("option")
    done = options.filter(has_text=": 3.9 ").first.get_attribute("value")
    page.get_by_label("Which action answers it?").select_option(value=done)
    page.get_by_role("button", name="Link it").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Done, no proof of impact")


def try_to_close(page):
    """The scrutineer looks for what shows it."""
    page.get_by_role("link", name="Judge its impact").click()
    page.get_by_label("Achieved").check()
    page.get_by_label("Why?").fill("The visits are in time.")
    page.get_by_role("button", name="Record the judgement").click()


def bring_evidence(page, axe):
    page.get_by_role("link", name="Add evidence of impact").click()
    axe(page)
    page.get_by_label("What is the evidence?").select_option(label="A measure’s change on its control chart")
    page.get_by_label("Does the product hold it?").select_option(label="Child protection reviews in time")
    page.get_by_label("What does it show?").fill("Nearly all are in time, year after year.")
    fill_date(page, "From which day is it?", "2 9 2019")
    page.get_by_role("button", name="Add it").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Proof not judged yet")


def test_a_recommendation_closes_only_with_evidence_that_somebody_else_judged(new_page, sign_in, axe):
    page, scrutineer = new_page(), new_page()
    sign_in(page, "Business Manager")
    put_on_record(page, axe)
    set_to_work(page, axe)
    address = page.url
    sign_in(scrutineer, "Independent scrutineer")
    scrutineer.goto(address)
    try_to_close(scrutineer)
    axe(scrutineer)
    expect(scrutineer.locator("main")).to_contain_text("No evidence of impact is linked yet")
    bring_evidence(page, axe)
    scrutineer.goto(address)
    try_to_close(scrutineer)
    axe(scrutineer)
    expect(scrutineer.locator("main")).to_contain_text("Impact achieved")
    page.goto(f"{THREAD}recommendations/?as=board")
    axe(page)
    expect(page.locator("main")).to_contain_text("Audit of visits")
