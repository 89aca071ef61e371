"""An auditor reads a case on a phone and raises a concern; the agency acts; the coordinator sees what is left."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

AUDIT = "/thurrock/evidence/audits/neglect-does-help-change-anything-2019/"


def audit_and_raise(page, entrance, axe):
    """NELFT's auditor reads a case and tells the council of a child; the address of the concern."""
    page.context.add_cookies(entrance("agency.lead@thurrock.example"))
    page.goto(f"{AUDIT}cases/")
    axe(page)
    expect(page.locator("main")).to_contain_text("to audit by 20 September 2019")
    expect(page.locator("main")).not_to_contain_text("Draw cases at random")
    page.get_by_role("region", name="For you to audit").get_by_role("link").first.click()
    page.get_by_role("button", name="Send to the audit team").click()
    expect(page.get_by_role("alert").first).to_contain_text("ask a colleague to audit it")
    expect(page.get_by_role("alert").first).to_contain_text("Recognising risk")
    axe(page)
    page.get_by_label("I did not work on this case").check()
    for group in page.get_by_role("group").all():
        group.get_by_label("Good: ").check()
    for box in page.get_by_label("what does the record show?").all():
        box.fill("The record shows it. (made up)")
    case = page.url.partition("at/")[0]
    page.get_by_role("button", name="Send to the audit team").click()
    expect(page.locator("main")).to_contain_text("It is sent")
    axe(page)
    page.goto(case)
    axe(page)
    page.get_by_role("link", name="A child may not be safe").click()
    axe(page)
    page.get_by_label("Which agency can act?").select_option(label="Thurrock Council")
    page.get_by_label("What does the record show").fill("Not seen for a month. (made up)")
    page.get_by_role("button", name="Tell the agency at once").click()
    expect(page.locator("main")).to_contain_text("Told at Thurrock Council")
    return page.url


def test_a_case_is_audited_and_a_concern_answered(new_page, entrance, axe):
    page = new_page(viewport={"width": 390, "height": 844})
    concern = audit_and_raise(page, entrance, axe)
    acts = new_page()
    acts.context.add_cookies(entrance("council.partner@thurrock.example"))
    acts.goto("/thurrock/")
    acts.get_by_role("link", name="a child may not be safe").click()
    assert acts.url == concern
    axe(acts)
    acts.get_by_role("link", name="Say what was done").click()
    axe(acts)
    acts.get_by_label("What was done?").fill("Seen at home today. (made up)")
    acts.get_by_label("The child was seen").check()
    acts.get_by_role("button", name="Send").click()
    expect(acts.locator("main")).to_contain_text("The child is known to be safe")
    expect(acts.get_by_role("link", name="The case", exact=True)).to_have_count(0)

    answer = acts.goto(f"{AUDIT}cases/")
    assert answer.status == 403
    axe(acts)
    acts.get_by_role("link", name="break the glass").click()
    axe(acts)
    acts.get_by_label("Why must you read it now?").fill("now")
    acts.get_by_role("button", name="Open the cases").click()
    expect(acts.get_by_role("alert").first).to_contain_text("in a sentence")

    page.reload()
    expect(page.locator("main")).to_contain_text("The child is known to be safe")


def test_a_case_is_audited_a_domain_at_a_time_and_what_is_missing_is_said(new_page, entrance, axe):
    page = new_page(viewport={"width": 390, "height": 844})
    page.context.add_cookies(entrance("agency.lead@thurrock.example"))
    page.goto(f"{AUDIT}cases/")
    page.get_by_role("region", name="For you to audit").get_by_role("link").last.click()
    page.get_by_role("link", name="Answer one domain at a time").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Domain 1 of 6")
    axe(page)
    page.get_by_label("Good: ").check()
    page.get_by_label("what does the record show?").fill("Seen alone twice. (made up)")
    page.get_by_role("button", name="Save and go on").click()
    expect(main).to_contain_text("Domain 2 of 6")
    page.get_by_label("what does the record show?").fill("History was read. (made up)")
    expect(page.get_by_role("status")).to_contain_text("Saved at")
    page.get_by_role("link", name="Back to The child’s voice").click()
    expect(page.get_by_label("what does the record show?")).to_have_value("Seen alone twice. (made up)")
    page.get_by_role("link", name="See what is missing").click()
    expect(main).to_contain_text("4 domains of 6 still to be written.")
    axe(page)
    page.get_by_role("button", name="Send to the audit team").click()
    expect(page.get_by_role("alert").first).to_contain_text("Assessment and plan: choose a grade")
    expect(page.get_by_role("alert").first).to_contain_text("ask a colleague to audit it")
    axe(page)
    page.get_by_role("link", name="Assessment and plan").click()
    for _ in range(4):
        page.get_by_label("Requires improvement: ").check()
        page.get_by_label("what does the record show?").fill("The record shows it. (made up)")
        page.get_by_role("button", name="Save and go on").click()
    expect(main).to_contain_text("Every domain is written.")
    page.get_by_label("I did not work on this case").check()
    page.get_by_role("button", name="Send to the audit team").click()
    expect(main).to_contain_text("It is sent")


def test_what_was_learned_is_removed_once_that_is_confirmed(new_page, entrance, axe):
    page = new_page()
    page.context.add_cookies(entrance("Business Manager"))
    page.goto(f"{AUDIT}learning/new/")
    page.get_by_label("Something to improve").check()
    page.get_by_label("What was learned, across the cases?").fill(
        "plans end on a day and not on a change (made up)"
    )
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("main")).to_contain_text("plans end on a day")
    page.get_by_role("link", name="no. 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove what was learned?")
    axe(page)
    page.get_by_role("link", name="Keep it").click()
    expect(page.get_by_role("main")).to_contain_text("plans end on a day")
    page.get_by_role("link", name="no. 2").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("main")).not_to_contain_text("plans end on a day")


def test_the_coordinator_is_told_what_keeps_an_audit_from_ending(new_page, entrance, axe):
    page = new_page()
    page.context.add_cookies(entrance("Business Manager"))
    page.goto(f"{AUDIT}end/")
    axe(page)
    expect(page.locator("main")).to_contain_text("Not moderated yet")
    expect(page.locator("main")).to_contain_text("Not sent yet")
    page.get_by_label("If it is not: why?").fill("The pathway ends this year. (made up)")
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("alert").first).to_contain_text("Not moderated yet")


def test_who_may_take_on_an_audit_is_told_that_it_has_a_coordinator(new_page, entrance, axe):
    page = new_page()
    page.context.add_cookies(entrance("Business Team"))
    page.goto(f"{AUDIT}take-on/")
    axe(page)
    page.get_by_role("button", name="Take it on").click()
    expect(page.get_by_role("alert").first).to_contain_text("has a coordinator")
    page.context.add_cookies(entrance("Business Manager"))
    page.goto("/thurrock/evidence/reviews/2019-01/take-on/")
    axe(page)


def test_a_practitioner_reads_a_booklet_and_no_case(new_page, entrance, axe):
    page = new_page(viewport={"width": 390, "height": 844})
    page.context.add_cookies(entrance("Practitioner"))
    page.goto("/thurrock/")
    page.get_by_role("link", name="Read what audits of cases taught us").click()
    axe(page)
    page.get_by_role("link", name="Plans for children in need, 2018").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Talk about it in your team")
    assert page.goto(AUDIT).status == 403
