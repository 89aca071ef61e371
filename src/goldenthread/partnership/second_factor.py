"""Whether a session was opened with the second step that its account has.

It is asked of the session, not of the account alone: a session that somebody opened with a stolen password stays
outside when the owner sets a second step up elsewhere.
"""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.dispatch import receiver
from django.http import HttpRequest

from goldenthread.partnership.models import User
from goldenthread.partnership.viewer import Viewer

# Recovery codes stand in for one of these when it is lost; alone they are none.
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What a session may open before its second step: the pages that ask for it, and the way out.
BEFORE_THE_SECOND_STEP = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


def has_second_factor(user: User) -> bool:
    """Whether the account has an authenticator app or a passkey. One query."""
    return bool(is_mfa_enabled(user, SECOND_FACTORS))


def has_used_one(request: HttpRequest) -> bool:
    """Whether the session was opened or confirmed with a second step. No query."""
    used = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in used)


def lacks_second_factor(request: HttpRequest, viewer: Viewer) -> bool:
    """Whether a role of this viewer needs a second factor, and the account or the sign-in is without one."""
    if not any(role.needs_second_factor for role in viewer.roles):
        return False
    return not (has_used_one(request) and has_second_factor(viewer.user))


def owes_second_factor(request: Any) -> bool:
    """Whether this is a page of one's own account, and the session has not taken the step that the account has.

    Otherwise such a session could replace the second step by one of its own.
    """
    match = request.resolver_match
    if not match.route.startswith("account/") or match.url_name in BEFORE_THE_SECOND_STEP:
        return False
    return not has_used_one(request) and has_second_factor(request.user)


@receiver(authenticator_added)
def note_first_factor(
    sender: Any,  # noqa: ARG001
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **kwargs: Any,  # noqa: ARG001
) -> None:
    """Setting up the first second step proves that one has it: the session need not ask for it again."""
    others = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exclude(pk=authenticator.pk)
    if authenticator.type in SECOND_FACTORS and not others.exists():
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
