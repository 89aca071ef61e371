"""The forms of reviews."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukCheckboxes, GovukRadios
from goldenthread.evidence.reviews.criteria import CRITERIA
from goldenthread.evidence.reviews.models import Decision, Draft, PanelSeat, Review
from goldenthread.evidence.reviews.selectors.steps import Milestone
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.forms.uploads import UploadField, upload_limit
from goldenthread.partnership.models import Agency, Partnership, Person
from goldenthread.partnership.today import today
from goldenthread.thread.lines import read_lines

NO_NAMES = "Without names, and so that nobody can be known by it."


def _prose(label: str, *, rows: int = 4, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20_000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def _agencies(partnership: Partnership) -> Any:
    return Agency.objects.filter(partnership=partnership).in_force(today()).order_by("name")


class BeginForm(forms.Form):
    """A review to be begun."""

    kind = forms.ChoiceField(label="What is it?", choices=Review.Kind.choices, widget=GovukRadios)
    subject = forms.CharField(label="What is it about, in a few words?", max_length=200, help_text=NO_NAMES)
    on = day_field(
        "When did the incident become known?",
        required=True,
        help_text="For a thematic or learning review: when was it decided?",
    )
    no_part = forms.BooleanField(
        label="I had no part in the case, and nobody whom I answer for as a line manager had",
        required=False,
    )


class DeclareForm(forms.Form):
    """Whether somebody had a part in the case."""

    no_part = forms.TypedChoiceField(
        label="Had you, or anybody whom you manage, a part in this case?",
        choices=[("no", "No, none of us had"), ("yes", "Yes, and I leave the panel")],
        coerce=lambda value: value == "no",
        widget=GovukRadios,
    )


class GlassForm(forms.Form):
    """Why somebody without a place must read now."""

    reason = _prose("Why must you read it now?", help_text="Everybody in the space reads this.")


class SeatForm(forms.Form):
    """Somebody to be asked to the panel."""

    person = forms.ModelChoiceField(
        label="Who?", queryset=Person.objects.none(), empty_label="Choose a person"
    )
    part = forms.ChoiceField(
        label="As what?", choices=PanelSeat.Part.choices, widget=GovukRadios, initial="member"
    )

    def __init__(self, data: Any = None, *, review: Review) -> None:
        """People who can sign in and have no place yet."""
        super().__init__(data)
        seated = PanelSeat.objects.filter(review=review, ends_on=None).values("person")
        people = Person.objects.filter(partnership=review.partnership, left_on=None, user__isnull=False)
        choice: Any = self.fields["person"]
        choice.queryset = people.exclude(pk__in=seated).select_related("agency").order_by("post")
        choice.label_from_instance = lambda row: f"{row}, {row.agency}" if row.agency else str(row)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why?", max_length=300)


class StepForm(forms.Form):
    """The day of a step."""

    happening = forms.ChoiceField(label="What happened?", widget=GovukRadios)
    on = day_field("On which day?", required=True)
    note = forms.CharField(label="Where is it on record?", max_length=300, required=False)

    def __init__(self, data: Any = None, *, milestones: list[Milestone]) -> None:
        """The steps are those that can be recorded now."""
        super().__init__(data, initial={"on": today()})
        self.fields["happening"].choices = [  # type: ignore[attr-defined]
            (each.happening.value, each.name) for each in milestones
        ]


class DecideForm(forms.Form):
    """What the partners decided."""

    outcome = forms.ChoiceField(
        label="What did they decide?", choices=Decision.Outcome.choices, widget=GovukRadios
    )
    met = forms.MultipleChoiceField(
        label="Which criteria are met?",
        choices=list(CRITERIA.items()),
        widget=GovukCheckboxes,
        required=False,
    )
    reasons = _prose("For which reasons?", help_text=NO_NAMES)
    on = day_field("On which day?", required=True)


class ScopeForm(forms.Form):
    """What a review asks."""

    scope = _prose("Which questions does it ask, and which time does it look at?", rows=8, help_text=NO_NAMES)


class AskForm(forms.Form):
    """An agency to be asked."""

    agency = forms.ModelChoiceField(
        label="Which agency?", queryset=Agency.objects.none(), empty_label="Choose an agency"
    )
    due_on = day_field("By when?", required=True)

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        """The agencies are the partnership's."""
        super().__init__(data)
        self.fields["agency"].queryset = _agencies(partnership)  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """An agency's account."""

    file = UploadField(label="The file")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        """Says what may be sent."""
        super().__init__(data, files)
        self.fields[
            "file"
        ].help_text = f"PDF, Word, Excel, OpenDocument, picture or text, up to {upload_limit()}."


