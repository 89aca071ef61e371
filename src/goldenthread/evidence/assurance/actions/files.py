"""Files that show what an answer says: added and taken away while it is answered."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.evidence.assurance.actions.answering import open_to, require_answering
from goldenthread.evidence.assurance.models import Assessment, EvidenceFile
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.viewer import Actor
from goldenthread.plans.kept_files import keep_file

MOST_OF_A_QUESTION = 10


def _standard_of(row: Assessment, question: str) -> str:
    for standard in row.cycle.questions.standards:
        if any(each.key == question for each in standard.questions):
            return standard.key
    raise RuleError({"question": "Choose one of the questions."}, code="question")


@transaction.atomic
def add_file(*, by: Actor, assessment: Assessment, question: str, name: str, content: bytes) -> EvidenceFile:
    """Keeps a file with a question. Raises :class:`RuleError` for a file that is not kept, for more than ten of a
    question, and for an assessment that is signed or not open yet.
    """
    row = require_answering(assessment)
    if _standard_of(row, question) not in open_to(by, row):
        raise PermissionDenied("answers for another agency or standard")
    if row.files.filter(question=question).count() >= MOST_OF_A_QUESTION:
        raise RuleError({"file": f"A question has at most {MOST_OF_A_QUESTION} files."}, code="many")
    made = EvidenceFile(assessment=row, question=question, by_label=by.label)
    keep_file(made, name, content)
    record("assessment.file_added", f"Added a file to question {question} of {row}", by=by, about=row)
    return made


@transaction.atomic
def remove_file(*, by: Actor, file: EvidenceFile) -> None:
    """Takes a file away, and deletes it where no other assessment holds it.

    Raises :class:`RuleError` for one that was signed with its answer: what was signed stands.
    """
    row = require_answering(file.assessment)
    if _standard_of(row, file.question) not in open_to(by, row):
        raise PermissionDenied("answers for another agency or standard")
    if row.turns.filter(kind="signed", recorded_at__gte=file.added_at).exists():
        raise RuleError("This file was signed with its answer, so it stays.", code="signed")
    name, storage = file.file.name, file.file.storage
    EvidenceFile.objects.filter(pk=file.pk).delete()
    if name and not EvidenceFile.objects.filter(file=name).exists():
        transaction.on_commit(lambda: storage.delete(name))
    record(
        "assessment.file_removed", f"Took a file of question {file.question} of {row} away", by=by, about=row
    )
