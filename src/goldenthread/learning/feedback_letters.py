"""What people are asked about a course by email: each stage's subject and text, and to whom it goes."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks import task

from goldenthread.design.words import uk_date
from goldenthread.learning.letters import BECAUSE, KIND
from goldenthread.learning.models import Feedback, Learner
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


def ask_for_feedback(by: Actor, feedback: Feedback, *, reminder: bool = False) -> bool:
    """Asks whoever is to fill in a form, or reminds them; answers whether there is anybody to ask.

    A line manager who is known here is written to as everybody is; one of whom only the address is known gets an email
    with the link, and needs no account.
    """
    booking = feedback.booking
    person = booking.person
    of_manager = feedback.stage == Feedback.Stage.MANAGER
    to, because = person, BECAUSE
    if of_manager:
        learner = Learner.objects.filter(person=person).select_related("manager").first()
        if learner is None or not (learner.manager_id or learner.manager_email):
            return False
        if learner.manager is None or learner.manager.left_on is not None:
            if not learner.manager_email:
                return False
            transaction.on_commit(partial(email_line_manager.enqueue, feedback.pk, reminder))
            return True
        to, because = learner.manager, f"you are the line manager of {person}"
    if to.left_on is not None:
        return False
    queue_message(
        by=by, person=to, kind=KIND, subject=feedback_subject(feedback, reminder=reminder),
        text=feedback_text(feedback), because=because, link=feedback.get_absolute_url(),
    )  # fmt: skip
    return True


def feedback_subject(feedback: Feedback, *, reminder: bool) -> str:
    """The subject of the email that asks for a form."""
    said = {
        Feedback.Stage.BEFORE: "Before your course",
        Feedback.Stage.ON_THE_DAY: "How was it?",
        Feedback.Stage.AFTER: "Three months later",
        Feedback.Stage.MANAGER: f"What did training change for {feedback.booking.person}?",
    }[Feedback.Stage(feedback.stage)]
    return f"{'Reminder: ' if reminder else ''}{said} {feedback.booking.session}".strip()


def feedback_text(feedback: Feedback) -> str:
    """What the email says."""
    session = feedback.booking.session
    about = f"{session}, {uk_date(session.day)}"
    whose = (
        f"{feedback.booking.person} came to this course three months ago:\n\n{about}\n\nWhat do you see of it?"
        if feedback.stage == Feedback.Stage.MANAGER
        else f"{feedback.asks.intro}\n\n{about}"
    )
    return (
        f"{whose}\n\nA few questions, by {uk_date(feedback.closes_on)}. What you answer is counted with everybody’s "
        "and never shown under a name. Please write nothing that tells who a child or a family is."
    )


@task()
def email_line_manager(feedback_id: int, reminder: bool) -> str:  # tasks take plain arguments
    """Sends a form's link to a line manager of whom only the address is known.

    Where sending fails, the form counts as not asked for, or not reminded of, so that the next day's job tries again.
    """
    rows = Feedback.objects.select_related(
        "booking__session__partnership", "booking__session__course", "booking__person__learner"
    )
    row = rows.get(pk=feedback_id)
    learner: Learner | None = getattr(row.booking.person, "learner", None)
    if learner is None or not learner.manager_email or not row.is_open(today()):
        return "not due"
    partnership = row.booking.session.partnership
    support = partnership.support_email
    lines = [
        feedback_text(row), f"Answer here: {settings.SITE_URL}{row.get_absolute_url()}",
        f"--\nYou receive this because {row.booking.person} named you as their line manager to {partnership.name}.",
        *([f"Questions: {support}"] if support else []),
    ]  # fmt: skip
    try:
        EmailMessage(
            subject=feedback_subject(row, reminder=reminder), body="\n\n".join(lines) + "\n",
            to=[learner.manager_email], reply_to=[support] if support else None,
            headers={"Auto-Submitted": "auto-generated"},
        ).send()  # fmt: skip
    except Exception:
        Feedback.objects.filter(pk=row.pk).update(**{"reminded_on" if reminder else "asked_on": None})
        raise
    return "sent"
