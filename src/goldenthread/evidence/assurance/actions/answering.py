"""An agency answers: a part at a time, by several people, with what it said before; and its officer signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.design.words import plural, uk_date
from goldenthread.evidence.assurance.actions.scoring import keep_scores
from goldenthread.evidence.assurance.models import (
    Answer,
    Assessment,
    Delegation,
    EvidenceFile,
    SignedAnswer,
    Turn,
)
from goldenthread.evidence.assurance.questions import Question, Standard
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.models import Person, RoleAssignment
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

FIELDS = ("level", "not_applicable_because", "text", "link")
NOT_APPLICABLE = "not_applicable"
KIND = "assurance.delegated"
# Whoever answers for an agency in one partnership of a region may bring what they answered in another.
ANSWERING = [role for role in Role if Permission.ANSWER_ASSESSMENTS in role.permissions]


@dataclass(frozen=True)
class Given:
    """What is said to one question: a level's key, ``not_applicable`` with a reason, or nothing yet."""

    level: str = ""
    not_applicable_because: str = ""
    text: str = ""
    link: str = ""


def open_to(by: Actor, assessment: Assessment) -> frozenset[str]:
    """The standards that somebody may answer: all for whoever answers for the agency, a delegate's own. One query."""
    every = frozenset(each.key for each in assessment.cycle.questions.standards)
    if by.may(Permission.ANSWER_ASSESSMENTS, assessment):
        return every
    if by.person is None or by.agency_id != assessment.agency_id:
        return frozenset()
    given = set(assessment.delegations.filter(person=by.person).values_list("standard", flat=True))
    return every if "" in given else every & given


