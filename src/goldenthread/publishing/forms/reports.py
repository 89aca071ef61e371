"""Forms for reports: beginning one, its cover, its sections, signing it."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import CharacterCount, GovukDateField, GovukRadios, VersionedForm
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import Plan
from goldenthread.publishing.authored_text import MOST_CHARACTERS
from goldenthread.publishing.forms.fields import MonthField, WholeNumberField
from goldenthread.publishing.models import Report, ReportSection
from goldenthread.publishing.performance.outline import PARTS


class NewReportForm(forms.Form):
    """What a report is about, and what it starts from."""

    title = forms.CharField(label="Title of the report", max_length=200)
    period_from = MonthField(label="First month of the period")
    period_to = MonthField(label="Last month of the period", last_day=True)
    plan = forms.ModelChoiceField(
        label="Plan on which it tells",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="Choose later",
    )
    as_at = GovukDateField(
        label="Position of the plan as at",
        subject="day of the position",
        help_text="What is overdue, and how things are rated, is told as it stood on this day.",
    )
    previous = forms.ModelChoiceField(
        label="Start from",
        queryset=Report.objects.none(),
        required=False,
        empty_label="Empty sections",
        help_text="Copies what authors wrote in an earlier report, to be changed. Figures are never copied.",
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        """Only what the viewer may see can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.visible_to(viewer)  # type: ignore[attr-defined]
        self.fields["previous"].queryset = Report.objects.visible_to(viewer)  # type: ignore[attr-defined]
        self.fields["previous"].label_from_instance = lambda r: f"{r.title}, {r.period}"  # type: ignore[attr-defined]


class CoverForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """The committee's cover, and the plan behind the report."""

    as_at = GovukDateField(label="Position of the plan as at", subject="day of the position")
    meeting_on = GovukDateField(label="Date of the meeting", subject="date of the meeting", required=False)
    signatures_needed = WholeNumberField(
        label="How many safeguarding partners must sign it off?",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )

    class Meta:
        model = Report
        fields = (
            "title",
            "plan",
            "as_at",
            "committee",
            "meeting_on",
            "item_number",
            "wards",
            "key_decision",
            "report_of",
            "accountable_assistant_director",
            "accountable_director",
            "publicity",
            "exemption",
            "author",
            "signatures_needed",
        )
        labels = {
            "plan": "Plan on which it tells",
            "committee": "Committee that receives it",
            "report_of": "Report of (post)",
            "accountable_assistant_director": "Accountable Assistant Director (post)",
            "accountable_director": "Accountable Director (post)",
            "author": "Report author (post)",
            "exemption": "If exempt, why",
        }
        widgets = {
            "item_number": forms.TextInput(attrs={"class": "govuk-input--width-5"}),
            "key_decision": GovukRadios,
            "publicity": GovukRadios(
                hints={
                    "public": "Everybody who may see reports can read it once it is published.",
                    "exempt": "Only those who may see restricted material can read it.",
                }
            ),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        """Only plans that the viewer may see can be chosen, and the one that is chosen already."""
        super().__init__(*args, **kwargs)
        plans = Plan.objects.visible_to(viewer)
        if self.instance.plan_id:
            plans = plans | Plan.objects.filter(pk=self.instance.plan_id)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """Constraints are the action's to check, against the locked row."""


class SectionForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """What an author writes under one heading."""

    text = forms.CharField(
        label="Text",
        required=False,
        widget=CharacterCount(MOST_CHARACTERS, rows=16),
        help_text="Leave a line empty between paragraphs. Begin list entries with a hyphen. **Bold**, *italic*, "
        "[words of a link](https://example.org).",
    )

    class Meta:
        model = ReportSection
        fields = ("heading", "verified_by", "text")
        labels = {"verified_by": "Implications verified by (post)"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Asks only for what this part of the form has."""
        super().__init__(*args, **kwargs)
        part = PARTS[self.instance.key]
        if not part.heading_may_change:
            del self.fields["heading"]
        if not part.asks_who_verified:
            del self.fields["verified_by"]

    def _post_clean(self) -> None:
        """Constraints are the action's to check, against the locked row."""


class SignOffForm(forms.Form):
    """A signature under the text that was shown."""

    checksum = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, agency: str, **kwargs: Any) -> None:
        """Names the agency for which the person signs."""
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = f"I have read this report and sign it off for {agency}"
