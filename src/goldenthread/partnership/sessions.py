"""Sessions in the database, looked up by keys that can be one."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions


class SessionStore(DatabaseSessions):
    """Django's own, but that a cookie with anything else in it (a null character, say) names no session.

    PostgreSQL refuses to look such a key up, and whoever sent it would fill the log with errors.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        fits = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(fits and key and key.isascii() and key.isalnum())
