"""The forms of the space: cases drawn and chosen, an agency's part of one, what somebody said, what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator

from goldenthread.design.forms import GovukRadios, VersionedForm
from goldenthread.evidence.audits.actions.auditing import Given, Whole
from goldenthread.evidence.audits.actions.moderating import Agreed
from goldenthread.evidence.audits.forms.programme import NO_NAMES, prose
from goldenthread.evidence.audits.models import Audit, Return
from goldenthread.evidence.audits.selectors.space import Side
from goldenthread.evidence.audits.tools import Domain, Tool
from goldenthread.evidence.voice.models import Speaker
from goldenthread.partnership.models import Agency
from goldenthread.partnership.today import today

NO_GRADE = "none"
REFERENCES = (
    "References such as MAA-07, made for this audit: one on each line, with the same letters. "
    "Names and dates are refused."
)


class ListFields(forms.Form):
    """A list of cases, or its length."""

    listed = forms.CharField(
        label="The list of cases", required=False, help_text=REFERENCES, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    size = forms.IntegerField(
        label="Or: how many cases are on the list?", required=False, min_value=1, max_value=100_000,
        help_text="Then the list stays with the agency, and lines of it are drawn by their number.",
    )  # fmt: skip


class DrawForm(ListFields):
    """Cases to be drawn."""

    frame = forms.CharField(
        label="What does the list hold?", max_length=300,
        help_text="For example: children with a plan for neglect on 1 September, from the case system.",
    )  # fmt: skip
    wanted = forms.IntegerField(label="How many cases are audited?", min_value=1, max_value=60, initial=6)
    reserve = forms.IntegerField(
        label="How many more are held in reserve?", min_value=0, max_value=60, initial=2,
        help_text="The first in reserve takes the place of a case that cannot be audited.",
    )  # fmt: skip
    field_order = ("frame", "listed", "size", "wanted", "reserve")


class CheckForm(ListFields):
    """A list that is laid beside a draw."""


class ChooseForm(forms.Form):
    """A case that was chosen."""

    reference = forms.CharField(
        label="Reference of the case", max_length=40, help_text=REFERENCES.partition(":")[0]
    )
    reason = forms.CharField(label="Why this one?", max_length=300, help_text=NO_NAMES)


class WholeFields(forms.Form):
    """What is said of a case besides its domains."""

    unknown = forms.BooleanField(label="We do not know this child or family", required=False)
    independent = forms.BooleanField(
        label="I did not work on this case, nor manage anybody who did", required=False
    )
    good = prose("What was done well?", rows=3, required=False, help_text=NO_NAMES)
    concerns = prose("What should have been done differently?", rows=3, required=False, help_text=NO_NAMES)

    def whole(self) -> Whole:
        """What is said of the case besides."""
        data = self.cleaned_data
        return Whole(data["good"], data["concerns"], data["independent"], data["unknown"])


class DomainsForm(VersionedForm, forms.Form):
    """Some domains of a case: each with its grade, and what shows it. Nothing need be complete to be saved."""

    def __init__(
        self,
        data: Any = None,
        *,
        tool: Tool,
        agency: Agency,
        row: Return | None,
        domains: Sequence[Domain],
        **more: Any,
    ) -> None:
        """With what is kept of each domain, and what is asked of an agency of this sector."""
        super().__init__(data, instance_version=row.version if row else 0, **more)
        self.domains = domains
        kept = {each.domain: each for each in row.grades.all()} if row else {}
        choices = [(level.key, f"{level.words}: {level.says}") for level in tool.levels]
        choices.append((NO_GRADE, "No grade: there is a reason"))
        for domain in domains:
            had = kept.get(domain.key)
            self.fields[f"grade_{domain.key}"] = forms.ChoiceField(
                label=domain.title, choices=choices, required=False, widget=GovukRadios,
                initial=(had.grade or (NO_GRADE if had.shows else None)) if had else None,
                help_text=domain.asked_of(agency.sector),
            )  # fmt: skip
            self.fields[f"shows_{domain.key}"] = prose(
                f"{domain.title}: what does the record show?", rows=3, required=False,
                help_text="Without a grade: why there is none.",
            )  # fmt: skip
            self.fields[f"shows_{domain.key}"].initial = had.shows if had else ""

    def given(self) -> dict[str, Given]:
        """What is said of each domain."""
        data = self.cleaned_data
        return {
            each.key: Given(data[f"grade_{each.key}"].replace(NO_GRADE, ""), data[f"shows_{each.key}"])
            for each in self.domains
        }


def _whole_of(row: Return | None) -> dict[str, Any] | None:
    return {name: getattr(row, name) for name in WholeFields.base_fields} if row else None


class WholeForm(VersionedForm, WholeFields):
    """An agency's part of a case once its domains are written: the rest, before it is sent."""

    def __init__(self, data: Any = None, *, row: Return | None) -> None:
        """With what is kept."""
        super().__init__(data, instance_version=row.version if row else 0, initial=_whole_of(row))


