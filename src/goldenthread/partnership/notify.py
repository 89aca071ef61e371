"""Emails by GOV.UK Notify: one template, whose subject is ``((subject))`` and whose message is ``((body))``.

Notify names the sender, and answers go to the reply-to address that it knows. No file can be attached.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient


class NotifyError(Exception):
    """GOV.UK Notify did not take an email. The message is a sentence for people, and holds no secret."""


class EmailBackend(BaseEmailBackend):
    """What Django sends its emails with where ``GOLDENTHREAD_EMAIL_URL`` begins with ``notify://``."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hands each email to Notify, once for each who is to have it; answers how many emails were taken.

        Raises :class:`NotifyError` at the first that was not.
        """
        client = NotificationsAPIClient(  # type: ignore[no-untyped-call]
            settings.NOTIFY["API_KEY"], base_url=settings.NOTIFY["BASE"], timeout=settings.EMAIL_TIMEOUT
        )
        sent = 0
        for message in email_messages:
            try:
                _send(client, message)
            except NotifyError:
                if not self.fail_silently:
                    raise
            else:
                sent += 1
        return sent


def _send(client: NotificationsAPIClient, message: EmailMessage) -> None:
    if message.attachments:
        raise NotifyError("GOV.UK Notify cannot send an email with a file attached.")
    for address in message.recipients():
        try:
            client.send_email_notification(  # type: ignore[no-untyped-call]
                email_address=address,
                template_id=settings.NOTIFY["TEMPLATE"],
                personalisation={"subject": message.subject, "body": str(message.body)},
                email_reply_to_id=settings.NOTIFY["REPLY_TO"] or None,
            )
        except APIError as error:
            raise NotifyError(_reason(error)) from None


def _reason(error: APIError) -> str:
    """What went wrong, in a sentence: what Notify said, where it said something."""
    if error.response is None:
        return "GOV.UK Notify did not answer."
    code = error.status_code
    if code >= 500:
        return f"GOV.UK Notify is out of order ({code})."
    if code < 400:
        return f"GOV.UK Notify gave an answer that cannot be read ({code})."
    said = error.message if isinstance(error.message, list) else [error.message]
    reasons = [str(each.get("message", each) if isinstance(each, dict) else each) for each in said if each]
    advice = " Check the key in GOLDENTHREAD_EMAIL_URL." if code in (401, 403) else ""
    return f"GOV.UK Notify refused it ({code}): {'; '.join(reasons).rstrip('.') or 'it did not say why'}.{advice}"
