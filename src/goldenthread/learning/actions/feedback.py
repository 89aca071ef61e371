"""What people say of a course: forms made, asked for, answered once, and the words in them read."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping

from django.db import transaction

from goldenthread.duties.clock import add_months
from goldenthread.learning.asking import LONGEST_WORDS, Question, latest_set
from goldenthread.learning.feedback_letters import ask_for_feedback
from goldenthread.learning.models import Booking, Feedback, FeedbackAnswer
from goldenthread.learning.models.evaluation import OPEN_FOR
from goldenthread.learning.states import State
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.wording import check_confined_text
from goldenthread.thread.models import Theme

Given = Mapping[str, int | str]
Stage = Feedback.Stage
# What is asked about a booking that has come so far.
STAGES = {
    State.BOOKED: (Stage.BEFORE,),
    State.ATTENDED: (Stage.ON_THE_DAY, Stage.AFTER, Stage.MANAGER),
}
MONTHS_AFTER = 3
ASKED_BEFORE = dt.timedelta(days=7)
REMINDED_AFTER = dt.timedelta(days=7)


def due_day(stage: str, day: dt.date) -> dt.date:
    """The day on which a form about a session of a day falls due."""
    return add_months(day, MONTHS_AFTER) if stage in (Stage.AFTER, Stage.MANAGER) else day


@transaction.atomic
def ask_feedback(*, by: Actor, booking: Booking) -> list[Feedback]:
    """Makes the forms that a booking calls for as it stands, each once; answers those that are new.

    The form before a course belongs to a place that is booked, the other three to somebody who came. What is due
    already, as the form on the day when its register is closed, is asked for at once; the rest when its day comes
    (:func:`send_feedback_requests`). Of a conference people are asked as a whole, not once more of each parallel
    session. It asks no permission: the action that calls it has.
    """
    if booking.session.conference_id is not None:
        return []
    there = set(booking.feedback.values_list("stage", flat=True))
    day = booking.session.day
    made = Feedback.objects.bulk_create(
        Feedback(
            booking=booking, stage=stage, questions=latest_set(stage).ref, secret=secrets.token_urlsafe(32),
            due_on=due_day(stage, day),
        )
        for stage in STAGES.get(booking.stands, ())
        if stage not in there
    )  # fmt: skip
    for row in made:
        if row.stage != Stage.BEFORE and row.is_open(today()):
            _ask(by, row)
    return made


def send_feedback_requests(*, by: Actor) -> dict[str, int]:
    """Asks for every form whose day has come, and reminds once after a week; answers how many of each.

    The form before a course is asked for from a week before it. Each form is its own transaction, so that one that
    fails holds up no other. Run twice on a day, it asks nobody twice.
    """
    on = today()
    soon = Booking.objects.filter(
        state=State.BOOKED.value, session__cancelled_on=None, session__starts_at__date__range=(on, on + ASKED_BEFORE)
    ).exclude(feedback__stage=Stage.BEFORE)  # fmt: skip
    for booking in soon.select_related("session__course"):
        ask_feedback(by=by, booking=booking)
    open_forms = Feedback.objects.unanswered().of_living_bookings().filter(
        due_on__range=(on - OPEN_FOR, on + ASKED_BEFORE)
    )  # fmt: skip
    asked = open_forms.filter(asked_on=None).values_list("pk", flat=True)
    again = open_forms.filter(asked_on__lte=on - REMINDED_AFTER, reminded_on=None).values_list(
        "pk", flat=True
    )
    first, second = list(asked), list(again)
    return {
        "asked": sum(_send(by, pk) for pk in first),
        "reminded": sum(_send(by, pk, reminder=True) for pk in second),
    }


@transaction.atomic
def _send(by: Actor, pk: int, *, reminder: bool = False) -> bool:
    rows = Feedback.objects.select_for_update(of=("self",)).select_related(
        "booking__session__partnership", "booking__session__course", "booking__person"
    )
    row: Feedback = rows.get(pk=pk)
    if not row.is_open(today()) or (row.reminded_on if reminder else row.asked_on) is not None:
        return False
    return _ask(by, row, reminder=reminder)


def _ask(by: Actor, row: Feedback, *, reminder: bool = False) -> bool:
    """Writes to whoever is to answer; a line manager of whom nothing is known is not asked."""
    if not ask_for_feedback(by, row, reminder=reminder):
        return False
    field = "reminded_on" if reminder else "asked_on"
    setattr(row, field, today())
    row.save(update_fields=[field])
    return True


@transaction.atomic
def answer_feedback(*, feedback: Feedback, given: Given) -> bool:
    """Keeps a whole form; answers whether it was kept. One that was sent before is left as it is.

    ``given`` has, by question, the number that was chosen (the first answer is 1) or words. There is no actor and no
    entry in the record: whoever has the link answers, and what they say is told to nobody under their name. Raises
    :class:`RuleError` outside the form's time, for a form without any answer, for what is no answer to it, and for
    words that could tell who a child or a family is.
    """
    row: Feedback = (
        Feedback.objects.select_for_update(of=("self",)).select_related("booking").get(pk=feedback.pk)
    )
    if row.answered_on is not None:
        return False
    if not row.is_open(today()):
        raise RuleError("This form is not open now. Nothing was saved.", code="closed")
    questions = {each.key: each for each in row.asks.questions}
    if not set(given) <= set(questions):
        raise RuleError("This is not the form that you were sent. Open the link again.", code="other")
    answers = [
        answer for key, value in given.items() if (answer := _answer(row, questions[key], value)) is not None
    ]
    if not answers:
        raise RuleError("Answer at least one question, then send.", code="empty")
    FeedbackAnswer.objects.bulk_create(answers)
    row.answered_on = today()
    row.save(update_fields=["answered_on"])
    return True


def _answer(row: Feedback, question: Question, value: int | str) -> FeedbackAnswer | None:
    """The answer to one question; ``None`` where it was left out."""
    if question.takes_words:
        text = str(value).strip()
        if len(text) > LONGEST_WORDS:
            raise RuleError({question.key: f"Write at most {LONGEST_WORDS:,} characters."}, code="long")
        check_confined_text(question.key, text)
        return FeedbackAnswer(feedback=row, question=question.key, words=text) if text else None
    if value == "":
        return None
    if not isinstance(value, int) or not 1 <= value <= len(question.answers):
        raise RuleError({question.key: "Choose from the answers below."}, code="choice")
    return FeedbackAnswer(feedback=row, question=question.key, number=value)


@transaction.atomic
def give_themes(*, by: Actor, answer: FeedbackAnswer, themes: Iterable[Theme]) -> FeedbackAnswer:
    """Marks words as read, under the themes that they are about; none is an answer too. Later themes take the place
    of earlier ones. Raises :class:`RuleError` for a number, and for another partnership's theme.
    """
    session = answer.feedback.booking.session
    by.require(Permission.MANAGE_LEARNING, session)
    row: FeedbackAnswer = FeedbackAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    chosen = list(themes)
    if row.number is not None:
        raise RuleError("Only words have themes.", code="number")
    if any(theme.partnership_id != session.partnership_id for theme in chosen):
        raise RuleError({"themes": "Choose from the themes below."}, code="elsewhere")
    row.themes.set(chosen)
    row.read_on = today()
    row.save(update_fields=["read_on"])
    record(
        "training.words_read",
        f"Read an answer about the course “{session.course}”",
        by=by,
        about=session.course,
    )
    return row
