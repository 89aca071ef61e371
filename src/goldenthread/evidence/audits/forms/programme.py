"""The forms of the programme: an audit, its agencies, who has a place, and why one is cancelled."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios, VersionedForm
from goldenthread.evidence.audits.models import Audit, Participation, Seat
from goldenthread.evidence.audits.tools import all_tools
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.forms.several import SeveralField
from goldenthread.partnership.models import Agency, Group, Partnership, Person
from goldenthread.partnership.today import today
from goldenthread.thread.models import Theme

NO_NAMES = "Without names, and so that no child can be known by it."


def prose(label: str, *, rows: int = 4, required: bool = True, help_text: str = "") -> forms.CharField:
    """Some paragraphs."""
    return forms.CharField(
        label=label, max_length=8000, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class AuditForm(VersionedForm, forms.Form):
    """An audit of the programme."""

    title = forms.CharField(label="What is it called?", max_length=200, help_text="With its year.")
    theme = forms.ModelChoiceField(
        label="What is it about?", queryset=Theme.objects.none(), empty_label="Choose a theme",
        help_text="The themes are those of the thread, so that what is found is seen beside other evidence.",
    )  # fmt: skip
    question = prose("What question does it answer?", rows=3, help_text=NO_NAMES)
    group = forms.ModelChoiceField(
        label="Which group is responsible?",
        queryset=Group.objects.none(),
        required=False,
        empty_label="No group",
    )
    starts_on = day_field("First day", required=True)
    returns_due_on = day_field("Agencies finish by", required=True, subject="day by which agencies finish")
    moderated_on = day_field(
        "When is the moderation meeting?", required=True, subject="day of the moderation meeting"
    )
    repeats = forms.ModelChoiceField(
        label="Does it repeat an audit?", queryset=Audit.objects.none(), required=False, empty_label="No",
        help_text="Then its results stand beside the earlier ones, as proof of what changed.",
    )  # fmt: skip
    repeat_on = day_field("By when is it to be repeated?", help_text="It can be fixed when the audit ends.")

    def __init__(self, data: Any = None, *, partnership: Partnership, audit: Audit | None = None) -> None:
        """What there is to choose from; what the audit says today, for one that is there."""
        names = ("title", "theme", "question", "group", "starts_on", "returns_due_on", "moderated_on", "repeats",
                 "repeat_on")  # fmt: skip
        initial = {name: getattr(audit, name) for name in names} if audit else None
        super().__init__(data, initial=initial, instance_version=audit.version if audit else 0)
        fields: dict[str, Any] = self.fields
        fields["theme"].queryset = Theme.objects.filter(partnership=partnership)
        fields["group"].queryset = Group.objects.filter(partnership=partnership, ends_on=None)
        ended = Audit.objects.filter(partnership=partnership, status=Audit.Status.ENDED)
        fields["repeats"].queryset = ended.exclude(pk=audit.pk) if audit else ended


class NewAuditForm(AuditForm):
    """A new one, with the tool that its agencies use."""

    tool_ref = forms.ChoiceField(label="Which tool do agencies use?", widget=GovukRadios)

    def __init__(self, data: Any = None, *, partnership: Partnership) -> None:
        """Every tool in every version; the only one is chosen."""
        super().__init__(data, partnership=partnership)
        field: Any = self.fields["tool_ref"]
        field.choices = [(each.ref, f"{each.title} ({each.version})") for each in all_tools().values()]
        field.initial = field.choices[0][0]


class BeginForm(forms.Form):
    """Which agencies take part."""

    agencies = SeveralField(
        label="Which agencies take part?", queryset=Agency.objects.none(),
        help_text="Whoever answers for each is told at once, and names an auditor to you.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, audit: Audit) -> None:
        """Those in force that were not asked yet; those of the audit that it repeats are ticked."""
        there = Participation.objects.filter(audit=audit).values("agency")
        rows = Agency.objects.filter(partnership=audit.partnership_id).in_force(today()).exclude(pk__in=there)
        before = Participation.objects.filter(audit=audit.repeats_id).values_list("agency", flat=True)
        super().__init__(data, initial={"agencies": list(before)})
        field: Any = self.fields["agencies"]
        field.queryset = rows.order_by("name")


class SeatForm(forms.Form):
    """Somebody who is to have a place."""

    person = forms.ModelChoiceField(
        label="Who?", queryset=Person.objects.none(), empty_label="Choose a person"
    )
    part = forms.ChoiceField(
        label="As what?", choices=Seat.Part.choices, widget=GovukRadios, initial="auditor"
    )

    def __init__(self, data: Any = None, *, audit: Audit) -> None:
        """People who can sign in and have no place yet, by their agency."""
        super().__init__(data)
        there = Seat.objects.filter(audit=audit, ends_on=None).values("person")
        people = Person.objects.filter(partnership=audit.partnership_id, left_on=None, user__isnull=False)
        field: Any = self.fields["person"]
        field.queryset = (
            people.exclude(pk__in=there).select_related("agency").order_by("agency__name", "post")
        )
        field.label_from_instance = lambda person: (
            f"{person.post}, {person.agency}" if person.agency else person.post
        )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why?", max_length=300)


class GlassForm(forms.Form):
    """Why somebody without a place must read now."""

    reason = prose("Why must you read it now?", help_text="Everybody with a place reads this.")
