"""Writing the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from goldenthread.partnership.models import AuditEvent, Partnership
from goldenthread.partnership.viewer import Actor


@dataclass(frozen=True)
class Entry:
    """What an entry says: a sentence, what it is about, and each field's value before and after."""

    summary: str
    about: models.Model | None = None
    changes: dict[str, Any] = field(default_factory=dict)


def record(
    verb: str,
    summary: str,
    *,
    by: Actor,
    about: models.Model | None = None,
    partnership: Partnership | None = None,
    changes: dict[str, Any] | None = None,
) -> AuditEvent:
    """Adds one entry, inside the caller's transaction.

    ``verb`` is the action's name (``action.rated``), ``summary`` one sentence in the users' words, ``changes`` maps a
    field to its value before and after. Nothing restricted belongs in the summary.
    """
    entry = _event(verb, Entry(summary, about, changes or {}), by, partnership)
    entry.save()
    return entry


def record_each(
    verb: str, entries: Iterable[Entry], *, by: Actor, partnership: Partnership | None = None
) -> None:
    """Adds many entries of one kind at once, as an import makes them."""
    AuditEvent.objects.bulk_create(_event(verb, entry, by, partnership) for entry in entries)


def _event(verb: str, entry: Entry, by: Actor, partnership: Partnership | None) -> AuditEvent:
    return AuditEvent(
        partnership=partnership or by.partnership,
        actor_id=by.user.pk if by.user else None,
        actor=by.label[:300],
        verb=verb,
        summary=entry.summary[:500],
        object_type=entry.about._meta.label_lower if entry.about is not None else "",
        object_id=str(entry.about.pk) if entry.about is not None else "",
        changes=entry.changes,
        address=by.address,
    )


def differences(before: models.Model, after: models.Model, fields: list[str]) -> dict[str, list[Any]]:
    """The fields whose values differ, each with its value before and after as people know them.

    A link is told by the name of what it leads to, a choice by its label; dates and numbers stay what they are.
    """
    return {
        name: [_as_known(before, name), _as_known(after, name)]
        for name in fields
        if _stored(before, name) != _stored(after, name)
    }


def _field(row: models.Model, name: str) -> models.Field[Any, Any]:
    field = row._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of {row._meta.label}")
    return field


def _stored(row: models.Model, name: str) -> Any:
    return getattr(row, _field(row, name).attname)


def _as_known(row: models.Model, name: str) -> Any:
    field = _field(row, name)
    value = getattr(row, name)
    if field.is_relation:
        return str(value) if value is not None else None
    labels: dict[Any, Any] = dict(field.flatchoices or ())
    return str(labels.get(value, value)) if labels else value
