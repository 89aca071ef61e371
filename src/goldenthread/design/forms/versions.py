"""Two people edit one thing at once: the later save is told, sees both texts, and loses nothing."""

from __future__ import annotations

import datetime
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from goldenthread.design.forms.dates import DateParts
from goldenthread.design.words import uk_date


@dataclass(frozen=True)
class Difference:
    """One field of which the saved text and the typed text differ."""

    label: str
    saved: str
    typed: str


class VersionedForm(forms.BaseForm):
    """A mixin, named before Form or ModelForm. `instance_version` is the version that is saved now.

    A stale save is a form error; shown again, the form carries the saved version, so that saving once
    more, after comparing, goes through. The action that writes still compares versions in its transaction.
    """

    stale_message = (
        "Somebody else has saved changes since you opened this page. Yours are not saved yet. "
        "Compare the two below, change what you typed if you need to, then save again."
    )

    def __init__(self, *args: Any, instance_version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance_version = instance_version
        self.is_stale = False
        self.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=instance_version
        )

    def clean(self) -> Any:
        """Refuse the save if the version that was opened is no longer the one saved."""
        cleaned = super().clean()
        if self.cleaned_data.get("version") != self.instance_version:
            self.is_stale = True
            self._carry_saved_version()
            raise ValidationError(self.stale_message, code="stale")
        return cleaned

    def _carry_saved_version(self) -> None:
        data: Any = copy(self.data)
        data[self.add_prefix("version")] = str(self.instance_version)
        self.data = data

    def differences(self) -> list[Difference]:
        """Answer the fields whose typed text is not what is saved now; none unless the save was stale."""
        if not self.is_stale:
            return []
        changed = set(self.changed_data) - {"version"}
        return [
            Difference(
                label=str(bound.label),
                saved=_in_words(bound, bound.initial),
                typed=_in_words(bound, bound.data),
            )
            for bound in self.visible_fields()
            if bound.name in changed
        ]


def _in_words(bound: BoundField, value: Any) -> str:
    """Answer a field's value as a reader would write it: option labels, dates in full, lists with commas."""
    if isinstance(value, DateParts):
        try:
            value = bound.field.to_python(value)
        except ValidationError:
            return " ".join(part for part in value if part)
    if isinstance(value, datetime.date):
        return uk_date(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    choices = getattr(bound.field, "choices", None)
    if choices is not None:
        labels = {str(key): str(label) for key, label in _flat(choices)}
        values = value if isinstance(value, list | tuple | set) else [value]
        return ", ".join(
            labels.get(str(getattr(each, "pk", each)), str(each)) for each in values if each not in (None, "")
        )
    return "" if value is None else str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for value, label in choices:
        pairs.extend(label if isinstance(label, list | tuple) else [(value, label)])
    return pairs
