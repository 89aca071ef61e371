"""The forms of contributions, receipts, the formula and what it would mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from goldenthread.design.forms import VersionedForm
from goldenthread.oversight.finance.actions.contributions import Part
from goldenthread.oversight.finance.forms.money import MoneyField, reason
from goldenthread.oversight.finance.formula import FormulaError, as_typed, read_share
from goldenthread.oversight.finance.models import Contribution, Formula
from goldenthread.oversight.finance.money import MoneyError, read_amount
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.models import Agency
from goldenthread.partnership.today import today

SHARE_HINT = "A share such as 25 or 1/3, or a fixed sum such as £3,630.82."


class WorkOutForm(VersionedForm, forms.Form):
    """A total, split by the formula that holds."""

    total = MoneyField(label="How much do agencies contribute together?")
    due_on = day_field("By when do they pay?", required=True)


class ContributionForm(forms.Form):
    """What an agency pays beside the formula."""

    agency = forms.ModelChoiceField(
        label="Which agency?", queryset=Agency.objects.none(), empty_label="Choose an agency"
    )
    agreed = MoneyField(label="How much was agreed?")
    due_on = day_field("By when is it paid?", required=True)
    reason = reason("Why does it join the budget, and who agreed it?")

    def __init__(self, data: Any = None, *, agencies: Any, is_set: bool) -> None:
        """A draft asks for no reason."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["agency"].queryset = agencies
        if not is_set:
            del self.fields["reason"]


class ContributionChangeForm(VersionedForm, forms.Form):
    """What an agency pays, changed."""

    agreed = MoneyField(label="How much is agreed?", nothing=True)
    due_on = day_field("By when is it paid?", required=True)
    reason = reason("Why does it change, and who agreed it?")

    def __init__(self, data: Any = None, *, row: Contribution) -> None:
        """A draft asks for no reason."""
        initial = {"agreed": row.now, "due_on": row.due_now}
        super().__init__(data, initial=initial, instance_version=row.version)
        if row.year.is_draft:
            del self.fields["reason"]


class ReceiptForm(forms.Form):
    """What an agency paid."""

    amount = MoneyField(label="How much came in?")
    on = day_field("On which day?", required=True)
    reference = forms.CharField(
        label="What is the payer’s reference?", max_length=100,
        help_text="As it stands on the bank statement or in the ledger. The same one again is caught.",
    )  # fmt: skip
    note = reason(
        "Why does it have a reference that is on record already?", required=False,
        help_text="Only where it does: for a second payment under one reference.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, amount: Decimal | None = None) -> None:
        """``amount`` is what is still to come."""
        super().__init__(data, initial={"amount": amount, "on": today()})


class _AgencyPartsForm(forms.Form):
    """A box for each agency, for a share or a fixed sum; those that pay now come first."""

    def __init__(
        self, data: Any = None, *, agencies: Sequence[Agency], formula: Formula | None, **more: Any
    ) -> None:
        """Opens with the formula that holds."""
        lines = {row.agency_id: row for row in formula.lines.all()} if formula else {}
        typed = {
            self.name_of(agency): f"£{lines[agency.pk].fixed:,.2f}"
            if lines[agency.pk].fixed is not None
            else as_typed(lines[agency.pk].share)
            for agency in agencies
            if agency.pk in lines
        }
        super().__init__(data, initial={**typed, **more.pop("initial", {})}, **more)
        self.agencies = agencies
        for agency in agencies:
            self.fields[self.name_of(agency)] = forms.CharField(
                label=str(agency), required=False, max_length=30,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            )  # fmt: skip
        pays = [
            agency
            for agency in agencies
            if agency.pk in lines or agency.kind == agency.Kind.SAFEGUARDING_PARTNER
        ]
        self._first = [self.name_of(agency) for agency in pays]

    @staticmethod
    def name_of(agency: Agency) -> str:
        """The name of an agency’s box."""
        return f"agency_{agency.key}"

    @property
    def payers(self) -> list[BoundField]:
        """The boxes of those that pay now, and of the safeguarding partners."""
        return [self[name] for name in self._first]

    @property
    def others(self) -> list[BoundField]:
        """The boxes of everybody else."""
        first = set(self._first)
        return [self[self.name_of(each)] for each in self.agencies if self.name_of(each) not in first]

    def clean(self) -> Any:
        """Reads each box; what cannot be read is said there."""
        cleaned = super().clean()
        for agency in self.agencies:
            name = self.name_of(agency)
            try:
                self.cleaned_data[name] = _part(agency, str(self.cleaned_data.get(name) or "").strip())
            except (FormulaError, MoneyError) as error:
                self.add_error(name, ValidationError(str(error), code="part"))
        return cleaned

    def parts(self) -> list[Part]:
        """What each agency pays that pays something."""
        found = (self.cleaned_data[self.name_of(agency)] for agency in self.agencies)
        return [part for part in found if part is not None]


def _part(agency: Agency, text: str) -> Part | None:
    if not text:
        return None
    if text.startswith("£"):
        return Part(agency, fixed=read_amount(text))
    return Part(agency, share=read_share(text))


class FormulaForm(_AgencyPartsForm):
    """The formula that the safeguarding partners agreed."""

    on = day_field("On which day was it agreed?", required=True)
    note = reason("Where was it agreed, and why so?")

    @property
    def last(self) -> list[BoundField]:
        """The boxes beside those of agencies."""
        return [self["on"], self["note"]]


class WhatIfForm(_AgencyPartsForm):
    """A total and a formula, to see what they would mean."""

    total = MoneyField(label="How much would agencies contribute together?")
