"""Decisions: recorded with the day from which they hold, stopped by an objection in writing, and taken again."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.clock import add_working_days, working_days_between
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.oversight.meetings.actions.filling import place_waiting
from goldenthread.oversight.meetings.actions.meetings import before_agreement, lock_meeting
from goldenthread.oversight.meetings.actions.telling import tell_group
from goldenthread.oversight.meetings.models import AgendaItem, Arrangements, Decision, Meeting, Objection
from goldenthread.oversight.meetings.quorum import quorum_of
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

KIND = "meetings.objection"


@transaction.atomic
def record_decision(
    *,
    by: Actor,
    item: AgendaItem,
    text: str,
    outcome: str = Decision.Outcome.CONSENSUS,
    implement_on: dt.date | None = None,
    short_notice: str = "",
    replaces: Decision | None = None,
) -> Decision:
    """Records what a meeting that was held decided; one that replaces another takes the matter up again.

    Agencies have the group's notice (``Arrangements.notice_days``, in working days) to discuss it before it holds, or
    ``short_notice`` says why not. Raises :class:`RuleError` before the meeting was held, for a decision without the
    day from which it holds, with one before the meeting or one too soon, and for one that was taken again already.
    """
    lock_partnership(by)
    by.require(Permission.MANAGE_MEETINGS, item.meeting)
    meeting = lock_meeting(item.meeting)
    if meeting.held_on is None:
        raise RuleError(
            "Record who came first: a meeting that was not held decides nothing.", code="not_held"
        )
    before_agreement(meeting)
    _check_decision(meeting, text, outcome, implement_on)
    soon = _too_soon(meeting, implement_on) if outcome == Decision.Outcome.CONSENSUS else ""
    if soon and not short_notice.strip():
        raise RuleError({"implement_on": soon}, code="notice")
    if replaces is not None and Decision.objects.filter(replaces=replaces).exists():
        raise RuleError("This decision was taken again already.", code="replaced")
    decision = Decision.objects.create(
        item=item,
        text=text.strip(),
        outcome=outcome,
        decided_on=meeting.held_on,
        implement_on=implement_on if outcome == Decision.Outcome.CONSENSUS else None,
        short_notice=short_notice.strip() if soon else "",
        replaces=replaces,
        by=by.person,
        by_label=by.label,
    )
    record("decision.recorded", f"Recorded a decision: {meeting}", by=by, about=decision)
    return decision


def _check_decision(meeting: Meeting, text: str, outcome: str, implement_on: dt.date | None) -> None:
    if not text.strip():
        raise RuleError({"text": "Write what was decided."}, code="empty")
    if outcome != Decision.Outcome.CONSENSUS:
        return
    quorum = quorum_of(meeting)
    if not quorum.is_met:
        raise RuleError(
            {"outcome": f"{quorum} Record the matter as deferred, or as referred to the Strategic Group."},
            code="not_quorate",
        )
    if implement_on is None:
        raise RuleError(
            {"implement_on": "Say from which day it holds, so that agencies can discuss it first."},
            code="no_day",
        )
    if meeting.held_on is not None and implement_on < meeting.held_on:
        raise RuleError(
            {"implement_on": f"It cannot hold before the meeting of {uk_date(meeting.held_on)}."},
            code="order",
        )


def _too_soon(meeting: Meeting, implement_on: dt.date | None) -> str:
    """What is wrong with a day that leaves agencies less than the group's notice; nothing where it leaves enough."""
    usual = Arrangements.objects.filter(group=meeting.group).first()
    if usual is None or implement_on is None or meeting.held_on is None:
        return ""
    closures = closures_of(meeting.partnership)
    if working_days_between(meeting.held_on, implement_on, closures) >= usual.notice_days:
        return ""
    first = add_working_days(meeting.held_on, usual.notice_days, closures)
    return (
        f"The group gives agencies {plural(usual.notice_days, 'working day')} to discuss a decision. Choose "
        f"{uk_date(first)} or later, or say below why it cannot wait."
    )


def may_object(by: Actor, agency: Agency) -> bool:
    """Whether somebody may object for an agency: they answer for it, or the Business Team records what it received."""
    if by.may(Permission.MANAGE_MEETINGS, agency):
        return True
    speaks = {Role.SAFEGUARDING_PARTNER, Role.AGENCY_LEAD} & by.roles
    return bool(speaks) and by.agency_id == agency.pk and by.may(Permission.VIEW_MEETINGS, agency)


def _check_objection(decision: Decision, on: dt.date, reasons: str) -> None:
    if decision.implement_on is None:
        raise RuleError("Nothing takes effect here, so there is nothing to object to.", code="no_effect")
    if not reasons.strip():
        raise RuleError({"reasons": "An objection needs its reasons."}, code="no_reasons")
    if on >= decision.implement_on:
        raise RuleError(
            {
                "on": f"The decision took effect on {uk_date(decision.implement_on)}: an objection must come before "
                "that day. Put the matter on the agenda of the next meeting."
            },
            code="late",
        )
    if on < decision.decided_on:
        raise RuleError(
            {"on": f"It was decided on {uk_date(decision.decided_on)}. Choose a day from then on."},
            code="early",
        )


@transaction.atomic
def object_to(*, by: Actor, decision: Decision, agency: Agency, on: dt.date, reasons: str) -> Objection:
    """Records an agency's written objection: it stops the decision, which the group's next meeting takes up again.

    Everybody on the group is told. Whoever answers for an agency objects today; the Business Team records a letter
    with its day. Raises :class:`RuleError` for an objection without reasons, one on or after the day from which the
    decision holds, a second one of the same agency, and one to what was not decided by consensus.
    """
    lock_partnership(by)
    meeting = decision.item.meeting
    by.require(Permission.VIEW_MEETINGS, meeting)
    if not may_object(by, agency):
        by.require(Permission.MANAGE_MEETINGS, agency)
    if not by.may(Permission.MANAGE_MEETINGS, meeting):
        on = today()
    _check_objection(decision, on, reasons)
    try:
        with transaction.atomic():
            row = Objection.objects.create(
                decision=decision,
                agency=agency,
                on=on,
                reasons=reasons.strip(),
                by=by.person,
                by_label=by.label,
            )
    except IntegrityError:
        raise RuleError({"agency": "This agency has objected already."}, code="twice") from None
    record("decision.objected", f"{agency} objected to a decision: {meeting}", by=by, about=row)
    place_waiting(meeting.partnership, meeting.group)
    tell_group(
        by=by,
        meeting=meeting,
        kind=KIND,
        subject=f"{agency} objects to a decision: {meeting}",
        text=f"{agency} objected in writing to a decision of the {meeting}, before the day on which it was to take "
        "effect. The decision is stopped. A further meeting is to consider it again.",
    )
    return row
