"""The whole text of an email: the message, where it leads, and why the person receives it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from goldenthread.partnership.invitations import LINK, sign_in_address
from goldenthread.partnership.models import OutgoingMessage
from goldenthread.partnership.models.messages import INVITATION


def email_text(message: OutgoingMessage) -> str:
    """The text of the email, plain, ending with why it came and where to change that."""
    person, partnership = message.person, message.partnership
    text = message.text
    if message.kind == INVITATION:
        text = text.replace(LINK, sign_in_address(person))
    because = message.because or f"you work with {partnership.name} as {person.post}"
    lines = [text]
    if message.kind != INVITATION:
        lines.append(f"See it here: {settings.SITE_URL}{message.link or f'/{partnership.slug}/'}")
    lines.append(f"--\nYou receive this because {because}.")
    if person.user is not None and message.kind != INVITATION:
        account = reverse("partnership:me", args=[partnership.slug])
        lines.append(f"Choose how often you hear from us: {settings.SITE_URL}{account}")
    elif partnership.support_email:
        lines.append(f"Questions: {partnership.support_email}")
    return "\n\n".join(lines) + "\n"


def digest_text(parts: Sequence[OutgoingMessage]) -> str:
    """Several messages as one text, each under its subject."""
    sections = []
    for part in parts:
        link = f"\n{settings.SITE_URL}{part.link}" if part.link else ""
        sections.append(f"{part.subject}\n{'-' * min(len(part.subject), 70)}\n{part.text}{link}")
    return "\n\n\n".join(sections)