class ReturnForm(WholeFields, DomainsForm):
    """An agency's part of a case on one page."""

    def __init__(self, data: Any = None, *, tool: Tool, agency: Agency, row: Return | None) -> None:
        """Every domain with its grade and what shows it, then the whole."""
        super().__init__(
            data, tool=tool, agency=agency, row=row, domains=tool.domains, initial=_whole_of(row)
        )
        asked = [f"{part}_{each.key}" for each in tool.domains for part in ("grade", "shows")]
        self.order_fields(["unknown", "independent", *asked, "good", "concerns"])


class ToldForm(forms.Form):
    """What somebody said of the help."""

    speaker = forms.ChoiceField(label="Who spoke?", choices=Speaker.choices, widget=GovukRadios)
    words = prose("What did they say?", help_text="In their own words as far as you can. " + NO_NAMES)


class ModerateForm(forms.Form):
    """What was agreed for a case."""

    def __init__(self, data: Any = None, *, tool: Tool, sides: list[Side]) -> None:
        """Each side with the grades that agencies gave; where they all gave one, it is chosen to begin with."""
        super().__init__(data)
        self.sides = sides
        choices = [(level.key, level.words) for level in tool.levels]
        words = {level.key: level.words for level in tool.levels}
        for side in sides:
            said = "; ".join(
                f"{agency.short_name or agency.name}: {words[grade]} ({Truncator(shows).chars(160)})"
                for agency, grade, shows in side.said
                if grade
            )
            now = side.agreed.grade if side.agreed else None
            self.fields[f"grade_{side.key}"] = forms.ChoiceField(
                label=side.title, choices=choices, widget=GovukRadios, initial=now,
                error_messages={"required": f"Choose a grade for {side.title}."},
                help_text=f"Agencies gave: {said}." if said else "For the case as a whole.",
            )  # fmt: skip
            self.fields[f"reason_{side.key}"] = prose(
                f"{side.title}: why?",
                rows=2,
                required=False,
                help_text="Needed where no agency gave this grade.",
            )
            self.fields[f"reason_{side.key}"].initial = side.agreed.reason if side.agreed else ""

    def agreed(self) -> dict[str, Agreed]:
        """What was agreed for each side."""
        data = self.cleaned_data
        return {
            side.key: Agreed(data[f"grade_{side.key}"], data[f"reason_{side.key}"]) for side in self.sides
        }


class ConcernForm(forms.Form):
    """An immediate concern."""

    agency = forms.ModelChoiceField(
        label="Which agency can act?", queryset=Agency.objects.none(), empty_label="Choose an agency",
        help_text="Whoever answers for it is told at once. If a child is in danger at this moment, call 999 as well.",
    )  # fmt: skip
    text = prose("What does the record show, and what worries you?", help_text=NO_NAMES)

    def __init__(self, data: Any = None, *, audit: Audit) -> None:
        """Every agency in force: safety does not stop at those that take part."""
        super().__init__(data)
        field: Any = self.fields["agency"]
        rows = Agency.objects.filter(partnership=audit.partnership_id).in_force(today())
        field.queryset = rows.order_by("name")


class ConcernAnswerForm(forms.Form):
    """What was done about it."""

    text = prose("What was done?", help_text=NO_NAMES)
    safe = forms.BooleanField(
        label="The child was seen, or is known to be safe",
        required=False,
        help_text="This closes the concern.",
    )
