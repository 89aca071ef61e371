import datetime as dt

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.partnership.models import RoleAssignment
from goldenthread.plans.actions.history import rate_action
from goldenthread.plans.models import Action
from tests.cast import TODAY, signed_in, viewing

PAGE = "/thurrock/plan/delivery-2019/"


@pytest.fixture(autouse=True)
def _memory(settings):
    local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {**settings.CACHES, "pages": local | {"LOCATION": "remembered"}}
    caches["pages"].clear()


@pytest.fixture
def browser(business_manager, action):
    return signed_in(business_manager)


def opened(browser, address=PAGE):
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode(), len(queries)


def behind_its_back(**fields):
    """A change without an entry: what a remembered page does not show."""
    Action.objects.update(**fields)


def test_a_page_opened_again_costs_what_finds_the_viewer_and_one_query(browser):
    first, before = opened(browser)
    again, after = opened(browser)
    assert after == 6 < before
    assert "1.4" in first
    assert "1.4" in again


def test_an_action_of_anybody_brings_a_new_page(browser, member, action):
    opened(browser)
    rate_action(by=viewing(member), action=action, value=2, text="Trainer sought")
    assert "Started, some delay" in opened(browser)[0]


def test_without_an_entry_the_page_is_the_same(browser):
    opened(browser)
    behind_its_back(title="Changed by hand")
    assert "Changed by hand" not in opened(browser)[0]


def test_another_address_person_or_day_is_another_page(browser, scrutineer, settings):
    opened(browser)
    behind_its_back(title="Changed by hand")
    assert "Changed by hand" in opened(browser, f"{PAGE}?sort=due")[0]
    assert "Changed by hand" in opened(signed_in(scrutineer))[0]
    settings.CALENDAR_STANDS_AT = TODAY + dt.timedelta(1)
    assert "Changed by hand" in opened(browser)[0]


def test_somebody_whose_role_has_ended_is_not_answered_from_memory(browser, business_manager):
    opened(browser)
    RoleAssignment.objects.filter(person=business_manager).update(ends_on=TODAY - dt.timedelta(1))
    assert browser.get(PAGE).status_code == 403


def test_a_change_of_roles_changes_what_is_offered(browser, business_manager):
    assert "Add an action" in opened(browser)[0]
    RoleAssignment.objects.filter(person=business_manager).update(role="scrutineer")
    assert "Add an action" not in opened(browser)[0]


def test_each_answer_carries_a_token_that_works(browser, action):
    browser.handler.enforce_csrf_checks = True
    opened(browser)
    page = opened(browser)[0]
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert "the-token" not in page
    assert browser.post("/account/logout/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_page_with_a_message_is_shown_once(browser, action):
    opened(browser)
    form = {
        "value": "3",
        "text": "Going well",
        "rated_on_day": "9",
        "rated_on_month": "9",
        "rated_on_year": "2019",
    }
    said = browser.post(f"{PAGE}1.4/update/", form, follow=True).content.decode()
    assert "is recorded" in said
    assert "is recorded" not in opened(browser, f"{PAGE}1.4/")[0]
    assert "is recorded" not in opened(browser, f"{PAGE}1.4/")[0]


def test_signing_in_forgets_nothing(browser, scrutineer, client):
    opened(browser)
    client.post("/account/login/", {"login": scrutineer.email, "password": "correct horse battery staple"})
    assert opened(browser)[1] == 6
