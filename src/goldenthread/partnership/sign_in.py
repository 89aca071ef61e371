"""Sign-in by django-allauth, as this product wants it: nobody signs themselves up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goldenthread.partnership.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by an invitation from a Business Manager."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """Who has a second step confirms with that: the password alone cannot take it away or add another."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"].startswith("mfa_")]
        return strong or methods

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the site's own address, whatever host the request named."""
        return f"{settings.SITE_URL}{reverse('account_reset_password')}key/{key}/"


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An agency's directory signs in people who were invited; it opens no accounts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Never."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How an account is named in an authenticator app."""

    def get_totp_label(self, user: User) -> str:
        """The email address."""
        return user.email
