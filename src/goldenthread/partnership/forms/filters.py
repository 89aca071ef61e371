"""What narrows a list, read from its address. Anything that cannot be read narrows nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from goldenthread.partnership.forms.acting import EARLIEST, LATEST
from goldenthread.partnership.models import Agency, Group, OutgoingMessage, Partnership
from goldenthread.partnership.permissions import Role
from goldenthread.partnership.selectors.audit import verb_label
from goldenthread.partnership.selectors.messages import kind_label

Choices = list[tuple[str, str]]


def _choice(label: str, choices: Any, everything: str = "All") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", everything), *choices])


def _text(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=100)


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )


class FilterForm(forms.Form):
    """The fields of a list's filter; ``sort`` travels with them, hidden."""

    use_required_attribute = False

    def chosen(self) -> dict[str, Any]:
        """The fields that could be read; empty ones are left to the filter's own defaults."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is chosen."""
        return any(name != "sort" for name in self.chosen())


class SortedFilterForm(FilterForm):
    """A filter of a list that can be sorted by its headings."""

    sort = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)


class AgencyFilterForm(SortedFilterForm):
    """Narrows the list of agencies."""

    q = _text("Name or representative")
    kind = _choice("Standing", Agency.Kind.choices)
    sector = _choice("Sector", Agency.Sector.choices)
    standing = _choice("In force", [("ended", "Left the arrangements"), ("all", "All")], "In force now")


class GroupFilterForm(SortedFilterForm):
    """Narrows the list of groups."""

    q = _text("Name or purpose")
    kind = _choice("Kind", Group.Kind.choices)
    standing = _choice("In force", [("ended", "Ended"), ("all", "All")], "In force now")


class PersonFilterForm(SortedFilterForm):
    """Narrows the list of people; whether they have an account is for those who manage accounts."""

    q = _text("Post, name or initials")
    agency = _choice("Agency", [])
    group = _choice("Group", [])
    role = _choice("Role", [(role.value, role.label) for role in Role])
    account = _choice("Account", [("with", "With an account"), ("without", "Without")])
    standing = _choice("In post", [("left", "Left"), ("all", "All")], "In post now")

    def __init__(self, *args: Any, partnership: Partnership, manages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("agency", partnership.agencies), ("group", partnership.groups)):
            field = self.fields[name]
            field.choices = [("", "All"), *rows.values_list("key", "name")]  # type: ignore[attr-defined]
        if not manages:
            del self.fields["account"]


class MessageFilterForm(FilterForm):
    """Narrows the list of messages."""

    q = _text("Subject or person")
    status = _choice("What became of it", OutgoingMessage.Status.choices)
    kind = _choice("Kind", [])

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Choices = [("", "All"), *((kind, kind_label(kind)) for kind in kinds)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class AuditFilterForm(FilterForm):
    """Searches the record."""

    q = _text("Words")
    who = _text("Who")
    verb = _choice("What was done", [])
    since = _day("From")
    until = _day("Until")
    about = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, *args: Any, verbs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Choices = [("", "Anything"), *((verb, verb_label(verb)) for verb in verbs)]
        self.fields["verb"].choices = choices  # type: ignore[attr-defined]
