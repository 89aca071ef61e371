"""The forms of the thread: sources, findings, recommendations, answers, actions, proof and judgements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify

from goldenthread.design.forms import GovukRadios, VersionedForm
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.forms.uploads import UploadField
from goldenthread.partnership.models import Agency, Group, Partnership, Person
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.forms.actions import OfficersField
from goldenthread.plans.models import Action
from goldenthread.spreadsheets.errors import SpreadsheetError
from goldenthread.thread.evidence import choices_for
from goldenthread.thread.lines import read_lines, read_list
from goldenthread.thread.models import Finding, Judgement, Proof, Recommendation, Source, Theme

# What no source can have as its address: nothing, and the page on which a source is added.
RESERVED = {"", "new"}


def _prose(label: str, *, rows: int = 4, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def _agencies(partnership: Partnership) -> Any:
    return Agency.objects.filter(partnership=partnership).in_force(today())


class SourceForm(forms.Form):
    """A source."""

    kind = forms.ChoiceField(label="What is it?", choices=Source.Kind.choices)
    title = forms.CharField(label="What is it called?", max_length=200)
    dated = day_field("From which day is its report?", required=True)
    summary = _prose("What was it about?", required=False, help_text="Without names.")
    link = forms.URLField(
        label="Where is it published?", required=False, max_length=500, assume_scheme="https"
    )
    group = forms.ModelChoiceField(
        label="Which group oversees what comes of it?",
        queryset=Group.objects.none(),
        required=False,
        empty_label="None yet",
    )
    restricted = forms.BooleanField(label="Only those who may see restricted matter read it", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership, initial: Any = None) -> None:
        """Groups are the partnership's, those of today."""
        super().__init__(data, initial=initial)
        groups = Group.objects.filter(partnership=partnership).in_force(today()).order_by("name")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    @property
    def key(self) -> str:
        """The address that its title gives it."""
        key = slugify(self.cleaned_data["title"])[:70]
        return f"source-{key}".rstrip("-") if key in RESERVED else key


class SourceChangeForm(VersionedForm, SourceForm):
    """A source as it is changed: not over what somebody else changed meanwhile."""


class ThemeForm(forms.Form):
    """A theme."""

    title = forms.CharField(
        label="What is the theme?", max_length=120, help_text="Such as neglect, or information sharing."
    )
    priority = forms.BooleanField(label="It is one of the partnership’s priorities", required=False)


class FindingForm(forms.Form):
    """A finding."""

    ref = forms.CharField(label="Its number", max_length=20)
    text = _prose("What was found?", help_text="Without names, and so that no child can be known by it.")
    theme = forms.ModelChoiceField(
        label="Which theme is it of?", queryset=Theme.objects.none(), required=False, empty_label="None yet"
    )
    agency = forms.ModelChoiceField(
        label="Which agency is it about?",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="No one agency",
    )
    priority = forms.ChoiceField(
        label="How much does it matter?",
        choices=[("", "Not said"), *Finding.Priority.choices],
        required=False,
    )
    good = forms.BooleanField(label="It is good practice, and asks for nothing", required=False)

    def __init__(
        self, data: Any = None, *, partnership: Partnership, initial: Any = None, **more: Any
    ) -> None:
        """Themes and agencies are the partnership's."""
        super().__init__(data, initial=initial, **more)
        self.fields["theme"].queryset = Theme.objects.filter(partnership=partnership)  # type: ignore[attr-defined]
        self.fields["agency"].queryset = _agencies(partnership)  # type: ignore[attr-defined]


class FindingChangeForm(VersionedForm, FindingForm):
    """A finding as it is corrected."""


class RecommendationForm(forms.Form):
    """A recommendation."""

    ref = forms.CharField(label="Its number", max_length=20, help_text="As printed, such as 7 or R7.")
    text = _prose("What is recommended?")
    finding = forms.ModelChoiceField(
        label="Which finding is it because of?",
        queryset=Finding.objects.none(),
        required=False,
        empty_label="None that is recorded",
    )
    agency = forms.ModelChoiceField(
        label="Which agency is it for?",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="No one agency",
    )

    def __init__(self, data: Any = None, *, source: Source, initial: Any = None, **more: Any) -> None:
        """Findings are those of the source."""
        super().__init__(data, initial=initial, **more)
        self.fields["finding"].queryset = source.findings.filter(good=False)  # type: ignore[attr-defined]
        self.fields["agency"].queryset = _agencies(source.partnership)  # type: ignore[attr-defined]


class RecommendationChangeForm(VersionedForm, RecommendationForm):
    """A recommendation as it is corrected."""


