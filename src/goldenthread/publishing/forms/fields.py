"""A month and a whole number as people type them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.publishing.periods import last_day_of, month_in_words, read_month


class MonthField(forms.CharField):
    """A month in words or numbers; its value is the first day of the month, or the last with ``last_day``."""

    def __init__(self, *, last_day: bool = False, **kwargs: Any) -> None:
        """Takes what a text field takes."""
        self.last_day = last_day
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10"}))
        kwargs.setdefault("help_text", "For example, May 2019")
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        """The day; raises :class:`ValidationError` for what is not a month."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            month = read_month(typed)
        except ValueError as error:
            raise ValidationError(str(error), code="month") from error
        return last_day_of(month) if self.last_day else month

    def prepare_value(self, value: Any) -> Any:
        """A day as the month that a person would type."""
        return month_in_words(value) if isinstance(value, dt.date) else value


class WholeNumberField(forms.IntegerField):
    """A count; "4,374" and "4 374" are numbers too."""

    def __init__(self, **kwargs: Any) -> None:
        """Takes what an integer field takes."""
        kwargs.setdefault("widget", forms.NumberInput(attrs={"class": "govuk-input--width-10"}))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Enter a whole number, such as 4374."

    def to_python(self, value: Any) -> int | None:
        """The number; raises :class:`ValidationError` for what is none."""
        return super().to_python(value.replace(",", "").replace(" ", "") if isinstance(value, str) else value)
