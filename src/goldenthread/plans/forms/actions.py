"""Forms for actions and for what is said about them."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukCheckboxes, GovukDateField, GovukRadios, VersionedForm
from goldenthread.partnership.forms.uploads import UploadField, upload_limit
from goldenthread.partnership.models import Person
from goldenthread.partnership.today import today
from goldenthread.plans.evidence_files import TYPES_IN_WORDS, find_type
from goldenthread.plans.models import Action, Evidence, Officer, Plan
from goldenthread.plans.words import level_label


class OfficersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People, as boxes to tick."""

    widget = GovukCheckboxes

    def clean(self, value: Any) -> Any:
        """The people; a number that is too long for the database is nobody's."""
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError("Choose people from the list.", code="invalid_choice") from None


class ActionForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """An action's wording, people and places. The due date is asked only of a new one; later it moves with a reason."""

    started_on = GovukDateField(label="When did it start?", subject="start date", required=False)
    due_on = GovukDateField(label="When is it due?", subject="due date", required=False)
    leads = OfficersField(Person.objects.none(), label="Lead officers", required=False)
    responsible = OfficersField(Person.objects.none(), label="Responsible officers", required=False)

    class Meta:
        model = Action
        fields = (
            "ref",
            "objective",
            "title",
            "success_measures",
            "recommendation",
            "lead_agency",
            "overseeing_group",
            "started_on",
            "due_on",
            "next_steps",
            "note",
        )
        labels = {"title": "What is to be done?", "success_measures": "How will you know that it worked?"}
        help_texts = {
            "ref": "For example 1.4.",
            "success_measures": "What will be different, and how it will be measured.",
            "recommendation": "Leave empty if it answers none.",
        }
        widgets = {
            "ref": forms.TextInput(attrs={"class": "govuk-input--width-5"}),
            "title": forms.Textarea(attrs={"rows": 3}),
            "success_measures": forms.Textarea(attrs={"rows": 3}),
            "recommendation": forms.Textarea(attrs={"rows": 2}),
            "next_steps": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    field_order = (
        "ref",
        "objective",
        "title",
        "success_measures",
        "recommendation",
        "lead_agency",
        "leads",
        "responsible",
        "overseeing_group",
        "started_on",
        "due_on",
        "next_steps",
        "note",
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """Only this plan's objectives and this partnership's agencies, groups and people can be chosen."""
        super().__init__(*args, **kwargs)
        self.plan = plan
        partnership = plan.partnership
        people = partnership.people.in_post(today()).select_related("agency")
        choose: dict[str, Any] = self.fields
        choose["objective"].queryset = plan.objectives.all()
        choose["lead_agency"].queryset = partnership.agencies.in_force(today())
        choose["overseeing_group"].queryset = partnership.groups.in_force(today())
        choose["leads"].queryset = choose["responsible"].queryset = people
        if self.instance.pk:
            del self.fields["due_on"]
            for name, part in (("leads", Officer.Part.LEAD), ("responsible", Officer.Part.RESPONSIBLE)):
                self.initial[name] = [
                    row.person_id for row in self.instance.officer_parts.all() if row.part == part
                ]

    def clean(self) -> dict[str, Any]:
        """The due date is not before the start."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, due = cleaned.get("started_on"), cleaned.get("due_on")
        if start and due and due < start:
            self.add_error("due_on", "The due date must be on or after the start date.")
        return cleaned

    def _post_clean(self) -> None:
        """Constraints are the action's to check, against the locked row."""


class RatingForm(forms.Form):
    """A rating with the words that go with it."""

    value = forms.TypedChoiceField(coerce=int, label="How does it stand?", widget=GovukRadios)
    text = forms.CharField(
        label="What has happened since the last update?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text="No names of children, and nothing that could identify one.",
    )
    rated_on = GovukDateField(label="Date of this rating", subject="date of this rating")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """The levels of the plan's scale, each with its meaning."""
        super().__init__(*args, **kwargs)
        levels = plan.scale.levels
        value: Any = self.fields["value"]
        value.choices = [(level.value, level_label(plan.scale_key, level)) for level in levels]
        value.widget.hints = {str(level.value): level.meaning for level in levels}
        self.fields["rated_on"].initial = today()


class ExplanationForm(forms.Form):
    """Why an action is late or badly rated."""

    text = forms.CharField(
        label="Why is it late, and what will happen now?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        help_text="This goes into the exception report. No names of children, and nothing that could identify one.",
    )


class DueDateForm(forms.Form):
    """A new due date, and why."""

    due_on = GovukDateField(label="What is the new due date?", subject="new due date")
    reason = forms.CharField(
        label="Why does it move?",
        help_text="The old date and this reason stay on record.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class EvidenceForm(forms.Form):
    """A file or a link that proves something."""

    kind = forms.ChoiceField(
        label="What does it prove?",
        choices=Evidence.Kind.choices,
        widget=GovukRadios(
            hints={
                "done": "For example minutes, a policy, an attendance list. A rating of completed asks for it.",
                "impact": "For example a measure that changed, a repeat audit, what children said. "
                "A rating of sustained asks for it.",
            }
        ),
    )
    title = forms.CharField(label="What is it called?", max_length=200)
    description = forms.CharField(
        label="What does it show?", widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False
    )
    dated = GovukDateField(label="Date of the evidence", subject="date of the evidence")
    file = UploadField(
        label="Upload a file", required=False, too_large="Make it smaller, or give a link to it."
    )
    link = forms.URLField(label="Or give a link", required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Today is offered as the date."""
        super().__init__(*args, **kwargs)
        self.fields["dated"].initial = today()
        self.fields["file"].help_text = f"{TYPES_IN_WORDS}, up to {upload_limit()}."
        self.content_type = ""

    def clean_file(self) -> Any:
        """What the file is, by its content, is something that may be kept here."""
        file = self.cleaned_data.get("file")
        if file is None:
            return None
        try:
            self.content_type = find_type(file.name, file.read())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two, not both."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" not in self.errors and "link" not in self.errors:
            if cleaned.get("file") and cleaned.get("link"):
                self.add_error("link", "Give either a file or a link, not both.")
            elif not cleaned.get("file") and not cleaned.get("link"):
                self.add_error("file", "Choose a file, or give a link below.")
        return cleaned
