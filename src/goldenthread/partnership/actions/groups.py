"""Groups: setting up, changing, and their terms of reference."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Group, Partnership
from goldenthread.partnership.naming import check_name_is_free, free_key
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor

FIELDS = [
    "name",
    "short_name",
    "kind",
    "parent",
    "purpose",
    "chairing",
    "meeting_frequency",
    "started_on",
    "ends_on",
]
TERMS = ["terms_of_reference", "terms_approved_on", "terms_review_on"]


@transaction.atomic
def add_group(*, by: Actor, name: str, key: str = "", short_name: str = "", **fields: Any) -> Group:
    """Sets up a group; ``fields`` are those of the model.

    Raises :class:`RuleError` for a name or address in use, a task and finish group without an end, an end before the
    start, or a parent that is not in force.
    """
    by.require(Permission.MANAGE_PARTNERSHIP)
    partnership = lock_partnership(by)
    check_name_is_free(partnership.groups.all(), name, what="a group")
    key = free_key(partnership.groups.all(), short_name, name, what="a group", key=key)
    group = Group(partnership=partnership, name=name, short_name=short_name, key=key, **fields)
    _check_dates(group)
    _check_terms(group)
    _check_parent(partnership, group)
    group.save()
    record("group.added", f"Set up the {group}", by=by, about=group)
    return group


@transaction.atomic
def change_group(*, by: Actor, group: Group, version: int, **fields: Any) -> Group:
    """Changes a group's details; an end date ends its seats with it.

    Raises :class:`RuleError` as :func:`add_group` does, for a group that would report to itself through others, or
    whose own groups would be left behind; :class:`StaleVersionError` where somebody else saved meanwhile.
    """
    by.require(Permission.MANAGE_PARTNERSHIP, group)
    partnership = lock_partnership(by)
    current = lock_version(group, version)
    before = copy(current)
    for name in FIELDS:
        if name in fields:
            setattr(current, name, fields[name])
    check_name_is_free(partnership.groups.all(), current.name, what="a group", besides=current.pk)
    _check_dates(current)
    _check_parent(partnership, current)
    _check_children_are_not_left(current)
    current.version += 1
    current.save()
    record(
        "group.changed",
        f"Changed the {current}",
        by=by,
        about=current,
        changes=differences(before, current, FIELDS),
    )
    return current


@transaction.atomic
def record_terms(
    *,
    by: Actor,
    group: Group,
    version: int,
    terms_of_reference: str,
    terms_approved_on: dt.date | None,
    terms_review_on: dt.date | None,
) -> Group:
    """Records a group's terms of reference, when they were approved, and by when they are to be reviewed.

    Raises :class:`RuleError` for a review date without terms or not after the approval, and
    :class:`StaleVersionError` where somebody else saved meanwhile.
    """
    by.require(Permission.MANAGE_PARTNERSHIP, group)
    current = lock_version(group, version)
    before = copy(current)
    current.terms_of_reference = terms_of_reference
    current.terms_approved_on = terms_approved_on
    current.terms_review_on = terms_review_on
    _check_terms(current)
    current.version += 1
    current.save()
    record(
        "group.terms_recorded",
        f"Recorded the terms of reference of the {current}",
        by=by,
        about=current,
        changes=differences(before, current, TERMS),
    )
    return current


def _check_dates(group: Group) -> None:
    if group.kind == Group.Kind.TASK_AND_FINISH and group.ends_on is None:
        raise RuleError(
            {
                "ends_on": "A task and finish group is there for a limited time. Enter the day on which it ends."
            },
            code="no_end",
        )
    if group.started_on and group.ends_on and group.ends_on < group.started_on:
        raise RuleError(
            {"ends_on": f"The end is before the start ({uk_date(group.started_on)}). Change one of the two."},
            code="end_before_start",
        )


def _check_terms(group: Group) -> None:
    if not group.terms_of_reference and (group.terms_approved_on or group.terms_review_on):
        raise RuleError(
            {"terms_of_reference": "Enter the terms of reference that the dates belong to."}, code="no_terms"
        )
    approved, review = group.terms_approved_on, group.terms_review_on
    if approved and review and review <= approved:
        raise RuleError(
            {"terms_review_on": f"The review must be after the approval ({uk_date(approved)})."},
            code="review_before_approval",
        )


def _check_parent(partnership: Partnership, group: Group) -> None:
    parent = group.parent
    if parent is None:
        return
    if parent.partnership_id != partnership.pk:
        raise RuleError({"parent": "Choose a group of this partnership."}, code="elsewhere")
    if parent.has_ended(today()) and not group.has_ended(today()):
        raise RuleError(
            {"parent": f"The {parent} has ended. Choose a group that is still at work."}, code="parent_ended"
        )
    chain = _chain_above(partnership, parent)
    if group.pk in [each.pk for each in chain]:
        message = f"The {group} cannot report to itself."
        if parent.pk != group.pk:
            message = (
                f"The {parent} already reports to the {group}{_through(chain, group)}, so the {group} cannot report "
                "to it. Choose a group above, or move the other one first."
            )
        raise RuleError({"parent": message}, code="loop")


def _chain_above(partnership: Partnership, group: Group) -> list[Group]:
    """``group``, the group it reports to, and so on to the top. One query, however deep."""
    groups = {each.pk: each for each in partnership.groups.all()}
    chain: list[Group] = []
    at: int | None = group.pk
    while at is not None and at not in [each.pk for each in chain]:
        chain.append(groups[at])
        at = groups[at].parent_id
    return chain


def _through(chain: list[Group], group: Group) -> str:
    between = [str(each) for each in chain[1:] if each.pk != group.pk]
    return f" through the {between[0]}" if between else ""


def _check_children_are_not_left(group: Group) -> None:
    if group.ends_on is None:
        return
    last_day = max(group.ends_on, today() - dt.timedelta(days=1))
    staying = group.children.in_force(last_day + dt.timedelta(days=1)).values_list("name", flat=True)
    if names := ", ".join(staying):
        message = (
            f"After {uk_date(group.ends_on)} these groups would report to a group that has ended: {names}."
        )
        raise RuleError(
            {"ends_on": f"{message} Let them report to another group, or end them first."},
            code="children_remain",
        )
