"""Sign-in by django-allauth, as this product wants it: nobody signs themselves up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import user_logged_in, user_logged_out
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from goldenthread.partnership.audit import record
from goldenthread.partnership.models import Person, User
from goldenthread.partnership.network import network_address
from goldenthread.partnership.viewer import SystemActor


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by an invitation from a Business Manager."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False


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


def _note(verb: str, summary: str, user: User | None, request: HttpRequest | None) -> None:
    """One entry for each partnership in which the account has a post, or one without a partnership."""
    address = network_address(request)
    people = Person.objects.filter(user=user).select_related("partnership") if user else []
    entries = [(person.display_name, person.partnership) for person in people] or [
        (str(user or "nobody"), None)
    ]
    for label, partnership in entries:
        record(
            verb,
            summary,
            by=SystemActor(label=label, user=user, address=address),
            about=user,
            partnership=partnership,
        )


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:  # noqa: ARG001
    """Every sign-in is on record."""
    _note("account.signed_in", "Signed in", user, request)


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:  # noqa: ARG001
    """So is every sign-out."""
    if user:
        _note("account.signed_out", "Signed out", user, request)


@receiver(user_login_failed)
def refused(
    sender: Any,  # noqa: ARG001
    credentials: dict[str, Any],
    request: HttpRequest | None = None,
    **kwargs: Any,  # noqa: ARG001
) -> None:
    """And every refused one, for accounts that exist; an address that nobody has is not kept."""
    email = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    user = User.objects.filter(email=email).first()
    if user:
        _note("account.sign_in_refused", "Sign-in refused: wrong password", user, request)
