"""Somebody who has the link answers a survey without scripts and without signing in; what was done is there to read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

VOICE = "/thurrock/evidence/voice"


@pytest.fixture
def link(page, sign_in):
    """The link that the Business Manager gives out."""
    sign_in(page, "Business Manager")
    page.goto(f"{VOICE}/surveys/at/your-say-2019/")
    return page.get_by_role("link", name="/survey/").get_attribute("href")


def test_a_survey_is_answered_without_scripts_and_without_signing_in(link, new_page):
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your say: are you safe and listened to?")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer at least one question")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("At home").check()
    page.get_by_label("Online").check()
    page.get_by_label("What should change first?").fill("Write to me@school.example")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("what looks like an email address")
    assert page.get_by_label("Online").is_checked()
    page.get_by_label("What should change first?").fill("Example: the buses.")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrftoken"}


def test_the_form_its_refusal_and_its_thanks_are_accessible(link, new_page, axe):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(link)
    axe(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    page.get_by_label("Perhaps").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    axe(page)


def test_what_was_done_is_read_without_signing_in(new_page, axe):
    page = new_page()
    page.goto("/you-said/thurrock/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You said, we did")
    expect(page.locator("main")).to_contain_text("Being told what happens next")
    expect(page.locator("main")).not_to_contain_text("tell your story again")
    axe(page)
