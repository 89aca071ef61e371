"""The forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.duties.actions.record import NEEDS_REFERENCE
from goldenthread.duties.derivation import national_pack
from goldenthread.duties.happenings import Happening
from goldenthread.duties.models import CalendarFeed
from goldenthread.duties.rules import national_packs
from goldenthread.partnership.forms.acting import VersionedActionForm, day_field
from goldenthread.partnership.forms.uploads import UploadField
from goldenthread.partnership.models import Agency, Group, Partnership
from goldenthread.partnership.today import today

# What other rooms tell by themselves is not written down by hand.
TOLD_BY_ROOMS = frozenset(
    {
        Happening.YEAR_BEGAN, Happening.CHAIR_APPOINTED, Happening.TERMS_APPROVED, Happening.ACTION_OVERDUE,
        Happening.ACTION_ANSWERED, Happening.RETURN_ENDED, Happening.RETURN_SENT,
    }
)  # fmt: skip


class OccurrenceForm(forms.Form):
    """What happened, when, and to what."""

    happening = forms.ChoiceField(
        label="What happened?",
        choices=[(h.value, h.label[:1].upper() + h.label[1:]) for h in Happening if h not in TOLD_BY_ROOMS],
    )
    on = day_field("When?", required=True)
    reference = forms.CharField(
        label="Its reference",
        max_length=80,
        required=False,
        help_text="Needed for an incident, a review or a meeting, such as 2019-01. Never a child’s name.",
    )
    group = forms.ModelChoiceField(
        label="Which group, if it was one group’s?", queryset=Group.objects.none(), required=False
    )
    agency = forms.ModelChoiceField(
        label="Which agency, if it was one agency’s?", queryset=Agency.objects.none(), required=False
    )
    note = forms.CharField(
        label="Where is it on record?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example the minute or the letter that shows it.",
    )
    restricted = forms.BooleanField(label="Only those who may see restricted material see it", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        """The groups and agencies are the partnership's."""
        super().__init__(data)
        self.fields["group"].queryset = Group.objects.filter(partnership=partnership).in_force(today())  # type: ignore[attr-defined]
        self.fields["agency"].queryset = Agency.objects.filter(partnership=partnership).in_force(today())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What happened as the engine knows it."""
        given = self.cleaned_data
        if "happening" in given:
            given["happening"] = Happening(given["happening"])  # type: ignore[call-arg]
            if given["happening"] in NEEDS_REFERENCE and not given.get("reference", "").strip():
                self.add_error("reference", "Give it a reference, such as 2019-01.")
        return given


class ReasonForm(forms.Form):
    """Why something is taken back or not sent."""

    reason = forms.CharField(label="Why?", max_length=300)


class PauseForm(forms.Form):
    """From when a duty's days do not count, and why."""

    begins_on = day_field("From which day do its days not count?", required=True)
    reason = forms.CharField(
        label="Why?", max_length=300, help_text="For example that the police have asked to wait for a trial."
    )


class ResumeForm(forms.Form):
    """The last day that does not count."""

    ends_on = day_field("What is the last day that does not count?", required=True)


class ClosureForm(forms.Form):
    """A day on which the office is closed."""

    on = day_field("On which day is the office closed?", required=True)
    reason = forms.CharField(label="Why?", max_length=200)


class NationalPackForm(forms.Form):
    """Which edition of the statutory guidance holds, and from when."""

    key = forms.ChoiceField(label="Which guidance?", widget=GovukRadios)
    since = day_field(
        "From which day?", required=True, help_text="What arose before stays under the rules of its day."
    )
    why = forms.CharField(label="Why?", max_length=300, required=False)

    def __init__(self, data: Any = None) -> None:
        """The packs are those that come with the product."""
        super().__init__(data)
        self.fields["key"].choices = [(key, pack.title) for key, pack in national_packs().items()]  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        """A pack that there is."""
        key: str = self.cleaned_data["key"]
        national_pack(key)
        return key


class LocalPackForm(forms.Form):
    """The partnership's own rules as a file, and from when they hold."""

    file = UploadField(
        label="Choose the file of rules", help_text="A TOML file. Download the present one, and change it."
    )
    since = day_field(
        "From which day?", required=True, help_text="What arose before stays under the rules of its day."
    )
    why = forms.CharField(label="Why did they change?", max_length=300)

    def clean_file(self) -> Any:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > 1_000_000:
            raise forms.ValidationError("The file is larger than 1 MB: a pack of rules is not.")
        try:
            self.text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "The file is no text in UTF-8. Save it as plain text in UTF-8."
            ) from None
        if "\0" in self.text:
            raise forms.ValidationError("The file is no text. Save it as plain text in UTF-8.")
        return file


class LetterForm(VersionedActionForm):
    """A letter while it is a draft."""

    addressee = forms.CharField(label="Whom is it to?", max_length=200)
    text = forms.CharField(
        label="The letter",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Leave an empty line between paragraphs. The record is attached by itself.",
    )

    def arguments(self) -> dict[str, Any]:
        """What the action takes: the version is the view's to tell."""
        return {name: self.cleaned_data[name] for name in ("addressee", "text")}


class FeedForm(forms.Form):
    """What stands in the calendar."""

    scope = forms.ChoiceField(
        label="What should stand in your calendar?",
        choices=CalendarFeed.Scope.choices,
        widget=GovukRadios,
        initial=CalendarFeed.Scope.MINE,
    )
