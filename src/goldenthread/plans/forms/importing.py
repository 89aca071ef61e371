"""Forms for bringing a plan in from a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from goldenthread.design.forms import GovukDateField
from goldenthread.design.words import uk_date
from goldenthread.partnership.forms.uploads import UploadField, upload_limit
from goldenthread.partnership.today import today
from goldenthread.plans.importing.cells import shortened, text_of
from goldenthread.plans.importing.columns import check_mapping
from goldenthread.plans.importing.fields import CURRENT, FIELDS, INITIAL
from goldenthread.plans.importing.keys import field_label, rating_key, rating_period
from goldenthread.plans.importing.plan import open_sheet
from goldenthread.plans.importing.refusal import ImportRefused
from goldenthread.plans.models import Plan
from goldenthread.spreadsheets.errors import Problem
from goldenthread.spreadsheets.tables import Sheet

SAMPLES = 3
MONTHS_OFFERED = 36


class UploadForm(forms.Form):
    """The file, and the day as at which its ratings stand."""

    file = UploadField(label="File", too_large="Split it, or delete what is not needed.")
    as_at = GovukDateField(
        label="As at which day?",
        subject="date of the file",
        help_text="Ratings and explanations that the file gives without a date of their own are dated this day.",
    )
    sheet = forms.CharField(
        label="Name of the sheet (optional)",
        help_text="Where a workbook has several. Otherwise the first with a table is read.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """Today is offered as the day."""
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["as_at"].initial = today()
        self.fields[
            "file"
        ].help_text = f"A CSV, Excel (XLSX, XLS) or OpenDocument (ODS) file, up to {upload_limit()}."
        self.content = b""
        self.table: Sheet | None = None
        self.problems: Sequence[Problem] = ()

    def clean_as_at(self) -> dt.date:
        """Not a day to come, nor one before the plan."""
        day: dt.date = self.cleaned_data["as_at"]
        if day > today():
            raise forms.ValidationError("The date of the file must be today or earlier.")
        if day < self.plan.starts_on:
            raise forms.ValidationError(
                f"The date of the file must be on or after {uk_date(self.plan.starts_on)}, when the plan starts."
            )
        return day

    def clean(self) -> dict[str, Any]:
        """The file holds a table; where it does not, ``problems`` say what is wrong in it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is None:
            return cleaned
        self.content = file.read()
        try:
            self.table = open_sheet(self.content, file.name, cleaned.get("sheet"))
        except ImportRefused as refused:
            if len(refused.errors) > 1:
                self.problems = refused.errors
                self.add_error(
                    "file", "The file has errors. They are listed below; correct them and choose it again."
                )
            else:
                self.add_error("file", str(refused))
        return cleaned


class ColumnsForm(forms.Form):
    """What each column of a file is read as: one choice for each heading, with the first cells under it."""

    def __init__(
        self,
        *args: Any,
        table: Sheet,
        plan: Plan,
        as_at: dt.date,
        mapping: Mapping[str, str | None],
        **kwargs: Any,
    ) -> None:
        """``mapping`` is what is offered."""
        super().__init__(*args, **kwargs)
        self.table, self.plan, self.as_at = table, plan, as_at
        choices = field_choices(plan, as_at, mapping.values())
        for number, heading in enumerate(table.headings):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=heading,
                help_text=samples(table, heading),
                choices=choices,
                required=False,
                initial=mapping.get(heading) or "",
            )

    @property
    def mapping(self) -> dict[str, str | None]:
        """What was chosen, by heading."""
        names = enumerate(self.table.headings)
        return {heading: self.cleaned_data.get(f"column{number}") or None for number, heading in names}

    def clean(self) -> dict[str, Any]:
        """The choices go together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            numbers = {heading: number for number, heading in enumerate(self.table.headings)}
            for problem in check_mapping(self.mapping, self.table.headings, self.plan, self.as_at)[1]:
                where = numbers.get(problem.column or "")
                self.add_error(None if where is None else f"column{where}", problem.message)
        return cleaned


def samples(table: Sheet, heading: str) -> str:
    """The first few different cells under a heading, as safe HTML."""
    found: dict[str, None] = {}
    for row in table.rows:
        if text := text_of(row.cells.get(heading)):
            found[shortened(text, 80)] = None
        if len(found) == SAMPLES:
            break
    return format_html("{}", "; ".join(found)) if found else "Nothing in this column."


def field_choices(plan: Plan, as_at: dt.date, chosen: Any) -> list[tuple[str, Any]]:
    """Everything that a column can be read as, ratings by period apart."""
    periods = [INITIAL, CURRENT, *_months(plan.starts_on, as_at)]
    asked = [period for key in chosen if key and (period := rating_period(key)) and period not in periods]
    return [
        ("", "Leave out"),
        ("What the plan says", [(field.key, field.label) for field in FIELDS]),
        ("Ratings", [(rating_key(period), field_label(rating_key(period))) for period in (*periods, *asked)]),
    ]


def _months(start: dt.date, end: dt.date) -> list[str]:
    """The months of the plan up to ``end``, latest first."""
    months: list[str] = []
    day = end.replace(day=1)
    while day >= start.replace(day=1) and len(months) < MONTHS_OFFERED:
        months.append(f"{day:%Y-%m}")
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return months
