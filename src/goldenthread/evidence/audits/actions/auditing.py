"""An agency audits its own record of a case, and what those who work with the family, and the family, say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from goldenthread.evidence.audits.actions.cases import note_complete
from goldenthread.evidence.audits.actions.space import LEADS, locked, require_open, require_seat, seat_of
from goldenthread.evidence.audits.models import Audit, Case, DomainGrade, Return, Seat, SentGrade, Told
from goldenthread.evidence.audits.tools import Tool
from goldenthread.evidence.voice.models import Speaker
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError, StaleVersionError
from goldenthread.partnership.identifying import check_no_identifiers
from goldenthread.partnership.models import Agency
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor
from goldenthread.partnership.wording import check_confined_text


@dataclass(frozen=True)
class Given:
    """What an agency says of one domain: a grade, and what the record shows; without a grade, why there is none."""

    grade: str = ""
    shows: str = ""


@dataclass(frozen=True)
class Whole:
    """What an agency says of a case besides its grades."""

    good: str = ""
    concerns: str = ""
    independent: bool = False
    unknown: bool = False


def audits_for(seat: Seat | None, agency: Agency) -> bool:
    """Whether a place audits an agency’s record: its own auditor’s, or that of whoever leads the audit."""
    if seat is None:
        return False
    return seat.part in LEADS or (seat.part == Seat.Part.AUDITOR and seat.person.agency_id == agency.pk)


def _for(by: Actor, case: Case, agency: Agency) -> tuple[Audit, Case]:
    audit = locked(case.audit)
    if not audits_for(seat_of(by, audit), agency):
        raise PermissionDenied("audits for another agency")
    require_open(audit)
    row = Case.objects.get(pk=case.pk)
    if not row.is_audited:
        raise RuleError("This case is not audited: it is in reserve or set aside.", code="aside")
    if not audit.participations.filter(agency=agency).exists():
        raise RuleError(f"{agency} takes no part in this audit.", code="agency")
    return audit, row


@transaction.atomic
def save_return(
    *,
    by: Actor,
    case: Case,
    agency: Agency,
    version: int,
    given: Mapping[str, Given],
    whole: Whole,
    send: bool,
) -> Return:
    """Keeps what an agency found as far as it is written, and sends it where ``send``. ``given`` may hold some domains
    alone while it is not sent: the others stay as they are.

    Raises :class:`StaleVersionError` where a colleague saved it meanwhile, and :class:`RuleError` for a grade that the
    tool does not have, for one that is sent already, and for sending what is not complete: each domain has a grade with
    what shows it, or says why it has none, and whoever audits had no part in the case.
    """
    audit, row = _for(by, case, agency)
    anew = {"version": 0, "by_label": by.label}
    made, begun = Return.objects.get_or_create(case=row, agency=agency, defaults=anew)
    _check_may_enter(by, audit, made)
    if made.is_sent:
        raise RuleError("It is sent. The coordinator can open it again.", code="sent")
    if made.version != version:
        raise StaleVersionError(made)
    _check_words(audit, given, whole)
    if send:
        _check_complete(audit.tool, given, whole)
    another_hand = begun or made.by_label != by.label
    for key, each in given.items():
        DomainGrade.objects.update_or_create(
            of=made, domain=key, defaults={"grade": each.grade, "shows": each.shows.strip()}
        )
    _take_over(made, whole)
    made.version, made.by_label = made.version + 1, by.label
    if send:
        made.status, made.sent_on = Return.Status.SENT, today()
    made.save()
    # A draft that the same hand saves again, as a page does while it is written, says nothing new.
    if send or another_hand:
        _put_on_record(by, audit, row, send)
    if send:
        _keep_as_sent(by, made, given)
        note_complete(audit)
    return made


def _take_over(row: Return, whole: Whole) -> None:
    """What is said of the case as a whole."""
    row.good, row.concerns = whole.good.strip(), whole.concerns.strip()
    row.independent, row.unknown = whole.independent, whole.unknown


def _put_on_record(by: Actor, audit: Audit, row: Case, sent: bool) -> None:
    """Not whose part it is: the trail has many readers, and whose record was read is the space's."""
    verb, word = ("case_audit.returned", "Sent") if sent else ("case_audit.saved", "Saved")
    record(verb, f"{word} an agency’s part of case {row.number} of the audit “{audit}”", by=by, about=audit)


def _keep_as_sent(by: Actor, row: Return, given: Mapping[str, Given]) -> None:
    SentGrade.objects.bulk_create(
        SentGrade(
            of=row, domain=key, grade=each.grade, shows=each.shows.strip(), on=today(), by=by.person,
            by_label=by.label,
        )
        for key, each in given.items()
    )  # fmt: skip


