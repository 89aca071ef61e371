"""The forms of this room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.oversight.meetings.models import AgendaItem, Decision, Meeting
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.models import Agency, Group, Partnership
from goldenthread.partnership.today import today

MONTHS = {name.casefold(): number for number in range(1, 13) for name in (f"{dt.date(2019, number, 1):%B}",)}


class WhenForm(forms.Form):
    """When and where a meeting is."""

    on = day_field("On which day?", required=True)
    at = forms.TimeField(
        label="At what time?",
        input_formats=["%H:%M", "%I:%M%p", "%I%p", "%H.%M"],
        help_text="For example 10:00 or 2:30pm.",
        error_messages={"invalid": "Write the time like 10:00 or 2:30pm."},
    )
    minutes_long = forms.IntegerField(
        label="How many minutes does it take?", min_value=15, max_value=600, initial=120
    )
    place = forms.CharField(
        label="Where?", max_length=200, required=False, help_text="A room, or a link to join."
    )


class CallForm(WhenForm):
    """A meeting to be called."""

    group = forms.ModelChoiceField(label="Which group?", queryset=Group.objects.none())
    requested_on = day_field(
        "If it is an extraordinary meeting: when was it requested in writing?",
        help_text="Leave it empty for an ordinary meeting.",
    )
    supporters = forms.CharField(
        label="Who supports the request?",
        max_length=300,
        required=False,
        help_text="At least two members, with a comma between them.",
    )
    field_order = ["group", "on", "at", "minutes_long", "place", "requested_on", "supporters"]

    def __init__(self, data: Any = None, *, partnership: Partnership, **kwargs: Any) -> None:
        """The groups are the partnership's, those whose work is not over."""
        super().__init__(data, **kwargs)
        self.fields["group"].queryset = Group.objects.filter(partnership=partnership).in_force(today())  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """One item of an agenda."""

    title = forms.CharField(label="What is it about?", max_length=200)
    purpose = forms.ChoiceField(
        label="What is the group to do?",
        choices=AgendaItem.Purpose.choices,
        widget=GovukRadios,
        initial="discussion",
    )
    presenter = forms.CharField(label="Who presents it?", max_length=200, required=False, help_text="A post.")
    minutes_long = forms.IntegerField(
        label="How many minutes does it take?", min_value=1, max_value=600, required=False
    )
    confidential = forms.BooleanField(label="Only the group and the Business Team read it", required=False)


class PaperForm(forms.Form):
    """A paper."""

    file = forms.FileField(
        label="Choose the paper",
        help_text="PDF, Word, Excel, PowerPoint, OpenDocument, picture or text, up to 25 MB.",
    )
    title = forms.CharField(label="What is it called?", max_length=200, required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why?", max_length=300)


class StandingForm(forms.Form):
    """What stands on every agenda of a group, a line for each item."""

    items = forms.CharField(
        label="What stands on every agenda?",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="One item a line. For some months alone, write them after a bar: Finance | October, March",
    )

    def clean_items(self) -> list[tuple[str, list[int]]]:
        """Each line as title and months."""
        found = []
        for number, line in enumerate(self.cleaned_data["items"].splitlines(), start=1):
            title, _, months = line.partition("|")
            if not title.strip():
                if months.strip():
                    raise forms.ValidationError(
                        f"Line {number} has months but no item. Write the item before the bar."
                    )
                continue
            if len(title.strip()) > 200:
                raise forms.ValidationError(f"Line {number} is longer than 200 characters. Shorten it.")
            names = [name.strip() for name in months.split(",") if name.strip()]
            unknown = [name for name in names if name.casefold() not in MONTHS]
            if unknown:
                raise forms.ValidationError(
                    f"Line {number}: “{unknown[0]}” is no month. Write it out, such as October."
                )
            found.append((title.strip(), [MONTHS[name.casefold()] for name in names]))
        return found


class DecisionForm(forms.Form):
    """What was decided under an item."""

    item = forms.ModelChoiceField(label="Under which item?", queryset=AgendaItem.objects.none())
    text = forms.CharField(
        label="What was decided?", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    outcome = forms.ChoiceField(
        label="How?", choices=Decision.Outcome.choices, widget=GovukRadios, initial="consensus"
    )
    implement_on = day_field(
        "From which day does it hold?",
        help_text="Give agencies time to discuss it first. Leave it empty if it was deferred or referred.",
    )
    replaces = forms.ModelChoiceField(
        label="Does it take an earlier decision up again?", queryset=Decision.objects.none(), required=False
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        """The items are the meeting's; the decisions those of its group that no other has replaced."""
        super().__init__(data)
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]
        self.fields["replaces"].queryset = Decision.objects.filter(  # type: ignore[attr-defined]
            item__meeting__group=meeting.group, replaced_by=None
        ).exclude(item__meeting=meeting)


class ObjectionForm(forms.Form):
    """An agency's objection."""

    agency = forms.ModelChoiceField(label="Which agency objects?", queryset=Agency.objects.none())
    on = day_field("When did its objection reach all members?", required=True)
    reasons = forms.CharField(
        label="What are its reasons?", max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, **kwargs: Any) -> None:
        """The agencies are the partnership's."""
        super().__init__(data, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(partnership=partnership).in_force(today())  # type: ignore[attr-defined]


class AgreeForm(forms.Form):
    """At which meeting the group agreed the minutes."""

    at = forms.ModelChoiceField(label="At which meeting?", queryset=Meeting.objects.none())

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        """Later meetings of the group that were held."""
        super().__init__(data)
        self.fields["at"].queryset = (  # type: ignore[attr-defined]
            Meeting.objects.held()
            .filter(group=meeting.group, starts_at__gt=meeting.starts_at)
            .select_related("group", "partnership")
        )
