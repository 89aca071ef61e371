"""The emails that the example wrote to its folder instead of sending them."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from tests.provision.demo_site import DemoSite


def texts_to(site: DemoSite, address: str) -> list[str]:
    """The plain texts of all emails to an address, in no particular order."""
    letters = [_read(file.read_bytes()) for file in (site.data / "mail").glob("*.log")]
    return [_text(letter) for letter in letters if letter["To"] == address]


def _read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return body.get_content() if body else ""
