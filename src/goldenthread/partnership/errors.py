"""What an action answers when it cannot do what was asked. Forms show these; they never become a 500."""

from __future__ import annotations

from typing import Any

from django import forms
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


def show_refusal(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Puts each message of a refusal at its field, or above the form where the form does not show that field."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, messages in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, messages)


class StaleVersionError(Exception):
    """Somebody else saved the same record meanwhile. ``current`` is the record as it stands now."""

    def __init__(self, current: Any) -> None:
        """Keeps the record for the page that shows both texts."""
        super().__init__("Somebody else changed this while you were writing.")
        self.current = current
