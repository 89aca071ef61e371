"""The panel: its grade beside each answer, sending back, and the feedback that opens the agency's action plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from goldenthread.evidence.assurance.actions.answering import latest_signed
from goldenthread.evidence.assurance.actions.scoring import keep_scores
from goldenthread.evidence.assurance.models import Assessment, Grade, SignedAnswer, Turn
from goldenthread.evidence.assurance.questions import QuestionSet
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.selectors.answering import answering_for
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.thread.actions.recommendations import answer_recommendation, give_action
from goldenthread.thread.actions.sources import add_finding, add_recommendation, add_source
from goldenthread.thread.models import Source

KIND = "assurance.moderated"


@dataclass(frozen=True)
class Graded:
    """The panel's level for one question, and why it is another than the agency's."""

    level: str
    reason: str = ""


def _locked(by: Actor, assessment: Assessment) -> Assessment:
    by.require(Permission.MANAGE_ASSURANCE, assessment)
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("cycle__partnership", "agency")
    row: Assessment = rows.get(pk=assessment.pk)
    if row.status != Assessment.Status.SIGNED:
        raise RuleError("Only what is signed, and not moderated yet, can be graded.", code="not_signed")
    turn = latest_signed(row)
    if turn is not None and by.person is not None and turn.by_id == by.person.pk:
        raise RuleError("You signed it yourself. Somebody else grades it.", code="own")
    return row


def answers_of(assessment: Assessment) -> dict[str, SignedAnswer]:
    """What was signed last, by question, each with its grades. Three queries."""
    turn = latest_signed(assessment)
    rows = turn.signed_answers.prefetch_related("grades") if turn else ()
    return {row.question: row for row in rows}


def grade_of(answer: SignedAnswer) -> Grade | None:
    """The panel's latest."""
    return max(answer.grades.all(), key=lambda grade: grade.pk, default=None)


@transaction.atomic
def grade_answers(*, by: Actor, assessment: Assessment, graded: Mapping[str, Graded]) -> int:
    """Keeps the panel's grade of each question that is given, and says how many are new.

    Raises :class:`RuleError` for a level that the scale does not have, a grade that differs without a reason, and an
    assessment that is not signed or is moderated already.
    """
    row = _locked(by, assessment)
    answers, made = answers_of(row), 0
    for key, each in graded.items():
        answer = answers.get(key)
        if answer is None or not answer.level:
            continue
        if row.cycle.questions.level(each.level) is None:
            raise RuleError({f"level_{key}": "Choose a level of the scale."}, code="level")
        if each.level != answer.level and not each.reason.strip():
            raise RuleError({f"reason_{key}": "Say why the panel sees it otherwise."}, code="no_reason")
        last = grade_of(answer)
        if last and (last.level, last.reason) == (each.level, each.reason.strip()):
            continue
        Grade.objects.create(
            answer=answer, level=each.level, reason=each.reason.strip(), by=by.person, by_label=by.label
        )
        made += 1
    if made:
        record("assessment.graded", f"Graded {made} of {row}", by=by, about=row)
    return made


@transaction.atomic
def send_back(*, by: Actor, assessment: Assessment, reason: str) -> Turn:
    """Sends an assessment back to its agency, which is told why. Raises :class:`RuleError` without a reason."""
    row = _locked(by, assessment)
    if not reason.strip():
        raise RuleError({"reason": "Say what is to be put right."}, code="no_reason")
    turn = _turn(by, row, Turn.Kind.SENT_BACK, reason)
    row.status, row.standing = Assessment.Status.DRAFT, None
    row.save()
    record("assessment.sent_back", f"Sent back {row}", by=by, about=row)
    _tell(by, row, f"{row.cycle}: please look at your answers again", reason.strip())
    return turn


