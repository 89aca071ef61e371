"""People who change nothing are offered nothing to change, and outsiders find nothing at all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.crawl import addresses_by_route
from tests.test_every_address import INSIDE

pytestmark = pytest.mark.browser

CHANGING = {route.name for route in INSIDE if "POST" in route.methods}


# Their own account and the private address of their calendar; what anybody who sits on a group may do; to challenge
# (whoever made a challenge says what became of it); and, for the scrutineer alone, to judge impact.
OWN = {"partnership:me", "duties:feed"}
# Their own training: a place, signing in on the day, what they learned elsewhere, what their work is.
TRAINING = {"learning:arrive", "learning:book", "learning:proof_new", "learning:work_mine"}
READERS = {
    "Lay member": OWN
    | TRAINING
    | {"meetings:item_new", "meetings:request_new"}
    | {"challenge:challenge_new", "challenge:outcome_new"},
    "Independent scrutineer": OWN
    | TRAINING
    | {"challenge:challenge_new", "challenge:outcome_new", "thread:judge"},
    "Practitioner": {"partnership:me"} | TRAINING,
    "Report reader": {"partnership:me"},
}


@pytest.mark.parametrize("role", READERS)
def test_no_link_leads_a_reader_to_a_page_that_changes_what_is_not_theirs(
    role, page, sign_in, axe, demo_site
):
    sign_in(page, role)
    axe(page)
    start = f"{demo_site.url}/thurrock/"
    more = {
        "duties:duty": 60,
        "meetings:meeting": 20,
        "thread:recommendation": 40,
        "challenge:challenge": 20,
        "learning:session": 20,
    }
    found = addresses_by_route(page.context.request, start, each=1, more=more)
    assert set(found) & CHANGING == READERS[role]
    assert "publishing:report" in found


def test_a_lay_member_sees_the_plan_and_no_button_that_changes_it(page, sign_in, axe):
    sign_in(page, "Lay member")
    for address in ("delivery-2019/", "delivery-2019/8.2/", "exceptions/"):
        page.goto(f"/thurrock/plan/{address}")
        axe(page)
        expect(page.locator("main form[method=post]")).to_have_count(0)
        expect(page.get_by_role("heading", name="What you can do")).to_have_count(0)
        for words in ("Add an action", "Import", "Remind the leads"):
            expect(page.get_by_role("link", name=words, exact=True)).to_have_count(0)


def test_a_practitioner_sees_reports_and_is_told_that_the_plan_is_not_for_them(page, sign_in, axe):
    sign_in(page, "Practitioner")
    axe(page)
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu.get_by_role("link", name="Reports")).to_be_visible()
    expect(menu.get_by_role("link", name="Plan", exact=True)).to_have_count(0)
    assert page.goto("/thurrock/plan/").status == 403
    axe(page)
    expect(page.get_by_role("banner")).to_contain_text("Thurrock")


@pytest.mark.parametrize("address", ["/southend/", "/southend/plan/delivery-2019/", "/no/such/page/"])
def test_another_partnership_is_a_page_that_does_not_exist(address, page, sign_in, axe):
    sign_in(page, "Business Manager")
    assert page.goto(address).status == 404
    axe(page)
    expect(page.locator(".gt-header")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("not found")