class EntryForm(forms.Form):
    """One line of a chronology."""

    agency = forms.ModelChoiceField(
        label="Which agency knows it?", queryset=Agency.objects.none(), empty_label="Choose an agency"
    )
    on = day_field("On which day?", required=True)
    event = _prose("What happened?", rows=3)
    comment = _prose("What did the agency do, or what does it think of it?", rows=3, required=False)
    significant = forms.BooleanField(label="It matters for the review", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership, own: Agency | None = None) -> None:
        """Whoever speaks for their ``own`` agency has no other to choose."""
        super().__init__(data, initial={"agency": own})
        rows = _agencies(partnership)
        self.fields["agency"].queryset = rows.filter(pk=own.pk) if own else rows  # type: ignore[attr-defined]


class ChronologyForm(forms.Form):
    """A chronology in a spreadsheet."""

    agency = forms.ModelChoiceField(
        label="Of which agency?", queryset=Agency.objects.none(), empty_label="Choose an agency"
    )
    file = UploadField(
        label="The spreadsheet",
        help_text="Columns “Date”, “Event” and, if you like, “Comment”. It takes the place of what the agency "
        "sent before.",
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, partnership: Partnership, own: Agency | None = None
    ) -> None:
        """Whoever speaks for their ``own`` agency has no other to choose."""
        super().__init__(data, files, initial={"agency": own})
        rows = _agencies(partnership)
        self.fields["agency"].queryset = rows.filter(pk=own.pk) if own else rows  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """The text of a review."""

    text = forms.CharField(
        label="The report",
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="A line that begins with # is a heading. An empty line ends a paragraph. Write without names.",
    )
    stage = forms.ChoiceField(label="How far is it?", choices=Draft.Stage.choices, widget=GovukRadios)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    stale_message = (
        "Somebody else has saved another version since you opened this page. Yours is below and not saved: compare it "
        "with theirs, then save it again to make it the next version."
    )


class CommentForm(forms.Form):
    """What is not accurate."""

    agency = forms.ModelChoiceField(
        label="For which agency?", queryset=Agency.objects.none(), empty_label="Choose an agency"
    )
    text = _prose("What is not accurate, and what is right?", rows=6)

    def __init__(self, data: Any = None, *, partnership: Partnership, own: Agency | None = None) -> None:
        """Whoever speaks for their ``own`` agency has no other to choose."""
        super().__init__(data, initial={"agency": own})
        rows = _agencies(partnership)
        self.fields["agency"].queryset = rows.filter(pk=own.pk) if own else rows  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """The day of publication."""

    on = day_field("On which day was it published?", required=True)
    note = forms.CharField(
        label="If it was due before that: what are the reasons for the delay?", max_length=300, required=False
    )


class DeliveryForm(forms.Form):
    """A body to which the review was sent."""

    body = forms.CharField(label="To whom was it sent?", max_length=200)
    on = day_field("When?", required=True)
    how = forms.CharField(label="How?", max_length=200, required=False)


class ThreadForm(forms.Form):
    """What a published review recommends."""

    title = forms.CharField(
        label="What is the review called in the thread?", max_length=200, help_text=NO_NAMES
    )
    lines = forms.CharField(
        label="What does it recommend?",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="One a line, its number first, such as “1. What is asked for”.",
    )

    def clean_lines(self) -> list[tuple[str, str]]:
        """Numbers with their texts."""
        try:
            return read_lines(self.cleaned_data["lines"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