@transaction.atomic
def finish_moderation(
    *, by: Actor, assessment: Assessment, feedback: str, put_right_by: dt.date | None = None
) -> Turn:
    """Ends the moderation: the panel's grades count from now on, the agency has the feedback, and what is not enough
    joins the thread as findings, each with a recommendation that stands accepted and an action of the agency: its
    action plan opens itself.

    Raises :class:`RuleError` without feedback, where an answer has no grade yet, and where something is not enough and
    no day ahead is named by which it is put right.
    """
    row = _locked(by, assessment)
    if not feedback.strip():
        raise RuleError({"feedback": "Write what the agency is told."}, code="no_feedback")
    answers = answers_of(row)
    grades = {key: grade_of(answer) for key, answer in answers.items() if answer.level}
    left = [key for key in row.cycle.questions.questions() if key in grades and grades[key] is None]
    if left:
        raise RuleError(f"No grade yet: {', '.join(left)}.", code="left")
    given = {key: grade.level for key, grade in grades.items() if grade is not None}
    _check_day(row, given, put_right_by)
    turn = _turn(by, row, Turn.Kind.MODERATED, feedback)
    keep_scores(by, row, turn, given)
    row.status, row.standing = Assessment.Status.MODERATED, turn
    row.save()
    record("assessment.moderated", f"Moderated {row}", by=by, about=row)
    if put_right_by is not None:
        _into_thread(by, row, given, answers, put_right_by)
    _tell(by, row, f"{row.cycle}: the panel’s feedback", feedback.strip())
    return turn


def _check_day(row: Assessment, given: Mapping[str, str], put_right_by: dt.date | None) -> None:
    if not not_enough(row.cycle.questions, given):
        return
    if put_right_by is None:
        raise RuleError(
            {"put_right_by": "Some answers are not enough yet: say by when they are put right."},
            code="no_day",
        )
    if put_right_by <= today():
        raise RuleError({"put_right_by": "This day is not ahead."}, code="past")


def _turn(by: Actor, row: Assessment, kind: Turn.Kind, note: str) -> Turn:
    return Turn.objects.create(
        assessment=row, kind=kind, on=today(), note=note.strip(), by=by.person, by_label=by.label
    )


def not_enough(asked: QuestionSet, given: Mapping[str, str]) -> list[str]:
    """The keys of questions whose level is below what is enough, in order."""
    levels = {level.key: level.points for level in asked.levels}
    return [key for key in asked.questions() if key in given and levels[given[key]] < asked.enough]


def _into_thread(
    by: Actor, row: Assessment, given: Mapping[str, str], answers: Mapping[str, SignedAnswer], due: dt.date
) -> Source | None:
    """A source with a finding, a recommendation and an action for each question that is not enough; none where all is.

    The panel agreed them with the agency, so they are accepted; whoever answers for the agency leads them.
    """
    asked = row.cycle.questions
    weak = not_enough(asked, given)
    if not weak:
        return None
    source = add_source(
        by=by, key=f"assessment-{row.pk}", kind=Source.Kind.ASSESSMENT, title=str(row)[:200], dated=today(),
        about=f"assessment:{row.pk}",
    )  # fmt: skip
    questions, leads = asked.questions(), list(answering_for([row.agency]))
    for key in weak:
        level, grade = asked.level(given[key]), grade_of(answers[key])
        why = f" {grade.reason}" if grade and grade.reason else ""
        words = level.words if level else ""
        finding = add_finding(
            by=by, source=source, ref=key, agency=row.agency, text=f"{questions[key].text} {words}.{why}",
            priority="high" if level and not level.points else "medium",
        )  # fmt: skip
        asked_for = add_recommendation(
            by=by, source=source, ref=key, finding=finding, agency=row.agency,
            text=f"Put in place, with evidence, what is asked: {questions[key].text}",
        )  # fmt: skip
        answer_recommendation(
            by=by,
            recommendation=asked_for,
            accepted=True,
            reason="Agreed when the panel moderated it",
            on=today(),
        )
        give_action(
            by=by, recommendation=asked_for, title=f"Put in place: {questions[key].text}", lead_agency=row.agency,
            leads=leads, due_on=due, success_measures="The next self-assessment shows it, with evidence.",
        )  # fmt: skip
    return source


def _tell(by: Actor, row: Assessment, subject: str, text: str) -> None:
    for person in answering_for([row.agency]):
        queue_message(
            by=by, person=person, kind=KIND, subject=subject, text=f"Dear {person.post},\n\n{text}",
            because="you answer for your organisation", link=row.get_absolute_url(),
        )  # fmt: skip
