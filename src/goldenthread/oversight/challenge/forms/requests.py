"""The forms of requests for information, and of protocols."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.oversight.challenge.actions.requests import POWER
from goldenthread.oversight.challenge.models import InformationAnswer
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.today import today


def _prose(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
    )


class RequestForm(forms.Form):
    """A request for information."""

    to = forms.CharField(label="Of whom is it asked?", max_length=200)
    power = forms.CharField(label="Under which power?", max_length=200)
    what = _prose("What is asked for?", help_text="Without names.")
    on = day_field("On which day?", required=True)
    due_on = day_field("By when?", required=True)
    restricted = forms.BooleanField(label="Only those who may see restricted matter read it", required=False)

    def __init__(self, data: Any = None) -> None:
        """Asked today, under the Act, unless something else is said."""
        super().__init__(data, initial={"power": POWER, "on": today()})


class AnswerForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label="What came of it?", choices=InformationAnswer.Outcome.choices, widget=GovukRadios
    )
    reasons = _prose("Which reasons were given?", required=False, help_text="Needed where it was refused.")
    on = day_field("On which day?", required=True)


class ProtocolForm(forms.Form):
    """A protocol."""

    board = forms.CharField(label="With which board?", max_length=200)
    about = _prose("What does it say?")
    agreed_on = day_field("When was it agreed?", required=True)
    link = forms.URLField(
        label="Where can it be read?", required=False, max_length=500, assume_scheme="https"
    )


class ProtocolReviewForm(forms.Form):
    """A protocol that was looked at anew."""

    note = _prose("What came of it?")
    on = day_field("On which day?", required=True)
