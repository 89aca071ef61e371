"""The cookies that the site sets, by the names that its settings give them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from goldenthread.design.tables import Column, Table


@dataclass(frozen=True)
class Cookie:
    """One cookie: its name, what it does, and how long it stays."""

    name: str
    purpose: str
    stays: str


def cookies_table() -> Table[Cookie]:
    """Every cookie of the site."""
    hours = settings.SESSION_COOKIE_AGE // 3600
    rows = [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "Keeps you signed in.",
            f"Until you sign out or close the browser, {hours} hours at most",
        ),
        Cookie(settings.CSRF_COOKIE_NAME, "Makes sure that a form you send came from this site.", "One year"),
        Cookie(
            CookieStorage.cookie_name,
            "Carries a message such as “Saved” from one page to the next.",
            "Until the message has been shown",
        ),
    ]
    columns: list[Column[Cookie]] = [
        Column("name", "Name", header=True),
        Column("purpose", "What it does"),
        Column("stays", "How long it stays"),
    ]
    return Table("Cookies that this site sets", columns, rows)
