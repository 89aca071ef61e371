"""The form that anybody with a survey's link answers: plain boxes and buttons, whatever the browser."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from goldenthread.design.forms import CharacterCount, GovukCheckboxes, GovukRadios
from goldenthread.evidence.voice.actions.answering import LONGEST_WORDS, Given, words_field
from goldenthread.evidence.voice.models import Question, Survey

# A field that people do not see, and programmes that fill in forms do.
TRAP = "homepage"


class AnswerForm(forms.Form):
    """The questions of one survey. Nobody must answer any one of them."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, survey: Survey) -> None:
        """One field for each question, in order. Two queries."""
        super().__init__(data, initial={"token": uuid4()})
        self.questions = list(survey.questions.prefetch_related("options"))
        for question in self.questions:
            self.fields[words_field(question.pk)] = _field_of(question)

    @property
    def is_caught(self) -> bool:
        """Whether a programme filled in what people do not see."""
        return bool(self.data.get(TRAP))

    def given(self) -> Given:
        """What a valid form says."""
        options: set[int] = set()
        words: dict[int, str] = {}
        for question in self.questions:
            value = self.cleaned_data[words_field(question.pk)]
            if question.takes_words:
                words[question.pk] = value
            elif isinstance(value, list):
                options.update(map(int, value))
            elif value:
                options.add(int(value))
        return Given(frozenset(options), words)


def _field_of(question: Question) -> forms.Field:
    if question.takes_words:
        return forms.CharField(
            label=question.text,
            required=False,
            max_length=LONGEST_WORDS,
            widget=CharacterCount(LONGEST_WORDS),
            help_text="Do not write names, or anything else that tells who you or others are.",
            error_messages={"max_length": f"Write at most {LONGEST_WORDS:,} characters."},
        )
    choices = [(str(option.pk), _label(question, option.text)) for option in question.options.all()]
    wrong = {
        "invalid_choice": "Choose from the answers below.",
        "invalid_list": "Choose from the answers below.",
    }
    if question.kind == Question.Kind.SEVERAL:
        return forms.MultipleChoiceField(
            label=question.text,
            choices=choices,
            required=False,
            widget=GovukCheckboxes,
            help_text="Choose all that apply.",
            error_messages=wrong,
        )
    return forms.ChoiceField(
        label=question.text, choices=choices, required=False, widget=GovukRadios, error_messages=wrong
    )


def _label(question: Question, text: str) -> str:
    means = {"1": question.low, "5": question.high}.get(text, "")
    return f"{text}: {means}" if means and question.kind == Question.Kind.SCALE else text
