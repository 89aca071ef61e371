"""A date as three boxes: day, month and year, with errors in plain English."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from goldenthread.design.words import subject, uk_date

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_PARTS = ("day", "month", "year")
# Whatever is counted from a date, a chart's margins included, stays within the calendar.
EARLIEST = datetime.date(1900, 1, 1)
LATEST = datetime.date(2199, 12, 31)


class DateParts(NamedTuple):
    """What was typed, before anything is made of it."""

    day: str
    month: str
    year: str


def _number(text: str) -> int | None:
    """Answer a number of up to four of the figures 0–9; otherwise None."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 4 else None


def _month_number(text: str) -> int | None:
    """Answer the number written, or 1–12 for a month's name or its first three letters or more; or None."""
    word = text.rstrip(".").casefold()
    if len(word) < 3 or text.isdecimal():
        return _number(text)
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)


def _in_words(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


class GovukDateWidget(forms.Widget):
    """Day, month and year. Also reads `?name=2019-05-07`, so that an address can carry a date."""

    template_name = "design/forms/widgets/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.wrong: frozenset[str] = frozenset()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts:  # noqa: ARG002 - Django's signature
        """Answer the three texts as typed, without the spaces around them."""
        typed = DateParts(*(str(data.get(f"{name}_{part}") or "").strip() for part in _PARTS))
        whole = data.get(name)
        if whole and not any(typed):
            year, _, rest = str(whole).partition("-")
            month, _, day = rest.partition("-")
            return DateParts(day, month, year)
        return typed

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        """Answer whether no part of the date is in the data."""
        return not any(key in data for key in (name, *(f"{name}_{part}" for part in _PARTS)))

    def id_for_label(self, id_: str, index: str = "0") -> str:  # noqa: ARG002
        """Answer nothing: the legend names the group, and each box has its own label."""
        return ""

    def id_of_first_wrong_part(self, id_: str) -> str:
        """Answer the id of the first box to be mended, the day where none is known."""
        return f"{id_}_{next((part for part in _PARTS if part in self.wrong), 'day')}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Answer the template's context, with one entry for each box."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["parts"] = [
            {
                "label": part.capitalize(),
                "name": f"{name}_{part}",
                "id": f"{id_}_{part}",
                "value": text,
                "width": 4 if part == "year" else 2,
                "wrong": part in self.wrong,
            }
            for part, text in zip(_PARTS, self._texts(value), strict=True)
        ]
        return context

    @staticmethod
    def _texts(value: Any) -> DateParts:
        if isinstance(value, DateParts):
            return value
        if isinstance(value, datetime.date):
            return DateParts(str(value.day), str(value.month), str(value.year))
        return DateParts("", "", "")


class GovukDateField(forms.Field):
    """A date typed as day, month and year; a month may be a number or a name.

    `subject` is how error messages speak of it ("due date"); the label is used where it is not given.
    `earliest` and `latest` are inclusive. Cleans to a `datetime.date`, or None where nothing was typed.
    """

    widget = GovukDateWidget

    def __init__(
        self,
        *,
        subject: str = "",
        earliest: datetime.date = EARLIEST,
        latest: datetime.date = LATEST,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.subject = subject
        self.earliest = earliest
        self.latest = latest

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Answer the bound field, having learnt from it what the date is called."""
        bound = super().get_bound_field(form, field_name)
        if not self.subject:
            label = str(bound.label)
            self.subject = "date" if label.endswith("?") else subject(label).removeprefix("the ")
        return bound

    def clean(self, value: Any) -> datetime.date | None:
        """Answer the date, remembering which boxes were wrong. Raises ValidationError."""
        assert isinstance(self.widget, GovukDateWidget)  # noqa: S101 - tells mypy what the class attribute says
        self.widget.wrong = frozenset()
        date = self.to_python(value)
        if date is None and self.required:
            self._refuse(_PARTS, f"Enter {subject(self.subject or 'date')}", "required")
        self.validate(date)
        self.run_validators(date)
        return date

    def to_python(self, value: Any) -> datetime.date | None:
        """Answer the date that the three texts make, or None where all are empty. Raises ValidationError."""
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if not value or not any(value):
            return None
        parts = DateParts(*value)
        missing = [part for part, text in zip(_PARTS, parts, strict=True) if not text]
        if missing:
            articles = ["a year" if part == "year" else f"a {part}" for part in missing]
            self._refuse(missing, f"{self._subject()} must include {_in_words(articles)}", "incomplete")
        date = self._date(parts)
        if date < self.earliest:
            self._refuse(
                _PARTS, f"{self._subject()} must be on or after {uk_date(self.earliest)}", "earliest"
            )
        if date > self.latest:
            self._refuse(_PARTS, f"{self._subject()} must be on or before {uk_date(self.latest)}", "latest")
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Answer whether the date differs from the one first shown; one that cannot be read always does."""
        if self.disabled:
            return False
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def _date(self, parts: DateParts) -> datetime.date:
        year = _number(parts.year) if len(parts.year) == 4 else None
        month, day = _month_number(parts.month), _number(parts.day)
        if year is None:
            self._refuse(("year",), f"{self._subject()} must have a year of 4 numbers, such as 2019", "year")
        if month is None or not 1 <= month <= 12:
            message = f"{self._subject()} must have a month from 1 to 12, or its name, such as May"
            self._refuse(("month",), message, "month")
        if day is None or not 1 <= day <= 31:
            self._refuse(("day",), f"{self._subject()} must have a day from 1 to 31", "day")
        try:
            return datetime.date(year, month, day)
        except ValueError:
            self._refuse(_PARTS, f"{self._subject()} must be a real date", "unreal")

    def _subject(self) -> str:
        name = self.subject or "date"
        return name[:1].upper() + name[1:]

    def _refuse(self, wrong: Any, message: str, code: str) -> NoReturn:
        self.widget.wrong = frozenset(wrong)
        raise ValidationError(message, code=code)