def _locked(assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("cycle__partnership", "agency")
    row: Assessment = rows.get(pk=assessment.pk)
    return row


def _open(row: Assessment) -> None:
    if not row.is_open:
        raise RuleError(
            "It is signed. Ask the Business Team to send it back if it must be changed.", code="signed"
        )
    if row.cycle.opens_on > today():
        raise RuleError(f"It can be answered from {uk_date(row.cycle.opens_on)}.", code="early")


def require_answering(assessment: Assessment) -> Assessment:
    """The assessment, locked. Raises :class:`RuleError` for one that is signed or not open yet."""
    row = _locked(assessment)
    _open(row)
    return row


def version_of(assessment: Assessment, standard: Standard) -> int:
    """What grows by each change of a standard's answers, so that one who saw older ones is told."""
    keys = [question.key for question in standard.questions]
    return sum(assessment.answers.filter(question__in=keys).values_list("version", flat=True))


@transaction.atomic
def save_answers(
    *, by: Actor, assessment: Assessment, standard: Standard, given: Mapping[str, Given], version: int
) -> Assessment:
    """Keeps what is answered so far to a standard. Nothing need be complete before it is signed.

    Raises :class:`RuleError` for a level that the scale does not have, a question that always applies left out, one
    left out without a reason, and an assessment that is signed or not open yet; :class:`StaleVersionError` where
    somebody saved the same standard meanwhile.
    """
    row = _locked(assessment)
    if standard.key not in open_to(by, row):
        raise PermissionDenied("answers for another agency or standard")
    _open(row)
    if version_of(row, standard) != version:
        raise StaleVersionError(row)
    there = {answer.question: answer for answer in row.answers.all()}
    for question in standard.questions:
        said = _checked(row, question, given.get(question.key, Given()))
        answer = there.get(question.key) or Answer(assessment=row, question=question.key, version=0)
        for name in FIELDS:
            setattr(answer, name, getattr(said, name).strip())
        answer.carried, answer.by_label = False, by.label
        answer.version += 1
        answer.save()
    row.status = Assessment.Status.DRAFT
    row.save(update_fields=["status"])
    record("assessment.saved", f"Answered “{standard.title}” in {row}", by=by, about=row)
    return row


def _checked(row: Assessment, question: Question, said: Given) -> Given:
    """What is kept. Raises :class:`RuleError` at the question's own field."""
    if said.level == NOT_APPLICABLE:
        if not question.may_not_apply:
            raise RuleError({f"level_{question.key}": "This question applies to everybody."}, code="applies")
        if not said.not_applicable_because.strip():
            raise RuleError({f"because_{question.key}": "Say why it does not apply."}, code="no_reason")
        return Given("", said.not_applicable_because, said.text, said.link)
    if said.level and row.cycle.questions.level(said.level) is None:
        raise RuleError({f"level_{question.key}": "Choose a level of the scale."}, code="level")
    return Given(said.level, "", said.text, said.link)


def earlier_of(by: Actor, assessment: Assessment) -> list[Assessment]:
    """Signed assessments of the same set from which answers can come: the agency's own of earlier cycles, and, where
    one organisation answers in several partnerships of a region, what it signed there, for whoever answers for it
    there too.
    """
    cycle = assessment.cycle
    rows = Assessment.objects.filter(
        cycle__set_ref__startswith=f"{cycle.set_key}@", standing__isnull=False, signed_on__isnull=False
    ).exclude(pk=assessment.pk)
    rows = rows.select_related("cycle__partnership", "agency", "standing").order_by("-signed_on", "-pk")
    found = list(rows.filter(agency=assessment.agency_id))
    if by.user is not None and cycle.partnership.region_id is not None:
        answering = RoleAssignment.objects.current(today()).filter(role__in=ANSWERING)
        mine = Person.objects.may_enter(today()).filter(user=by.user, roles__in=answering).values("agency")
        region = rows.filter(cycle__partnership__region=cycle.partnership.region_id, agency__in=mine)
        found += list(region.exclude(cycle__partnership=cycle.partnership_id))
    return found


@transaction.atomic
def carry_forward(*, by: Actor, assessment: Assessment, earlier: Assessment) -> int:
    """Brings in the answers of an earlier assessment where none is given yet, and says how many. Each is to be
    confirmed before it is signed. Raises :class:`RuleError` where there is nothing to bring.
    """
    row = _locked(assessment)
    by.require(Permission.ANSWER_ASSESSMENTS, row)
    _open(row)
    if earlier.pk not in {each.pk for each in earlier_of(by, row)}:
        raise PermissionDenied("not an assessment of this agency")
    signed = latest_signed(earlier)
    asked, there = row.cycle.questions.questions(), set(row.answers.values_list("question", flat=True))
    made = [
        Answer(
            assessment=row, question=old.question, carried=True, by_label=by.label,
            **{name: getattr(old, name) for name in FIELDS},
        )
        for old in (signed.signed_answers.all() if signed else ())
        if old.question in asked and old.question not in there and _still_fits(row, asked[old.question], old)
    ]  # fmt: skip
    if not made:
        raise RuleError("Every question that was answered there is answered here already.", code="nothing")
    Answer.objects.bulk_create(made)
    _carry_files(by, row, earlier, {each.question for each in made})
    row.status = Assessment.Status.DRAFT
    row.save(update_fields=["status"])
    said = f"Brought {plural(len(made), 'answer')} of {earlier.cycle} into {row}"
    record("assessment.carried", said, by=by, about=row)
    return len(made)


def _carry_files(by: Actor, row: Assessment, earlier: Assessment, questions: set[str]) -> None:
    """The files of earlier answers come along with them: the same files, not copies."""
    EvidenceFile.objects.bulk_create(
        EvidenceFile(
            assessment=row, question=old.question, file=old.file.name, file_name=old.file_name,
            file_type=old.file_type, file_size=old.file_size, checksum=old.checksum, by_label=by.label,
        )
        for old in earlier.files.filter(question__in=questions)
    )  # fmt: skip


def _still_fits(row: Assessment, question: Question, old: SignedAnswer) -> bool:
    """Whether an old answer can be given to the question as it is asked now."""
    return row.cycle.questions.level(old.level) is not None if old.level else question.may_not_apply


def latest_signed(assessment: Assessment) -> Turn | None:
    """The turn of its latest signature."""
    turn: Turn | None = assessment.turns.filter(kind=Turn.Kind.SIGNED).order_by("-id").first()
    return turn


@transaction.atomic
def delegate(*, by: Actor, assessment: Assessment, person: Person, standard: str = "") -> Delegation:
    """Gives a standard, or all of it, to somebody of the same agency, who is told.

    Raises :class:`RuleError` for somebody of another agency, without an account, or who has it already.
    """
    row = _locked(assessment)
    by.require(Permission.ANSWER_ASSESSMENTS, row)
    if person.agency_id != row.agency_id or person.left_on is not None:
        raise RuleError({"person": f"Choose somebody who works for {row.agency}."}, code="other_agency")
    if person.user_id is None:
        raise RuleError(
            {"person": f"{person.post} cannot sign in yet. Have them invited first."}, code="account"
        )
    made, new = Delegation.objects.get_or_create(assessment=row, person=person, standard=standard)
    if not new:
        raise RuleError({"person": f"{person.post} has it already."}, code="twice")
    record("assessment.delegated", f"Gave part of {row} to {person}", by=by, about=row)
    queue_message(
        by=by, person=person, kind=KIND, subject=f"Please answer part of {row.cycle}",
        text=f"Dear {person.post},\n\npart of “{row.cycle}” was given to you. Please answer it by "
        f"{uk_date(row.cycle.closes_on)}.",
        because="somebody of your organisation asked you to", link=row.get_absolute_url(),
    )  # fmt: skip
    return made


def left_to_answer(assessment: Assessment) -> list[str]:
    """The keys of questions without an answer, or with one that was brought in and not confirmed, in order."""
    done = {
        answer.question
        for answer in assessment.answers.all()
        if not answer.carried and (answer.level or answer.not_applicable_because)
    }
    return [key for key in assessment.cycle.questions.questions() if key not in done]


@transaction.atomic
def sign(*, by: Actor, assessment: Assessment, officer: str) -> Turn:
    """Signs an assessment for its accountable officer. What is signed is kept as it stands and never changes.

    Raises :class:`RuleError` where questions are open, and without the officer's post.
    """
    row = _locked(assessment)
    by.require(Permission.ANSWER_ASSESSMENTS, row)
    _open(row)
    if not officer.strip():
        raise RuleError({"officer": "Say for which officer it is signed."}, code="officer")
    left = left_to_answer(row)
    if left:
        raise RuleError(f"Not answered or not confirmed yet: {', '.join(left)}.", code="left")
    turn = Turn.objects.create(
        assessment=row,
        kind=Turn.Kind.SIGNED,
        on=today(),
        officer=officer.strip(),
        by=by.person,
        by_label=by.label,
    )
    answers = list(row.answers.all())
    SignedAnswer.objects.bulk_create(
        SignedAnswer(
            turn=turn, question=each.question, by=by.person, by_label=each.by_label,
            **{name: getattr(each, name) for name in FIELDS},
        )
        for each in answers
    )  # fmt: skip
    keep_scores(by, row, turn, {each.question: each.level for each in answers})
    row.status, row.standing = Assessment.Status.SIGNED, turn
    row.signed_on = row.signed_on or turn.on
    row.save()
    record("assessment.signed", f"Signed {row} for the {officer.strip()}", by=by, about=row)
    return turn
