"""The forms of challenges, disagreements and risks."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios, VersionedForm
from goldenthread.oversight.challenge.models import Outcome
from goldenthread.oversight.challenge.scoring import IMPACT, LIKELIHOOD
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.models import Agency, Group, Partnership, Person
from goldenthread.partnership.today import today
from goldenthread.thread.models import Theme

NO_NAMES = "Without names, and so that no child can be known by it."


def _prose(label: str, *, rows: int = 4, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def _agencies(partnership: Partnership) -> Any:
    return Agency.objects.filter(partnership=partnership).in_force(today()).order_by("name")


def _choose(queryset: Any, label: str, *, empty: str, required: bool = False) -> Any:
    return forms.ModelChoiceField(label=label, queryset=queryset, required=required, empty_label=empty)


class ChallengeForm(forms.Form):
    """A challenge."""

    title = forms.CharField(label="What is it about?", max_length=200, help_text=NO_NAMES)
    text = _prose("What do you ask?", rows=5)
    agency = _choose(Agency.objects.none(), "Which agency do you challenge?", empty="No one agency")
    group = _choose(Group.objects.none(), "Or which group?", empty="No one group: the partnership")
    challenger = _choose(Person.objects.none(), "Who challenges?", empty="I do")
    on = day_field("When was it made?", help_text="Leave it empty for today.")
    due_on = day_field("By when do you ask for an answer?", help_text="Leave it empty for ten working days.")
    restricted = forms.BooleanField(label="Only those who may see restricted matter read it", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership, manages: bool, restricts: bool) -> None:
        """Whoever does not manage challenges makes their own, today."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["agency"].queryset = _agencies(partnership)
        fields["group"].queryset = (
            Group.objects.filter(partnership=partnership).in_force(today()).order_by("name")
        )
        fields["challenger"].queryset = Person.objects.filter(partnership=partnership, left_on=None).order_by(
            "post"
        )
        if not manages:
            del self.fields["challenger"], self.fields["on"]
        if not restricts:
            del self.fields["restricted"]


class ReplyForm(forms.Form):
    """An answer."""

    text = _prose("What is the answer?", rows=6)
    on = day_field("When was it given?", help_text="Leave it empty for today.")

    def __init__(self, data: Any = None, *, manages: bool) -> None:
        """Only the Business Team records an answer of another day."""
        super().__init__(data)
        if not manages:
            del self.fields["on"]


class OutcomeForm(forms.Form):
    """What became of a challenge."""

    value = forms.ChoiceField(label="What became of it?", choices=Outcome.Value.choices, widget=GovukRadios)
    reasons = _prose("Why, and what changed?")


class DisagreementForm(forms.Form):
    """A disagreement."""

    raised_by = _choose(
        Agency.objects.none(), "Which agency raises it?", empty="Choose an agency", required=True
    )
    raised_with = _choose(
        Agency.objects.none(), "With which agency?", empty="Choose an agency", required=True
    )
    theme = _choose(Theme.objects.none(), "Which theme is it of?", empty="None yet")
    summary = _prose("What is it about?", help_text=NO_NAMES)
    on = day_field("On which day was it raised?", required=True)

    def __init__(self, data: Any = None, *, partnership: Partnership, own: Agency | None = None) -> None:
        """Whoever speaks for their ``own`` agency raises it for that one."""
        super().__init__(data, initial={"raised_by": own, "on": today()})
        fields: dict[str, Any] = self.fields
        agencies = _agencies(partnership)
        fields["raised_by"].queryset = agencies.filter(pk=own.pk) if own else agencies
        fields["raised_with"].queryset = agencies
        fields["theme"].queryset = Theme.objects.filter(partnership=partnership)


class FurtherForm(forms.Form):
    """To the next stage."""

    why = _prose("Why could it not be settled at this stage?")
    on = day_field("On which day does it go further?", required=True)


class SettleForm(forms.Form):
    """What was agreed."""

    agreed = _prose("What was agreed?", help_text=NO_NAMES)
    on = day_field("On which day?", required=True)


def _scale(label: str, words: dict[int, str]) -> forms.TypedChoiceField:
    choices = [(number, f"{number} {word}") for number, word in words.items()]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, initial=3)


class ScoresForm(forms.Form):
    """Likelihood and impact, without controls and with them."""

    likelihood = _scale("How likely is it without controls?", LIKELIHOOD)
    impact = _scale("How grave would it be without controls?", IMPACT)
    likelihood_after = _scale("How likely is it with controls?", LIKELIHOOD)
    impact_after = _scale("How grave would it be with controls?", IMPACT)
    note = _prose("Why?", rows=3, required=False)

    NAMES = ("likelihood", "impact", "likelihood_after", "impact_after")

    def scores(self) -> dict[str, int]:
        """Takes the four numbers out of what was sent."""
        return {name: self.cleaned_data.pop(name) for name in self.NAMES}


class RiskFields(forms.Form):
    """What is said of a risk."""

    title = forms.CharField(label="What could happen?", max_length=200)
    cause = _prose("Why could it happen?", rows=3)
    effect = _prose("What would it mean for children?", rows=3)
    controls = _prose("What stands against it?", rows=3, required=False)
    owner = _choose(Agency.objects.none(), "Which agency owns it?", empty="The partnership")
    post = forms.CharField(label="Who looks after it?", max_length=200, help_text="A post.")
    appetite = forms.IntegerField(
        label="Which score is acceptable at most?",
        min_value=1,
        max_value=25,
        initial=9,
        help_text="From 1 to 25.",
    )
    review_on = day_field("When is it reviewed next?", required=True)
    restricted = forms.BooleanField(label="Only those who may see restricted matter read it", required=False)

    def __init__(self, data: Any = None, *, partnership: Partnership, **more: Any) -> None:
        """The agencies are the partnership's."""
        super().__init__(data, **more)
        owner: Any = self.fields["owner"]
        owner.queryset = _agencies(partnership)


class RiskForm(ScoresForm, RiskFields):
    """A risk with its first score."""

    field_order = ("title", "cause", "effect", "controls", *ScoresForm.NAMES, "note")


class RiskChangeForm(VersionedForm, RiskFields):
    """A risk as it is changed."""


class ReviewForm(ScoresForm):
    """A risk at its review."""

    review_on = day_field("When is it reviewed next?", required=True)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why?", max_length=300)
