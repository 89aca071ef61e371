"""Writing down what happened, which days do not count, and by which rules the partnership works."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from goldenthread.design.words import uk_date
from goldenthread.duties.derivation import national_pack
from goldenthread.duties.happenings import Happening
from goldenthread.duties.models import AdoptedPack, Duty, DutyPause, LocalClosure, Occurrence
from goldenthread.duties.rules import Pack, read_pack
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency, Group
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

NEEDS_REFERENCE = frozenset(
    {
        Happening.INCIDENT_KNOWN, Happening.INCIDENT_NOTIFIED, Happening.PARTNERS_TOLD, Happening.SUMMARIES_RETURNED,
        Happening.RAPID_REVIEW_MET, Happening.RAPID_REVIEW_SENT, Happening.REVIEW_DECIDED, Happening.REVIEW_PLANNED,
        Happening.REVIEW_COPIED, Happening.REVIEW_PUBLISHED, Happening.REVIEW_SENT_ON, Happening.REVIEW_TAKEN_DOWN,
    }
)  # fmt: skip
MAY_LIE_AHEAD = frozenset({Happening.REVIEW_PLANNED, Happening.MEETING_CALLED})


def _check(happening: Happening, on: dt.date, reference: str) -> None:
    if on > today() and happening not in MAY_LIE_AHEAD:
        raise RuleError({"on": "This day is still to come. Record it when it has happened."}, code="ahead")
    if happening in NEEDS_REFERENCE and not reference.strip():
        said = "Give it a reference, such as 2019-01, so that what follows can be told from others."
        raise RuleError({"reference": said}, code="no_reference")


@transaction.atomic
def record_occurrence(
    *,
    by: Actor,
    happening: Happening,
    on: dt.date,
    reference: str = "",
    group: Group | None = None,
    agency: Agency | None = None,
    note: str = "",
    restricted: bool = False,
) -> Occurrence:
    """Writes down what happened. Duties arise from it, or are met by it.

    Raises :class:`RuleError` for a day ahead, unless the thing is one that is fixed beforehand, and for an incident
    or a review without a reference.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_DUTIES, partnership)
    for of in filter(None, (group, agency)):
        by.require(Permission.MANAGE_DUTIES, of)
    _check(happening, on, reference)
    row = Occurrence.objects.create(
        partnership=partnership,
        happening=happening,
        on=on,
        reference=reference.strip(),
        group=group,
        agency=agency,
        note=note.strip(),
        restricted=restricted,
        recorded_on=today(),
        by=by.person,
        by_label=by.label,
    )
    record(
        "duty.recorded",
        f"Recorded, on {uk_date(on)}: {happening.label}",
        by=by,
        about=row,
        changes={"reference": [None, row.reference]} if row.reference and not restricted else None,
    )
    return row


@transaction.atomic
def take_back_occurrence(*, by: Actor, occurrence: Occurrence, why: str) -> Occurrence:
    """Takes back what was recorded by mistake, with the reason; both rows stay. Raises :class:`RuleError` if it was."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_DUTIES, occurrence)
    if not why.strip():
        raise RuleError({"why": "Say why it is taken back."}, code="no_reason")
    if occurrence.withdraws_id or Occurrence.objects.filter(withdraws=occurrence).exists():
        raise RuleError("This was taken back already.", code="taken_back")
    row = Occurrence.objects.create(
        partnership=partnership,
        happening=occurrence.happening,
        on=occurrence.on,
        reference=occurrence.reference,
        note=why.strip(),
        restricted=occurrence.restricted,
        recorded_on=today(),
        withdraws=occurrence,
        by=by.person,
        by_label=by.label,
    )
    record(
        "duty.taken_back",
        f"Took back: {Happening(occurrence.happening).label}, {uk_date(occurrence.on)}",  # type: ignore[call-arg]
        by=by,
        about=row,
    )
    return row


@transaction.atomic
def pause_duty(*, by: Actor, duty: Duty, begins_on: dt.date, reason: str) -> DutyPause:
    """Stops the clock of a duty from a day on, for a reason, until :func:`resume_duty`.

    Raises :class:`RuleError` for a duty that is met, one whose limit is a date or lies before its event, and a day
    before it arose or ahead.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_DUTIES, duty)
    if duty.met_on or (duty.lapsed_on and duty.lapsed_on <= today()):
        raise RuleError("This duty is not owed any more, so it cannot be paused.", code="over")
    if not duty.can_pause:
        raise RuleError("What is due by a fixed day, or before an event, cannot be paused.", code="fixed")
    if not reason.strip():
        raise RuleError({"reason": "Say why its days do not count."}, code="no_reason")
    if not duty.arose_on <= begins_on <= today():
        raise RuleError(
            {"begins_on": f"Choose a day from {uk_date(duty.arose_on)}, when it arose, to today."}, code="day"
        )
    rule_key, about, arose = duty.identity
    try:
        with transaction.atomic():
            row = DutyPause.objects.create(
                partnership=partnership,
                rule_key=rule_key,
                about=about,
                arose_on=arose,
                begins_on=begins_on,
                reason=reason.strip(),
                by_label=by.label,
            )
    except IntegrityError:
        raise RuleError("This duty is paused already.", code="paused") from None
    record(
        "duty.paused", f"Paused a duty from {uk_date(begins_on)}: {duty.title}", by=by, about=row,
        changes={"reason": [None, row.reason]},
    )  # fmt: skip
    return row


