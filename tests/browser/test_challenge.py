"""What is challenged is answered and ended; agencies that disagree go from stage to stage until they agree."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.filling import fill_date

pytestmark = pytest.mark.browser

ROOM = "/thurrock/oversight/challenge"
COUNCIL = "council.partner@thurrock.example"


def press(page, axe, name, said):
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("main")).to_contain_text(said)
    axe(page)


def test_a_challenge_is_made_answered_and_ended(new_page, sign_in, axe):
    scrutineer, council = new_page(), new_page(viewport={"width": 390, "height": 844})
    sign_in(scrutineer, "scrutineer@thurrock.example")
    sign_in(council, COUNCIL)
    scrutineer.goto(f"{ROOM}/")
    axe(scrutineer)
    scrutineer.get_by_role("link", name="Make a challenge").click()
    axe(scrutineer)
    scrutineer.get_by_label("What is it about?").fill("Return home interviews")
    scrutineer.get_by_label("What do you ask?").fill("How many are offered within three days?")
    scrutineer.get_by_label("Which agency do you challenge?").select_option(label="Thurrock Council")
    press(scrutineer, axe, "Make it", "It is on record")
    scrutineer.goto(f"{ROOM}/mine/")
    axe(scrutineer)
    scrutineer.get_by_role("link", name="Return home interviews").click()
    expect(scrutineer.get_by_role("main")).to_contain_text("Nothing yet.")
    axe(scrutineer)

    council.goto(scrutineer.url)
    council.get_by_role("link", name="Answer it").click()
    axe(council)
    council.get_by_label("What is the answer?").fill("Two in three; a second worker starts in October.")
    press(council, axe, "Send the answer", "The answer is on record")
    expect(council.get_by_role("link", name="Say what became of it")).to_have_count(0)

    scrutineer.reload()
    expect(scrutineer.get_by_role("main")).to_contain_text("a second worker starts in October")
    scrutineer.get_by_role("link", name="Say what became of it").click()
    axe(scrutineer)
    scrutineer.get_by_label("Something changed").check()
    scrutineer.get_by_label("Why, and what changed?").fill("A second worker was found.")
    press(scrutineer, axe, "Record it", "It is on record.")
    expect(scrutineer.get_by_role("main")).to_contain_text("Something changed")
    scrutineer.goto(f"{ROOM}/?state=ended")
    expect(scrutineer.get_by_role("link", name="Return home interviews")).to_be_visible()


def test_a_disagreement_goes_a_stage_further_and_is_settled(new_page, sign_in, axe):
    page = new_page()
    sign_in(page, "Business Manager")
    page.goto(f"{ROOM}/disagreements/")
    axe(page)
    page.get_by_role("link", name="Raise a disagreement").click()
    axe(page)
    page.get_by_label("Which agency raises it?").select_option(label="Essex Police")
    page.get_by_label("With which agency?").select_option(label="Thurrock Council")
    page.get_by_label("What is it about?").fill("Whether a plan may end.")
    fill_date(page, "On which day was it raised?", "2 9 2019")
    press(page, axe, "Raise it", "It is on record, at the first stage.")
    expect(page.get_by_role("main")).to_contain_text("Stage 1: ")

    page.get_by_role("link", name="Take it to the next stage").click()
    axe(page)
    page.get_by_label("Why could it not be settled at this stage?").fill("The workers do not agree.")
    fill_date(page, "On which day does it go further?", "1 9 2019")
    page.get_by_role("button", name="Take it further").click()
    expect(page.get_by_role("alert")).to_contain_text("It came to this stage on 2 September 2019")
    axe(page)
    fill_date(page, "On which day does it go further?", "4 9 2019")
    press(page, axe, "Take it further", "It is at the next stage.")
    expect(page.get_by_role("main")).to_contain_text("Stage 2: ")

    page.get_by_role("link", name="It is settled").click()
    axe(page)
    page.get_by_label("What was agreed?").fill("The plan goes on for three months.")
    press(page, axe, "Record it", "Settled at stage 2 on 9 September 2019.")
    expect(page.get_by_role("link", name="Take it to the next stage")).to_have_count(0)


def test_a_dispute_goes_its_way_and_is_settled(new_page, sign_in, axe):
    page = new_page()
    sign_in(page, "Business Manager")
    page.goto(f"{ROOM}/disputes/")
    axe(page)
    page.get_by_role("link", name="Record a dispute").click()
    axe(page)
    page.get_by_label("What is it about?").fill("Who pays for training")
    page.get_by_label("Who raises it?").select_option(label="Essex Police")
    page.get_by_label("With whom?").select_option(label="Thurrock Council")
    fill_date(page, "On which day?", "2 9 2019")
    page.get_by_label("What does each say?").fill("Each says that it is the other.")
    press(page, axe, "Record it", "The dispute is on record.")
    for step, note in (
        ("Discussed at a meeting of the partnership", "No agreement."),
        ("Settled", "Each pays half."),
    ):
        page.get_by_role("link", name="Record what came next").click()
        axe(page)
        page.get_by_label(step).check()
        page.get_by_label("What was said, or agreed?").fill(note)
        press(page, axe, "Record it", note)
    expect(page.get_by_role("link", name="Record what came next")).to_have_count(0)