def _check_words(audit: Audit, given: Mapping[str, Given], whole: Whole) -> None:
    """Raises :class:`RuleError` for a grade that the tool does not have, and for what tells who somebody is."""
    for key, each in given.items():
        if each.grade and audit.tool.level(each.grade) is None:
            raise RuleError({f"grade_{key}": "Choose one of the grades."}, code="grade")
        check_confined_text(f"shows_{key}", each.shows)
    check_confined_text("good", whole.good)
    check_confined_text("concerns", whole.concerns)


def may_enter(by: Actor, seat: Seat | None, agency: Agency, row: Return | None, *, others_sent: bool) -> bool:
    """Whether somebody writes an agency's part: its auditor; for it, whoever leads the audit, unless its auditor began
    it, or the leader's own agency is to be graded after others were read.
    """
    if seat is None or seat.part == Seat.Part.AUDITOR:
        return seat is not None
    if row is not None and row.version and row.by_label != by.label:
        return False
    return not (others_sent and by.agency_id == agency.pk)


def _check_may_enter(by: Actor, audit: Audit, row: Return) -> None:
    others = Return.objects.filter(case=row.case_id, status=Return.Status.SENT).exclude(pk=row.pk).exists()
    if not may_enter(by, seat_of(by, audit), row.agency, row, others_sent=others):
        raise RuleError(
            "This is for the agency’s own auditor: you read what others sent, or the auditor has begun it.",
            code="after_others",
        )


def kept_of(row: Return | None) -> tuple[dict[str, Given], Whole]:
    """What an agency has written so far. One query, none where the grades were read with it."""
    if row is None:
        return {}, Whole()
    given = {each.domain: Given(each.grade, each.shows) for each in row.grades.all()}
    return given, Whole(row.good, row.concerns, row.independent, row.unknown)


def wanting_of(tool: Tool, given: Mapping[str, Given]) -> dict[str, str]:
    """By domain, what is still to be written before a part can be sent."""
    wanting = {}
    for domain in tool.domains:
        each = given.get(domain.key, Given())
        if not each.shows.strip():
            word = "say what shows this grade" if each.grade else "choose a grade, or say why there is none"
            wanting[domain.key] = f"{domain.title}: {word}."
    return wanting


def _check_complete(tool: Tool, given: Mapping[str, Given], whole: Whole) -> None:
    if whole.unknown:
        if any(each.grade for each in given.values()):
            raise RuleError(
                {
                    "unknown": "You graded this case and also ticked that you do not know the child. Clear one of them."
                },
                code="unknown",
            )
        return
    wanting = {f"shows_{key}": words for key, words in wanting_of(tool, given).items()}
    if not whole.independent:
        wanting["independent"] = (
            "Tick this to confirm that you did not work on the case. If you did, ask a colleague to audit it."
        )
    if wanting:
        raise RuleError(wanting, code="incomplete")
    if not any(each.grade for each in given.values()):
        raise RuleError("Give at least one grade before it is sent.", code="incomplete")


@transaction.atomic
def open_again(*, by: Actor, row: Return, reason: str) -> Return:
    """Lets an agency change what it had sent, which stays on record; what was agreed on the case before no longer
    counts. Raises :class:`RuleError` for one that is not sent.
    """
    audit = locked(row.case.audit)
    require_seat(by, audit, LEADS)
    require_open(audit)
    made = Return.objects.select_related("agency", "case").get(pk=row.pk)
    if not made.is_sent:
        raise RuleError("It is not sent.", code="draft")
    made.status, made.sent_on = Return.Status.DRAFT, None
    made.opened_again_at, made.opened_again_because = timezone.now(), reason.strip()[:300]
    made.version += 1
    made.save()
    said = f"Opened an agency’s part of case {made.case.number} of the audit “{audit}” again"
    record("case_audit.opened_again", said, by=by, about=audit)
    note_complete(audit)
    return made


@transaction.atomic
def add_told(*, by: Actor, case: Case, speaker: str, words: str) -> Told:
    """Keeps what somebody said of the help, without who they are.

    Raises :class:`RuleError` for words that could tell who somebody is, and an unknown kind of speaker.
    """
    audit = locked(case.audit)
    require_seat(by, audit)
    require_open(audit)
    if speaker not in Speaker:
        raise RuleError({"speaker": "Say who spoke."}, code="speaker")
    if not words.strip():
        raise RuleError({"words": "Write what they said."}, code="empty")
    check_no_identifiers("words", words)
    check_confined_text("words", words)
    made = Told.objects.create(
        case=case, speaker=speaker, words=words.strip(), on=today(), by=by.person, by_label=by.label
    )
    said = f"Added what somebody said on case {case.number} of the audit “{audit}”"
    record("case_audit.told", said, by=by, about=audit)
    return made
