"""The forms of what is learned, of the end of an audit, and of its booklet."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.evidence.audits.forms.programme import NO_NAMES, prose
from goldenthread.evidence.audits.models import Audit, Booklet
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.models import Agency
from goldenthread.thread.models import Finding

LOOKED = "I looked at every name, school and day in these words: none could identify a child or a family"


class LearningForm(forms.Form):
    """One thing that was learned."""

    good = forms.TypedChoiceField(
        label="What is it?",
        choices=[("yes", "Good practice, worth keeping"), ("no", "Something to improve")],
        coerce=lambda value: value == "yes", widget=GovukRadios,
    )  # fmt: skip
    text = prose(
        "What was learned, across the cases?", help_text=NO_NAMES + " It is read by many once the audit ends."
    )
    domain = forms.ChoiceField(label="Which side of the work?", required=False)
    agency = forms.ModelChoiceField(
        label="Is it about one agency?",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="No, about several",
    )
    priority = forms.ChoiceField(
        label="How much does it matter?", required=False, choices=[("", "Not said"), *Finding.Priority.choices],
        help_text="Of something to improve.",
    )  # fmt: skip
    asks = prose("What is recommended?", rows=3, required=False, help_text="Left empty for good practice.")
    looked = forms.BooleanField(label=LOOKED, required=False)

    def __init__(self, data: Any = None, *, audit: Audit) -> None:
        """The domains of the tool; the agencies that take part."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["domain"].choices = [("", "Several"), *audit.tool.titles().items()]
        parts = audit.participations.values("agency")
        fields["agency"].queryset = Agency.objects.filter(pk__in=parts).order_by("name")


class EndForm(forms.Form):
    """When it is repeated, or why not."""

    repeat_on = day_field(
        "By when is it to be repeated?",
        help_text="Whether practice changed is seen when the same is looked at again.",
    )
    no_repeat_because = forms.CharField(label="If it is not: why?", max_length=300, required=False)
    without = forms.BooleanField(label="End it though agencies have not sent every part", required=False)

    def __init__(self, data: Any = None, *, audit: Audit, missing: list[str]) -> None:
        """The day that was planned; a box to tick where agencies have not sent every part."""
        super().__init__(data, initial={"repeat_on": audit.repeat_on})
        if missing:
            self.fields["without"].help_text = f"Not sent yet: {'; '.join(missing)}."
        else:
            del self.fields["without"]


class BookletForm(forms.Form):
    """What its coordinator writes in a booklet; the rest comes from the audit."""

    headline = forms.CharField(
        label="In one sentence: what should everybody know?", max_length=300, help_text=NO_NAMES
    )
    told = prose(
        "What did practitioners and families tell us?", required=False,
        help_text="In words of your own, so that nobody finds themselves quoted. " + NO_NAMES,
    )  # fmt: skip
    discuss = prose("What should a team talk about?", help_text="A question on each line.")
    looked = forms.BooleanField(label=LOOKED, required=False)

    def __init__(self, data: Any = None, *, latest: Booklet | None) -> None:
        """What the latest says."""
        names = ("headline", "told", "discuss")
        super().__init__(data, initial={name: getattr(latest, name) for name in names} if latest else None)
