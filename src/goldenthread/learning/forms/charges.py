"""The forms of charges, invoices and terms."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.learning.forms.programme import prose
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.models import Agency
from goldenthread.partnership.today import today


class InvoicesForm(forms.Form):
    """Up to which day charges are invoiced."""

    until = day_field("Up to which day?", required=True)

    def __init__(self, data: Any = None) -> None:
        """Today."""
        super().__init__(data, initial={"until": today()})


class PaymentForm(forms.Form):
    """Money that came."""

    amount = forms.DecimalField(
        label="How much came, in pounds?", max_digits=10, decimal_places=2,
        error_messages={"invalid": "Write pounds and pence, such as 45.00."},
    )  # fmt: skip
    on = day_field("On which day?", required=True)
    reference = forms.CharField(label="Reference of the payment", max_length=60)

    def __init__(self, data: Any = None) -> None:
        """Today."""
        super().__init__(data, initial={"on": today()})


def _share(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100, initial=0)


class TermsForm(forms.Form):
    """Terms of charging: for each sector what it pays of a price, in per cent."""

    starts_on = day_field("From which day?", required=True)
    notice = forms.IntegerField(
        label="How many working days before can a place be given up without a charge?", min_value=0, max_value=60,
        initial=5,
    )  # fmt: skip
    note = prose("In words, for those who book", rows=3, required=False)

    def __init__(self, data: Any = None) -> None:
        """Three boxes for each sector; nought where it pays nothing."""
        super().__init__(data)
        for value, label in Agency.Sector.choices:
            self.fields[f"coming_{value}"] = _share(f"{label}: for coming, in per cent")
            self.fields[f"late_{value}"] = _share(f"{label}: for cancelling late")
            self.fields[f"absent_{value}"] = _share(f"{label}: for not coming")

    def rates(self) -> dict[str, tuple[int, int, int]]:
        """By sector, the three shares."""
        said = self.cleaned_data
        return {
            value: (said[f"coming_{value}"], said[f"late_{value}"], said[f"absent_{value}"])
            for value in Agency.Sector.values
        }
