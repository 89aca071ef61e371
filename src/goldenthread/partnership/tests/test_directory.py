"""Signing in by an organisation's directory opens the account that its address names, and no other."""

import pytest
from allauth.core.context import request_context
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from goldenthread.partnership.models import AuditEvent, User
from goldenthread.partnership.tests.test_second_factor import code_for


@pytest.fixture(autouse=True)
def _directory(settings, monkeypatch):
    cache.clear()
    # A request's transaction is saved before its answer goes out; a test's never is.
    monkeypatch.setattr(transaction, "on_commit", lambda call, *_, **__: call())
    settings.SECOND_FACTOR_REQUIRED = True
    app = {
        "provider_id": "directory",
        "name": "The council",
        "client_id": "x",
        "secret": "y",
        "settings": {"server_url": "https://directory.example", "verified_email": ["council.example"]},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def by_directory(rf, **claims):
    """A browser that comes back from the directory with these claims about whoever signed in there; and the answer."""
    request = rf.get("/account/oidc/directory/login/callback/")
    request.user = AnonymousUser()
    SessionMiddleware(lambda _: None).process_request(request)
    MessageMiddleware(lambda _: None).process_request(request)
    with request_context(request):
        provider = get_adapter().get_provider(request, "directory")
        login = provider.sociallogin_from_response(request, {"userinfo": {"sub": "s-1"} | claims})
        answer = complete_social_login(request, login)
    request.session.save()
    browser = Client()
    browser.cookies["sessionid"] = request.session.session_key
    return browser, answer


def signed_in_as(browser):
    return User.objects.filter(pk=browser.session.get("_auth_user_id")).first()


def test_an_address_that_the_directory_has_not_verified_opens_no_account(rf, business_manager):
    browser, _ = by_directory(rf, email=business_manager.user.email, email_verified=False)
    assert signed_in_as(browser) is None


def test_one_of_a_domain_that_is_its_own_does(rf, member):
    User.objects.filter(pk=member.user.pk).update(email="manager@council.example")
    browser, _ = by_directory(rf, email="manager@council.example")
    assert signed_in_as(browser) == member.user
    assert "account.directory_connected" in AuditEvent.objects.values_list("verb", flat=True)


def test_so_does_one_that_it_has_verified(rf, member):
    browser, _ = by_directory(rf, email=member.user.email, email_verified=True)
    assert signed_in_as(browser) == member.user


def test_an_address_that_nobody_was_invited_with_opens_nothing(rf, partnership):
    browser, _ = by_directory(rf, email="new@council.example")
    assert signed_in_as(browser) is None
    assert not User.objects.exists()


def test_a_blocked_account_stays_closed(rf, member):
    User.objects.filter(pk=member.user.pk).update(is_active=False)
    browser, _ = by_directory(rf, email=member.user.email, email_verified=True)
    assert signed_in_as(browser) is None


def test_the_second_step_is_asked_after_the_directory_too(rf, scrutineer):
    TOTP.activate(scrutineer.user, generate_totp_secret())
    browser, answer = by_directory(rf, email=scrutineer.user.email, email_verified=True)
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert signed_in_as(browser) is None


def test_who_has_no_password_here_can_set_a_second_step_up(rf, scrutineer):
    browser, _ = by_directory(rf, email=scrutineer.user.email, email_verified=True)
    assert browser.get("/thurrock/partnership/record/").headers["Location"] == "/account/2fa/"
    browser.get("/account/2fa/totp/activate/")
    code = code_for(browser.session["mfa.totp.secret"])
    browser.post("/account/2fa/totp/activate/", {"code": code})
    assert browser.get("/thurrock/partnership/record/").status_code == 200
