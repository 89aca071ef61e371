"""Calling meetings: one by one, a year at once, and extraordinary ones that members ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from goldenthread.design.words import plural, uk_date
from goldenthread.duties.clock import is_working_day
from goldenthread.duties.selectors.duties import closures_of
from goldenthread.oversight.meetings.actions.filling import fill_agenda
from goldenthread.oversight.meetings.actions.telling import tell_managers
from goldenthread.oversight.meetings.models import (
    AgendaItem,
    Arrangements,
    ExtraordinaryRequest,
    Meeting,
    Supporter,
)
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Group, GroupMembership, Partnership, Person
from goldenthread.partnership.moments import moment
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor

KIND = "meetings.request"
FURTHEST = dt.timedelta(days=3 * 366)


def check_day(partnership: Partnership, group: Group, on: dt.date, *, anyway: bool) -> None:
    """Raises :class:`RuleError` for a year that must be mistyped, a day after the group's work ends, and one on which
    nobody works.
    """
    if abs(on - today()) > FURTHEST:
        raise RuleError(
            {"on": f"{uk_date(on)} is more than three years from today. Look at the year."}, code="far"
        )
    if group.ends_on is not None and on > group.ends_on:
        raise RuleError(
            {"on": f"The group’s work ends on {uk_date(group.ends_on)}. Choose a day before."}, code="over"
        )
    if not anyway and not is_working_day(on, closures_of(partnership)):
        raise RuleError(
            {
                "on": f"{on:%A} {uk_date(on)} is no working day: a weekend, a bank holiday or a local closure. Choose "
                "another day, or tick that the meeting is to be held all the same."
            },
            code="closed",
        )


@transaction.atomic
def call_meeting(
    *,
    by: Actor,
    group: Group,
    on: dt.date,
    at: dt.time,
    minutes_long: int = 120,
    place: str = "",
    anyway: bool = False,
    why: str = "",
    request: ExtraordinaryRequest | None = None,
) -> Meeting:
    """Calls a meeting, with the group's standing items and whatever waits for its agenda.

    With ``why`` it is an extraordinary one: on a member's ``request``, or as the Business Manager may call it. Raises
    :class:`RuleError` for a group whose work is over, a day on which nobody works unless ``anyway``, two meetings of
    a group at one time, and a request that lacks support, was met already or is another group's.
    """
    partnership = lock_partnership(by)
    by.require(Permission.MANAGE_MEETINGS, group)
    check_day(partnership, group, on, anyway=anyway)
    if request is not None:
        _check_request(request, group, on)
        why = why.strip() or f"Asked for by {request.asked_by} on {uk_date(request.asked_on)}"
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                partnership=partnership,
                group=group,
                kind=Meeting.Kind.EXTRAORDINARY if why.strip() else Meeting.Kind.ORDINARY,
                starts_at=moment(on, at),
                minutes_long=minutes_long,
                place=place.strip(),
                request=request,
                why=why.strip()[:300],
                called_on=min(today(), on),
            )
    except IntegrityError:
        raise RuleError(
            {"on": "This group meets at that time already. Choose another."}, code="twice"
        ) from None
    _fill(meeting)
    record("meeting.called", f"Called a meeting of the {group} for {uk_date(on)}", by=by, about=meeting)
    return meeting


def _fill(meeting: Meeting) -> None:
    """Puts the matter of an extraordinary meeting on its agenda, and then what stands there or waits."""
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        asked = f"What {meeting.request.asked_by} asked the meeting for" if meeting.request else meeting.why
        AgendaItem.objects.create(
            meeting=meeting, order=1, title=asked[:200], purpose=AgendaItem.Purpose.DECISION
        )
    fill_agenda(meeting)


def _check_request(request: ExtraordinaryRequest, group: Group, on: dt.date) -> None:
    if request.group_id != group.pk:
        raise RuleError({"request": "This request is for another group."}, code="other_group")
    if request.valid_on is None:
        raise RuleError({"request": "This request needs two supporters first."}, code="supporters")
    if Meeting.objects.filter(request=request).exists():
        raise RuleError({"request": "A meeting was called on this request already."}, code="met")
    if request.valid_on > on:
        raise RuleError(
            {"on": "Its supporters were not together by that day. Choose a later one."}, code="order"
        )


@transaction.atomic
def call_year(*, by: Actor, group: Group, days: Sequence[dt.date]) -> list[Meeting]:
    """Calls a group's meetings on several days at its usual hour; days on which it meets already are left alone.

    Raises :class:`RuleError` where the group has no usual hour, or no day is left.
    """
    by.require(Permission.MANAGE_MEETINGS, group)
    usual = Arrangements.objects.filter(group=group).first()
    if usual is None or usual.every_months is None:
        raise RuleError("Say first how often and when this group meets.", code="no_pattern")
    taken = {row.day for row in Meeting.objects.not_cancelled().filter(group=group)}
    wanted = [day for day in dict.fromkeys(days) if day not in taken]
    if not wanted:
        raise RuleError("Choose at least one day on which no meeting is called yet.", code="none")
    return [
        call_meeting(
            by=by,
            group=group,
            on=day,
            at=usual.at,
            minutes_long=usual.minutes_long,
            place=usual.place,
            anyway=True,
        )
        for day in wanted
    ]


@transaction.atomic
def set_arrangements(*, by: Actor, group: Group, **values: object) -> Arrangements:
    """Says how a group meets: how often, when and where, its quorum, how senior its members should be."""
    by.require(Permission.MANAGE_MEETINGS, group)
    lock_partnership(by)
    row, _ = Arrangements.objects.get_or_create(group=group)
    changes = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [str(before), str(value)]
            setattr(row, name, value)
    row.version += 1
    row.save()
    record("meeting.arrangements", f"Said how the {group} meets", by=by, about=group, changes=changes)
    return row


def _may_ask(by: Actor, group: Group) -> bool:
    """Whether somebody may ask for a meeting of a group for themselves: they sit on it."""
    return by.person is not None and group.pk in by.group_ids


@transaction.atomic
def ask_for_meeting(
    *,
    by: Actor,
    group: Group,
    asked_by: Person,
    asked_on: dt.date,
    reasons: str,
    supporters: Iterable[Person] = (),
) -> ExtraordinaryRequest:
    """Records a request in writing for an extraordinary meeting, with whoever supports it so far.

    A member asks for themselves, today and alone; the Business Team records what it received. Raises
    :class:`RuleError` for a request without reasons, from the future, or of somebody who does not sit on the group.
    """
    manages = by.may(Permission.MANAGE_MEETINGS, group)
    if not manages:
        if not _may_ask(by, group) or asked_by != by.person:
            by.require(Permission.MANAGE_MEETINGS, group)
        asked_on, supporters = today(), ()
    lock_partnership(by)
    if not reasons.strip():
        raise RuleError({"reasons": "Say what the meeting is to be about."}, code="no_reasons")
    if asked_on > today():
        raise RuleError({"asked_on": "The request cannot come from the future."}, code="future")
    _on_group(group, asked_by, asked_on, "asked_by")
    row = ExtraordinaryRequest.objects.create(
        group=group,
        asked_by=asked_by,
        asked_on=asked_on,
        reasons=reasons.strip(),
        by=by.person,
        by_label=by.label,
    )
    record(
        "meeting.asked_for", f"{asked_by} asked for an extraordinary meeting of the {group}", by=by, about=row
    )
    for person in supporters:
        _support(by, row, person, asked_on)
    if not manages:
        _tell_the_team(by, row)
    return row


def _tell_the_team(by: Actor, row: ExtraordinaryRequest) -> None:
    tell_managers(
        by=by,
        partnership=row.group.partnership,
        kind=KIND,
        subject=f"An extraordinary meeting of the {row.group} is asked for",
        text=f"{row.asked_by} asks for an extraordinary meeting of the {row.group}. Once two others support it, it "
        "must be held in time: see Requests.",
        link=row.get_absolute_url(),
    )


def _on_group(group: Group, person: Person, on: dt.date, field: str) -> None:
    if not GroupMembership.objects.current(on).filter(group=group, person=person).exists():
        raise RuleError({field: f"{person} does not sit on the {group}."}, code="not_on_group")


@transaction.atomic
def support_request(
    *, by: Actor, request: ExtraordinaryRequest, person: Person, on: dt.date | None = None
) -> Supporter:
    """Records that somebody on the group supports a request; a member does so for themselves.

    Raises :class:`RuleError` for whoever asked, somebody who does not sit on the group, and a second time.
    """
    if not by.may(Permission.MANAGE_MEETINGS, request.group):
        if not _may_ask(by, request.group) or person != by.person:
            by.require(Permission.MANAGE_MEETINGS, request.group)
        on = today()
    lock_partnership(by)
    return _support(by, request, person, on or today())


def _support(by: Actor, request: ExtraordinaryRequest, person: Person, on: dt.date) -> Supporter:
    if person.pk == request.asked_by_id:
        raise RuleError({"supporters": "Whoever asks does not count as a supporter."}, code="own")
    if not request.asked_on <= on <= today():
        raise RuleError(
            {"on": "Support comes on the day of the request or later, up to today."}, code="order"
        )
    _on_group(request.group, person, on, "supporters")
    if request.supporters.filter(person=person).exists():
        raise RuleError({"supporters": f"{person} supports it already."}, code="twice")
    row = Supporter.objects.create(request=request, person=person, on=on, by=by.person, by_label=by.label)
    count = request.supporters.count()
    record(
        "meeting.supported",
        f"{person} supports it, {plural(count, 'supporter')}: {request}",
        by=by,
        about=request,
    )
    return row