@transaction.atomic
def resume_duty(*, by: Actor, duty: Duty, ends_on: dt.date) -> DutyPause:
    """Lets the clock of a duty go on after ``ends_on``, the last day that does not count."""
    lock_partnership(by)
    by.require(Permission.MANAGE_DUTIES, duty)
    rule_key, about, arose = duty.identity
    row: DutyPause | None = DutyPause.objects.filter(
        partnership=duty.partnership, rule_key=rule_key, about=about, arose_on=arose, ends_on=None
    ).first()
    if row is None:
        raise RuleError("This duty is not paused.", code="not_paused")
    if not row.begins_on <= ends_on <= today():
        raise RuleError(
            {"ends_on": f"Choose a day from {uk_date(row.begins_on)}, when the pause began, to today."},
            code="day",
        )
    row.ends_on, row.ended_by = ends_on, by.label
    row.save(update_fields=["ends_on", "ended_by"])
    record(
        "duty.resumed", f"Ended the pause of a duty on {uk_date(ends_on)}: {duty.title}", by=by, about=row,
    )  # fmt: skip
    return row


@transaction.atomic
def close_office(*, by: Actor, on: dt.date, reason: str) -> LocalClosure:
    """Keeps a day on which the office is closed: no working day. Raises :class:`RuleError` for one on the list."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_DUTIES, partnership)
    try:
        with transaction.atomic():
            row = LocalClosure.objects.create(partnership=partnership, on=on, reason=reason.strip())
    except IntegrityError:
        raise RuleError({"on": "This day is on the list already."}, code="twice") from None
    record("duty.office_closed", f"The office is closed on {uk_date(on)}: {row.reason}", by=by, about=row)
    return row


@transaction.atomic
def open_office(*, by: Actor, closure: LocalClosure) -> None:
    """Takes a closed day off the list."""
    lock_partnership(by)
    by.require(Permission.MANAGE_DUTIES, closure)
    record("duty.office_open", f"The office is open after all on {uk_date(closure.on)}", by=by, about=closure)
    closure.delete()


@transaction.atomic
def adopt_pack(*, by: Actor, since: dt.date, key: str = "", text: str = "", why: str = "") -> AdoptedPack:
    """Works by a pack since a day: a national one by its key, or the partnership's own by its text.

    What arose before stays under the rules of its day. Raises :class:`~rules.PackError` for a text that is no pack,
    :class:`RuleError` where the same is in force already.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_DUTIES, partnership)
    pack: Pack = read_pack(text) if text else national_pack(key)
    rows = AdoptedPack.objects.filter(partnership=partnership, since__lte=since).order_by("-since", "-id")
    latest = next((row for row in rows if row.is_local == bool(text)), None)
    present = (
        latest.text
        if text and latest
        else latest.key
        if latest
        else partnership.rule_pack
        if not text
        else ""
    )
    if present == (text or key):
        raise RuleError("The partnership works by these rules on that day already.", code="same")
    row = AdoptedPack.objects.create(
        partnership=partnership,
        since=since,
        key=pack.key,
        text=text,
        why=why.strip(),
        by=by.person,
        by_label=by.label,
    )
    record(
        "duty.pack_adopted",
        f"Works by {pack.title} from {uk_date(since)}",
        by=by,
        about=row,
        changes={"why": [None, row.why]} if row.why else None,
    )
    return row
