"""Forms for plans and objectives."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukDateField, GovukRadios, VersionedForm
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import today
from goldenthread.plans.models import Objective, Plan

SCALE_HINTS = {
    "five_point": "1 not started, 2 some delay, 3 on track, 4 completed with evidence, "
    "5 sustained with evidence of impact.",
    "ragc": "For plans that report in colours and completion only.",
}


class PlanForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """What a plan says about itself."""

    starts_on = GovukDateField(label="When does it start?", subject="start date")
    ends_on = GovukDateField(label="When does it end?", subject="end date", required=False)

    class Meta:
        model = Plan
        fields = (
            "title",
            "key",
            "kind",
            "scale_key",
            "purpose",
            "lead_agency",
            "overseeing_group",
            "starts_on",
            "ends_on",
            "restricted",
            "source",
        )
        labels = {
            "key": "Address",
            "purpose": "What is it for?",
            "restricted": "Restricted: only roles that may see restricted material",
            "source": "Where was it agreed?",
        }
        help_texts = {
            "key": "The last part of its web address: small letters, numbers and hyphens, such as delivery-2019.",
            "source": "For example the meeting and its date.",
        }
        widgets = {
            "kind": GovukRadios,
            "scale_key": GovukRadios(hints=SCALE_HINTS),
            "purpose": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        """Only agencies and groups of this partnership can be chosen; the address is fixed once made."""
        super().__init__(*args, **kwargs)
        self.fields["lead_agency"].queryset = partnership.agencies.in_force(today())  # type: ignore[attr-defined]
        self.fields["overseeing_group"].queryset = partnership.groups.in_force(today())  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["key"]

    def clean(self) -> dict[str, Any]:
        """The end is not before the start."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "The end date must be on or after the start date.")
        return cleaned

    def _post_clean(self) -> None:
        """Constraints are the action's to check, against the locked row."""


class ObjectiveForm(forms.ModelForm):  # type: ignore[type-arg]
    """An objective of a plan."""

    class Meta:
        model = Objective
        fields = ("ref", "title", "intended_outcome")
        labels = {"title": "Objective or priority", "intended_outcome": "Intended outcome"}
        help_texts = {
            "ref": "For example 4.",
            "intended_outcome": "What should be different for children when it is met?",
        }
        widgets = {
            "ref": forms.TextInput(attrs={"class": "govuk-input--width-4"}),
            "title": forms.Textarea(attrs={"rows": 2}),
            "intended_outcome": forms.Textarea(attrs={"rows": 3}),
        }

    def _post_clean(self) -> None:
        """Constraints are the action's to check."""


class ReasonForm(forms.Form):
    """Why something is done; the reason stays on record."""

    reason = forms.CharField(
        label="Why?",
        help_text="The reason stays on record.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class ClosePlanForm(ReasonForm):
    """When and why a plan closes."""

    closed_on = GovukDateField(label="When did it close?", subject="closing date")
    field_order = ("closed_on", "reason")
