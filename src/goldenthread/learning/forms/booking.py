"""The forms of bookings."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.learning.letters import when
from goldenthread.learning.models import Booking, Session
from goldenthread.partnership.forms.several import SeveralField
from goldenthread.partnership.models import Person


class BookForm(forms.Form):
    """Book for oneself."""

    access = forms.CharField(
        label="Is there anything that would help you take part?", max_length=500, required=False,
        help_text="For example a hearing loop. Only those who run the session read it; it is deleted afterwards.",
    )  # fmt: skip
    food = forms.CharField(
        label="Is there anything you cannot eat?", max_length=300, required=False,
        help_text="Leave it empty where no food is served. It is deleted afterwards.",
    )  # fmt: skip
    anyway = forms.BooleanField(label="I have learned elsewhere what this course builds on", required=False)

    def __init__(self, data: Any = None, *, session: Session) -> None:
        """Food is asked for where people meet; the last box stands where the course builds on another."""
        super().__init__(data)
        if session.mode == Session.Mode.ONLINE:
            del self.fields["food"]
        if not session.course.prerequisites.exists():
            del self.fields["anyway"]


class PersonForm(forms.Form):
    """Choose a colleague."""

    person = forms.ModelChoiceField(
        label="Who?", queryset=Person.objects.none(), empty_label="Choose a person"
    )

    def __init__(self, data: Any = None, *, people: Any) -> None:
        """The people to choose from."""
        super().__init__(data)
        field: Any = self.fields["person"]
        field.queryset = people


class SeveralPeopleForm(forms.Form):
    """Choose colleagues."""

    people = SeveralField(label="Who?", queryset=Person.objects.none())
    anyway = forms.BooleanField(
        label="They have learned elsewhere what this course builds on", required=False
    )

    def __init__(self, data: Any = None, *, people: Any) -> None:
        """The people to choose from."""
        super().__init__(data)
        field: Any = self.fields["people"]
        field.queryset = people


class MoveForm(forms.Form):
    """Choose another date."""

    to = forms.ModelChoiceField(
        label="To which date?", queryset=Session.objects.none(), empty_label="Choose a date"
    )

    def __init__(self, data: Any = None, *, booking: Booking, sessions: Any) -> None:
        """Dates of the same course that are to come."""
        super().__init__(data)
        field: Any = self.fields["to"]
        field.queryset = sessions.filter(course=booking.session.course).exclude(pk=booking.session_id)
        field.label_from_instance = lambda row: f"{when(row)}, {row.venue or row.get_mode_display()}"


class WhyForm(forms.Form):
    """Why a place is given up, where somebody wants to say."""

    reason = forms.CharField(label="Why? You need not say.", max_length=300, required=False)
