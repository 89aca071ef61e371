"""What an action answers when it cannot do what was asked. Forms show these; they never become a 500."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError


class RuleError(ValidationError):
    """The domain refuses: the message says why and how to put it right. ``code`` names the rule.

    ``message`` is a sentence, or a sentence for the field that it is about: ``{"due_on": "The due date …"}``.
    """

    def __init__(self, message: Any, code: str = "", params: Any = None) -> None:
        """Gives each field's error the code, which Django leaves out."""
        if isinstance(message, dict):
            message = {name: ValidationError(said, code) for name, said in message.items()}
        super().__init__(message, code, params)


class StaleVersionError(Exception):
    """Somebody else saved the same record meanwhile. ``current`` is the record as it stands now."""

    def __init__(self, current: Any) -> None:
        """Keeps the record for the page that shows both texts."""
        super().__init__("Somebody else changed this while you were writing.")
        self.current = current
