"""A school answers its Section 157 and 175 questions, signs, and is moderated; what is not enough joins the thread."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CYCLE = "/thurrock/evidence/assurance/schools-and-colleges-2019/"
SCHOOL = f"{CYCLE}at/secondary-schools/"


def answer_all(page, axe):
    """Every part, one after the other; what does not apply says why."""
    page.get_by_role("link", name="Leadership and governance").click()
    for number in range(8):
        expect(page.get_by_role("button", name="Save and go on")).to_be_visible()
        if number in (0, 7):
            axe(page)
        for group in page.get_by_role("group").all():
            boarding = group.get_by_label("Does not apply")
            choice = boarding if number == 7 and boarding.count() else group.get_by_label("Yes: ")
            choice.check()
        for reason in page.get_by_label("If it does not apply, why?").all() if number == 7 else ():
            reason.fill("A day school without transport.")
        page.get_by_role("button", name="Save and go on").click()


def test_a_school_completes_its_questions_and_is_moderated(new_page, entrance, axe):
    page = new_page(viewport={"width": 390, "height": 844})
    page.context.add_cookies(entrance("school.lead@thurrock.example"))
    page.goto(SCHOOL)
    axe(page)
    answer_all(page, axe)
    expect(page.locator("main")).to_contain_text("Everything is answered")
    page.get_by_role("link", name="Sign it").click()
    axe(page)
    page.get_by_label("accountable officer").fill("Chair of governors")
    page.get_by_role("button", name="Sign it").click()
    expect(page.locator("main")).to_contain_text("Signed, to be moderated")

    panel = new_page()
    panel.context.add_cookies(entrance("Business Manager"))
    panel.goto(SCHOOL)
    axe(panel)
    panel.get_by_role("link", name="Moderate it").click()
    first = panel.get_by_role("group").first
    first.get_by_label("Partly").check()
    panel.get_by_role("button", name="Save and go on").click()
    expect(panel.get_by_role("alert").first).to_contain_text("Say why the panel sees it otherwise")
    panel.get_by_label("If the panel sees it otherwise, why?").first.fill(
        "No record of the governor's training."
    )
    for _ in range(8):
        panel.get_by_role("button", name="Save and go on").click()
    panel.get_by_label("What is the agency told?").fill("Thank you. One thing is to be put right.")
    panel.get_by_role("button", name="End it and send the feedback").click()
    expect(panel.locator("main")).to_contain_text("The panel sees 1 otherwise than the agency")
    expect(panel.locator("main")).to_contain_text("In the thread")
    panel.goto(f"{CYCLE}heat-map/")
    axe(panel)
    expect(panel.locator("main")).to_contain_text("The panel’s")

    page.reload()
    expect(page.locator("main")).to_contain_text("One thing is to be put right")
