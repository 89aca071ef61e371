"""Forms for people: their details, roles, seats, sign-in and own preferences."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.partnership.forms.acting import ActionForm, VersionedActionForm, day_field
from goldenthread.partnership.forms.structure import text
from goldenthread.partnership.models import Agency, Group, GroupMembership, Person
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer

Capacity = GroupMembership.Capacity
ORDINARY = [Capacity.MEMBER, Capacity.LAY_MEMBER, Capacity.OBSERVER, Capacity.SCRUTINEER]
NOT_ON_LIST = {"invalid_choice": "Choose a person from the list."}


class PersonForm(ActionForm):
    """Somebody new."""

    post = text("Post", help_text="Such as Detective Inspector, public protection. Posts come before names.")
    name = text("Name", required=False)
    initials = text("Initials", required=False, most=20, help_text="As plans use them.")
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Agency",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose an agency from the list, or None."},
    )
    email = forms.EmailField(label="Email for messages", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = viewer.partnership.agencies.all()  # type: ignore[attr-defined]


class PersonChangeForm(VersionedActionForm, PersonForm):
    """A person's details."""


class LeavingForm(VersionedActionForm):
    """A person's last day."""

    left_on = day_field("Last day in post", required=True)

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        """Today, unless a day is known."""
        return {"left_on": row.left_on or today()}


class ReturnForm(VersionedActionForm):
    """Bringing somebody back: nothing to fill in."""


class RoleForm(ActionForm):
    """A role for a time."""

    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, role.label) for role in Role],
        widget=GovukRadios(hints={role.value: role.description for role in Role}),
    )
    starts_on = day_field("From", required=True)
    ends_on = day_field("Until", help_text="The last day. Leave empty where no end is known.")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"starts_on": today()}, **kwargs)


class TakeRoleForm(ActionForm):
    """The last day of a role."""

    ends_on = day_field("Last day", required=True)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"ends_on": today()}, **kwargs)


class InviteForm(ActionForm):
    """The address of a new account."""

    email = forms.EmailField(
        label="Email address to sign in with",
        error_messages={"invalid": "Enter an email address in the form name@organisation.gov.uk."},
    )


class ConfirmForm(ActionForm):
    """A button: nothing to fill in."""


class DigestForm(ActionForm):
    """How often somebody hears from us."""

    wants_digest = forms.TypedChoiceField(
        label="Emails",
        choices=[("no", "An email for each message"), ("yes", "One email a day, when there is anything")],
        coerce=lambda value: value == "yes",
        widget=GovukRadios,
    )


class _OfGroup(ActionForm):
    """A form about one group, offering the people in post."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="Person", empty_label="Choose a person", error_messages=NOT_ON_LIST
    )

    def __init__(self, data: Any = None, *, group: Group, **kwargs: Any) -> None:
        super().__init__(data, initial={"starts_on": today()}, **kwargs)
        self.group = group
        people = Person.objects.filter(partnership_id=group.partnership_id).in_post(today())
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class SeatForm(_OfGroup):
    """A seat on a group."""

    capacity = forms.ChoiceField(
        label="Capacity",
        choices=[(each.value, each.label) for each in ORDINARY],
        initial=Capacity.MEMBER,
        widget=GovukRadios,
    )
    starts_on = day_field("From", required=True)
    ends_on = day_field("Until", help_text="The last day. Leave empty where no end is known.")


class ChairForm(_OfGroup):
    """A group's next chair."""

    starts_on = day_field("From", required=True)
    ends_on = day_field(
        "Until",
        help_text="Leave empty for one year, the tenure that the arrangements give a chair "
        "(implementation plan 2019, Meetings Performance Criteria).",
    )


class DeputyForm(_OfGroup):
    """A designated deputy for one member."""

    member = forms.ModelChoiceField(
        GroupMembership.objects.none(),
        label="Deputy for",
        empty_label="Choose a member",
        error_messages={"invalid_choice": "Choose a present member of this group from the list."},
    )
    starts_on = day_field("From", required=True)
    ends_on = day_field("Until", help_text="Leave empty where the deputy stays as long as the member.")
    field_order = ("member", "person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = self.group.memberships.overlapping(today(), None).exclude(capacity=Capacity.DEPUTY)
        field = self.fields["member"]
        field.queryset = seats.select_related("person", "group").order_by("person__post")  # type: ignore[attr-defined]
        field.label_from_instance = lambda seat: f"{seat.person}, {seat.get_capacity_display().lower()}"  # type: ignore[attr-defined]


class SeatDatesForm(VersionedActionForm):
    """The dates of a seat."""

    starts_on = day_field("From", required=True)
    ends_on = day_field(
        "Until", help_text="The last day. Leave empty where no end is known; a chair needs one."
    )
