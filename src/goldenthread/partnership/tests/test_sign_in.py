import pytest
from django.core.cache import cache
from django.test import Client
from tests.cast import PASSWORD, signed_in

from goldenthread.partnership.models import AuditEvent, Person, User


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()
    yield
    cache.clear()


def attempt(email, password, browser=None):
    return (browser or Client()).post("/account/login/", {"login": email, "password": password})


def verbs(**having):
    return list(AuditEvent.objects.filter(**having).order_by("id").values_list("verb", flat=True))


def test_sign_in_and_sign_out_are_on_record(member):
    browser = Client()
    attempt(member.user.email, PASSWORD, browser)
    browser.post("/account/logout/")
    entries = AuditEvent.objects.filter(actor_id=member.user.pk).order_by("id")
    assert [entry.verb for entry in entries] == ["account.signed_in", "account.signed_out"]
    assert {(entry.partnership, entry.actor, entry.address) for entry in entries} == {
        (member.partnership, "Service Manager", "127.0.0.1")
    }


def test_a_refused_sign_in_is_on_record_for_accounts_that_exist(member):
    attempt(member.user.email, "wrong")
    attempt("nobody@thurrock.example", "wrong")
    assert verbs() == ["account.sign_in_refused"]


def test_each_partnership_of_the_account_sees_its_own_entry(member, outsider):
    Person.objects.create(partnership=outsider.partnership, user=member.user, post="Adviser")
    attempt(member.user.email, PASSWORD)
    assert set(AuditEvent.objects.values_list("partnership__slug", "actor")) == {
        ("thurrock", "Service Manager"),
        ("southend", "Adviser"),
    }


def test_an_account_without_a_partnership_signs_in_on_nobodys_record(business_manager):
    User.objects.create_user("nowhere@x.example", PASSWORD)
    attempt("nowhere@x.example", PASSWORD)
    assert verbs(partnership=None) == ["account.signed_in"]
    page = signed_in(business_manager).get("/thurrock/partnership/record/?q=nowhere").content.decode()
    assert "0 entries" in page


def test_after_five_wrong_passwords_even_the_right_one_waits(member):
    for _ in range(5):
        attempt(member.user.email, "wrong")
    browser = Client()
    attempt(member.user.email, PASSWORD, browser)
    assert "_auth_user_id" not in browser.session


def test_four_wrong_passwords_lock_nobody_out(member):
    for _ in range(4):
        attempt(member.user.email, "wrong")
    browser = Client()
    attempt(member.user.email, PASSWORD, browser)
    assert "_auth_user_id" in browser.session


@pytest.mark.django_db
def test_nobody_signs_themselves_up():
    answer = Client().post("/account/signup/", {"email": "new@x.example", "password1": PASSWORD})
    assert answer.status_code == 200
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_unknown_address_is_answered_as_a_known_one(member):
    known, unknown = (
        Client().post("/account/password/reset/", {"email": email})
        for email in (member.user.email, "no@x.example")
    )
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_my_account_lists_my_sign_ins_and_posts(member, outsider):
    Person.objects.create(partnership=outsider.partnership, user=member.user, post="Adviser")
    browser = Client()
    attempt(member.user.email, PASSWORD, browser)
    page = browser.get("/thurrock/partnership/me/").content.decode()
    assert "My recent sign-ins" in page
    assert "Southend Local Safeguarding Children Partnership" in page
    assert "127.0.0.1" in page
