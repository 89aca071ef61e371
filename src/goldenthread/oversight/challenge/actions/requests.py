"""Requests for information: made, answered or refused; protocols: agreed, looked at anew."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import uk_date
from goldenthread.duties.clock import add_months
from goldenthread.oversight.challenge.models import (
    InformationAnswer,
    InformationRequest,
    Protocol,
    ProtocolReview,
)
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

# The power by which safeguarding partners ask, and whoever is asked must comply.
POWER = "Children Act 2004, section 16H"
YEARLY = 12


def _next(rows: object) -> int:
    last: int | None = rows.aggregate(last=Max("number"))["last"]  # type: ignore[attr-defined]
    return (last or 0) + 1


def _not_ahead(on: dt.date, field: str = "on") -> None:
    if on > today():
        raise RuleError({field: "This day is still to come."}, code="future")


@transaction.atomic
def ask_for_information(
    *,
    by: Actor,
    to: str,
    what: str,
    on: dt.date,
    due_on: dt.date,
    power: str = POWER,
    restricted: bool = False,
) -> InformationRequest:
    """Records a request for information. Raises :class:`RuleError` for a day ahead, and an answer due before it."""
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_CHALLENGE)
    _not_ahead(on)
    if due_on < on:
        raise RuleError({"due_on": f"The answer cannot be due before {uk_date(on)}."}, code="order")
    row = InformationRequest.objects.create(
        partnership=partnership,
        number=_next(InformationRequest.objects.filter(partnership=partnership)),
        to=to.strip(),
        power=power.strip(),
        what=what.strip(),
        on=on,
        due_on=due_on,
        restricted=restricted,
    )
    record("information.asked", f"Asked for information: no. {row.number}", by=by, about=row)
    return row


@transaction.atomic
def answer_request(
    *, by: Actor, request: InformationRequest, outcome: str, on: dt.date, reasons: str = ""
) -> InformationAnswer:
    """Records what came of a request. Raises :class:`RuleError` for a day that cannot be, and a refusal, whole or in
    part, without its reasons.
    """
    by.require(Permission.MANAGE_CHALLENGE, request)
    _not_ahead(on)
    if on < request.on:
        raise RuleError({"on": f"It was asked on {uk_date(request.on)}."}, code="early")
    if outcome != InformationAnswer.Outcome.GIVEN and not reasons.strip():
        raise RuleError({"reasons": "Keep the reasons that were given for refusing."}, code="no_reasons")
    row = InformationAnswer.objects.create(
        request=request, outcome=outcome, reasons=reasons.strip(), on=on, by=by.person, by_label=by.label
    )
    record("information.answered", f"Request {request.number}: {row}", by=by, about=request)
    return row


@transaction.atomic
def agree_protocol(*, by: Actor, board: str, about: str, agreed_on: dt.date, link: str = "") -> Protocol:
    """Records a protocol with another board, to be looked at anew within a year (001, Relationships with other
    Strategic Partnerships). Raises :class:`RuleError` for a day ahead.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_CHALLENGE)
    _not_ahead(agreed_on, "agreed_on")
    row = Protocol.objects.create(
        partnership=partnership,
        number=_next(Protocol.objects.filter(partnership=partnership)),
        board=board.strip(),
        about=about.strip(),
        link=link,
        agreed_on=agreed_on,
        review_on=add_months(agreed_on, YEARLY),
    )
    record("protocol.agreed", f"Agreed a protocol with {row.board}", by=by, about=row)
    return row


@transaction.atomic
def review_protocol(*, by: Actor, protocol: Protocol, on: dt.date, note: str) -> Protocol:
    """Records that a protocol was looked at anew; it is again within a year.

    Raises :class:`RuleError` for a day that cannot be, and without what came of it.
    """
    by.require(Permission.MANAGE_CHALLENGE, protocol)
    row: Protocol = Protocol.objects.select_for_update(of=("self",)).get(pk=protocol.pk)
    _not_ahead(on)
    if on < row.agreed_on:
        raise RuleError({"on": f"It was agreed on {uk_date(row.agreed_on)}."}, code="early")
    if not note.strip():
        raise RuleError({"note": "Say what came of it."}, code="empty")
    ProtocolReview.objects.create(protocol=row, on=on, note=note.strip(), by=by.person, by_label=by.label)
    row.review_on = add_months(on, YEARLY)
    row.save(update_fields=["review_on"])
    record("protocol.reviewed", f"Looked at the protocol with {row.board} anew", by=by, about=row)
    return row
