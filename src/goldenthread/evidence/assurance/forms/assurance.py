"""The forms of cycles, answers and grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator

from goldenthread.design.forms import GovukRadios, VersionedForm
from goldenthread.duties.clock import add_months
from goldenthread.evidence.assurance.actions.answering import NOT_APPLICABLE, Given
from goldenthread.evidence.assurance.actions.moderating import Graded
from goldenthread.evidence.assurance.models import Answer, Assessment, Cycle
from goldenthread.evidence.assurance.questions import QuestionSet, Standard, all_sets
from goldenthread.evidence.assurance.selectors.assessments import Row
from goldenthread.evidence.voice.models import Survey
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.forms.several import SeveralField
from goldenthread.partnership.forms.uploads import UploadField, upload_limit
from goldenthread.partnership.models import Agency, Person
from goldenthread.partnership.today import today

NO_NAMES = "Without names, and so that no child can be known by it."


def _text(label: str, *, required: bool = True, rows: int = 3, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class CycleForm(forms.Form):
    """A new cycle."""

    set_ref = forms.ChoiceField(label="Which questions are asked?", widget=GovukRadios)
    title = forms.CharField(label="What is the cycle called?", max_length=200, help_text="With its year.")
    opens_on = day_field("First day for answers", required=True)
    closes_on = day_field("Last day", required=True)

    def __init__(self, data: Any = None) -> None:
        """Every set in every version."""
        super().__init__(data)
        field: Any = self.fields["set_ref"]
        field.choices = [(each.ref, f"{each.title} ({each.version})") for each in all_sets().values()]


class AskForm(forms.Form):
    """Whom a cycle asks."""

    agencies = SeveralField(
        label="Which agencies are asked?", queryset=Agency.objects.none(),
        help_text="Whoever answers for each is told at once.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, cycle: Cycle) -> None:
        """Those in force that were not asked yet; those for whom its questions are written are ticked to begin with."""
        there = Assessment.objects.filter(cycle=cycle).values("agency")
        rows = Agency.objects.filter(partnership=cycle.partnership).in_force(today()).exclude(pk__in=there)
        ticked = [row.pk for row in rows if cycle.questions.is_for(row.kind)]
        super().__init__(data, initial={"agencies": ticked})
        field: Any = self.fields["agencies"]
        field.queryset = rows.order_by("name")


class SurveyForm(forms.Form):
    """Which survey stands beside a cycle."""

    survey = forms.ModelChoiceField(
        label="Which survey of practitioners stands beside it?", queryset=Survey.objects.none(), required=False,
        empty_label="None",
        help_text="Its results are shown to whoever moderates once it is over, small numbers withheld.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, cycle: Cycle) -> None:
        """The partnership's surveys; the one that stands there now."""
        super().__init__(data, initial={"survey": cycle.survey_id})
        field: Any = self.fields["survey"]
        field.queryset = Survey.objects.filter(partnership=cycle.partnership_id)


class MoveForm(VersionedForm, forms.Form):
    """Another last day."""

    closes_on = day_field("New last day", required=True)
    reason = forms.CharField(label="Why?", max_length=300)


class StandardForm(VersionedForm, forms.Form):
    """The questions of one standard. Nothing need be complete to be saved."""

    def __init__(
        self,
        data: Any = None,
        *,
        asked: QuestionSet,
        standard: Standard,
        answers: Mapping[str, Answer],
        version: int,
    ) -> None:
        """Each question with its level, reason, evidence and link."""
        self.standard = standard
        super().__init__(data, instance_version=version)
        for question in standard.questions:
            answer, key = answers.get(question.key), question.key
            choices = [(level.key, f"{level.words}: {level.says}") for level in asked.levels]
            if question.may_not_apply:
                choices.append((NOT_APPLICABLE, "Does not apply"))
            said = answer.level if answer else ""
            initial = NOT_APPLICABLE if answer and answer.not_applicable_because else said
            self.fields[f"level_{key}"] = forms.ChoiceField(
                label=f"{key} {question.text}", choices=choices, required=False, widget=GovukRadios, initial=initial,
                help_text="Brought in from before: save to confirm it." if answer and answer.carried else "",
            )  # fmt: skip
            if question.may_not_apply:
                self.fields[f"because_{key}"] = forms.CharField(
                    label=f"{key} If it does not apply, why?", max_length=500, required=False,
                    initial=answer.not_applicable_because if answer else "",
                )  # fmt: skip
            self.fields[f"text_{key}"] = _text(f"{key} What shows it?", required=False, help_text=NO_NAMES)
            self.fields[f"text_{key}"].initial = answer.text if answer else ""
            self.fields[f"link_{key}"] = forms.CharField(
                label=f"{key} Where can it be read?", required=False, max_length=500,
                validators=[URLValidator(["http", "https"])], help_text="An address on the web, if there is one.",
                initial=answer.link if answer else "",
            )  # fmt: skip

    def given(self) -> dict[str, Given]:
        """What was said to each question."""
        data = self.cleaned_data
        return {
            question.key: Given(
                data[f"level_{question.key}"], data.get(f"because_{question.key}", ""),
                data[f"text_{question.key}"], data[f"link_{question.key}"],
            )
            for question in self.standard.questions
        }  # fmt: skip


