"""The form of a finance report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.oversight.finance.forms.money import MoneyField, prose, reason
from goldenthread.oversight.finance.models import BudgetYear, FinanceReport
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.today import today


class ReportForm(forms.Form):
    """A report of half a year."""

    half = forms.ChoiceField(
        label="Which report is it?", choices=FinanceReport.Half.choices, widget=GovukRadios
    )
    as_at = day_field("As at which day?", required=True)
    words = prose(
        "What do the figures mean?", rows=6,
        help_text="For readers who were not there: what is as planned, what is not, and what follows. Without names.",
    )  # fmt: skip
    ledger = MoneyField(
        label="What does the council’s ledger say was spent by that day?", nothing=True, required=False,
        help_text="It is held against what is on record here.",
    )  # fmt: skip
    difference = reason("Why do the two differ?", required=False, help_text="Only where they do.")

    def __init__(self, data: Any = None, *, year: BudgetYear) -> None:
        """As at the latest end of a month that is over; October’s in the first half, else March’s."""
        day = min(today(), year.ends_on)
        month_end = day.replace(day=1) - dt.timedelta(days=1)
        november = year.starts_on + dt.timedelta(days=214)
        half = FinanceReport.Half.OCTOBER if day < november else FinanceReport.Half.MARCH
        super().__init__(data, initial={"as_at": max(month_end, year.starts_on), "half": half})
