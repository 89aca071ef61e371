"""The forms of an agency's training: how it wants its bookings handled, and a list of staff to book."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from goldenthread.learning.models import AgencyTraining
from goldenthread.learning.staff_list import Listed
from goldenthread.partnership.forms.sheets import SheetForm

SALT = "training.list"
HOUR = 3600


class AgencyTrainingForm(forms.ModelForm):  # type: ignore[type-arg]
    """How an agency wants its bookings handled, and where its invoices go."""

    class Meta:
        model = AgencyTraining
        fields = ("approves", "invoice_to", "order_reference")


class StaffForm(SheetForm):
    """A list of staff to be read."""

    anyway = forms.BooleanField(
        label="They have learned elsewhere what this course builds on", required=False
    )


class CheckedListForm(forms.Form):
    """A list that was read and found right: it travels with the page, signed, until it is booked."""

    rows = forms.CharField(widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_rows(self) -> list[Listed]:
        """The rows as they were read; refused where anybody changed them, and after an hour."""
        try:
            told: Any = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=HOUR)
        except signing.BadSignature as error:
            raise ValidationError("The list was read too long ago. Choose the file again.") from error
        return [Listed(*each) for each in told]


def signed(rows: list[Listed]) -> str:
    """The rows of a list as they travel with the page."""
    told = [(each.row, each.post, each.name, each.email, each.person) for each in rows]
    return signing.dumps(told, salt=SALT, compress=True)
