"""Several records chosen at once."""

from __future__ import annotations

from typing import Any

from django import forms

LONGEST_NUMBER = 18


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Boxes to tick, one for each record. A number that no record can have is refused as any other stranger is."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """The records. Databases refuse longer numbers than they keep, with an error of their own."""
        if isinstance(value, list | tuple) and any(len(str(each)) > LONGEST_NUMBER for each in value):
            value = [each for each in value if len(str(each)) <= LONGEST_NUMBER] + ["0"]
        return super().clean(value)
