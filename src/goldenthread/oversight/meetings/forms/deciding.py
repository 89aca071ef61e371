"""The forms about what a meeting decided and gave to do, what members asked for, and what could not wait."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from goldenthread.design.forms import GovukRadios
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Decision,
    ExtraordinaryRequest,
    Interest,
    Meeting,
)
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.models import Agency, Group, Partnership, Person
from goldenthread.partnership.today import today
from goldenthread.plans.forms.actions import OfficersField


def _prose(label: str, *, rows: int = 4, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


def _people_of(group: Group) -> Any:
    """Whoever sits on a group today."""
    seats = group.memberships.current(today())
    return Person.objects.filter(memberships__in=seats).distinct().select_related("agency")


class DecisionForm(forms.Form):
    """What was decided under an item."""

    item = forms.ModelChoiceField(label="Under which item?", queryset=AgendaItem.objects.none())
    text = _prose("What was decided?")
    outcome = forms.ChoiceField(
        label="How?", choices=Decision.Outcome.choices, widget=GovukRadios, initial="consensus"
    )
    implement_on = day_field(
        "From which day does it hold?",
        help_text="Give agencies time to discuss it first. Leave it empty if it was deferred or referred.",
    )
    short_notice = forms.CharField(
        label="If that is sooner than the group’s notice: why can it not wait?",
        max_length=300,
        required=False,
    )
    replaces = forms.ModelChoiceField(
        label="Does it take an earlier decision up again?",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="No, it is a new one",
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        """The items are the meeting's; the decisions those of its group that no other has replaced."""
        super().__init__(data)
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]
        self.fields["replaces"].queryset = Decision.objects.filter(  # type: ignore[attr-defined]
            item__meeting__group=meeting.group, replaced_by=None
        ).exclude(item__meeting=meeting)


class ObjectionForm(forms.Form):
    """An agency's objection, as the Business Team received it or as the agency makes it."""

    agency = forms.ModelChoiceField(label="Which agency objects?", queryset=Agency.objects.none())
    on = day_field("When did its objection reach all members?", required=True)
    reasons = _prose("What are its reasons?", rows=5)

    def __init__(
        self, data: Any = None, *, partnership: Partnership, own: Agency | None = None, **kwargs: Any
    ) -> None:
        """The agencies are the partnership's; somebody who answers for their ``own`` objects for it, today."""
        super().__init__(data, **kwargs)
        agencies = Agency.objects.filter(partnership=partnership).in_force(today())
        if own is not None:
            agencies = agencies.filter(pk=own.pk)
            self.fields["agency"].initial = own.pk
            del self.fields["on"]
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class InterestForm(forms.Form):
    """An interest that was declared."""

    item = forms.ModelChoiceField(label="In which item?", queryset=AgendaItem.objects.none())
    person = forms.ModelChoiceField(label="Who declared it?", queryset=Person.objects.none())
    nature = forms.CharField(label="What is the interest?", max_length=500)
    handling = forms.ChoiceField(
        label="What was done?", choices=Interest.Handling.choices, widget=GovukRadios, initial="noted"
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        """The people are those who came, or who sit on the group today."""
        super().__init__(data)
        seats = meeting.group.memberships.current(today()).values("pk")
        came = Q(memberships__attendance__meeting=meeting) | Q(memberships__in=seats)
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]
        self.fields["person"].queryset = Person.objects.filter(came).distinct()  # type: ignore[attr-defined]


class LeadsField(OfficersField):
    """People to tick, each with the agency whose action it would be."""

    def label_from_instance(self, obj: Any) -> str:
        """The post and its agency."""
        return f"{obj}, {obj.agency}"


