"""The forms of joining by oneself: the public one, the password, and the partnership's rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from goldenthread.design.forms import VersionedForm
from goldenthread.learning.models import JobRole, JoiningRules
from goldenthread.partnership.models import Agency, Partnership
from goldenthread.partnership.today import today

# Nothing that an email programme could take for a link or a second line.
PLAIN = RegexValidator(r"^[^\r\n<>@/\\]+$", "Write it in plain words, without an address or a link.")


class JoinForm(forms.Form):
    """Who wants to join."""

    email = forms.EmailField(
        label="Your work email", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    name = forms.CharField(
        label="Your name", max_length=100, validators=[PLAIN], help_text="As it should stand on certificates.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    post = forms.CharField(
        label="Your post", max_length=100, validators=[PLAIN], help_text="Such as social worker or school nurse.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )  # fmt: skip
    agency = forms.ModelChoiceField(
        label="Your agency", queryset=Agency.objects.none(), empty_label="Choose your agency"
    )
    job_role = forms.ModelChoiceField(
        label="What is your work?", queryset=JobRole.objects.none(), required=False,
        empty_label="None of these, or not sure", help_text="It decides which courses you need.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        """The agencies in force and the kinds of work."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        agencies = Agency.objects.filter(partnership=partnership).in_force(today())
        fields["agency"].queryset = agencies.order_by("name")
        fields["job_role"].queryset = JobRole.objects.filter(partnership=partnership)
        if not fields["job_role"].queryset.exists():
            del fields["job_role"]


class PasswordForm(forms.Form):
    """The password of a new account."""

    password = forms.CharField(
        label="Choose a password", strip=False, max_length=200,
        help_text="At least 12 characters. Three words that only you would put together are a good one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class JoiningRulesForm(VersionedForm, forms.Form):
    """Whether practitioners may join by themselves."""

    is_open = forms.BooleanField(label="Practitioners may join by themselves", required=False)
    domains = forms.CharField(
        label="With an address at", required=False, max_length=2000,
        help_text="One on each line, such as police.uk. Empty for any address.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, rules: JoiningRules) -> None:
        """What holds today."""
        initial = {"is_open": rules.is_open, "domains": rules.domains}
        super().__init__(data, initial=initial, instance_version=rules.version)
