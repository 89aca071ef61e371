"""Choosing the files of an Annex A return."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from goldenthread.evidence.measures.analysis.periods import Frequency, Period, PeriodError, read_period
from goldenthread.partnership.forms.uploads import UploadField
from goldenthread.partnership.models import Agency

MEGABYTE = 1024 * 1024


class ManyFilesInput(forms.ClearableFileInput):
    """A file box that takes several files."""

    template_name = "design/forms/widgets/file.html"
    allow_multiple_selected = True


class ManyFilesField(UploadField):
    """Several files at once."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file that was chosen; refuses none, and more together than an upload may be."""
        files = data if isinstance(data, list | tuple) else [data]
        size = sum(each.size for each in files if each)
        if size > settings.MAX_UPLOAD_BYTES:
            raise ValidationError(
                f"The files are {size // MEGABYTE} MB together; this site takes "
                f"{settings.MAX_UPLOAD_BYTES // MEGABYTE} MB. "
                "Save each list as CSV, or read them on the command line: goldenthread measures ingest-annex-a.",
                code="too_large",
            )
        return [super(ManyFilesField, self).clean(each, initial) for each in files]


class AnnexAForm(forms.Form):
    """Whose return it is, as at the end of which month, and its files."""

    agency = forms.ModelChoiceField(
        label="Whose Annex A is it?", queryset=Agency.objects.none(), empty_label=None
    )
    period = forms.CharField(
        label="Which month does it end with?",
        help_text="Write it as 2017-11. Events of that month are counted, and the position on its last day.",
        max_length=7,
    )
    workbook = ManyFilesField(
        label="Choose the workbook, or one CSV file for each list",
        help_text="XLSX, XLS or CSV. It is read once and let go: nothing about any child is kept.",
    )

    def __init__(self, *args: Any, agencies: Any, today: dt.date, **kwargs: Any) -> None:
        """Only ``agencies`` can be chosen."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        """The month; refuses one that is not over."""
        try:
            period = read_period(self.cleaned_data["period"], Frequency.MONTHLY)
        except PeriodError as error:
            raise ValidationError(str(error), code="period") from None
        if period.end >= self.today:
            raise ValidationError("Choose a month that is over: its last day counts.", code="not_over")
        return period
