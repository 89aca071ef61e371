"""A proof is uploaded, checked and certified; anybody verifies the certificate; somebody joins by themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.mail import texts_to

pytestmark = pytest.mark.browser

LEARNING = "/thurrock/learning"
COURSE = "Example: online safety at home"
PASSWORD = "three words together"


def test_a_proof_is_checked_certified_and_verified_by_anybody(new_page, sign_in, axe, tmp_path):
    manager, holder = new_page(), new_page(viewport={"width": 390, "height": 844})
    sign_in(manager, "Business Manager")
    _add_elearning(manager)
    sign_in(holder, "Practitioner")
    _upload(holder, axe, tmp_path / "proof.txt")
    _check(manager, axe)
    holder.goto(f"{LEARNING}/mine/")
    axe(holder)
    row = holder.get_by_role("row", name=COURSE)
    paper = row.get_by_role("link", name=re.compile(r"^Certificate \w{4}-\w{4}-\w{4}$"))
    code = (paper.text_content() or "").removeprefix("Certificate ")
    with holder.expect_download() as download:
        paper.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    _verify(new_page(viewport={"width": 390, "height": 844}), code, axe)


def _add_elearning(page):
    page.goto(f"{LEARNING}/courses/new/")
    page.get_by_label("What is it called?").fill(COURSE)
    page.get_by_label("1. Awareness: everybody").check()
    page.get_by_label("What is it about?").fill("Example: what children meet online.")
    page.get_by_label("Who is it for?").fill("Example: everybody.")
    page.get_by_label("How many hours does it take?").fill("2")
    page.get_by_label("For how many months does it count?").fill("24")
    page.get_by_label("Link of the e-learning").fill("https://learn.thurrock.example/")
    page.get_by_role("button", name="Add the course").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(COURSE)


def _upload(page, axe, proof):
    proof.write_text("Example: done.")
    page.goto(f"{LEARNING}/mine/")
    axe(page)
    page.get_by_role("button", name="Add what you learned").or_(
        page.get_by_role("link", name="Add what you learned")
    ).first.click()
    page.get_by_label("Which course?").select_option(COURSE)
    for part, value in (("Day", "3"), ("Month", "6"), ("Year", "2019")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    page.get_by_label("The proof").set_input_files(proof)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("main")).to_contain_text("It is in your record")
    page.get_by_role("row", name=COURSE).get_by_role("link", name="Proof", exact=True).click()
    expect(page.locator("main")).to_contain_text("Counts; not checked yet")
    axe(page)
    page.get_by_role("link", name="Take it back").click()
    axe(page)


def _check(page, axe):
    page.goto(f"{LEARNING}/proofs/")
    axe(page)
    page.get_by_role("row", name=COURSE).get_by_role("link").click()
    page.get_by_role("link", name="Check the proof").click()
    axe(page)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name=COURSE)).to_have_count(0)


def _verify(page, code, axe):
    page.goto("/certificates/")
    axe(page)
    page.get_by_label("Code of the certificate").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is genuine")
    expect(page.locator("main")).to_contain_text(COURSE)
    axe(page)
    page.goto("/certificates/?code=wrong")
    expect(page.get_by_role("alert")).to_contain_text("twelve letters and digits")
    axe(page)


def test_somebody_joins_by_themselves(new_page, sign_in, axe, demo_site):
    manager, page = new_page(), new_page(viewport={"width": 390, "height": 844})
    page.goto("/training/thurrock/join/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You join by an invitation")
    axe(page)
    sign_in(manager, "Business Manager")
    manager.goto(f"{LEARNING}/joining/")
    axe(manager)
    manager.get_by_label("Practitioners may join by themselves").check()
    manager.get_by_role("button", name="Save").click()
    page.reload()
    axe(page)
    page.get_by_label("Your work email").fill("school.nurse@thurrock.example")
    page.get_by_label("Your name").fill("Example Nurse")
    page.get_by_label("Your post").fill("School nurse")
    page.get_by_label("Your agency").select_option(index=1)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your email")
    axe(page)
    (letter,) = texts_to(demo_site, "school.nurse@thurrock.example")
    page.goto(re.search(r"http\S+(/training/\S+)", letter)[1])
    expect(page.locator("main")).to_contain_text("Example Nurse")
    axe(page)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_label("Email").fill("school.nurse@thurrock.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{LEARNING}/mine/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My training")
    manager.goto(f"{LEARNING}/joining/")
    manager.get_by_label("Practitioners may join by themselves").uncheck()
    manager.get_by_role("button", name="Save").click()
