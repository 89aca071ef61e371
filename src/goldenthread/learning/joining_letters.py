"""The emails of joining by oneself. They go to an address that nobody has confirmed, so they say little."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from goldenthread.partnership.models import Partnership

DAYS = 2


def _send(partnership: Partnership, to: str, subject: str, *paragraphs: str) -> None:
    ignore = "If you did not ask for this, ignore it: nothing was kept."
    help_at = f"Questions: {partnership.support_email}" if partnership.support_email else ""
    EmailMessage(
        subject=subject,
        body="\n\n".join(filter(None, (*paragraphs, ignore, help_at))) + "\n",
        to=[to],
        reply_to=[partnership.support_email] if partnership.support_email else None,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def send_link(partnership: Partnership, to: str, token: str) -> None:
    """The link with which somebody confirms their address and chooses a password."""
    path = reverse("training_join_confirm", args=[partnership.slug, token])
    _send(
        partnership, to, f"Join {partnership.short_name}’s training",
        f"Somebody, we hope you, wants to join the training of {partnership.name} with this address.",
        f"Confirm it and choose a password here. The link works once, for {DAYS} days:\n{settings.SITE_URL}{path}",
    )  # fmt: skip


def send_has_account(partnership: Partnership, to: str) -> None:
    """Whoever has an account already is told so, at their own address and nowhere else."""
    _send(
        partnership, to, f"You have an account: {partnership.short_name}’s training",
        f"Somebody, we hope you, wants to join the training of {partnership.name} with this address. You have an "
        "account already.",
        f"Sign in here, or ask for a new password there: {settings.SITE_URL}{reverse('account_login')}",
        f"If {partnership.name} is not there when you sign in, ask its team to add you.",
    )  # fmt: skip


def send_ask_team(partnership: Partnership, to: str) -> None:
    """Whoever the partnership knows with more than a practitioner’s part is invited by its team, not by themselves."""
    _send(
        partnership, to, f"Ask to be invited: {partnership.short_name}",
        f"Somebody, we hope you, wants to join the training of {partnership.name} with this address. The partnership "
        "knows it already, with a part of its own, so its team invites you.",
        "Ask the team for an invitation, and use the same address.",
    )  # fmt: skip