class FileForm(forms.Form):
    """A file that shows what an answer says."""

    question = forms.ChoiceField(label="Which question does it belong to?", widget=GovukRadios)
    file = UploadField(label="The file")

    def __init__(self, data: Any = None, files: Any = None, *, standard: Standard) -> None:
        """The questions of the standard; what may be sent."""
        super().__init__(data, files)
        fields: dict[str, Any] = self.fields
        fields["question"].choices = [(each.key, f"{each.key} {each.text}") for each in standard.questions]
        kinds = f"PDF, Word, Excel, OpenDocument, picture or text, up to {upload_limit()}."
        fields["file"].help_text = f"{kinds} {NO_NAMES}"


class CarryForm(forms.Form):
    """From which earlier assessment answers are brought in."""

    earlier = forms.TypedChoiceField(label="From which?", coerce=int, widget=GovukRadios)

    def __init__(self, data: Any = None, *, earlier: Sequence[Assessment]) -> None:
        """Those that the agency signed before."""
        super().__init__(data, initial={"earlier": earlier[0].pk} if earlier else None)
        field: Any = self.fields["earlier"]
        field.choices = [
            (row.pk, f"{row.cycle}, {row.cycle.partnership.short_name or row.cycle.partnership}")
            for row in earlier
        ]


class DelegateForm(forms.Form):
    """Somebody of the agency who answers part of it."""

    person = forms.ModelChoiceField(
        label="Who?", queryset=Person.objects.none(), empty_label="Choose somebody"
    )
    standard = forms.ChoiceField(label="Which part?", required=False)

    def __init__(self, data: Any = None, *, assessment: Assessment) -> None:
        """People of the agency who can sign in; the standards of the set."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        people = Person.objects.filter(agency=assessment.agency_id, left_on=None, user__isnull=False)
        fields["person"].queryset = people.order_by("post")
        standards = assessment.cycle.questions.standards
        fields["standard"].choices = [("", "All of it"), *((each.key, each.title) for each in standards)]


class SignForm(forms.Form):
    """For whom it is signed."""

    officer = forms.CharField(
        label="For which accountable officer is it signed?", max_length=200, help_text="A post, not a name."
    )

    def __init__(self, data: Any = None, *, assessment: Assessment) -> None:
        """The agency's lead representative, to begin with."""
        super().__init__(data, initial={"officer": assessment.agency.lead_representative})


class GradesForm(forms.Form):
    """The panel's grades of one standard."""

    def __init__(self, data: Any = None, *, asked: QuestionSet, rows: Sequence[Row]) -> None:
        """Each answer that has a level, with the agency's own level chosen until the panel says otherwise."""
        super().__init__(data)
        self.rows = [row for row in rows if row.said is not None]
        choices = [(level.key, level.words) for level in asked.levels]
        for row in self.rows:
            key, said = row.question.key, row.said.words if row.said else ""
            known = "; ".join(each.said for each in row.known)
            shows = row.answer.text if row.answer else ""
            hint = f"The agency says: {said}. {shows}{f' What is known: {known}.' if known else ''}"
            now = row.panel or row.said
            self.fields[f"level_{key}"] = forms.ChoiceField(
                label=f"{key} {row.question.text}", choices=choices, widget=GovukRadios, help_text=hint,
                initial=now.key if now else "",
            )  # fmt: skip
            self.fields[f"reason_{key}"] = _text(
                f"{key} If the panel sees it otherwise, why?", required=False, rows=2
            )
            self.fields[f"reason_{key}"].initial = row.grade.reason if row.grade else ""

    def graded(self) -> dict[str, Graded]:
        """The grade of each question."""
        data = self.cleaned_data
        return {
            row.question.key: Graded(data[f"level_{row.question.key}"], data[f"reason_{row.question.key}"])
            for row in self.rows
        }


class BackForm(forms.Form):
    """Why it is sent back."""

    reason = _text("What is to be put right?")


class FeedbackForm(forms.Form):
    """What the agency is told."""

    feedback = _text(
        "What is the agency told?", rows=6, help_text="What is good, what is not enough yet, and what next."
    )
    put_right_by = day_field(
        "By when is what is not enough to be put right?",
        help_text="Each such question becomes an action of the agency, due on this day.",
    )

    def __init__(self, data: Any = None) -> None:
        """In three months, to begin with."""
        super().__init__(data, initial={"put_right_by": add_months(today(), 3)})
