"""The forms of records: a proof, its check, one's own work, and who needs which course."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import GovukRadios
from goldenthread.learning.models import Course, JobRole, Learner
from goldenthread.partnership.forms.acting import day_field
from goldenthread.partnership.forms.several import SeveralField
from goldenthread.partnership.forms.uploads import UploadField, upload_limit
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.today import today

YES, NO = "yes", "no"


class ProofForm(forms.Form):
    """What somebody learned by themselves, with its proof."""

    course = forms.ModelChoiceField(
        label="Which course?", queryset=Course.objects.none(), empty_label="Choose a course"
    )
    on = day_field("When did you complete it?", required=True, subject="The day")
    where = forms.CharField(
        label="Where did you learn it?", max_length=200, required=False,
        help_text="Leave it empty for the partnership’s own e-learning.",
    )  # fmt: skip
    file = UploadField(label="The proof, such as a certificate")

    def __init__(self, data: Any = None, files: Any = None, *, partnership: Partnership) -> None:
        """The courses on offer, and what may be sent."""
        super().__init__(data, files)
        fields: dict[str, Any] = self.fields
        fields["course"].queryset = (
            Course.objects.offered(today()).filter(partnership=partnership).order_by("title")
        )
        kinds = f"PDF, Word, Excel, OpenDocument, picture or text, up to {upload_limit()}."
        fields["file"].help_text = f"{kinds} Nothing about a child or a family."


class CheckForm(forms.Form):
    """Whether a proof counts."""

    counts = forms.ChoiceField(label="Does it count?", choices=[(YES, "Yes"), (NO, "No")], widget=GovukRadios)
    reason = forms.CharField(
        label="Why not?",
        max_length=300,
        required=False,
        help_text="They will read it. Needed for a no alone.",
    )

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return {"counts": self.cleaned_data["counts"] == YES, "reason": self.cleaned_data["reason"]}


class WorkForm(forms.Form):
    """What one does, and one's line manager."""

    job_role = forms.ModelChoiceField(
        label="What is your work?", queryset=JobRole.objects.none(), required=False,
        empty_label="None of these, or not sure", help_text="It decides which courses you need.",
    )  # fmt: skip
    manager_email = forms.EmailField(
        label="Your line manager’s email", required=False,
        help_text="A line manager with an account at your agency can book for you.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, partnership: Partnership, learner: Learner | None) -> None:
        """The partnership's kinds of work, and what was said before."""
        initial = {"job_role": learner.job_role_id, "manager_email": learner.manager_email} if learner else {}
        super().__init__(data, initial=initial)
        field: Any = self.fields["job_role"]
        field.queryset = JobRole.objects.filter(partnership=partnership)


class NeedsForm(forms.Form):
    """A kind of work, and the courses it needs."""

    title = forms.CharField(
        label="Which work is it?", max_length=120, help_text="Such as designated safeguarding lead."
    )
    courses = SeveralField(
        label="Which courses does it need?", queryset=Course.objects.none(), required=False
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, role: JobRole | None = None) -> None:
        """The courses on offer; what the work needs today. The name of one that is there stays."""
        initial = {"courses": [each.course_id for each in role.requirements.all()]} if role else {}
        super().__init__(data, initial=initial)
        if role is not None:
            del self.fields["title"]
        field: Any = self.fields["courses"]
        field.queryset = Course.objects.offered(today()).filter(partnership=partnership).order_by("title")
