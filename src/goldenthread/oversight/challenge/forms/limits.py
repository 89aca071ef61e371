"""The form of a stage's limit."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.oversight.challenge.stages import stages
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.today import today


class LimitForm(forms.Form):
    """Within how many working days a stage settles what comes to it, from a day on."""

    stage = forms.TypedChoiceField(label="Of which stage?", coerce=int)
    working_days = forms.IntegerField(label="Within how many working days?", min_value=1, max_value=60)
    holds_from = day_field(
        "From which day does it hold?",
        required=True,
        help_text="A stage that began before keeps its limit.",
    )
    policy = forms.CharField(
        label="Where does the policy say so?",
        max_length=200,
        help_text="Its title, with the page or the day.",
    )

    def __init__(self, data: Any = None) -> None:
        """From today, unless another day is said."""
        super().__init__(data, initial={"holds_from": today()})
        field: Any = self.fields["stage"]
        field.choices = [(each.number, str(each)) for each in stages()]
