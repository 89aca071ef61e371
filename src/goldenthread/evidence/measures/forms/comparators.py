"""The form for a year's number of children."""

from __future__ import annotations

from django import forms


class PopulationForm(forms.Form):
    """How many children lived here in the middle of a year."""

    year = forms.IntegerField(label="In the middle of which year?", min_value=1990, max_value=2100)
    children = forms.IntegerField(
        label="How many children aged 0 to 17 lived here?", min_value=1, max_value=50_000_000
    )
    source = forms.CharField(
        label="Where does the number come from?",
        max_length=300,
        help_text="For example ONS mid-year estimates 2023.",
    )
