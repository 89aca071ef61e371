"""Making an API key."""

from __future__ import annotations

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.evidence.measures.models import ApiToken
from goldenthread.partnership.forms.acting import day_field


class TokenForm(forms.Form):
    """What a key is for, what it may do, and until when."""

    label = forms.CharField(
        label="What is it for?", max_length=100, help_text="For example the system that uses it."
    )
    scope = forms.ChoiceField(
        label="What may it do?",
        choices=ApiToken.Scope.choices,
        widget=GovukRadios,
        initial=ApiToken.Scope.READ,
    )
    expires_on = day_field("Until when?", required=True, help_text="At most a year from now.")
