"""Where a person comes in, and the pages for everybody."""

import datetime as dt

import pytest
from django.test import Client
from tests.cast import PASSWORD, TODAY, make_partnership, make_person, signed_in

from goldenthread.home.partnerships import KEPT_AS
from goldenthread.partnership.models import Person, RoleAssignment
from goldenthread.partnership.permissions import Role

PUBLIC = ("/accessibility/", "/privacy/", "/cookies/")


@pytest.fixture
def second_post(business_manager):
    """The Business Manager's post in a second partnership."""
    person = Person.objects.create(
        partnership=make_partnership("southend"), post="Adviser", user=business_manager.user
    )
    RoleAssignment.objects.create(person=person, role=Role.SCRUTINEER, starts_on=dt.date(2019, 5, 7))
    return person


def test_a_person_of_one_partnership_goes_straight_home(business_manager):
    assert signed_in(business_manager).get("/").url == "/thurrock/"


@pytest.mark.parametrize(
    ("area", "room"), [("evidence", "evidence/measures"), ("oversight", "oversight/meetings")]
)
def test_a_part_of_the_site_leads_to_the_first_of_its_rooms_that_somebody_may_open(
    business_manager, practitioner, area, room
):
    assert signed_in(business_manager).get(f"/thurrock/{area}/").url == f"/thurrock/{room}/"
    assert signed_in(practitioner).get(f"/thurrock/{area}/").status_code == 403


def test_nothing_in_the_address_sends_a_person_elsewhere(business_manager):
    browser = signed_in(business_manager)
    for query in ("?next=https://elsewhere.example/", "?next=//elsewhere.example/", "?partnership=southend"):
        assert browser.get(f"/{query}").url == "/thurrock/"


def test_a_person_of_several_chooses(business_manager, second_post):
    response = signed_in(business_manager).get("/")
    assert b"Choose a partnership" in response.content
    assert b'href="/thurrock/"' in response.content
    assert b'href="/southend/"' in response.content


@pytest.mark.parametrize(
    "change",
    [{"left_on": TODAY - dt.timedelta(days=1)}, {"blocked_at": dt.datetime(2019, 9, 1, tzinfo=dt.UTC)}],
)
def test_a_partnership_that_was_left_or_that_blocked_the_person_is_not_offered(
    business_manager, second_post, change
):
    Person.objects.filter(pk=second_post.pk).update(**change)
    assert signed_in(business_manager).get("/").url == "/thurrock/"


def test_a_person_who_is_in_post_nowhere_reads_why_they_can_go_no_further(partnership):
    person = make_person(partnership, "Former member")
    Person.objects.update(left_on=TODAY - dt.timedelta(days=1))
    response = signed_in(person).get("/")
    assert response.status_code == 200
    assert b"Your account is in no partnership" in response.content


def test_a_stranger_is_asked_to_sign_in(db):
    for address in ("/", "/thurrock/", "/thurrock/search/"):
        assert Client().get(address).url.startswith("/account/login/")


def test_the_front_door_and_the_public_pages_answer_no_posts(business_manager):
    for address in ("/", "/healthz", *PUBLIC, "/thurrock/", "/thurrock/search/"):
        assert signed_in(business_manager).post(address).status_code == 405


def test_the_header_offers_the_other_partnerships_without_a_query(
    business_manager, second_post, django_assert_num_queries
):
    browser = signed_in(business_manager)
    with django_assert_num_queries(17):  # five to find the viewer, twelve to search
        response = browser.get("/thurrock/search/", {"q": "nothing like it"})
    header = response.content.decode().partition("</header>")[0]
    assert 'class="gt-menu__link" href="/southend/"' in header
    assert 'class="gt-menu__link" href="/thurrock/"' not in header


def test_the_header_of_a_person_of_one_partnership_offers_no_change(business_manager):
    assert b"gt-menu__link" not in signed_in(business_manager).get("/thurrock/").content


def test_the_partnerships_are_read_anew_at_every_sign_in(business_manager, second_post):
    browser = Client()
    form = {"login": business_manager.user.email, "password": PASSWORD}
    browser.post("/account/login/", form)
    assert [slug for slug, _ in browser.session[KEPT_AS]] == ["southend", "thurrock"]
    Person.objects.filter(pk=second_post.pk).update(left_on=TODAY - dt.timedelta(days=1))
    browser.post("/account/logout/")
    browser.post("/account/login/", form)
    assert [slug for slug, _ in browser.session[KEPT_AS]] == ["thurrock"]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_pages_open_without_signing_in_and_ask_nothing_of_the_database(
    db, address, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = Client().get(address)
    assert response.status_code == 200


def test_every_page_links_the_public_pages_at_its_foot(business_manager):
    footer = signed_in(business_manager).get("/thurrock/").content.decode().partition("<footer")[2]
    for address in PUBLIC:
        assert f'href="{address}"' in footer


def test_the_cookies_page_names_every_cookie_that_signing_in_sets(business_manager):
    browser = Client()
    browser.get("/account/login/")
    browser.post("/account/login/", {"login": business_manager.user.email, "password": PASSWORD})
    told = browser.get("/cookies/").content.decode()
    assert browser.cookies
    for name in browser.cookies:
        assert name in told


def test_the_health_check_answers_ok_after_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]
