"""The forms of those who record what was said, answer it, and run surveys."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios, VersionedForm
from goldenthread.evidence.voice.models import Engagement, Question, Response, Speaker, Theme
from goldenthread.evidence.voice.models.surveys import LEAST_MINIMUM, MINIMUM, MOST_MINIMUM
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer

NO_NAMES = "No names, and nothing else by which somebody could be recognised."


def _prose(label: str, *, rows: int = 4, help_text: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        required=required,
    )


class ThemeForm(forms.Form):
    """A theme."""

    title = forms.CharField(
        label="What is the theme called?",
        max_length=120,
        help_text="A few words, such as “Being told what happens”.",
    )


class EngagementForm(forms.Form):
    """An event or conversation."""

    agency = forms.ModelChoiceField(label="Which agency held it?", queryset=Agency.objects.none())
    kind = forms.ChoiceField(label="Who was heard?", choices=Engagement.Kind.choices, widget=GovukRadios)
    title = forms.CharField(
        label="What was it?", max_length=200, help_text="Such as “Youth council, autumn”."
    )
    on = day_field("On which day?", required=True)
    means = forms.CharField(
        label="Where, or by what means?",
        max_length=200,
        required=False,
        help_text="Such as a school hall, or by telephone.",
    )
    took_part = forms.IntegerField(
        label="How many took part?", min_value=0, max_value=100_000, required=False,
        help_text="Leave it empty if nobody counted.",
    )  # fmt: skip
    summary = _prose("What came of it, in short?", help_text=NO_NAMES, required=False)
    restricted = forms.BooleanField(
        label="Restricted: only those who may see restricted material read it", required=False
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, **kwargs: Any) -> None:
        """The agencies are those for which the viewer may record; only who sees what is restricted can make it so."""
        super().__init__(data, **kwargs)
        if not viewer.may(Permission.VIEW_RESTRICTED):
            del self.fields["restricted"]
        agencies = Agency.objects.filter(partnership=viewer.partnership).in_force(today())
        if not viewer.may(Permission.MANAGE_VOICE):
            agencies = agencies.filter(pk=viewer.agency_id)
            self.fields["agency"].initial = viewer.agency_id
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class EngagementChangeForm(VersionedForm, EngagementForm):
    """An event or conversation as it is changed: not over what somebody else changed meanwhile."""


class VoiceForm(forms.Form):
    """What one person said."""

    theme = forms.ModelChoiceField(label="Under which theme?", queryset=Theme.objects.none())
    speaker = forms.ChoiceField(label="Who said it?", choices=Speaker.choices, widget=GovukRadios)
    words = _prose(
        "What was said?",
        rows=5,
        help_text=f"In their own words. {NO_NAMES} Email addresses, telephone numbers, dates with a year, postcodes "
        "and long numbers are refused.",
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, **kwargs: Any) -> None:
        """The themes are the partnership's."""
        super().__init__(data, **kwargs)
        self.fields["theme"].queryset = Theme.objects.filter(partnership=viewer.partnership)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is taken out or down."""

    reason = forms.CharField(label="Why?", max_length=300, help_text="The record keeps it. No names.")


class ConfirmForm(forms.Form):
    """Nothing to fill in: a button that does what the page says."""


class WithholdForm(ReasonForm):
    """Why an answer in free text is withheld, and whether it is deleted."""

    erase = forms.BooleanField(
        label="Delete what was written, for good",
        required=False,
        help_text="Do this where it tells who somebody is and you have done what had to be done about it.",
    )


class _ResponseTexts(forms.Form):
    heard = _prose("What did you hear?", help_text=NO_NAMES)
    did = _prose("What was done about it?")
    still = _prose("What is still to do?", required=False)
    on = day_field("As of which day?", required=True)


class ResponseForm(_ResponseTexts):
    """What was done about a theme, or about one event or conversation."""

    theme = forms.ModelChoiceField(
        label="About which theme?",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="None: about one event",
    )
    engagement = forms.ModelChoiceField(
        label="If it is about one event or conversation: which?",
        queryset=Engagement.objects.none(),
        required=False,
        empty_label="None: about a theme",
    )
    field_order = ["theme", "engagement", "heard", "did", "still", "on"]

    def __init__(self, data: Any = None, *, viewer: Viewer, **kwargs: Any) -> None:
        """The themes are the partnership's; so are the events, restricted ones left out."""
        super().__init__(data, **kwargs)
        self.fields["theme"].queryset = Theme.objects.filter(partnership=viewer.partnership)  # type: ignore[attr-defined]
        self.fields["engagement"].queryset = Engagement.objects.visible_to(viewer).filter(restricted=False)  # type: ignore[attr-defined]


class ResponseChangeForm(VersionedForm, _ResponseTexts):
    """A draft as it is changed: not over what somebody else changed meanwhile."""

    FIELDS = ("heard", "did", "still", "on")

    def __init__(self, data: Any = None, *, row: Response) -> None:
        """Opens with what is saved."""
        initial = {name: getattr(row, name) for name in self.FIELDS}
        super().__init__(data, initial=initial, instance_version=row.version)


class SurveyForm(forms.Form):
    """A survey."""

    title = forms.CharField(
        label="What is it called?", max_length=200, help_text="People who answer it read this."
    )
    audience = forms.CharField(
        label="For whom is it?", max_length=200, help_text="Such as “Young people aged 11 to 17 in our area”."
    )
    intro = _prose(
        "What should people read before the questions?",
        required=False,
        help_text="Why you ask, and what you will do with the answers. How to get help is shown anyway.",
    )
    opens_on = day_field("First day", required=True)
    closes_on = day_field("Last day", required=True)
    minimum = forms.IntegerField(
        label="Smallest number that is shown",
        min_value=LEAST_MINIMUM,
        max_value=MOST_MINIMUM,
        initial=MINIMUM,
        help_text="Smaller ones are withheld from everybody, so that nobody is recognised.",
    )


class SurveyChangeForm(VersionedForm, SurveyForm):
    """A survey as it is changed: not over what somebody else changed meanwhile."""


class OptionsField(forms.CharField):
    """Choices, each on a line of its own. Cleans to a list of texts."""

    def clean(self, value: Any) -> Any:
        """The lines that hold something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class QuestionForm(forms.Form):
    """One question of a survey."""

    text = forms.CharField(label="What do you ask?", max_length=300)
    kind = forms.ChoiceField(label="How is it answered?", choices=Question.Kind.choices, widget=GovukRadios)
    options = OptionsField(
        label="If people choose: from what?",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Each choice on a line of its own.",
    )
    low = forms.CharField(label="If it is a scale: what does 1 mean?", max_length=60, required=False)
    high = forms.CharField(label="What does 5 mean?", max_length=60, required=False)


class ShowWordsForm(forms.Form):
    """An answer in free text as others are to read it."""

    shown = _prose(
        "What others will read",
        rows=6,
        help_text="Take out names, places and whatever else tells who wrote it. Change nothing else.",
    )
