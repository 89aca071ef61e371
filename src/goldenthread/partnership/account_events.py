"""What happens to an account is on record: signing in and out, passwords, second steps, and what was refused."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as directory
from django.contrib.auth.signals import user_login_failed
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from goldenthread.partnership.audit import record
from goldenthread.partnership.models import Person, User
from goldenthread.partnership.network import network_address
from goldenthread.partnership.viewer import SystemActor

FACTORS = {
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}
# What django-allauth tells of an account, the name under which it is kept, and the sentence.
EVENTS: tuple[tuple[Signal, str, str], ...] = (
    (account.user_logged_in, "account.signed_in", "Signed in"),
    (account.user_logged_out, "account.signed_out", "Signed out"),
    (account.password_set, "account.password_set", "Chose a first password"),
    (account.password_changed, "account.password_changed", "Changed the password"),
    (account.password_reset, "account.password_reset", "Chose a new password by the emailed link"),
    (mfa.authenticator_added, "account.second_step_added", "Set up a second step: {factor}"),
    (mfa.authenticator_removed, "account.second_step_removed", "Removed a second step: {factor}"),
    (mfa.authenticator_reset, "account.second_step_renewed", "Made new codes: {factor}"),
    (mfa.authenticator_used, "account.second_step_taken", "Took the second step with {factor}"),
    (mfa.authentication_failed, "account.second_step_refused", "Second step refused: wrong code"),
)


def note(verb: str, summary: str, user: User | None, request: HttpRequest | None) -> None:
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


def _keeps(verb: str, sentence: str) -> Any:
    def keep(
        sender: Any,  # noqa: ARG001
        user: User | None,
        request: HttpRequest | None = None,
        authenticator: Authenticator | None = None,
        **kwargs: Any,  # noqa: ARG001
    ) -> None:
        if user:
            factor = FACTORS.get(authenticator.type, "another") if authenticator else ""
            note(verb, sentence.format(factor=factor), user, request)

    return keep


for _signal, _verb, _sentence in EVENTS:
    _signal.connect(_keeps(_verb, _sentence), weak=False, dispatch_uid=_verb)


@receiver(directory.social_account_added)
def connected(sender: Any, request: HttpRequest, sociallogin: Any, **kwargs: Any) -> None:  # noqa: ARG001
    """An organisation's account that opens this one from now on."""
    note("account.directory_connected", "Connected an organisation's account", sociallogin.user, request)


@receiver(directory.social_account_removed)
def disconnected(sender: Any, request: HttpRequest, socialaccount: Any, **kwargs: Any) -> None:  # noqa: ARG001
    """One that no longer does."""
    note(
        "account.directory_disconnected",
        "Disconnected an organisation's account",
        socialaccount.user,
        request,
    )


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
        note("account.sign_in_refused", "Sign-in refused: wrong password", user, request)
