"""How emails are sent, from one address: by an SMTP server, or by GOV.UK Notify.

``smtp://user:password@host:587?tls=true``, or ``notify://TEMPLATE-ID?key=API-KEY&reply_to=REPLY-TO-ID``.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from goldenthread.environment import ConfigurationError

ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A key is called what its owner chose, and ends with the ids of the service and of the secret.
KEY = re.compile(rf".*-{ID}-{ID}", re.IGNORECASE)
SECONDS = 20


def email_settings(url: str, *, production: bool = True) -> dict[str, object]:
    """Django's settings for sending emails by ``url``; outside production Notify may stand at another ``base``.

    Raises :class:`ConfigurationError` for one that cannot be read. It never repeats the address: that holds a secret.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong() from None
    if parts.scheme == "notify":
        return _notify(parts, production=production)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise _wrong()
    encrypted_later = parse_qs(parts.query).get("tls", ["true"])[0].lower() in {"true", "1", "yes"}
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if implicit else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": encrypted_later and not implicit,
        "EMAIL_TIMEOUT": SECONDS,
    }


def _notify(parts: SplitResult, *, production: bool) -> dict[str, object]:
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    template, key, reply_to = parts.netloc, asked.pop("key", ""), asked.pop("reply_to", "")
    base = asked.pop("base", "")
    if base and production:
        raise ConfigurationError(
            "Golden Thread cannot start: GOLDENTHREAD_EMAIL_URL names another base for GOV.UK Notify. "
            "That is only for trying it out; leave it away in production."
        )
    ids = [template, *([reply_to] if reply_to else [])]
    readable = KEY.fullmatch(key) and all(re.fullmatch(ID, each, re.IGNORECASE) for each in ids)
    if not readable or asked or parts.path not in ("", "/"):
        raise ConfigurationError(
            "Golden Thread cannot start: for GOV.UK Notify, GOLDENTHREAD_EMAIL_URL should look like "
            "notify://TEMPLATE-ID?key=API-KEY or notify://TEMPLATE-ID?key=API-KEY&reply_to=REPLY-TO-ID, "
            "each as Notify shows it."
        )
    return {
        "EMAIL_BACKEND": "goldenthread.partnership.notify.EmailBackend",
        "EMAIL_TIMEOUT": SECONDS,
        "NOTIFY": {
            "API_KEY": key,
            "TEMPLATE": template,
            "REPLY_TO": reply_to,
            "BASE": base or "https://api.notifications.service.gov.uk",
        },
    }


def _wrong() -> ConfigurationError:
    return ConfigurationError(
        "Golden Thread cannot start: GOLDENTHREAD_EMAIL_URL should look like smtp://user:password@host:587?tls=true "
        "or notify://TEMPLATE-ID?key=API-KEY"
    )
