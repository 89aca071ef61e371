"""Every kind of page that the Business Manager can reach by links: at a desk, on a phone, and for a reader of code."""

from __future__ import annotations

import pytest

from tests.browser.contexts import open_context
from tests.browser.crawl import addresses_by_route
from tests.test_every_address import INSIDE

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 256}  # also what a desk's screen of 1,280 pixels shows at 400% zoom

# The page measures its tables again when it is drawn at another size.
SETTLED = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"

# What a link downloads, or a picture of a page; so are all exports.
NOT_PAGES = {
    "home:evidence",
    "home:oversight",
    "meetings:invitation",
    "meetings:minutes_download",
    "meetings:pack",
    "meetings:paper",
    "meetings:preview",
    "finance:import_template",
    "finance:report_file",
    "duties:letter_download",
    "learning:report_file",
    "learning:calendar",
    "learning:certificate",
    "learning:proof",
    "learning:session_certificates",
    "duties:local_pack",
    "measures:annex_a_faults",
    "measures:return_template",
    "assurance:file",
    "finance:overview",
    "learning:invoice_file",
    "learning:list_book",
    "learning:my_matrix",
    "audits:booklet_file",
    "partnership:structure_svg",
    "partnership:theme",
    "plans:evidence_file",
    "plans:export",
    "plans:import_errors",
    "publishing:draft_file",
    "reviews:account",
    "reviews:draft_file",
    "publishing:edition_figures",
    "publishing:edition_file",
}
# Pages about something that the example has none of: the journey that makes it looks at them.
IN_A_JOURNEY = {
    "assurance:sign": "test_assurance.py",
    "audits:concern_answer": "test_audits.py",
    "audits:end": "test_audits.py",
    "audits:glass": "test_audits.py",
    "audits:take_on": "test_audits.py",
    "duties:pause": "test_duties.py",
    "learning:charge_waive": "test_training_office.py",
    "learning:invoices_new": "test_training_office.py",
    "learning:refuse": "test_training_office.py",
    "duties:resume": "test_duties.py",
    "finance:import": "test_finance.py",
    "home:search": "test_search.py",
    "learning:report_issue": "test_learning.py",
    **dict.fromkeys(
        ("learning:completion", "learning:completion_withdraw", "learning:proof_check"),
        "test_training_records.py",
    ),
    "measures:annex_a_result": "test_returns.py",
    "measures:event_withdraw": "test_returns.py",
    "measures:figure": "test_returns.py",
    "measures:figure_answer": "test_returns.py",
    "measures:figure_query": "test_returns.py",
    "measures:inbox": "test_returns.py",
    "measures:return_send": "test_returns.py",
    "meetings:take_back": "test_meetings.py",
    "mfa_activate_totp": "test_sign_in.py",
    "mfa_add_webauthn": "test_sign_in.py",
    "partnership:invite": "test_people.py",
    "partnership:message": "test_reminders.py",
    "partnership:return": "test_people.py",
    "partnership:take_role": "test_people.py",
    "plans:import_columns": "test_import.py",
    "plans:import_preview": "test_import.py",
    "publishing:cover": "test_report.py",
    **dict.fromkeys(
        (
            "reviews:close",
            "reviews:comment_new",
            "reviews:declare",
            "reviews:decision",
            "reviews:delivery",
            "reviews:draft",
            "reviews:glass",
            "reviews:into_thread",
            "reviews:place",
            "reviews:publish",
            "reviews:take_on",
        ),
        "test_reviews.py",
    ),
    "publishing:preview": "test_report.py",
    "publishing:publish": "test_report.py",
    "publishing:section": "test_report.py",
    "publishing:sign_off": "test_report.py",
}
OUTSIDE = (
    "certificate_check",
    "account_change_password",
    "account_reauthenticate",
    "account_reset_password",
    "design:gallery",
    "home:accessibility",
    "home:cookies",
    "home:privacy",
    "mfa_index",
    "socialaccount_connections",
    "survey_form",
    "you_said",
)
PAGES = [
    *(
        route.name
        for route in INSIDE
        if "GET" in route.methods
        and not route.name.endswith("_export")
        and route.name not in NOT_PAGES
        and route.name not in IN_A_JOURNEY
    ),
    *OUTSIDE,
]


@pytest.fixture(scope="module")
def reached(browser, demo_site, entrance):
    """The addresses that the Business Manager reaches by links from home, by the name of their route."""
    context = browser.new_context(base_url=demo_site.url)
    context.add_cookies(entrance("Business Manager"))
    # Two of each kind: the first person is the Business Manager, to whom their own page offers less. All meetings: each
    # offers what comes next for it, and so does each recommendation.
    more = {
        "meetings:meeting": 20,
        "thread:source": 15,
        "thread:recommendation": 80,
        "voice:survey": 5,
        "finance:year": 5,
        "assurance:cycle": 5,
        "assurance:assessment": 40,
        "finance:budget": 10,
        "finance:contributions": 10,
        "learning:course": 20,
        "learning:session": 40,
        "learning:register": 40,
        "learning:agency": 4,
        "audits:audit": 10,
        "challenge:dispute": 5,
        "audits:cases": 10,
        "audits:case": 30,
    }
    start = f"{demo_site.url}/thurrock/"
    found = addresses_by_route(context.request, start, each=2, more=more)
    context.close()
    return found | {"design:gallery": [f"{demo_site.url}/gallery/"]}


@pytest.fixture(scope="module")
def walk(browser, demo_site, entrance):
    """The Business Manager's browser for all these pages, and what it complained of."""
    complaints = []
    context = open_context(browser, demo_site, complaints, viewport=DESK)
    context.add_cookies(entrance("Business Manager"))
    yield context.new_page(), complaints
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_in_order_at_a_desk_and_on_a_phone(name, reached, walk, axe):
    page, complaints = walk
    complaints.clear()
    assert name in reached, "No link leads there"
    page.set_viewport_size(DESK)
    page.goto(reached[name][0])
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en-GB"
    name_of_page, _, rest = page.title().partition(" – ")
    assert name_of_page
    assert rest.endswith("Golden Thread")
    assert page.locator("a[href='']").count() == 0, "A link leads nowhere"
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.evaluate(SETTLED)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"It scrolls sideways at {size['width']} pixels"
        axe(page)
    assert not complaints


def test_every_page_that_a_link_leads_to_is_looked_at(reached):
    assert set(reached) <= {*PAGES, *IN_A_JOURNEY}
