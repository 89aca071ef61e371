"""Making a survey, its questions, and closing it for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from goldenthread.evidence.voice.models import Option, Question, Survey
from goldenthread.evidence.voice.models.surveys import LEAST_MINIMUM, MINIMUM, MOST_MINIMUM
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.naming import free_key
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor

FIELDS = ["title", "audience", "intro", "opens_on", "closes_on", "minimum"]
SCALE = ("1", "2", "3", "4", "5")
MOST_QUESTIONS, MOST_OPTIONS = 40, 20
LONGEST_OPTION = 200


def _check(row: Survey) -> None:
    """Raises :class:`RuleError` for no title or audience, days in the wrong order, or too small a minimum."""
    row.title, row.audience, row.intro = row.title.strip(), row.audience.strip(), row.intro.strip()
    for name, said in (("title", "Say what it is called."), ("audience", "Say for whom it is.")):
        if not getattr(row, name):
            raise RuleError({name: said}, code="empty")
    if row.closes_on < row.opens_on:
        raise RuleError(
            {"closes_on": "The last day is before the first. Change one of the two."}, code="order"
        )
    if not LEAST_MINIMUM <= row.minimum <= MOST_MINIMUM:
        raise RuleError(
            {
                "minimum": f"Choose a number from {LEAST_MINIMUM} to {MOST_MINIMUM}: a smaller one protects nobody."
            },
            code="minimum",
        )


@transaction.atomic
def create_survey(
    *,
    by: Actor,
    title: str,
    audience: str,
    opens_on: dt.date,
    closes_on: dt.date,
    intro: str = "",
    minimum: int = MINIMUM,
    key: str = "",
) -> Survey:
    """Makes a survey without questions yet, with a public address that nobody can guess.

    Raises :class:`RuleError` for days in the wrong order, a last day that has passed, or too small a minimum.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_VOICE, partnership)
    row = Survey(
        partnership=partnership,
        title=title,
        audience=audience,
        intro=intro,
        opens_on=opens_on,
        closes_on=closes_on,
        minimum=minimum,
    )
    _check(row)
    if closes_on < today():
        raise RuleError({"closes_on": "This day has passed. Choose one that is still to come."}, code="past")
    row.key = free_key(partnership.surveys.all(), title, what="a survey", key=key)
    row.save()
    record("survey.created", f"Made the survey “{row}”", by=by, about=row)
    return row


@transaction.atomic
def change_survey(*, by: Actor, survey: Survey, seen_version: int, **fields: Any) -> Survey:
    """Changes a survey that is not over: any of :data:`FIELDS`.

    Raises :class:`RuleError` for one that is over, since its counts are shown; for a last day that has passed; for a
    smaller minimum once answers have come in; and as for a new one.
    """
    by.require(Permission.MANAGE_VOICE, survey)
    row = lock_version(survey, seen_version)
    _refuse_over(row)
    before = Survey.objects.get(pk=row.pk)
    for name in FIELDS:
        setattr(row, name, fields.get(name, getattr(row, name)))
    _check(row)
    if row.closes_on < today():
        raise RuleError({"closes_on": "This day has passed. To end the survey now, close it."}, code="past")
    if row.minimum < before.minimum and row.submissions.exists():
        raise RuleError(
            {
                "minimum": f"People answered under the promise of {before.minimum}. Choose that, or a larger number."
            },
            code="promise",
        )
    row.version += 1
    row.save()
    record(
        "survey.changed", f"Changed the survey “{row}”", by=by, about=row,
        changes=differences(before, row, FIELDS),
    )  # fmt: skip
    return row


def _refuse_over(row: Survey) -> None:
    if row.is_over(today()):
        raise RuleError("This survey is over: it stays as it is.", code="over")


def _refuse_answered(row: Survey) -> None:
    _refuse_over(row)
    if row.submissions.exists():
        raise RuleError("Somebody has answered already, so the questions stay as they are.", code="answered")


def _options(kind: str, options: Sequence[str]) -> Sequence[str]:
    """What can be chosen; raises :class:`RuleError` for fewer than two, too many, or the same twice."""
    if kind == Question.Kind.WORDS:
        return ()
    if kind == Question.Kind.SCALE:
        return SCALE
    texts = [" ".join(text.split()) for text in options if text.strip()]
    if not 2 <= len(texts) <= MOST_OPTIONS:
        raise RuleError(
            {"options": f"Write from 2 to {MOST_OPTIONS} choices, each on a line of its own."},
            code="how_many",
        )
    if len({text.casefold() for text in texts}) < len(texts):
        raise RuleError({"options": "The same choice stands there twice. Take one out."}, code="twice")
    if max(map(len, texts)) > LONGEST_OPTION:
        raise RuleError(
            {"options": f"A choice has at most {LONGEST_OPTION} characters. Shorten the longest."},
            code="long",
        )
    return texts


@transaction.atomic
def add_question(
    *,
    by: Actor,
    survey: Survey,
    kind: str,
    text: str,
    options: Sequence[str] = (),
    low: str = "",
    high: str = "",
) -> Question:
    """Adds a question at the end. A scale runs from 1 to 5, with what the ends mean in ``low`` and ``high``.

    Raises :class:`RuleError` for a survey that is over or has been answered, for no question, and for choices that are
    too few, too many or twice the same.
    """
    by.require(Permission.MANAGE_VOICE, survey)
    row: Survey = Survey.objects.select_for_update().get(pk=survey.pk)
    _refuse_answered(row)
    text = " ".join(text.split())
    if not text:
        raise RuleError({"text": "Write the question."}, code="empty")
    texts = _options(kind, options)
    if row.questions.count() >= MOST_QUESTIONS:
        raise RuleError(f"A survey has at most {MOST_QUESTIONS} questions.", code="how_many")
    last = row.questions.aggregate(last=Max("order"))["last"] or 0
    scale = kind == Question.Kind.SCALE
    question = row.questions.create(
        order=last + 1,
        kind=kind,
        text=text,
        low=low.strip() if scale else "",
        high=high.strip() if scale else "",
    )
    Option.objects.bulk_create(
        Option(question=question, order=place, text=each) for place, each in enumerate(texts, 1)
    )
    record("survey.question_added", f"Added a question to the survey “{row}”", by=by, about=row)
    return question


@transaction.atomic
def remove_question(*, by: Actor, question: Question) -> None:
    """Takes a question out. Raises :class:`RuleError` for a survey that is over or has been answered."""
    by.require(Permission.MANAGE_VOICE, question.survey)
    row: Survey = Survey.objects.select_for_update().get(pk=question.survey_id)
    _refuse_answered(row)
    question.delete()
    record("survey.question_removed", f"Took a question out of the survey “{row}”", by=by, about=row)


@transaction.atomic
def close_survey(*, by: Actor, survey: Survey) -> Survey:
    """Closes the public address at once and for good; the results can be shown from then on.

    A survey never opens again: whoever saw its counts before and after one more answer would know that answer. Raises
    :class:`RuleError` for one that is over.
    """
    by.require(Permission.MANAGE_VOICE, survey)
    row: Survey = Survey.objects.select_for_update().get(pk=survey.pk)
    _refuse_over(row)
    row.closed_on = today()
    row.version += 1
    row.save(update_fields=["closed_on", "version"])
    record("survey.closed", f"Closed the survey “{row}”", by=by, about=row)
    return row
