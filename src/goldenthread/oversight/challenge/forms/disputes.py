"""The forms of disputes."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.oversight.challenge.actions.disputes import next_steps
from goldenthread.oversight.challenge.models import Dispute, DisputeStep
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.today import today


def _note(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class DisputeForm(forms.Form):
    """A dispute to be put on record."""

    title = forms.CharField(label="What is it about?", max_length=200)
    raised_by = forms.ModelChoiceField(label="Who raises it?", queryset=Agency.objects.none())
    raised_with = forms.ModelChoiceField(label="With whom?", queryset=Agency.objects.none())
    on = day_field("On which day?", required=True)
    note = _note("What does each say?")

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        """Agencies in force; today."""
        super().__init__(data, initial={"on": today()})
        rows = Agency.objects.filter(partnership=partnership).in_force(today()).order_by("name")
        for name in ("raised_by", "raised_with"):
            field: Any = self.fields[name]
            field.queryset = rows


class StepForm(forms.Form):
    """The next step of a dispute."""

    step = forms.ChoiceField(label="What came next?", widget=GovukRadios)
    on = day_field("On which day?", required=True)
    note = _note("What was said, or agreed?")

    def __init__(self, data: Any = None, *, dispute: Dispute) -> None:
        """The next step of the way, or its settlement."""
        super().__init__(data, initial={"on": today()})
        labels = dict(DisputeStep.Step.choices)
        field: Any = self.fields["step"]
        field.choices = [(each, labels[each]) for each in next_steps(dispute)]
