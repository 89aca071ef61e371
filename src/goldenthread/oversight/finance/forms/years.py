"""The forms of budget years, reserves and headings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios, VersionedForm
from goldenthread.oversight.finance.forecast import Pattern
from goldenthread.oversight.finance.forms.money import MoneyField, prose, reason
from goldenthread.oversight.finance.models import BudgetYear, Heading
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.today import today


def _day(text: Any) -> dt.date:
    return dt.date.fromisoformat(text)


class YearForm(forms.Form):
    """A budget year that begins as a draft."""

    on = forms.TypedChoiceField(label="Which year?", coerce=_day, widget=GovukRadios)
    opening_reserve = MoneyField(
        label="What is in the reserves at its beginning?", nothing=True, help_text="0 for nothing."
    )
    note = prose("What is to be known of it?", required=False, help_text="Shown on the year’s page.")

    def __init__(
        self, data: Any = None, *, begins: Sequence[tuple[dt.date, str]], reserve: Decimal | None = None
    ) -> None:
        """``begins`` are the years that are not there yet; ``reserve`` what the year before is forecast to leave."""
        super().__init__(data, initial={"opening_reserve": reserve})
        fields: dict[str, Any] = self.fields
        fields["on"].choices = [(first.isoformat(), key) for first, key in begins]


class SetForm(VersionedForm, forms.Form):
    """The safeguarding partners set the budget."""

    on = day_field("On which day did the safeguarding partners set it?", required=True)
    note = reason("Where did they set it?", help_text="Such as the meeting of the Strategic Group.")
    tell = forms.BooleanField(label="Tell each agency what it pays and by when", required=False)

    def __init__(self, data: Any = None, *, year: BudgetYear) -> None:
        """Today, unless another day is said; agencies are told."""
        super().__init__(data, initial={"on": today(), "tell": True}, instance_version=year.version)


class CloseForm(forms.Form):
    """A year is over."""

    note = reason("Who agreed the figures?")


class MovementForm(forms.Form):
    """Money into the reserves or out of them."""

    way = forms.ChoiceField(
        label="Which way did it go?", choices=[("in", "Into the reserves"), ("out", "Out of the reserves")],
        widget=GovukRadios,
    )  # fmt: skip
    amount = MoneyField(label="How much?")
    on = day_field("On which day?", required=True)
    reason = reason("Where did it come from, or go?")


class HeadingFields(forms.Form):
    """What is said of a heading."""

    title = forms.CharField(label="What is the heading?", max_length=100)
    pattern = forms.ChoiceField(
        label="How is it spent?", choices=[(each.value, each.label) for each in Pattern], widget=GovukRadios,
        initial=Pattern.UNEVEN.value, help_text="The forecast to the end of the year goes by it.",
    )  # fmt: skip


class HeadingChangeForm(VersionedForm, HeadingFields):
    """A heading that is there."""


class BudgetForm(VersionedForm, forms.Form):
    """What a draft plans: a sum for each heading."""

    opening_reserve = MoneyField(label="In the reserves at the beginning", nothing=True)

    def __init__(
        self, data: Any = None, *, year: BudgetYear, headings: Sequence[Heading], amounts: dict[int, Decimal]
    ) -> None:
        """A box for each heading; left empty for nothing planned."""
        initial: dict[str, Any] = {self.name_of(each): amounts.get(each.pk) for each in headings}
        initial["opening_reserve"] = year.opening_reserve
        super().__init__(data, initial=initial, instance_version=year.version)
        self.headings = headings
        for each in headings:
            self.fields[self.name_of(each)] = MoneyField(label=each.title, nothing=True, required=False)

    @staticmethod
    def name_of(heading: Heading) -> str:
        """The name of a heading’s box."""
        return f"heading_{heading.pk}"

    def amounts(self) -> dict[int, Decimal | None]:
        """What was typed, by the number of the heading."""
        return {each.pk: self.cleaned_data[self.name_of(each)] for each in self.headings}


class LineForm(VersionedForm, forms.Form):
    """A line of a set budget, changed."""

    amount = MoneyField(label="What is planned under it from now on?", nothing=True)
    reason = reason("Why does it change, and who agreed it?")
