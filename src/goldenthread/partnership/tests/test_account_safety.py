"""Nobody takes an account over, or gets round its second step, by way of the pages of accounts."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from tests.cast import PASSWORD, make_person, viewing

from goldenthread.partnership.actions.accounts import invite
from goldenthread.partnership.models import AuditEvent, Person
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.tests.test_second_factor import code_for

PAGE = "/thurrock/partnership/record/"
SET_UP = "/account/2fa/totp/activate/"
TAKE_AWAY = "/account/2fa/totp/deactivate/"


@pytest.fixture(autouse=True)
def _no_attempts_yet(settings, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = True
    # A request's transaction is saved before its answer goes out; a test's never is.
    monkeypatch.setattr(transaction, "on_commit", lambda call, *_, **__: call())
    cache.clear()
    yield
    cache.clear()


def with_password(person):
    """A browser in which the person signed in with the password, and was let in so far."""
    browser = Client()
    browser.post("/account/login/", {"login": person.user.email, "password": PASSWORD})
    return browser


def set_up(browser):
    """Sets an authenticator app up in this browser, confirming with the password; answers its secret."""
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.get(SET_UP)
    secret = browser.session["mfa.totp.secret"]
    browser.post(SET_UP, {"code": code_for(secret)})
    return secret


def verbs():
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


def test_nobody_takes_the_address_of_somebody_who_is_invited_later(member, outsider):
    browser = with_password(member)
    wanted = "director@southend.example"
    for button in ("action_add", "action_primary"):
        assert browser.post("/account/email/", {button: "", "email": wanted}).status_code == 404
    newcomer = Person.objects.create(partnership=outsider.partnership, post="Director")
    account = invite(by=viewing(outsider), person=newcomer, email=wanted)
    assert account != member.user
    assert not account.has_usable_password()


def test_a_session_opened_with_the_password_alone_stays_outside_when_the_owner_sets_up_a_second_step(
    scrutineer,
):
    thief, owner = with_password(scrutineer), with_password(scrutineer)
    set_up(owner)
    assert owner.get(PAGE).status_code == 200
    answer = thief.get(PAGE)
    assert answer.headers["Location"].startswith("/account/2fa/reauthenticate/?next=%2Fthurrock")
    assert thief.get(f"{PAGE[:-1]}.csv").status_code == 302


@pytest.mark.parametrize(
    "page", [SET_UP, TAKE_AWAY, "/account/2fa/webauthn/add/", "/account/password/change/"]
)
def test_nor_can_it_replace_the_second_step_by_one_of_its_own(scrutineer, page):
    thief, owner = with_password(scrutineer), with_password(scrutineer)
    thief.post("/account/reauthenticate/", {"password": PASSWORD})
    set_up(owner)
    thief.post("/account/reauthenticate/", {"password": PASSWORD})
    for answer in (thief.get(page), thief.post(page)):
        assert answer.headers["Location"].startswith("/account/2fa/reauthenticate/")
    assert Authenticator.objects.filter(user=scrutineer.user, type="totp").exists()


def test_it_goes_on_once_it_takes_the_step(scrutineer):
    earlier = with_password(scrutineer)
    secret = generate_totp_secret()
    TOTP.activate(scrutineer.user, secret)
    earlier.post(f"/account/2fa/reauthenticate/?next={PAGE}", {"code": code_for(secret), "next": PAGE})
    assert earlier.get(PAGE).status_code == 200


def test_with_a_second_step_the_password_alone_confirms_nothing(scrutineer):
    browser = with_password(scrutineer)
    set_up(browser)
    answer = browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert answer.headers["Location"].startswith("/account/2fa/reauthenticate/")


def test_without_its_second_step_a_session_is_outside_again(scrutineer):
    browser = with_password(scrutineer)
    set_up(browser)
    Authenticator.objects.filter(user=scrutineer.user).delete()
    assert browser.get(PAGE).headers["Location"] == "/account/2fa/"


def test_everything_about_a_second_step_is_on_record(scrutineer):
    browser = with_password(scrutineer)
    set_up(browser)
    browser.post("/account/logout/")
    again = with_password(scrutineer)
    again.post("/account/2fa/authenticate/", {"code": "000000"})
    assert verbs() == [
        "account.signed_in",
        "account.second_step_added",
        "account.second_step_added",  # the recovery codes that come with it
        "account.signed_out",
        "account.second_step_refused",
    ]
    assert {event.partnership for event in AuditEvent.objects.all()} == {scrutineer.partnership}


def test_a_new_password_is_on_record_without_the_link(scrutineer, mailoutbox, settings):
    settings.ALLOWED_HOSTS = [".example"]
    Client().post(
        "/account/password/reset/", {"email": scrutineer.user.email}, headers={"host": "elsewhere.example"}
    )
    [mail] = mailoutbox
    link = next(word for word in mail.body.split() if "/password/reset/key/" in word)
    assert link.startswith(settings.SITE_URL)  # not the host that the request named
    browser = Client(headers={"host": "site.example"})
    page = browser.get(link.removeprefix(settings.SITE_URL)).headers["Location"]
    browser.post(page, {"password1": "another horse entirely", "password2": "another horse entirely"})
    assert verbs() == ["account.password_reset"]
    assert "another horse" not in str(list(AuditEvent.objects.values()))
    key = link.rstrip("/").rpartition("-")[2]
    assert key not in str(list(AuditEvent.objects.values()))


def test_whoever_looks_after_accounts_enters_by_the_second_step_only(partnership, administrator):
    person = make_person(partnership, "Second Administrator", Role.ADMINISTRATOR)
    assert with_password(person).get("/thurrock/partnership/people/").headers["Location"] == "/account/2fa/"
