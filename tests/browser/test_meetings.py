"""From calling a meeting to minutes that the chair has agreed, and a decision that an agency stops."""

from __future__ import annotations

import re

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.filling import fill_date

pytestmark = pytest.mark.browser

MEETINGS = "/thurrock/oversight/meetings/"


def call(page, axe):
    """Calls a meeting; its address."""
    page.goto(MEETINGS)
    axe(page)
    page.get_by_role("link", name="Call a meeting").click()
    axe(page)
    page.get_by_label("Which group?").select_option(label="Learning & Practice Review Group")
    fill_date(page, "On which day?", "9 9 2019")
    page.get_by_label("At what time?").fill("2pm")
    page.get_by_role("button", name="Call the meeting").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Delivery plan")
    return page.url


def send_out_a_paper(page, axe, folder):
    """Adds an item with a paper, binds it, and opens the pack."""
    meeting = page.url
    page.get_by_role("link", name="Add an item").click()
    axe(page)
    page.get_by_label("What is it about?").fill("Audit of neglect")
    page.get_by_role("button", name="Add an item").click()
    paper = folder / "audit.txt"
    paper.write_text("Synthetic audit")
    page.get_by_role("link", name="Add a paper to Audit of neglect").click()
    axe(page)
    page.get_by_label("The paper").set_input_files(paper)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("main")).to_contain_text("audit.txt")
    page.get_by_role("link", name="Circulate the papers").click()
    axe(page)
    page.get_by_role("button", name="Circulate the papers").click()
    axe(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Papers", exact=True).click()
    pack = pikepdf.open(downloading.value.path())
    assert page.locator("main").get_by_text("page 2 of the pack").count() == 1
    assert len(pack.pages) == 2
    page.get_by_role("link", name="Who has opened the papers").click()
    axe(page)
    opened = page.get_by_role("row", name="LSCP Business Manager")
    expect(opened.get_by_role("cell", name="1", exact=True)).to_be_visible()
    page.goto(meeting)


def everybody_came(page):
    for seat in page.get_by_role("group").all():
        seat.get_by_label("Present", exact=True).check()
    page.get_by_role("button", name="Save who came").click()


def hold(page, axe):
    """Records who came, takes it back, records it again, and writes the minutes."""
    page.get_by_role("link", name="Record who came").click()
    axe(page)
    page.get_by_role("button", name="Save who came").click()
    axe(page)
    everybody_came(page)
    axe(page)
    page.get_by_role("link", name="It was not held after all").click()
    axe(page)
    page.get_by_label("Why?").fill("The wrong meeting")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("main")).to_contain_text("still to be held")
    page.get_by_role("link", name="Record who came").click()
    everybody_came(page)
    page.get_by_role("link", name="Write the minutes").click()
    axe(page)
    page.get_by_label("Audit of neglect").fill("The group heard of the audit.")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved at "))
    page.get_by_role("link", name="Back to the meeting").click()
    expect(page.locator("main")).to_contain_text("The group heard of the audit.")


def decide_and_give(page, axe):
    """A decision, and an action that is sent and answered."""
    page.get_by_role("link", name="Record a decision").click()
    axe(page)
    page.get_by_label("Under which item?").select_option(label="Audit of neglect")
    page.get_by_label("What was decided?").fill("One referral form for all agencies")
    fill_date(page, "From which day does it hold?", "1 10 2019")
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("link", name="Give an action").click()
    axe(page)
    page.get_by_label("Under which item?").select_option(label="Audit of neglect")
    page.get_by_label("What is to be done?").fill("Bring the audit’s learning to the Board")
    page.get_by_label("Which agency leads it?").select_option(label="NELFT")
    page.get_by_role("checkbox", name="Safeguarding Lead, NELFT", exact=True).check()
    fill_date(page, "By when?", "30 9 2019")
    page.get_by_role("button", name="Give it").click()
    axe(page)
    page.get_by_role("button", name="Send the action matrix").click()
    axe(page)
    expect(page.get_by_role("row", name="Bring the audit")).to_contain_text("Waiting for an answer")
    page.get_by_role("row", name="Bring the audit").get_by_role("link", name="Answer").click()
    axe(page)
    page.get_by_label("What is the answer?").fill("It is on the agenda for the 26th.")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("row", name="Bring the audit")).to_contain_text("Answered")


def agree(page, chair, meeting, sign_in, axe):
    """The chair agrees the minutes, and they are sent round."""
    page.get_by_role("button", name="Send the draft to the chair").click()
    axe(page)

    sign_in(chair, "Sub-group chair")
    chair.goto(meeting)
    axe(chair)
    chair.get_by_role("button", name="Agree the minutes").click()
    axe(chair)
    page.goto(meeting)
    page.get_by_role("button", name="Circulate the minutes").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("circulated on 9 September 2019")


def object_to_it(page, axe):
    """An agency stops the decision."""
    page.goto(f"{MEETINGS}decisions/")
    axe(page)
    page.get_by_role("row", name="One referral form").get_by_role("link", name="Object").click()
    axe(page)
    page.get_by_label("Which agency objects?").select_option(label="Essex Police")
    page.get_by_label("What are its reasons?").fill("No staff for it before the winter")
    page.get_by_role("button", name="Record it").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Stopped by an objection")
    page.goto(f"{MEETINGS}attendance/?group=lpr")
    axe(page)
    expect(page.locator("main")).to_contain_text("9 Sep 19")


def test_a_meeting_is_called_held_minuted_agreed_and_circulated(new_page, sign_in, axe, tmp_path):
    page, chair = new_page(), new_page()
    sign_in(page, "Business Manager")
    meeting = call(page, axe)
    send_out_a_paper(page, axe, tmp_path)
    hold(page, axe)
    decide_and_give(page, axe)
    agree(page, chair, meeting, sign_in, axe)
    object_to_it(page, axe)
