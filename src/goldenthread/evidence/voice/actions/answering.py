"""Somebody answers a survey: nobody knows who, and nothing is half-saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from goldenthread.evidence.voice.flooding import too_many
from goldenthread.evidence.voice.models import Answer, Submission, Survey, Words
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.identifying import check_no_identifiers
from goldenthread.partnership.today import today

LONGEST_WORDS = 2000


@dataclass(frozen=True)
class Given:
    """What one form says: the options chosen, and the words by the number of their question."""

    options: frozenset[int] = frozenset()
    words: Mapping[int, str] = field(default_factory=dict)


def words_field(question: int) -> str:
    """The name of a question's field in the form: refusals of its words stand there."""
    return f"question_{question}"


@transaction.atomic
def answer_survey(*, survey: Survey, token: UUID, given: Given, address: str = "") -> bool:
    """Keeps one form of a survey; answers whether it was kept, and not there already under its ``token``.

    There is no actor and no entry in the record: nobody is to know who answered, or when but the day. Raises
    :class:`RuleError` for a survey that is not open, for a form without any answer, for what is no answer to it, for
    words that could tell who somebody is, and where too many come at once (code ``flood``).
    """
    row: Survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not row.is_open(today()):
        raise RuleError("This survey does not take answers now. Nothing was saved.", code="closed")
    if Submission.objects.filter(token=token).exists():
        return False
    words = {number: text.strip() for number, text in given.words.items() if text.strip()}
    if not given.options and not words:
        raise RuleError("Answer at least one question, then send.", code="empty")
    _check(row, given.options, words)
    if too_many(row.pk, address):
        raise RuleError(
            "Many answers are coming in just now, and yours was not saved. Please send it again in an hour.",
            code="flood",
        )
    submission = Submission.objects.create(survey=row, on=today(), token=token)
    Answer.objects.bulk_create(
        Answer(submission=submission, option_id=number) for number in sorted(given.options)
    )
    Words.objects.bulk_create(Words(question_id=number, text=text) for number, text in words.items())
    return True


def _check(row: Survey, options: frozenset[int], words: Mapping[int, str]) -> None:
    """Raises :class:`RuleError` unless this can be an answer to the survey's questions."""
    questions = {each.pk: each for each in row.questions.prefetch_related("options")}
    for question in questions.values():
        chosen = [option for option in question.options.all() if option.pk in options]
        if len(chosen) > 1 and question.kind != question.Kind.SEVERAL:
            raise RuleError({words_field(question.pk): "Choose one of these only."}, code="one")
    known = {option.pk for question in questions.values() for option in question.options.all()}
    if not options <= known or not all(
        number in questions and questions[number].takes_words for number in words
    ):
        raise RuleError("This form is not the survey's. Open the link again.", code="other_survey")
    for number, text in words.items():
        if len(text) > LONGEST_WORDS:
            raise RuleError(
                {words_field(number): f"Write at most {LONGEST_WORDS:,} characters."}, code="long"
            )
        check_no_identifiers(words_field(number), text)
