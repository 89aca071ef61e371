"""The forms about when a group meets and what is on its agenda."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from goldenthread.design.forms import GovukCheckboxes, GovukRadios, VersionedForm
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Arrangements,
    ExtraordinaryRequest,
    Level,
    Meeting,
    Paper,
    Week,
    Weekday,
)
from goldenthread.partnership.forms.acting import day_field, time_field
from goldenthread.partnership.forms.uploads import UploadField, upload_limit
from goldenthread.partnership.models import Group, Partnership
from goldenthread.partnership.today import today

MONTHS = [(number, f"{dt.date(2019, number, 1):%B}") for number in range(1, 13)]
MONTH_OF = {name.casefold(): number for number, name in MONTHS}


def length_field() -> forms.IntegerField:
    """How long a meeting takes."""
    return forms.IntegerField(
        label="How many minutes does it take?", min_value=15, max_value=600, initial=120
    )


class WhenForm(forms.Form):
    """When and where a meeting is."""

    on = day_field("On which day?", required=True)
    at = time_field("At what time?")
    minutes_long = length_field()
    place = forms.CharField(
        label="Where?", max_length=200, required=False, help_text="A room, or a link to join."
    )
    anyway = forms.BooleanField(
        label="Hold it all the same on a weekend, a bank holiday or a local closure", required=False
    )


class CallForm(WhenForm):
    """A meeting to be called."""

    group = forms.ModelChoiceField(label="Which group?", queryset=Group.objects.none())
    request = forms.ModelChoiceField(
        label="If members asked for an extraordinary meeting: which request?",
        queryset=ExtraordinaryRequest.objects.none(),
        required=False,
        empty_label="It is an ordinary meeting",
    )
    why = forms.CharField(
        label="If it is extraordinary without a request: why?",
        max_length=300,
        required=False,
        help_text="The Business Manager may call one in exceptional circumstances.",
    )
    field_order = ["group", "on", "at", "minutes_long", "place", "anyway", "request", "why"]

    def __init__(self, data: Any = None, *, partnership: Partnership, **kwargs: Any) -> None:
        """The groups are the partnership's, those whose work is not over; the requests those not met yet."""
        super().__init__(data, **kwargs)
        self.fields["group"].queryset = Group.objects.filter(partnership=partnership).in_force(today())  # type: ignore[attr-defined]
        self.fields["request"].queryset = (  # type: ignore[attr-defined]
            ExtraordinaryRequest.objects.filter(group__partnership=partnership, meeting=None)
            .select_related("group", "asked_by")
            .prefetch_related("supporters")
        )


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


class ItemChangeForm(VersionedForm, ItemForm):
    """An item as it is changed: not over what somebody else changed meanwhile."""


class PaperForm(forms.Form):
    """A paper."""

    file = UploadField(label="The paper", too_large="Make its pictures smaller, or divide it.")
    title = forms.CharField(
        label="What is it called?",
        max_length=200,
        required=False,
        help_text="Left empty, it is called what the file is called.",
    )
    replaces = forms.ModelChoiceField(
        label="Does it take the place of an earlier paper?",
        queryset=Paper.objects.none(),
        required=False,
        empty_label="No, it is a further one",
    )

    def __init__(self, data: Any = None, files: Any = None, *, item: AgendaItem) -> None:
        """A paper can take the place of those of its item."""
        super().__init__(data, files)
        self.fields[
            "file"
        ].help_text = f"PDF, Word, Excel, PowerPoint, OpenDocument, picture or text, up to {upload_limit()}."
        self.fields["replaces"].queryset = Paper.objects.filter(item=item, replaced_by=None)  # type: ignore[attr-defined]


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
        help_text="One item a line. For some months alone, write them after a bar: Finance | October, March. Where the "
        "group does not meet in such a month, the item comes to its next meeting.",
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
            unknown = [name for name in names if name.casefold() not in MONTH_OF]
            if unknown:
                raise forms.ValidationError(
                    f"Line {number}: “{unknown[0]}” is no month. Write it out, such as October."
                )
            found.append((title.strip(), [MONTH_OF[name.casefold()] for name in names]))
        return found


class ArrangementsForm(forms.Form):
    """How a group meets."""

    every_months = forms.TypedChoiceField(
        label="How often does it meet?",
        choices=[("", "No fixed days: as it is called"), *((n, f"Every {w}") for n, w in Arrangements.EVERY)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    first_month = forms.TypedChoiceField(label="In which month, for one?", choices=MONTHS, coerce=int)
    week = forms.TypedChoiceField(
        label="In which week of the month?",
        choices=[(n, str(w).capitalize()) for n, w in Week.choices],
        coerce=int,
    )
    weekday = forms.TypedChoiceField(label="On which day of the week?", choices=Weekday.choices, coerce=int)
    at = time_field("At what time?")
    minutes_long = length_field()
    place = forms.CharField(label="Where?", max_length=200, required=False)
    quorum_seats = forms.IntegerField(
        label="How many members make a quorum?",
        min_value=0,
        max_value=60,
        help_text="0 for no quorum. Deputies count for their member; observers and the scrutineer do not.",
    )
    quorum_partners = forms.IntegerField(
        label="How many of the three safeguarding partners must be there?", min_value=0, max_value=3
    )
    notice_days = forms.IntegerField(
        label="How many working days have agencies to discuss a decision before it holds?",
        min_value=0,
        max_value=60,
        help_text="0 for none. A decision that holds sooner says why.",
    )
    level = forms.TypedChoiceField(
        label="How senior should members be?",
        choices=[("", "It is not said"), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Attendance is shown against it.",
    )


class YearForm(forms.Form):
    """The days of a year on which a group's meetings are to be called."""

    days = forms.MultipleChoiceField(label="Which meetings are to be called?", widget=GovukCheckboxes)

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]]) -> None:
        """The days are those that the group's pattern proposes."""
        super().__init__(data, initial={"days": [value for value, _ in choices]})
        self.fields["days"].choices = choices  # type: ignore[attr-defined]

    def clean_days(self) -> list[dt.date]:
        """The days as dates."""
        return [dt.date.fromisoformat(day) for day in self.cleaned_data["days"]]


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
