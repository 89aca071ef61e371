"""Forms for events and website figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from goldenthread.design.forms import GovukDateField, VersionedForm
from goldenthread.publishing.forms.fields import MonthField, WholeNumberField
from goldenthread.publishing.models import Event, WebsiteMonth

# How many empty boxes for further days a form offers.
MORE_DAYS = 2


class EventForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """An event. Its days are boxes of their own: as many as it has, and two more."""

    attendance = WholeNumberField(
        label="How many people attended?",
        required=False,
        help_text="Leave it empty if nobody counted: that is not the same as 0.",
    )
    capacity = WholeNumberField(label="How many places were there?", required=False)
    packs = WholeNumberField(label="How many packs were given out?", required=False)
    items = WholeNumberField(label="How many items were given out, in packs or singly?", required=False)

    class Meta:
        model = Event
        fields = (
            "name",
            "kind",
            "purpose",
            "is_learning",
            "venue",
            "attendance",
            "attendance_detail",
            "capacity",
            "packs",
            "items",
            "outcome",
            "source",
        )
        labels = {
            "purpose": "What was it about, or for whom?",
            "is_learning": "Part of learning and improvement",
            "attendance_detail": "Anything to add about the attendance?",
        }
        help_texts = {
            "purpose": "A few words that follow the name, such as “for parents and professionals”.",
            "is_learning": "Reports tell of it under learning and improvement, not under partnership events.",
            "attendance_detail": "For example, how it divides over the sessions.",
            "outcome": "What came of it. Paragraphs and lists; a link is written [words](address).",
            "source": "For example the register of the day, or the paper that printed them.",
        }
        widgets = {"outcome": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, days: list[dt.date], **kwargs: Any) -> None:
        """With a box for each of ``days`` and for further ones."""
        super().__init__(*args, **kwargs)
        fields = dict(self.fields)
        self.fields.clear()
        for name, field in fields.items():
            self.fields[name] = field
            if name == "is_learning":
                self._add_days(days)

    def _add_days(self, days: list[dt.date]) -> None:
        for number in range(1, max(1, len(days)) + MORE_DAYS + 1):
            self.fields[f"day_{number}"] = GovukDateField(
                label="When was it held?" if number == 1 else f"Held on, day {number}",
                subject="day on which it was held",
                required=number == 1,
                initial=days[number - 1] if number <= len(days) else None,
                help_text="If it was held on several days and people were counted once for all of them, "
                "enter every day here."
                if number == 1
                else "",
            )

    @property
    def days(self) -> list[dt.date]:
        """The days entered."""
        found = (value for name, value in self.cleaned_data.items() if name.startswith("day_"))
        return [day for day in found if day]

    @property
    def chosen(self) -> dict[str, Any]:
        """The event's own fields, as the action takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Constraints are the action's to check, against the locked row."""


class WebsiteMonthForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """The website figures of a month."""

    month = MonthField(label="Which month?")
    hits = WholeNumberField(label="How many hits were there?")

    class Meta:
        model = WebsiteMonth
        fields = ("month", "hits", "top_page_1", "top_page_2", "top_page_3", "top_course", "source")
        help_texts = {"source": "For example the name of the analytics report."}

    @property
    def chosen(self) -> dict[str, Any]:
        """The fields, as the action takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Constraints are the action's to check, against the locked row."""


class EventFilterForm(forms.Form):
    """What a list of events is narrowed to."""

    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All kinds"), *Event.Kind.choices])
    q = forms.CharField(label="Words in the name or venue", required=False, max_length=100)

    def chosen(self) -> dict[str, str]:
        """What was chosen; what makes no sense is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("kind", "q")}


class ReasonForm(forms.Form):
    """Why something is done; the reason stays on record."""

    reason = forms.CharField(
        label="Why?", help_text="The reason stays on record.", widget=forms.Textarea(attrs={"rows": 3})
    )
