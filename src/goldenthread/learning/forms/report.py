"""The form that issues a training report."""

from __future__ import annotations

from django import forms


class IssueForm(forms.Form):
    """What the Business Team writes before the figures."""

    comment = forms.CharField(
        label="What should readers know first?", required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What stands behind the figures, and what is done about empty places. You need not write.",
    )  # fmt: skip
