"""A practitioner books, waits, is offered a place and takes it; three months after a course they say what came of it,
and so does their line manager, by a link.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.mail import texts_to

pytestmark = pytest.mark.browser

LEARNING = "/thurrock/learning/"
FORM = re.compile(r"/training/feedback/[\w-]+/")


def open_session(page, course):
    page.goto(LEARNING)
    page.get_by_role("link", name=course, exact=True).click()
    return page.url


@pytest.fixture
def practitioner(new_page, sign_in):
    """The practitioner's browser, on a phone."""
    page = new_page(viewport={"width": 390, "height": 844})
    sign_in(page, "Practitioner")
    return page


@pytest.fixture
def manager(new_page, sign_in):
    """The Business Manager's browser."""
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, "Business Manager")
    return page


def test_a_practitioner_finds_a_course_and_books_a_place(practitioner, axe):
    page = practitioner
    page.goto(LEARNING)
    axe(page)
    page.get_by_role("link", name="Multi-Agency Child Protection Training", exact=True).click()
    axe(page)
    page.get_by_role("link", name="Book a place").click()
    axe(page)
    page.get_by_label("Is there anything that would help you take part?").fill("A seat near the door")
    page.get_by_role("button", name="Book", exact=True).click()
    axe(page)
    expect(page.locator(".gt-state")).to_contain_text("You have a place.")


def test_whoever_waits_is_offered_the_place_that_comes_free_and_takes_it(practitioner, manager, axe):
    session = open_session(practitioner, "Safer Recruitment")
    practitioner.get_by_role("link", name="Join the waiting list").click()
    axe(practitioner)
    practitioner.get_by_role("button", name="Book", exact=True).click()
    axe(practitioner)
    expect(practitioner.locator(".gt-state")).to_contain_text("You are number 1 on the waiting list.")

    manager.goto(session)
    axe(manager)
    manager.get_by_role("row").filter(has_text="Booked").get_by_role("link").first.click()
    axe(manager)
    manager.get_by_role("link", name="Give it up").click()
    axe(manager)
    manager.get_by_role("button", name="Give it up").click()
    expect(manager.locator("main")).to_contain_text("The place is given up.")

    practitioner.goto("/thurrock/")
    axe(practitioner)
    practitioner.get_by_role("link", name="Safer Recruitment").click()
    expect(practitioner.locator(".gt-state")).to_contain_text("A place is free for you: take it by")
    axe(practitioner)
    practitioner.get_by_role("button", name="Take the place").click()
    axe(practitioner)
    expect(practitioner.locator("main")).to_contain_text("The place is yours.")


def test_three_months_after_a_course_people_say_what_came_of_it(practitioner, axe):
    page = practitioner
    page.get_by_role("link", name="Multi-Agency Child Protection Training").click()
    expect(page.locator("main")).to_contain_text("Three months after the course")
    form = page.url
    axe(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer at least one question")
    axe(page)
    page.get_by_role("group", name="How confident are you today").get_by_label("8", exact=True).check()
    page.get_by_label("What do you do differently because of it?").fill("Mrs Example asked me to")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("write of practice, not of people")
    page.get_by_label("What do you do differently because of it?").fill("Example: I ask earlier.")
    page.get_by_label("Often").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    axe(page)
    page.goto(form)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_a_line_manager_answers_by_the_link_without_signing_in_and_without_scripts(new_page, demo_site, axe):
    letters = "\n".join(texts_to(demo_site, "school.lead@thurrock.example"))
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(FORM.search(letters).group())
    expect(page.locator("main")).to_contain_text(
        "Designated Safeguarding Lead, secondary school came to this course"
    )
    page.get_by_label("Yes, some").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrftoken"}


def test_the_team_gives_themes_to_what_people_wrote(manager, axe):
    manager.goto(f"{LEARNING}feedback/?read=no")
    axe(manager)
    manager.get_by_role("link", name="Give its themes").first.click()
    axe(manager)
    manager.get_by_label("Frontline practice").check()
    manager.get_by_role("button", name="It is read").click()
    expect(manager.locator("main")).to_contain_text("The answer is read.")
    axe(manager)


def test_a_report_of_a_period_that_is_not_over_is_refused(manager, axe):
    manager.goto(f"{LEARNING}report/issue/?year=2019-20&half=1")
    axe(manager)
    manager.get_by_role("button", name="Issue it").click()
    expect(manager.get_by_role("alert")).to_contain_text("The period ends on 30 September 2019")
    axe(manager)
