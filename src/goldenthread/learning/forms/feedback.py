"""The form about a course that whoever has its link fills in, and the themes of what was written."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.design.forms import CharacterCount, GovukRadios
from goldenthread.learning.asking import LONGEST_WORDS, Question, QuestionSet
from goldenthread.learning.models import FeedbackAnswer
from goldenthread.partnership.forms.several import SeveralField
from goldenthread.partnership.models import Partnership
from goldenthread.thread.models import Theme


class FeedbackForm(forms.Form):
    """The questions of one set. Nobody must answer any one of them."""

    def __init__(self, data: Any = None, *, asks: QuestionSet) -> None:
        """One field for each question, in order."""
        super().__init__(data)
        for question in asks.questions:
            self.fields[question.key] = _field_of(question)

    def given(self) -> dict[str, int | str]:
        """What a valid form says; what was left out is left out."""
        return {key: value for key, value in self.cleaned_data.items() if value not in ("", None)}


def _field_of(question: Question) -> forms.Field:
    if question.takes_words:
        return forms.CharField(
            label=question.text, required=False, max_length=LONGEST_WORDS, widget=CharacterCount(LONGEST_WORDS),
            help_text="Write of practice, not of people: no names, and nothing that tells who a child or a family is.",
            error_messages={"max_length": f"Write at most {LONGEST_WORDS:,} characters."},
        )  # fmt: skip
    return forms.TypedChoiceField(
        label=question.text, choices=list(enumerate(question.answers, 1)), coerce=int, empty_value="",
        required=False, widget=GovukRadios, error_messages={"invalid_choice": "Choose from the answers below."},
    )  # fmt: skip


class ThemesForm(forms.Form):
    """Which themes some words are about."""

    themes = SeveralField(
        label="Which themes is it about?", queryset=Theme.objects.none(), required=False,
        help_text="None is an answer too: then it only counts as read.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, partnership: Partnership, answer: FeedbackAnswer) -> None:
        """The partnership's themes; those that the words have."""
        super().__init__(data, initial={"themes": list(answer.themes.values_list("pk", flat=True))})
        field: Any = self.fields["themes"]
        field.queryset = Theme.objects.filter(partnership=partnership)
