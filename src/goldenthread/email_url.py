"""An SMTP server from one address, such as ``smtp://user:password@host:587?tls=true``."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from goldenthread.environment import ConfigurationError


def email_settings(url: str) -> dict[str, object]:
    """Django's ``EMAIL_*`` settings for ``url``; raises :class:`ConfigurationError` for one that cannot be read."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong() from None
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
        "EMAIL_TIMEOUT": 20,
    }


def _wrong() -> ConfigurationError:
    return ConfigurationError(
        "Golden Thread cannot start: GOLDENTHREAD_EMAIL_URL should look like smtp://user:password@host:587?tls=true"
    )
