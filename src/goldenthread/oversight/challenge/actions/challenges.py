"""Challenges: made, answered, and ended by whoever made them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from goldenthread.design.words import uk_date
from goldenthread.duties.clock import add_working_days
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.oversight.challenge.models import Challenge, Outcome, Reply
from goldenthread.partnership.actions.messages import queue_message
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency, Group, GroupMembership, Person, RoleAssignment
from goldenthread.partnership.permissions import Permission, Role
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

KIND = "challenge.made"
# Within how many working days an answer is asked for, where whoever challenges names no day.
DAYS = 10


@transaction.atomic
def make_challenge(
    *,
    by: Actor,
    title: str,
    text: str,
    challenger: Person | None = None,
    agency: Agency | None = None,
    group: Group | None = None,
    on: dt.date | None = None,
    due_on: dt.date | None = None,
    restricted: bool = False,
) -> Challenge:
    """Challenges an agency, a group, or the partnership where neither is named; those who answer for it are told.

    The Business Team records one that somebody made otherwise (``challenger``, ``on``). Without ``due_on`` an answer is
    asked for within ten working days. Raises :class:`RuleError` for a day ahead, an answer due before it, both an
    agency and a group, and a restricted one by somebody who would not see it again.
    """
    partnership = lock_partnership(by)
    by.require(Permission.RAISE_CHALLENGE, agency or group)
    manages = by.may(Permission.MANAGE_CHALLENGE)
    person = challenger if manages and challenger else by.person
    on = (on if manages else None) or today()
    if person is None:
        raise RuleError({"challenger": "Say who challenges."}, code="nobody")
    due = due_on or add_working_days(on, DAYS, closures_of(partnership))
    _can_be_made(by, (agency, group), (on, due), restricted=restricted)
    rows = Challenge.objects.filter(partnership=partnership)
    row = Challenge.objects.create(
        partnership=partnership,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=title.strip(),
        text=text.strip(),
        challenger=person,
        agency=agency,
        group=group,
        on=on,
        due_on=due,
        restricted=restricted,
    )
    record("challenge.made", f"{person} challenged {row.to}: no. {row.number}", by=by, about=row)
    _tell(by, row)
    return row


def _can_be_made(
    by: Actor,
    to: tuple[Agency | None, Group | None],
    days: tuple[dt.date, dt.date],
    *,
    restricted: bool,
) -> None:
    """Raises :class:`RuleError` for one put to two at once, days that cannot be, and one that its maker would not
    see.
    """
    (agency, group), (on, due) = to, days
    if agency is not None and group is not None:
        raise RuleError({"group": "Challenge an agency or a group, not both at once."}, code="both")
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    if due < on:
        raise RuleError({"due_on": f"The answer cannot be due before {uk_date(on)}."}, code="order")
    if restricted and not by.may(Permission.VIEW_RESTRICTED):
        raise RuleError({"restricted": "You would not see it again. Ask the Business Team."}, code="unseen")


def _tell(by: Actor, row: Challenge) -> None:
    """Those who answer for it are asked to."""
    for told in _answer_for(row):
        queue_message(
            by=by,
            person=told,
            kind=KIND,
            subject=f"Challenge {row.number}: an answer is asked for by {uk_date(row.due_on)}",
            text=f"Dear {told.post},\n\n{row.challenger} has put challenge {row.number} to {row.to}. Please "
            f"answer it by {uk_date(row.due_on)}.",
            because=f"you answer for {row.to}",
            link=row.get_absolute_url(),
        )


def _answer_for(row: Challenge) -> list[Person]:
    """Those who answer for whoever is challenged; restricted ones go to the safeguarding partners alone."""
    people = (
        Person.objects.filter(partnership=row.partnership).in_post(today()).select_related("user").distinct()
    )
    held = RoleAssignment.objects.current(today())
    if row.agency_id is not None:
        roles = (
            [Role.SAFEGUARDING_PARTNER] if row.restricted else [Role.SAFEGUARDING_PARTNER, Role.AGENCY_LEAD]
        )
        return list(people.filter(agency=row.agency_id, roles__in=held.filter(role__in=roles)))
    if row.group_id is not None and not row.restricted:
        chairs = GroupMembership.objects.current(today()).filter(group=row.group_id, capacity="chair")
        return list(people.filter(memberships__in=chairs))
    return list(people.filter(roles__in=held.filter(role=Role.BUSINESS_MANAGER)))


def may_reply(by: Actor, row: Challenge) -> bool:
    """Whether somebody answers a challenge: the Business Team, or whoever answers for the one challenged."""
    if by.may(Permission.MANAGE_CHALLENGE, row):
        return True
    if not Challenge.objects.visible_to(by).filter(pk=row.pk).exists():
        return False
    speaks = bool({Role.SAFEGUARDING_PARTNER, Role.AGENCY_LEAD} & by.roles)
    return (row.agency_id is not None and speaks and by.agency_id == row.agency_id) or (
        row.group_id is not None and row.group_id in by.chaired_group_ids
    )


def may_end(by: Actor, row: Challenge) -> bool:
    """Whether somebody says what became of a challenge: whoever made it, or the Business Team."""
    return by.may(Permission.MANAGE_CHALLENGE, row) or (
        by.person is not None and by.person.pk == row.challenger_id
    )


@transaction.atomic
def reply(*, by: Actor, challenge: Challenge, text: str, on: dt.date | None = None) -> Reply:
    """Answers a challenge. Raises :class:`RuleError` for an empty answer, one of a day that cannot be, and once it
    has ended.
    """
    if not may_reply(by, challenge):
        by.require(Permission.MANAGE_CHALLENGE, challenge)
    on = (on if by.may(Permission.MANAGE_CHALLENGE, challenge) else None) or today()
    _check(challenge, on)
    if challenge.outcomes.exists():
        raise RuleError("This challenge has ended. Make another one.", code="ended")
    if not text.strip():
        raise RuleError({"text": "Write the answer."}, code="empty")
    row = Reply.objects.create(challenge=challenge, text=text.strip(), on=on, by=by.person, by_label=by.label)
    record("challenge.answered", f"Answered challenge {challenge.number}", by=by, about=challenge)
    queue_message(
        by=by,
        person=challenge.challenger,
        kind=KIND,
        subject=f"Challenge {challenge.number} is answered",
        text=f"Dear {challenge.challenger.post},\n\nYour challenge {challenge.number} to {challenge.to} is answered. "
        "Please say what became of it.",
        because="you made this challenge",
        link=challenge.get_absolute_url(),
    )
    return row


def _check(row: Challenge, on: dt.date) -> None:
    if on > today():
        raise RuleError({"on": "This day is still to come."}, code="future")
    if on < row.on:
        raise RuleError({"on": f"The challenge was made on {uk_date(row.on)}."}, code="early")


@transaction.atomic
def end_challenge(*, by: Actor, challenge: Challenge, value: str, reasons: str) -> Outcome:
    """Says what became of a challenge. Raises :class:`RuleError` without reasons, and for something that changed or was
    explained before anybody answered.
    """
    if not may_end(by, challenge):
        by.require(Permission.MANAGE_CHALLENGE, challenge)
    if not reasons.strip():
        raise RuleError({"reasons": "Say why, and what changed."}, code="no_reasons")
    if value != Outcome.Value.WITHDRAWN and not challenge.replies.exists():
        raise RuleError({"value": "Nobody has answered it yet."}, code="unanswered")
    row = Outcome.objects.create(
        challenge=challenge, value=value, reasons=reasons.strip(), on=today(), by=by.person, by_label=by.label
    )
    record("challenge.ended", f"Challenge {challenge.number}: {row}", by=by, about=challenge)
    return row
