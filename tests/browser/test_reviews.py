"""A rapid review from notification to publication within its limits, in a space that nobody else enters."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.filling import fill_date

pytestmark = pytest.mark.browser

REVIEWS = "/thurrock/evidence/reviews/"
SPACE = f"{REVIEWS}2019-02/"
PARTNERS = (
    "council.partner@thurrock.example",
    "health.partner@thurrock.example",
    "police.partner@thurrock.example",
)


def ask(page, axe, post):
    page.goto(SPACE)
    page.get_by_role("link", name="Ask somebody to the panel").click()
    axe(page)
    page.get_by_label("Who?").select_option(label=post)
    page.get_by_role("button", name="Ask them").click()
    expect(page.locator("main")).to_contain_text("not declared yet")


def declare(page, axe):
    """Somebody asked finds the door, says that they had no part, and enters."""
    page.goto(SPACE)
    axe(page)
    page.get_by_role("link", name="Say so").click()
    axe(page)
    page.get_by_label("No, none of us had").check()
    page.get_by_role("button", name="Send").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Self-harm of a young person (made up)")


def step(page, name, day):
    page.goto(f"{SPACE}steps/new/")
    page.get_by_label(name).check()
    fill_date(page, "On which day?", day)
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("main")).to_contain_text("It is on record")


def decide(page, axe):
    step(page, "The safeguarding partners met on the rapid review", "6 9 2019")
    step(page, "The rapid review was sent to the Panel", "9 9 2019")
    expect(page.get_by_role("row", name="The rapid review was sent")).to_contain_text("Done")
    page.get_by_role("link", name="Record the decision").click()
    axe(page)
    page.get_by_label("Hold a local child safeguarding practice review").check()
    page.get_by_label("It raises, or may raise, a concern").check()
    page.get_by_label("For which reasons?").fill("Agencies did not speak with each other.")
    fill_date(page, "On which day?", "9 9 2019")
    page.get_by_role("button", name="Record it").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("9 March 2020")


def write(page, axe, stage):
    page.goto(f"{SPACE}report/write/")
    page.get_by_label("The report", exact=True).fill("# What we found\n\nAnn Sample was seen by one worker.")
    page.get_by_label(stage).check()
    page.get_by_role("button", name="Save as a new version").click()
    axe(page)


def publish(page, axe):
    """Words are looked at, and what is signed is published, sent on and taken into the thread."""
    page.goto(SPACE)
    page.get_by_role("link", name="Publish the review").click()
    axe(page)
    fill_date(page, "On which day was it published?", "9 9 2019")
    page.get_by_role("button", name="It is published").click()
    expect(page.locator("main")).to_contain_text("1 place of the text could tell who somebody is.")
    page.goto(SPACE)
    page.get_by_role("link", name="It may stand").click()
    axe(page)
    page.get_by_label("Why?").fill("An invented name in a test")
    page.get_by_role("button", name="They may stand").click()
    page.get_by_role("link", name="Publish the review").click()
    fill_date(page, "On which day was it published?", "9 9 2019")
    page.get_by_role("button", name="It is published").click()
    axe(page)
    page.get_by_role("link", name="It was sent to a body").click()
    axe(page)
    page.get_by_label("To whom was it sent?").fill("The Panel")
    fill_date(page, "When?", "9 9 2019")
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("link", name="Take its recommendations into the thread").click()
    axe(page)
    page.get_by_label("What is the review called in the thread?").fill("Review of 2019, the second")
    page.get_by_label("What does it recommend?").fill("1. Speak with each other")
    page.get_by_role("button", name="Take it").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Speak with each other")


def test_a_rapid_review_goes_from_notification_to_publication(new_page, sign_in, axe):
    manager, partners = new_page(), [new_page() for _ in PARTNERS]
    sign_in(manager, "Business Manager")
    for page, address in zip(partners, PARTNERS, strict=True):
        sign_in(page, address)
    ask(manager, axe, "Corporate Director of Children's Services, Thurrock Council")
    ask(manager, axe, "Head of Child Abuse Investigation, Essex Police")
    council, _, police = partners
    declare(council, axe)
    declare(police, axe)
    decide(manager, axe)
    write(manager, axe, "With the agencies, for factual accuracy")
    council.goto(SPACE)
    council.get_by_role("link", name="Say what is not accurate").click()
    axe(council)
    council.get_by_label("What is not accurate").fill("It was two workers.")
    council.get_by_label("For which agency?").select_option(label="Thurrock Council")
    council.get_by_role("button", name="Send it").click()
    write(manager, axe, "Final: to be signed by the safeguarding partners")
    manager.get_by_role("link", name="Version 2").click()
    axe(manager)
    for page in partners:
        page.goto(SPACE)
        page.get_by_role("button", name="Sign it for your agency").click()
        axe(page)
    publish(manager, axe)
    manager.goto(f"{SPACE}close/")
    axe(manager)


def test_somebody_without_a_place_breaks_the_glass_and_is_seen(new_page, sign_in, axe):
    manager, page = new_page(), new_page()
    sign_in(page, "council.partner@thurrock.example")
    sign_in(manager, "Business Manager")
    manager.goto(f"{REVIEWS}begin/")
    axe(manager)
    manager.get_by_label("Learning review").check()
    manager.get_by_label("What is it about").fill("Transfer of records (made up)")
    fill_date(manager, "When did the incident become known?", "2 9 2019")
    manager.get_by_label("I had no part").check()
    manager.get_by_role("button", name="Begin it").click()
    axe(manager)
    space = manager.url
    page.goto(space)
    axe(page)
    page.get_by_role("link", name="break the glass").click()
    axe(page)
    page.get_by_label("Why must you read it now?").fill("A child may be in danger tonight")
    page.get_by_role("button", name="Open it").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Transfer of records (made up)")
    manager.goto(f"{space}openings/")
    axe(manager)
    expect(manager.locator("main")).to_contain_text("A child may be in danger tonight")
