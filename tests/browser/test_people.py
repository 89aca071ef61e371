"""A colleague comes, is given a role and an account, leaves and returns."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.mail import texts_to

pytestmark = pytest.mark.browser

POST = "Named GP for safeguarding"
EMAIL = "named.gp@thurrock.example"
CHOSEN = "a long walk by the river"


def test_a_colleague_is_invited_chooses_a_password_and_comes_in(page, new_page, sign_in, axe, demo_site):
    sign_in(page, "Business Manager")
    _add(page, axe, POST)
    page.get_by_role("link", name="Give a role").click()
    axe(page)
    page.get_by_role("radio", name="Agency lead").check()
    page.get_by_role("button", name="Give the role").click()
    axe(page)
    page.get_by_role("link", name="Invite to sign in").click()
    axe(page)
    page.get_by_label(re.compile("email", re.IGNORECASE)).fill(EMAIL)
    page.get_by_role("button", name="Send the invitation").click()
    axe(page)

    [letter] = texts_to(demo_site, EMAIL)
    invited = new_page()
    invited.goto(re.search(r"http://\S+", letter)[0])
    axe(invited)
    for field in invited.locator("input[type=password]").all():
        field.fill(CHOSEN)
    invited.get_by_role("button", name="Change my password").click()
    axe(invited)
    invited.goto("/")
    invited.get_by_label("Email").fill(EMAIL)
    invited.get_by_label("Password", exact=True).fill(CHOSEN)
    invited.get_by_role("button", name="Sign in", exact=True).click()
    axe(invited)
    expect(invited.get_by_role("banner")).to_contain_text(POST)


def test_a_role_is_taken_away_and_whoever_left_may_return(page, sign_in, axe):
    sign_in(page, "Business Manager")
    _add(page, axe, "Housing Options Manager")
    person = page.url
    page.get_by_role("link", name="Give a role").click()
    page.get_by_role("radio", name="Practitioner").check()
    page.get_by_role("button", name="Give the role").click()
    page.get_by_role("region", name="Roles").get_by_role("link", name=re.compile("Take")).click()
    axe(page)
    page.get_by_role("button", name="Take the role away").click()
    axe(page)
    page.goto(person)
    page.get_by_role("link", name="Record that they leave").click()
    axe(page)
    page.get_by_role("button", name="Record that they leave").click()
    axe(page)
    page.goto(person)
    page.get_by_role("link", name="Bring them back").click()
    axe(page)
    page.get_by_role("button", name="Bring them back").click()
    axe(page)
    expect(page.get_by_role("link", name="Give a role")).to_be_visible()


def _add(page, axe, post):
    page.goto("/thurrock/partnership/people/")
    page.get_by_role("link", name="Add a person").click()
    axe(page)
    page.get_by_label("Post").fill(post)
    page.get_by_role("button", name="Add the person").click()
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(post)
