"""The few widgets that Django does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.widgets import ChoiceWidget

if TYPE_CHECKING:
    _Base = ChoiceWidget
else:
    _Base = object


class _HintedOptions(_Base):
    """Options of which some carry a hint, by their value."""

    def __init__(self, *args: Any, hints: Mapping[Any, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the hint of this value, if it has one, and tie it to the control."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(str(value))
        if hint:
            option["hint"] = hint
            if "id" in option["attrs"]:
                option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class GovukRadios(_HintedOptions, forms.RadioSelect):
    """Radios; `hints={value: sentence}` explains options one by one."""


class GovukCheckboxes(_HintedOptions, forms.CheckboxSelectMultiple):
    """Checkboxes; `hints={value: sentence}` explains options one by one."""


class CharacterCount(forms.Textarea):
    """A textarea that says how many of its characters are left."""

    def __init__(self, limit: int, *, rows: int = 5, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.limit = limit