class LinesForm(forms.Form):
    """Several recommendations, pasted from a report or read from a list."""

    lines = forms.CharField(
        label="What is recommended?",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="One a line, its number first, such as “7. What is asked for”. A line without a number goes on with "
        "the one before. A list from Word or a column of numbers and one of texts from Excel can be pasted as it is.",
    )
    file = UploadField(
        label="Or: a file with them",
        required=False,
        help_text="A CSV, Excel or OpenDocument file with a column “Number” and a column “Recommendation”, such as the "
        "list of a national review. The file itself is not kept.",
    )
    finding = forms.ModelChoiceField(
        label="Which finding are they because of?",
        queryset=Finding.objects.none(),
        required=False,
        empty_label="None that is recorded, or not all of one",
    )

    def __init__(self, data: Any = None, files: Any = None, *, source: Source) -> None:
        """Findings are those of the source."""
        super().__init__(data, files)
        self.fields["finding"].queryset = source.findings.filter(good=False)  # type: ignore[attr-defined]

    def clean_lines(self) -> list[tuple[str, str]]:
        """Numbers with their texts."""
        try:
            return read_lines(self.cleaned_data["lines"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_file(self) -> list[tuple[str, str]]:
        """Numbers with their texts."""
        file = self.cleaned_data["file"]
        if not file:
            return []
        try:
            return read_list(file.read(), file.name)
        except SpreadsheetError as error:
            raise forms.ValidationError([error.message, *map(str, error.problems[:20])]) from error

    def clean(self) -> dict[str, Any]:
        """One of the two ways, as ``lines``."""
        data = super().clean() or {}
        listed, lines = data.pop("file", None), data.get("lines")
        if listed and lines:
            self.add_error("file", "Paste them or give a file, not both at once.")
        return data | {"lines": lines or listed or []}


class AnswerForm(forms.Form):
    """The partnership's answer."""

    accepted = forms.TypedChoiceField(
        label="Is it accepted?",
        choices=[("yes", "Accepted"), ("no", "Rejected")],
        coerce=lambda value: value == "yes",
        widget=GovukRadios,
    )
    reason = _prose("Why?", required=False, help_text="Needed where it is rejected.")
    on = day_field("On which day was that decided?", required=True)


class ActionForm(forms.Form):
    """A new action that answers a recommendation."""

    title = _prose("What is to be done?", rows=3)
    success_measures = _prose("By what will it be seen that it made a difference?", rows=2, required=False)
    lead_agency = forms.ModelChoiceField(label="Which agency leads it?", queryset=Agency.objects.none())
    leads = OfficersField(Person.objects.none(), label="Who leads it?", required=False)
    due_on = day_field("By when?", required=True)

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        """Agencies and people are the partnership's, those of today."""
        super().__init__(data)
        people = Person.objects.filter(partnership=partnership, left_on=None, agency__isnull=False)
        self.fields["lead_agency"].queryset = _agencies(partnership)  # type: ignore[attr-defined]
        self.fields["leads"].queryset = people.select_related("agency")  # type: ignore[attr-defined]
        self.fields["leads"].label_from_instance = lambda person: f"{person}, {person.agency}"  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """An action of the register that answers a recommendation."""

    action = forms.ModelChoiceField(
        label="Which action answers it?", queryset=Action.objects.none(), empty_label="Choose an action"
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, recommendation: Recommendation) -> None:
        """Actions are those that the viewer may see and that do not answer it yet."""
        super().__init__(data)
        actions = Action.objects.visible_to(viewer).in_force(today()).select_related("plan")
        if not recommendation.source.restricted:
            actions = actions.filter(plan__restricted=False)
        self.fields["action"].queryset = actions.exclude(  # type: ignore[attr-defined]
            recommendation_links__recommendation=recommendation
        ).order_by("plan__title", "order")
        self.fields["action"].label_from_instance = lambda row: f"{row.plan}: {row}"[:120]  # type: ignore[attr-defined]


class ProofForm(forms.Form):
    """Evidence of impact."""

    kind = forms.ChoiceField(label="What is the evidence?", choices=Proof.Kind.choices)
    text = _prose("What does it show?", help_text="What changed, for whom, and since when.")
    dated = day_field("From which day is it?", required=True)
    reference = forms.ChoiceField(
        label="Does the product hold it?",
        required=False,
        help_text="What it shows is then looked up whenever somebody opens the recommendation.",
    )
    link = forms.URLField(
        label="Where else can it be read?", required=False, max_length=500, assume_scheme="https"
    )
    field_order = ("kind", "reference", "text", "dated", "link")

    def __init__(self, data: Any = None, *, viewer: Viewer, initial: Any = None) -> None:
        """What can be pointed to is what the viewer may see."""
        super().__init__(data, initial=initial)
        self.fields["reference"].choices = [("", "No, it is elsewhere"), *choices_for(viewer)]  # type: ignore[attr-defined]


class TakeBackForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label="What was wrong?", max_length=300)


class JudgeForm(forms.Form):
    """A judgement."""

    value = forms.ChoiceField(
        label="Did it make the difference that was asked for?", choices=Judgement.VALUES, widget=GovukRadios
    )
    reasons = _prose("Why?", help_text="What the evidence shows, and what it does not.")
    on = day_field("On which day was that judged?", required=True)
