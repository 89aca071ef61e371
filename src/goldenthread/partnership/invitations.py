"""What an invitation says, and the link in it, which exists only in the email itself."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from goldenthread.partnership.models import Person, RoleAssignment, User
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import ROLE_OF_CAPACITY

LINK = "[the sign-in link]"


def invitation_text(person: Person, *, by: str) -> str:
    """The words of an invitation, with :data:`LINK` where the link will stand."""
    partnership = person.partnership
    lines = [
        f"{by} invites you to sign in to {partnership.name}, as {person.post}.",
        _how_to_begin(person.user),
        LINK,
    ]
    if needs_second_factor(person):
        lines.append(
            "Your role can open restricted records, so signing in takes a second step. When you first sign in you will "
            "be asked to set one up: an authenticator app on your phone, or a passkey. Have your phone at hand."
        )
    if partnership.support_email:
        lines.append(f"If you did not expect this, or need help, write to {partnership.support_email}.")
    return "\n\n".join(lines)


def needs_second_factor(person: Person) -> bool:
    """Whether a role or seat that the person holds today asks for a second factor."""
    held = {
        Role(value)
        for value in RoleAssignment.objects.current(today())
        .filter(person=person)
        .values_list("role", flat=True)
    }
    held |= {
        ROLE_OF_CAPACITY[value]
        for value in person.memberships.current(today()).values_list("capacity", flat=True)
    }
    return any(role.needs_second_factor for role in held)


def sign_in_address(person: Person) -> str:
    """Where an invitation leads: to choosing a password, once; or to the front page, for an account in use.

    Made anew for each email and kept nowhere, so that nobody who can read sent messages can use it.
    """
    user = person.user
    if user is None or user.has_signed_in:
        return f"{settings.SITE_URL}/{person.partnership.slug}/"
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    return f"{settings.SITE_URL}{path}"


def _how_to_begin(user: User | None) -> str:
    if user is not None and user.has_signed_in:
        return "You can use the account you already have, with this email address:"
    days = settings.PASSWORD_RESET_TIMEOUT // 86400
    return f"Choose a password here. The link works once, for {days} days; after that, ask for another:"
