"""The box of a form that takes a sum of money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.oversight.finance.money import MoneyError, read_amount


class MoneyField(forms.CharField):
    """Pounds and pence, answered as an exact decimal; ``None`` where it may be left empty and is.

    Takes £1,234.50 and 1234.5. Nothing less than a penny, or than nothing where ``nothing`` allows nothing.
    """

    def __init__(self, *, nothing: bool = False, **kwargs: Any) -> None:
        """``nothing`` says that £0.00 is a sum, too."""
        self.nothing = nothing
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """The sum."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_amount(text, nothing=self.nothing)
        except MoneyError as error:
            raise ValidationError(str(error), code="money") from None

    def prepare_value(self, value: Any) -> Any:
        """A sum that is on record, as it is typed: 1,234.50."""
        return f"{value:,.2f}" if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another sum was typed: 1234.5 is 1,234.50."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


def prose(
    label: str, *, rows: int = 3, required: bool = True, help_text: str = "", most: int = 4000
) -> forms.CharField:
    """A box for some sentences."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def reason(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """A box for a reason, which stands on record."""
    return prose(label, rows=2, required=required, help_text=help_text, most=300)


class ReasonForm(forms.Form):
    """Why something is reversed, ended or opened again."""

    reason = reason("Why?", help_text="It stands on record.")
