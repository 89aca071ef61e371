"""Forms that carry out an action, and show its refusal beside the field it concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from goldenthread.design.forms import GovukDateField, VersionedForm
from goldenthread.partnership.errors import RuleError, StaleVersionError

Result = TypeVar("Result")
EARLIEST = dt.date(1948, 1, 1)
LATEST = dt.date(2099, 12, 31)


def day_field(
    label: str, *, required: bool = False, help_text: str = "", subject: str = ""
) -> GovukDateField:
    """A date that could be one of a partnership's: from 1948 to 2099. ``subject`` is what errors call it, where its
    label is a question.
    """
    return GovukDateField(
        label=label, required=required, help_text=help_text, earliest=EARLIEST, latest=LATEST, subject=subject
    )


def time_field(label: str, **more: Any) -> forms.TimeField:
    """A time of day, as people write it."""
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S", "%I:%M%p", "%I:%M %p", "%I%p", "%I %p", "%H.%M"],
        help_text="For example 10:00 or 2:30pm.",
        error_messages={"invalid": "Write the time like 10:00 or 2:30pm."},
        **more,
    )


class ActionForm(forms.Form):
    """A form whose fields are the arguments of an action."""

    def carry_out(self, action: Callable[..., Result], **more: Any) -> Result | None:
        """What ``action`` answers to the form's fields and ``more``; ``None`` where the form or the action refuses.

        An action that answers nothing has been carried out all the same: ask :meth:`is_done`.
        """
        self.done = False
        if not self.is_valid():
            return None
        try:
            result = action(**self.arguments(), **more)
        except RuleError as refusal:
            self.refuse(refusal)
            return None
        except StaleVersionError as stale:
            self.note_stale(stale.current)
            return None
        self.done = True
        return result

    def is_done(self, action: Callable[..., Any], **more: Any) -> bool:
        """Carries out ``action``; answers whether it went through."""
        self.carry_out(action, **more)
        return self.done

    def arguments(self) -> dict[str, Any]:
        """The cleaned fields, as the action names them."""
        return dict(self.cleaned_data)

    def refuse(self, refusal: RuleError) -> None:
        """Shows an action's refusal at its field, or above the form where this form has no such field."""
        named = (
            refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
        )
        for field, problems in named.items():
            for problem in problems:
                self.add_error(field if field in self.fields else None, problem)

    def note_stale(self, current: Any) -> None:
        """A form without versions has nothing to compare; it never meets this."""
        raise StaleVersionError(current)


class VersionedActionForm(VersionedForm, ActionForm):
    """A form that edits one row: it opens with the row's values and carries the version that was seen."""

    def __init__(self, data: Any = None, *, row: Any, **kwargs: Any) -> None:
        super().__init__(data, initial=self.values_of(row), instance_version=row.version, **kwargs)

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        """The row's values for the form's fields of the same names; for a link, the number of the row it leads to."""
        columns = {field.name: field.attname for field in row._meta.concrete_fields}
        return {name: getattr(row, columns[name]) for name in cls.base_fields if name in columns}

    def note_stale(self, current: Any) -> None:
        """Somebody saved between this form's check and the action's: shows both texts, as for a form opened late."""
        self.initial = self.values_of(current)
        self.instance_version = current.version
        self.is_stale = True
        self._carry_saved_version()
        self.add_error(None, self.stale_message)
