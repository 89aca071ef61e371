"""The forms of courses and sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldenthread.design.forms import GovukRadios, VersionedForm
from goldenthread.learning.models import MOST_PLACES, Course, Session
from goldenthread.partnership.forms.acting import day_field, time_field
from goldenthread.partnership.forms.several import SeveralField
from goldenthread.partnership.models import Partnership, Person
from goldenthread.partnership.today import today
from goldenthread.plans.models import Objective
from goldenthread.thread.models import Recommendation, Theme


def prose(label: str, *, rows: int = 4, required: bool = True, help_text: str = "") -> forms.CharField:
    """Some paragraphs."""
    return forms.CharField(
        label=label, max_length=4000, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def money(label: str, help_text: str = "") -> forms.DecimalField:
    """Pounds and pence, nought or more."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=8, decimal_places=2, initial=0, help_text=help_text,
        error_messages={"min_value": "Give nought or more.", "invalid": "Write pounds and pence, such as 45.00."},
    )  # fmt: skip


class CourseForm(VersionedForm, forms.Form):
    """A course."""

    title = forms.CharField(label="What is it called?", max_length=200)
    level = forms.ChoiceField(label="Competency level", choices=Course.Level.choices, widget=GovukRadios)
    summary = prose("What is it about?")
    audience = prose("Who is it for?", rows=2)
    competencies = prose("What can people do afterwards?", required=False, help_text="One on each line.")
    hours = forms.DecimalField(
        label="How many hours does it take?", min_value=0.5, max_value=200, max_digits=4, decimal_places=1
    )
    valid_months = forms.IntegerField(
        label="For how many months does it count?", min_value=1, max_value=600, required=False,
        help_text="Leave it empty if it does not run out.",
    )  # fmt: skip
    elearning_link = forms.URLField(
        label="Link of the e-learning", required=False, assume_scheme="https", max_length=500,
        help_text="Only for a course that people take by themselves.",
    )  # fmt: skip
    prerequisites = SeveralField(
        label="Which courses does it build on?", queryset=Course.objects.none(), required=False
    )
    themes = SeveralField(label="Which themes is it about?", queryset=Theme.objects.none(), required=False)
    objectives = SeveralField(
        label="Which priorities of the plan does it serve?", queryset=Objective.objects.none(), required=False
    )
    answers = SeveralField(
        label="Which recommendations does it answer?", queryset=Recommendation.objects.none(), required=False,
        help_text="The report on training shows what is proved of each.",
    )  # fmt: skip

    NAMES = (
        "title",
        "level",
        "summary",
        "audience",
        "competencies",
        "hours",
        "valid_months",
        "elearning_link",
    )
    LINKS = ("prerequisites", "themes", "objectives", "answers")

    def __init__(self, data: Any = None, *, viewer: Any, course: Course | None = None) -> None:
        """What there is to choose from that the viewer may see; what the course says today."""
        initial: dict[str, Any] = {}
        if course is not None:
            initial = {name: getattr(course, name) for name in self.NAMES}
            initial |= {name: list(getattr(course, name).values_list("pk", flat=True)) for name in self.LINKS}
        super().__init__(data, initial=initial, instance_version=course.version if course else 0)
        partnership = viewer.partnership
        fields: dict[str, Any] = self.fields
        courses = Course.objects.filter(partnership=partnership)
        fields["prerequisites"].queryset = courses.exclude(pk=course.pk) if course else courses
        fields["themes"].queryset = Theme.objects.filter(partnership=partnership)
        fields["objectives"].queryset = Objective.objects.filter(
            plan__partnership=partnership, plan__restricted=False
        ).select_related("plan")
        fields["answers"].queryset = (
            Recommendation.objects.filter(source__partnership=partnership, source__restricted=False)
            .select_related("source")
            .order_by("source__title", "order")
        )


class SessionForm(VersionedForm, forms.Form):
    """When and where a course is held."""

    title = forms.CharField(
        label="Has this date a name of its own?",
        max_length=200,
        required=False,
        help_text="Empty for the course’s name.",
    )
    on = day_field("On which day?", required=True)
    starts = time_field("From what time?")
    last_day = day_field("Last day, if it is another")
    ends = time_field("Until what time?")
    mode = forms.ChoiceField(
        label="How do people take part?", choices=Session.Mode.choices, widget=GovukRadios
    )
    venue = forms.CharField(label="Venue", max_length=300, required=False)
    joining_link = forms.URLField(
        label="Link for joining online", required=False, assume_scheme="https", max_length=500,
        help_text="Only those who have a place see it.",
    )  # fmt: skip
    joining = prose(
        "Joining instructions", rows=3, required=False, help_text="Sent with the booking and the reminders."
    )
    trainer = forms.CharField(
        label="Who trains?", max_length=200, required=False, help_text="A post or an organisation."
    )
    trainers = SeveralField(
        label="Who of them keeps the register here?", queryset=Person.objects.none(), required=False
    )
    capacity = forms.IntegerField(label="How many places?", min_value=1, max_value=MOST_PLACES)
    minimum = forms.IntegerField(label="Fewest people", min_value=0, max_value=MOST_PLACES, initial=0)
    price = money("Price of a place, in pounds", "What each kind of agency pays of it stands in the terms.")
    cost = money("What it costs the partnership, in pounds")
    opens_on = day_field("Booking opens on", required=True)
    closes_on = day_field("Booking closes on", required=True)
    takes_waiting = forms.BooleanField(
        label="Keep a waiting list when it is full", required=False, initial=True
    )
    offer_hours = forms.IntegerField(
        label="For how many hours is an offered place kept?", min_value=1, max_value=720, initial=48
    )
    slot = forms.CharField(
        label="Slot of the conference", max_length=60, required=False,
        help_text="For a parallel session alone, such as Morning.",
    )  # fmt: skip

    NAMES = (
        "title", "mode", "venue", "joining_link", "joining", "trainer", "minimum", "price", "cost", "opens_on",
        "closes_on", "takes_waiting", "offer_hours", "slot",
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        partnership: Partnership,
        session: Session | None = None,
        conference: bool = False,
    ) -> None:
        """What the session says today; trainers from the people in post."""
        super().__init__(
            data, initial=self._initial(session), instance_version=session.version if session else 0
        )
        fields: dict[str, Any] = self.fields
        fields["trainers"].queryset = partnership.people.in_post(today()).exclude(user=None)
        if not (conference or (session is not None and session.conference_id)):
            del fields["slot"]

    def _initial(self, session: Session | None) -> dict[str, Any]:
        if session is None:
            return {"opens_on": today(), "mode": Session.Mode.IN_PERSON}
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        return {name: getattr(session, name) for name in self.NAMES} | {
            "on": starts.date(), "starts": starts.time(), "ends": ends.time(),
            "last_day": ends.date() if ends.date() != starts.date() else None,
            "capacity": session.places.count(),
            "trainers": list(session.trainers.values_list("pk", flat=True)),
        }  # fmt: skip


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(forms.Form):
    """From when a course is no longer offered."""

    on = day_field("From which day?", required=True)
