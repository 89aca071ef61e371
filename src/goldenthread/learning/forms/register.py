"""The forms of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.design.forms import GovukCheckboxes, GovukRadios
from goldenthread.learning.models import Booking


class CodeForm(forms.Form):
    """The code on the wall."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$", label="Code of the session", max_length=20,
        help_text="Six figures: whoever trains shows them.",
        error_messages={"invalid": "The code has six figures."},
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        ),
    )  # fmt: skip


class RegisterForm(forms.Form):
    """Who came: a box for each person with a place."""

    came = forms.MultipleChoiceField(label="Who came?", required=False, widget=GovukCheckboxes)

    def __init__(self, data: Any = None, *, bookings: Sequence[Booking]) -> None:
        """Everybody with a place; those who signed in are ticked."""
        there = [str(each.pk) for each in bookings if each.arrived_at is not None]
        super().__init__(data, initial={"came": there})
        field: Any = self.fields["came"]
        field.choices = [
            (str(each.pk), f"{each.person}, {each.agency}" if each.agency else str(each.person))
            for each in bookings
        ]
        self.bookings = bookings

    def marks(self) -> dict[int, bool]:
        """By booking, whether they came."""
        chosen = set(self.cleaned_data["came"])
        return {each.pk: str(each.pk) in chosen for each in self.bookings}


class PutRightForm(forms.Form):
    """One entry of a closed register put right."""

    came = forms.ChoiceField(
        label="Did they come?", choices=[("yes", "Yes"), ("no", "No")], widget=GovukRadios
    )
    reason = forms.CharField(
        label="Why was the register wrong?", max_length=250, widget=forms.Textarea({"rows": 3})
    )
