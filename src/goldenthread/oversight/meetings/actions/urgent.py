"""Urgent matters: dealt with between meetings, kept as they were, and reported to the group's next meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from goldenthread.oversight.meetings.actions.filling import place_waiting
from goldenthread.oversight.meetings.models import UrgentMatter
from goldenthread.partnership.audit import record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Group, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Actor


@transaction.atomic
def log_urgent_matter(
    *,
    by: Actor,
    group: Group,
    arose_on: dt.date,
    matter: str,
    done: str,
    consulted: Collection[Person],
    restricted: bool = False,
) -> UrgentMatter:
    """Records a matter that could not wait, what was said or done, and with whom it was agreed.

    It goes on the agenda of the group's next ordinary meeting. Raises :class:`RuleError` for a day ahead, and where
    nobody was consulted: the Business Manager speaks for the partners after liaison with them (constitution of 2019,
    Urgent Matters).
    """
    lock_partnership(by)
    by.require(Permission.MANAGE_MEETINGS, group)
    for person in consulted:
        by.require(Permission.MANAGE_MEETINGS, person)
    if arose_on > today():
        raise RuleError({"arose_on": "This day is still to come."}, code="future")
    if not consulted:
        raise RuleError(
            {"consulted": "Say with whom it was agreed: at least one member of the group."}, code="nobody"
        )
    row = UrgentMatter.objects.create(
        group=group, arose_on=arose_on, matter=matter.strip(), done=done.strip(), restricted=restricted,
        by=by.person, by_label=by.label,
    )  # fmt: skip
    row.consulted.set(consulted)
    place_waiting(group.partnership, group)
    said = "an urgent matter (restricted)" if restricted else f"an urgent matter: {row}"
    record("urgent.logged", f"Recorded {said}", by=by, about=row, partnership=group.partnership)
    return row
