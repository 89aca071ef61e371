"""Free text is read by the Business Team before anybody else sees it."""

from __future__ import annotations

from django.db import transaction

from goldenthread.evidence.voice.models import Words
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.identifying import check_no_identifiers
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def _lock(words: Words) -> Words:
    row: Words = Words.objects.select_for_update().get(pk=words.pk)
    return row


@transaction.atomic
def show_words(*, by: Actor, words: Words, shown: str) -> Words:
    """Lets an answer through as it stands in ``shown``: names and places taken out, nothing else changed.

    Raises :class:`RuleError` for no text, for one that was deleted, and for a text that could tell who somebody is.
    """
    survey = words.question.survey
    by.require(Permission.MANAGE_VOICE, survey)
    shown = shown.strip()
    if not shown:
        raise RuleError({"shown": "Leave something to read, or withhold it."}, code="empty")
    check_no_identifiers("shown", shown)
    row = _lock(words)
    if not row.text:
        raise RuleError("What was written here has been deleted.", code="deleted")
    row.status, row.shown, row.reason = Words.Status.SHOWN, shown, ""
    row.save(update_fields=["status", "shown", "reason"])
    record("survey.words_shown", f"Let an answer in free text through: “{survey}”", by=by, about=survey)
    return row


@transaction.atomic
def withhold_words(*, by: Actor, words: Words, reason: str, erase: bool = False) -> Words:
    """Withholds an answer from everybody but the Business Team, with the reason.

    With ``erase`` what was written is deleted for good. Raises :class:`RuleError` without a reason.
    """
    survey = words.question.survey
    by.require(Permission.MANAGE_VOICE, survey)
    if not reason.strip():
        raise RuleError({"reason": "Say why it is withheld, such as: it names a school."}, code="no_reason")
    row = _lock(words)
    row.status, row.shown, row.reason = Words.Status.WITHHELD, "", reason.strip()
    row.text = "" if erase else row.text
    row.save(update_fields=["status", "shown", "reason", "text"])
    did = "Deleted" if erase else "Withheld"
    record("survey.words_withheld", f"{did} an answer in free text: “{survey}”", by=by, about=survey)
    return row
