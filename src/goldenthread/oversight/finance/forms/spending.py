"""The forms of spending, commitments and the council's ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.design.words import pounds
from goldenthread.oversight.finance.forms.money import MoneyField, reason
from goldenthread.oversight.finance.models import BudgetYear, Commitment, Heading
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.forms.uploads import UploadField
from goldenthread.partnership.today import today
from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.spreadsheets.reading import read_sheet
from goldenthread.spreadsheets.tables import Sheet

NO_NAMES = "Without names, and so that no child can be known by it."


class _OpenCommitments(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Open commitments, each with what is still to be paid."""

    def label_from_instance(self, obj: Any) -> str:
        """ "1 Author of the review: £4,000.00 to pay"."""
        return f"{obj.number} {obj.what}: {pounds(obj.open)} to pay"


def _heading(year: BudgetYear, form: forms.Form) -> None:
    fields: dict[str, Any] = form.fields
    fields["heading"].queryset = Heading.objects.filter(partnership=year.partnership_id)


class SpendingForm(forms.Form):
    """What was paid."""

    heading = forms.ModelChoiceField(
        label="Under which heading?", queryset=Heading.objects.none(), empty_label="Choose a heading"
    )
    description = forms.CharField(label="For what?", max_length=200, help_text=NO_NAMES)
    amount = MoneyField(label="How much?")
    on = day_field("On which day?", required=True)
    reference = forms.CharField(
        label="What is its reference in the council’s ledger?",
        max_length=100,
        help_text="The same one again is caught.",
    )
    commitment = _OpenCommitments(
        label="Is it for something that was committed?", queryset=Commitment.objects.none(), required=False,
        empty_label="No",
    )  # fmt: skip
    note = reason(
        "Why does it have a reference that is on record already?", required=False,
        help_text="Only where it does: for a second payment under one reference.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, year: BudgetYear, commitments: Sequence[Commitment]) -> None:
        """Today, unless another day is said. Without an open commitment none is asked for."""
        super().__init__(data, initial={"on": min(today(), year.ends_on)})
        _heading(year, self)
        fields: dict[str, Any] = self.fields
        if commitments:
            rows = Commitment.objects.filter(pk__in=[each.pk for each in commitments])
            fields["commitment"].queryset = rows.select_related("end").prefetch_related("spending")
        else:
            del self.fields["commitment"]


class CommitmentForm(forms.Form):
    """What will have to be paid."""

    what = forms.CharField(label="For what?", max_length=200, help_text=NO_NAMES)
    review = forms.CharField(
        label="Is it for a review? Its reference", max_length=20, required=False,
        help_text="A year and a number, such as 2019-01, and nothing else of the review.",
    )  # fmt: skip
    heading = forms.ModelChoiceField(
        label="Under which heading?", queryset=Heading.objects.none(), empty_label="Choose a heading"
    )
    amount = MoneyField(label="How much is expected?")
    expected_on = day_field("By when is it expected?", required=True)

    def __init__(self, data: Any = None, *, year: BudgetYear) -> None:
        """Under the headings of the year’s partnership."""
        super().__init__(data)
        _heading(year, self)


class LedgerForm(forms.Form):
    """A file of the council's ledger, read as it is chosen."""

    file = UploadField(label="Choose the file", help_text="CSV, XLSX, ODS or XLS.")
    sheet: Sheet | None = None
    checksum = ""
    file_name = ""

    def clean_file(self) -> Any:
        """Reads the table; what is wrong with the file is said at its box."""
        file = self.cleaned_data["file"]
        content = file.read()
        self.checksum, self.file_name = hashlib.sha256(content).hexdigest(), str(file.name)
        try:
            self.sheet = read_sheet(content, file.name)
        except SpreadsheetError as error:
            raise ValidationError([str(problem) for problem in error.problems[:20]] or str(error)) from error
        return file
