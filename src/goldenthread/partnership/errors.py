"""What an action answers when it cannot do what was asked. Forms show these; they never become a 500."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError


class RuleError(ValidationError):
    """The domain refuses: the message says why and how to put it right. ``code`` names the rule."""


class StaleVersionError(Exception):
    """Somebody else saved the same record meanwhile. ``current`` is the record as it stands now."""

    def __init__(self, current: Any) -> None:
        """Keeps the record for the page that shows both texts."""
        super().__init__("Somebody else changed this while you were writing.")
        self.current = current
