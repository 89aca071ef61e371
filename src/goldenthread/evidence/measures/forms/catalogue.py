"""Forms for indicators, their definitions, and the events on their charts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from goldenthread.design.forms import GovukCheckboxes, GovukDateField, GovukRadios
from goldenthread.evidence.measures.actions.catalogue import DEFINITION_FIELDS, INDICATOR_FIELDS
from goldenthread.evidence.measures.models import Definition, Indicator
from goldenthread.partnership.forms.acting import ActionForm, VersionedActionForm, day_field
from goldenthread.partnership.forms.several import SeveralField
from goldenthread.partnership.models import Agency, Group, Partnership
from goldenthread.partnership.today import today

FIGURE: dict[str, Any] = {"max_digits": 18, "decimal_places": 6, "required": False}


class DetailsForm(forms.Form):
    """Who sends an indicator, when, and to whom it belongs."""

    title = forms.CharField(label="What is it called?", max_length=200)
    priority = forms.CharField(
        label="Under which priority or theme?",
        max_length=100,
        required=False,
        help_text="The scorecard is grouped by it.",
    )
    sector = forms.ChoiceField(label="Sector", choices=Agency.Sector.choices)
    agencies = SeveralField(
        label="Which agencies send it?",
        queryset=Agency.objects.none(),
        required=False,
        widget=GovukCheckboxes,
    )
    group = forms.ModelChoiceField(label="Overseen by", queryset=Group.objects.none(), required=False)
    frequency = forms.ChoiceField(label="How often is it collected?", choices=Indicator.HowOften.choices)
    unit = forms.ChoiceField(label="Unit", choices=Indicator.Unit.choices)
    commentary = forms.ChoiceField(
        label="When must a comment be written?",
        choices=Indicator.Commentary.choices,
        widget=GovukRadios,
        initial="signal",
    )
    due_working_days = forms.IntegerField(
        label="How many working days after the period’s end is it due?",
        min_value=0,
        max_value=250,
        initial=10,
    )
    lowest = forms.DecimalField(
        label="Least that it can be", help_text="Leave it empty if the unit says it.", **FIGURE
    )
    highest = forms.DecimalField(label="Most that it can be", **FIGURE)
    annex_a = forms.CharField(
        label="What of Annex A is it computed from?",
        max_length=60,
        required=False,
        help_text="Leave it empty unless its figures come out of Annex A: then the key that the reading shows.",
    )
    collected_from = day_field(
        "From when are figures owed?", help_text="Leave it empty while nothing is collected."
    )
    collected_until = day_field("Until when?")
    on_scorecard = forms.BooleanField(label="Stands on the scorecard", required=False, initial=True)
    source = forms.CharField(label="Where does the definition come from?", max_length=300, required=False)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        """Only agencies and groups of this partnership can be chosen."""
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(partnership=partnership).in_force(today())
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["group"].queryset = Group.objects.filter(partnership=partnership).in_force(today())  # type: ignore[attr-defined]


class DefinitionFields(forms.Form):
    """What an indicator counts and how it is read."""

    definition = forms.CharField(label="What does it count?", widget=forms.Textarea(attrs={"rows": 3}))
    numerator = forms.CharField(label="Numerator", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    denominator = forms.CharField(
        label="Denominator",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For a percentage or a rate: of what?",
    )
    polarity = forms.ChoiceField(
        label="Which way is better?",
        choices=Definition.Polarity.choices,
        widget=GovukRadios,
        initial="context",
    )
    target = forms.DecimalField(label="Target", **FIGURE)
    tolerance = forms.DecimalField(
        label="How far from the target still counts as near?", min_value=0, **FIGURE
    )
    year_to_date = forms.ChoiceField(
        label="How is the year so far put together?", choices=Definition.YearToDate.choices, initial="latest"
    )
    statutory_basis = forms.CharField(label="Statutory basis", max_length=300, required=False)
    threshold = forms.IntegerField(
        label="Hide counts from 1 to below",
        min_value=0,
        max_value=50,
        initial=6,
        help_text="0 hides nothing.",
    )
    round_to = forms.TypedChoiceField(
        label="Round counts to the nearest",
        choices=[(1, "1: not rounded"), (5, "5"), (10, "10")],
        coerce=int,
        initial=1,
    )


class NewIndicatorForm(DefinitionFields, DetailsForm, ActionForm):
    """A new indicator with its first definition."""

    key = forms.SlugField(
        label="Address",
        max_length=80,
        help_text="The last part of its web address: small letters, numbers and hyphens, such as re-referrals.",
    )
    holds_from = day_field("From when does the definition hold?", required=True)
    field_order = [
        "title",
        "key",
        "definition",
        "numerator",
        "denominator",
        *INDICATOR_FIELDS,
        *DEFINITION_FIELDS,
    ]


class EditIndicatorForm(DetailsForm, VersionedActionForm):
    """What an indicator says about itself."""

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        """The indicator's values, with the agencies that send it."""
        return super().values_of(row) | {"agencies": list(row.agencies.values_list("pk", flat=True))}


class RedefineForm(DefinitionFields, ActionForm):
    """The definition that holds from a day on."""

    holds_from = day_field("From when does it hold?", required=True)
    why = forms.CharField(
        label="Why does it change?", max_length=300, help_text="The reason stays on record."
    )
    field_order = ["holds_from", "why", *DEFINITION_FIELDS]


class EventForm(ActionForm):
    """Something to mark on a chart."""

    on = GovukDateField(
        label="When did it happen?", subject="day on which it happened", latest=dt.date(2099, 12, 31)
    )
    text = forms.CharField(label="What happened?", max_length=200)
    rebases = forms.BooleanField(
        label="Start new limits from here",
        required=False,
        help_text="Only where the way of working really changed. What came before keeps its own limits.",
    )
    reason = forms.CharField(
        label="Why do the limits start anew?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(ActionForm):
    """Why something is done."""

    reason = forms.CharField(
        label="Why?", help_text="The reason stays on record.", widget=forms.Textarea(attrs={"rows": 3})
    )
