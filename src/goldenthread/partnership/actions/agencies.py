"""Agencies: adding, changing, and ending their part in the arrangements."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from django.db import transaction

from goldenthread.design.words import uk_date
from goldenthread.partnership.audit import differences, record
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.locking import lock_partnership
from goldenthread.partnership.models import Agency
from goldenthread.partnership.naming import check_name_is_free, free_key
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.versions import lock_version
from goldenthread.partnership.viewer import Actor

FIELDS = ["name", "short_name", "kind", "sector", "lead_representative", "note"]


@transaction.atomic
def add_agency(*, by: Actor, name: str, key: str = "", short_name: str = "", **fields: Any) -> Agency:
    """Adds an agency; ``fields`` are those of the model. Raises :class:`RuleError` for a name or address in use."""
    by.require(Permission.MANAGE_PARTNERSHIP)
    partnership = lock_partnership(by)
    check_name_is_free(partnership.agencies.all(), name, what="an agency")
    key = free_key(partnership.agencies.all(), short_name, name, what="an agency", key=key)
    agency: Agency = partnership.agencies.create(name=name, short_name=short_name, key=key, **fields)
    record("agency.added", f"Added the agency {agency}", by=by, about=agency)
    return agency


@transaction.atomic
def change_agency(*, by: Actor, agency: Agency, version: int, **fields: Any) -> Agency:
    """Changes an agency's details.

    Raises :class:`RuleError` for a name in use, :class:`StaleVersionError` where somebody else saved meanwhile.
    """
    by.require(Permission.MANAGE_PARTNERSHIP, agency)
    partnership = lock_partnership(by)
    current = lock_version(agency, version)
    check_name_is_free(
        partnership.agencies.all(), fields.get("name", current.name), what="an agency", besides=current.pk
    )
    before = copy(current)
    for name in FIELDS:
        if name in fields:
            setattr(current, name, fields[name])
    current.version += 1
    current.save()
    record(
        "agency.changed",
        f"Changed the agency {current}",
        by=by,
        about=current,
        changes=differences(before, current, FIELDS),
    )
    return current


@transaction.atomic
def end_agency(*, by: Actor, agency: Agency, version: int, ended_on: dt.date | None) -> Agency:
    """Records the last day on which the agency was under the arrangements; ``None`` brings it back.

    Its people and its past stay on record. Raises :class:`RuleError` while people of it are still in post after that
    day, and :class:`StaleVersionError` where somebody else saved meanwhile.
    """
    by.require(Permission.MANAGE_PARTNERSHIP, agency)
    current = lock_version(agency, version)
    if ended_on is not None:
        staying = current.people.in_post(max(ended_on, today()) + dt.timedelta(days=1)).count()
        if staying:
            who = "1 person" if staying == 1 else f"{staying} people"
            message = f"{who} of this agency will still be in post after {uk_date(ended_on)}."
            raise RuleError(
                {
                    "ended_on": f"{message} Move them to another agency or record when they leave, then try again."
                },
                code="people_remain",
            )
    before = copy(current)
    current.ended_on = ended_on
    current.version += 1
    current.save()
    summary = (
        f"{current} left the arrangements on {uk_date(ended_on)}" if ended_on else f"Brought back {current}"
    )
    record("agency.ended", summary, by=by, about=current, changes=differences(before, current, ["ended_on"]))
    return current
