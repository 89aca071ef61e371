"""People: adding, changing, and recording that they left."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.partnership.actions.accounts import keep_account_in_step
from goldenthread.partnership.actions.roles import check_manager_remains
from goldenthread.partnership.actions.seats import ONE_DAY, end_seat
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.leaving import LEFT, MOVED, end_places
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency, GroupMembership, Partnership, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor

FIELDS = ["post", "name", "initials", "agency", "email"]


@transaction.atomic
def add_person(
    *, by: Actor, post: str, name: str = "", agency: Agency | None = None, **fields: Any
) -> Person:
    """Adds somebody the partnership works with; an account is a second step (:func:`accounts.invite`).

    Raises :class:`RuleError` where the same post and name is there already, or the agency is another partnership's.
    """
    by.require(Permission.MANAGE_PEOPLE)
    partnership = lock_partnership(by)
    _check_is_new(partnership, post, name, agency)
    _check_agency(partnership, agency)
    person: Person = partnership.people.create(post=post, name=name, agency=agency, **fields)
    record("person.added", f"Added {person}", by=by, about=person)
    return person


@transaction.atomic
def add_colleague(*, by: Actor, agency: Agency, post: str, name: str = "", email: str = "") -> Person:
    """Adds somebody of an agency who comes to training, without an account. Whoever books for the agency may.

    Raises :class:`RuleError` as :func:`add_person` does.
    """
    by.require(Permission.BOOK_FOR_AGENCY, agency)
    partnership = lock_partnership(by)
    _check_is_new(partnership, post, name, agency)
    _check_agency(partnership, agency)
    person: Person = partnership.people.create(post=post, name=name, agency=agency, email=email)
    record("person.added", f"Added {person} for training", by=by, about=person)
    return person


@transaction.atomic
def change_person(*, by: Actor, person: Person, version: int, **fields: Any) -> Person:
    """Changes a person's details. The address they sign in with is not among them.

    Raises :class:`RuleError` as :func:`add_person`, :class:`StaleVersionError` where somebody else saved meanwhile.
    """
    by.require(Permission.MANAGE_PEOPLE, person)
    partnership = lock_partnership(by)
    current = lock_version(person, version)
    before = copy(current)
    for name in FIELDS:
        if name in fields:
            setattr(current, name, fields[name])
    _check_is_new(partnership, current.post, current.name, current.agency, besides=current.pk)
    if current.agency_id != before.agency_id:
        _check_agency(partnership, current.agency)
        end_places(current, MOVED)
    current.version += 1
    current.save()
    record(
        "person.changed",
        f"Changed the details of {current}",
        by=by,
        about=current,
        changes=differences(before, current, FIELDS),
    )
    return current


@transaction.atomic
def record_leaving(*, by: Actor, person: Person, version: int, left_on: dt.date) -> Person:
    """Records a person's last day: their roles and seats end that day, and so does their sign-in here. Their places in
    confined spaces end at once.

    An account that no other partnership uses is closed once that day has come. Raises :class:`RuleError` for oneself,
    for the last Business Manager, or for a day before something the person held began and ended;
    :class:`StaleVersionError` where somebody else saved meanwhile.
    """
    by.require(Permission.MANAGE_PEOPLE, person)
    partnership = lock_partnership(by)
    current = lock_version(person, version)
    if by.person == current:
        raise RuleError(
            "Nobody records their own leaving. Ask another manager to do this.", code="own_access"
        )
    check_manager_remains(partnership, without=current, after=left_on)
    for role in current.roles.filter(ends_on__isnull=True) | current.roles.filter(ends_on__gt=left_on):
        if role.starts_on > left_on:
            role.delete()
        else:
            role.ends_on = left_on
            role.save(update_fields=["ends_on"])
    for seat in current.memberships.overlapping(left_on + ONE_DAY, None):
        _give_up(seat, left_on)
    end_places(current, LEFT)
    current.left_on = left_on
    current.version += 1
    current.save()
    keep_account_in_step(current.user)
    record("person.left", f"{current} left on {uk_date(left_on)}", by=by, about=current)
    return current


@transaction.atomic
def record_return(*, by: Actor, person: Person, version: int) -> Person:
    """Brings back a person who left, without roles or seats: these are given anew.

    Raises :class:`RuleError` for somebody who has not left, :class:`StaleVersionError` where somebody else saved
    meanwhile.
    """
    by.require(Permission.MANAGE_PEOPLE, person)
    partnership = lock_partnership(by)
    current = lock_version(person, version)
    if current.left_on is None:
        raise RuleError(f"{current} has not left.", code="has_not_left")
    _check_is_new(partnership, current.post, current.name, current.agency, besides=current.pk)
    current.left_on = None
    current.version += 1
    current.save()
    keep_account_in_step(current.user)
    record("person.returned", f"{current} is back in post", by=by, about=current)
    return current


@transaction.atomic
def choose_digest(*, by: Actor, wants_digest: bool) -> None:
    """Lets a person choose one email a day in place of one for each message."""
    by.require(Permission.ENTER)
    if by.person is None or by.person.wants_digest == wants_digest:
        return
    by.person.wants_digest = wants_digest
    by.person.save(update_fields=["wants_digest"])
    summary = "Chose one email a day" if wants_digest else "Chose an email for each message"
    record("person.chose_digest", summary, by=by, about=by.person)


def _give_up(seat: GroupMembership, left_on: dt.date) -> None:
    """Ends a seat with its deputies; one that was to begin later never does."""
    if seat.starts_on <= left_on:
        end_seat(seat, left_on)
        return
    seat.deputies.all().delete()
    seat.delete()


def _check_is_new(
    partnership: Partnership, post: str, name: str, agency: Agency | None, besides: int | None = None
) -> None:
    same = partnership.people.in_post(today()).filter(post__iexact=post, name__iexact=name, agency=agency)
    if same.exclude(pk=besides).exists():
        raise RuleError(
            {
                "post": f"“{post}” is on the list already. Tell the two apart: give a fuller post, a name or an agency."
            },
            code="duplicate",
        )


def _check_agency(partnership: Partnership, agency: Agency | None) -> None:
    if agency is None:
        return
    if agency.partnership_id != partnership.pk:
        raise RuleError({"agency": "Choose an agency of this partnership."}, code="elsewhere")
    if agency.ended_on is not None and agency.ended_on < today():
        raise RuleError(
            {"agency": f"{agency} left the arrangements on {uk_date(agency.ended_on)}. Choose another."},
            code="agency_ended",
        )