class GiveForm(forms.Form):
    """An action that a meeting gives."""

    item = forms.ModelChoiceField(label="Under which item?", queryset=AgendaItem.objects.none())
    title = _prose(
        "What is to be done?",
        rows=3,
        help_text="What a confidential item gives is read by the group, by whoever leads it, and by those who may see "
        "restricted matter: the safeguarding partners and the scrutineer.",
    )
    success_measures = forms.CharField(
        label="By what will it be seen that it made a difference?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    lead_agency = forms.ModelChoiceField(label="Which agency leads it?", queryset=Agency.objects.none())
    leads = LeadsField(
        Person.objects.none(),
        label="Who leads it?",
        help_text="They work for that agency, and are sent the action matrix.",
    )
    due_on = day_field("By when?", required=True)

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        """Agencies and people are the partnership's, those of today."""
        super().__init__(data)
        people = Person.objects.filter(partnership=meeting.partnership, left_on=None, agency__isnull=False)
        self.fields["item"].queryset = meeting.items.all()  # type: ignore[attr-defined]
        self.fields["leads"].queryset = people.select_related("agency")  # type: ignore[attr-defined]
        self.fields["lead_agency"].queryset = Agency.objects.filter(  # type: ignore[attr-defined]
            partnership=meeting.partnership
        ).in_force(today())


class AnswerForm(forms.Form):
    """An answer about an action that was given."""

    text = _prose("What is the answer?", help_text="What will be done, or what stands in the way.")
    on = day_field("When was it given?", help_text="Leave it empty for today.")

    def __init__(self, data: Any = None, *, manages: bool) -> None:
        """Only the Business Team records an answer of another day."""
        super().__init__(data)
        if not manages:
            del self.fields["on"]


class RequestForm(forms.Form):
    """A request for an extraordinary meeting, as the Business Team received it."""

    group = forms.ModelChoiceField(label="Of which group?", queryset=Group.objects.none())
    asked_by = forms.ModelChoiceField(label="Who asks for it?", queryset=Person.objects.none())
    asked_on = day_field("When did the request arrive?", required=True)
    reasons = _prose("What is it to be about?")
    supporters = OfficersField(
        Person.objects.none(),
        label="Who supports it so far?",
        required=False,
        help_text="Two supporters make it valid.",
    )

    def __init__(
        self, data: Any = None, *, partnership: Partnership, member: Person | None = None, groups: Any = ()
    ) -> None:
        """A ``member`` asks for themselves, today, for one of their ``groups``."""
        super().__init__(data, initial={"asked_on": today()})
        found = Group.objects.filter(partnership=partnership).in_force(today())
        seated = Person.objects.filter(
            partnership=partnership, left_on=None, memberships__isnull=False
        ).distinct()
        if member is not None:
            found = found.filter(pk__in=groups)
            for name in ("asked_by", "asked_on", "supporters"):
                del self.fields[name]
        else:
            self.fields["asked_by"].queryset = seated  # type: ignore[attr-defined]
            self.fields["supporters"].queryset = seated  # type: ignore[attr-defined]
        self.fields["group"].queryset = found  # type: ignore[attr-defined]


class SupportForm(forms.Form):
    """Support for a request that the Business Team received."""

    person = forms.ModelChoiceField(label="Who supports it?", queryset=Person.objects.none())
    on = day_field("When?", required=True)

    def __init__(self, data: Any = None, *, request: ExtraordinaryRequest) -> None:
        """Whoever sits on the group, but for whoever asked or supports it already."""
        super().__init__(data, initial={"on": today()})
        others = _people_of(request.group).exclude(pk=request.asked_by_id)
        supporters = request.supporters.values("person")
        self.fields["person"].queryset = others.exclude(pk__in=supporters)  # type: ignore[attr-defined]


class UrgentForm(forms.Form):
    """An urgent matter."""

    group = forms.ModelChoiceField(label="Which group is it reported to?", queryset=Group.objects.none())
    arose_on = day_field("When did it arise?", required=True)
    matter = forms.CharField(
        label="What was it?", max_length=300, help_text="In a few words, without a child’s name."
    )
    done = _prose("What was said or done?")
    consulted = OfficersField(Person.objects.none(), label="With whom was it agreed?")
    restricted = forms.BooleanField(label="Only the group and the Business Team read it", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        """Groups and people are the partnership's."""
        super().__init__(data, initial={"arose_on": today()})
        seated = Person.objects.filter(
            partnership=partnership, left_on=None, memberships__isnull=False
        ).distinct()
        self.fields["group"].queryset = Group.objects.filter(partnership=partnership).in_force(today())  # type: ignore[attr-defined]
        self.fields["consulted"].queryset = seated  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """A topic of the forward plan."""

    title = forms.CharField(label="What is the topic?", max_length=200)
    group = forms.ModelChoiceField(
        label="Which group does it come before?",
        queryset=Group.objects.none(),
        required=False,
        empty_label="None: a body outside the partnership",
    )
    body = forms.CharField(
        label="Or which body outside the partnership?",
        max_length=200,
        required=False,
        help_text="For example the council’s scrutiny committee.",
    )
    planned_on = day_field("For which day?", required=True)
    lead = forms.CharField(label="Who brings it?", max_length=200, required=False, help_text="A post.")

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        """The groups are the partnership's."""
        super().__init__(data)
        self.fields["group"].queryset = Group.objects.filter(partnership=partnership).in_force(today())  # type: ignore[attr-defined]


class DeferForm(forms.Form):
    """To which day a topic is put off, and why."""

    to = day_field("Until when?", help_text="Leave it empty if the day is not known yet.")
    reason = forms.CharField(label="Why?", max_length=300)


class NoteForm(forms.Form):
    """What is to change in minutes that are taken back."""

    note = forms.CharField(
        label="What is to change?", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
