"""Coming in and going out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from goldenthread.demo.load import PASSWORD
from tests.browser.contexts import open_context
from tests.browser.entering import email_of, submit_sign_in
from tests.browser.mail import texts_to
from tests.browser.one_time_codes import code_now
from tests.browser.strict_site import serve_strictly

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_told_calmly_and_the_right_one_opens_the_page_that_was_asked_for(page, axe):
    page.goto("/thurrock/plan/")
    axe(page)
    expect(page).to_have_url(re.compile(r"/account/login/\?next=/thurrock/plan/"))
    page.get_by_label("Email").fill(email_of("Data lead"))
    page.get_by_label("Password", exact=True).fill("a guess")
    page.get_by_role("button", name="Sign in", exact=True).click()
    axe(page)
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".govuk-error-summary")).to_contain_text("The email")
    expect(page.get_by_label("Email")).to_have_value(email_of("Data lead"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/thurrock/plan/$"))


def test_who_signed_out_is_out(page, axe):
    submit_sign_in(page, "Group member")
    page.goto("/thurrock/plan/")
    page.get_by_role("button", name="Sign out").click()
    axe(page)
    page.goto("/thurrock/plan/")
    expect(page).to_have_url(re.compile("/account/login/"))


def test_a_forgotten_password_is_replaced_by_the_link_in_the_email(page, axe, demo_site):
    page.goto("/account/login/")
    page.get_by_role("link", name=re.compile("Forgot", re.IGNORECASE)).click()
    axe(page)
    page.get_by_label("Email").fill("audit.chair@thurrock.example")
    page.get_by_role("button", name="Send the link").click()
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your email")
    written = texts_to(demo_site, "audit.chair@thurrock.example")
    [letter] = [text for text in written if "/password/reset/" in text]
    link = re.search(r"http://\S+", letter)[0]
    page.goto(link)
    axe(page)
    for field in page.locator("input[type=password]").all():
        field.fill("a long walk by the river")
    page.get_by_role("button", name="Change my password").click()
    axe(page)
    page.goto(link)
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")


def test_the_scrutineer_sets_up_a_second_factor_and_is_asked_for_it_ever_after(
    browser, demo_site, tmp_path, axe
):
    complaints = []
    with serve_strictly(demo_site, tmp_path) as site:
        page = open_context(browser, site, complaints).new_page()
        submit_sign_in(page, "Independent scrutineer")
        axe(page)
        expect(page.locator("main")).to_contain_text("it needs a second step at sign-in")
        page.get_by_role("button", name="Set up an app").click()
        axe(page)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        axe(page)
        page.get_by_text("I cannot scan the code").click()
        axe(page)
        secret = page.locator(".gt-code").inner_text()
        page.get_by_label("code", exact=False).fill(code_now(secret))
        page.get_by_role("button", name="Turn on the app").click()
        axe(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
        page.goto("/account/2fa/webauthn/add/")
        axe(page)
        page.goto("/thurrock/")
        axe(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Thurrock LSCP")

        page.get_by_role("button", name="Sign out").click()
        submit_sign_in(page, "Independent scrutineer")
        axe(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
        page.get_by_label("code", exact=False).fill("000000")
        page.get_by_role("button", name="Sign in").click()
        axe(page)
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        page.get_by_label("code", exact=False).fill(code_now(secret))
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(re.compile("/thurrock/$"))
        page.context.close()
    assert not complaints
