"""Bringing a catalogue in from a file: what would change, and changing it, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from goldenthread.evidence.measures.actions.catalogue import (
    DEFINITION_FIELDS,
    INDICATOR_FIELDS,
    create_indicator,
    redefine,
    update_indicator,
)
from goldenthread.evidence.measures.catalogue import CatalogueError, CatalogueProblem, Entry
from goldenthread.evidence.measures.models import Definition, Indicator
from goldenthread.partnership.models import Agency, Group, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


@dataclass(frozen=True)
class CatalogueChange:
    """What a file would do to one indicator: the fields that would differ, and whether its definition is a new one."""

    entry: Entry
    indicator: Indicator | None
    details: dict[str, list[Any]] = field(default_factory=dict)
    definition: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether the indicator is not there yet."""
        return self.indicator is None


def propose_catalogue(partnership: Partnership, entries: Sequence[Entry]) -> list[CatalogueChange]:
    """What entries would add and change; what they leave as it is is left out. Five queries.

    Raises :class:`CatalogueError` for agencies and groups that the partnership does not have, and for a changed
    definition that would hold from a day on which one begins already.
    """
    agencies, groups = _known(partnership)
    there = {
        row.key: row
        for row in Indicator.objects.filter(partnership=partnership).prefetch_related(
            "agencies", "parts", "definitions"
        )
    }
    problems = [*_unknown(entries, agencies, groups)]
    changes = []
    for entry in entries:
        indicator = there.get(entry.key)
        if indicator is None:
            changes.append(CatalogueChange(entry, None))
            continue
        current = indicator.definitions.all()[0]
        details, definition = _details(entry, indicator, groups), _definition(entry, current)
        if definition and any(each.holds_from == entry.holds_from for each in indicator.definitions.all()):
            problems.append(
                CatalogueProblem(
                    entry.row,
                    "holds_from",
                    "a definition holds from this day already and is kept as it is. "
                    "Write the day from which the changed one holds.",
                )
            )
        if details or definition:
            changes.append(CatalogueChange(entry, indicator, details, definition))
    if problems:
        raise CatalogueError(sorted(problems, key=lambda each: each.row))
    return changes


@transaction.atomic
def apply_catalogue(
    *, by: Actor, partnership: Partnership, entries: Sequence[Entry], why: str = "Brought in with a catalogue"
) -> list[CatalogueChange]:
    """Adds and changes indicators as a file says; those it does not mention stay. Raises :class:`CatalogueError`."""
    by.require(Permission.MANAGE_MEASURES, partnership)
    changes = propose_catalogue(partnership, entries)
    agencies, groups = _known(partnership)
    for change in changes:
        entry, indicator = change.entry, change.indicator
        details = _values(entry, INDICATOR_FIELDS) | {"group": groups.get(entry.group)}
        senders = [agencies[key] for key in entry.agencies]
        if indicator is None:
            create_indicator(
                by=by,
                partnership=partnership,
                key=entry.key,
                holds_from=entry.holds_from,
                agencies=senders,
                **details,
                **_values(entry, DEFINITION_FIELDS),
            )
            continue
        if change.details:
            update_indicator(
                by=by, indicator=indicator, seen_version=indicator.version, agencies=senders, **details
            )
        if change.definition:
            redefine(
                by=by,
                indicator=indicator,
                holds_from=entry.holds_from,
                why=why,
                **_values(entry, DEFINITION_FIELDS),
            )
    _link_parts(partnership, entries)
    return changes


def _known(partnership: Partnership) -> tuple[dict[str, Agency], dict[str, Group]]:
    return (
        {row.key: row for row in Agency.objects.filter(partnership=partnership)},
        {row.key: row for row in Group.objects.filter(partnership=partnership)},
    )


def _unknown(
    entries: Sequence[Entry], agencies: Mapping[str, Agency], groups: Mapping[str, Group]
) -> list[CatalogueProblem]:
    agency = "there is no agency “{}”. Its address is its key."
    return [
        *(
            CatalogueProblem(entry.row, "agencies", agency.format(key))
            for entry in entries
            for key in entry.agencies
            if key not in agencies
        ),
        *(
            CatalogueProblem(entry.row, "group", f"there is no group “{entry.group}”.")
            for entry in entries
            if entry.group and entry.group not in groups
        ),
    ]


def _values(entry: Entry, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in names if name != "group" and hasattr(entry, name)}


def _details(entry: Entry, indicator: Indicator, groups: Mapping[str, Group]) -> dict[str, list[Any]]:
    group = groups.get(entry.group)
    pairs = {
        name: (getattr(indicator, name), value) for name, value in _values(entry, INDICATOR_FIELDS).items()
    }
    pairs["group"] = (indicator.group_id, group.pk if group else None)
    pairs["agencies"] = (
        sorted(each.key for each in indicator.agencies.all()),
        sorted(entry.agencies),
    )
    pairs["parts"] = (sorted(each.key for each in indicator.parts.all()), sorted(entry.parts))
    return {name: [before, after] for name, (before, after) in pairs.items() if before != after}


def _definition(entry: Entry, current: Definition) -> dict[str, list[Any]]:
    values = _values(entry, DEFINITION_FIELDS)
    return {
        name: [getattr(current, name), value]
        for name, value in values.items()
        if getattr(current, name) != value
    }


def _link_parts(partnership: Partnership, entries: Sequence[Entry]) -> None:
    wholes = [entry for entry in entries if entry.parts]
    known = {row.key: row for row in Indicator.objects.filter(partnership=partnership)} if wholes else {}
    for entry in wholes:
        known[entry.key].parts.set([known[key] for key in entry.parts])
