"""Writing the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import models

from goldenthread.partnership.models import AuditEvent, Partnership
from goldenthread.partnership.viewer import Actor


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
    return AuditEvent.objects.create(
        partnership=partnership or by.partnership,
        actor_id=by.user.pk if by.user else None,
        actor=by.label[:300],
        verb=verb,
        summary=summary[:500],
        object_type=about._meta.label_lower if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        changes=changes or {},
        address=by.address,
    )


def differences(before: models.Model, after: models.Model, fields: list[str]) -> dict[str, list[Any]]:
    """The fields whose values differ, each with its value before and after, as JSON can hold them."""
    found: dict[str, list[Any]] = {}
    for name in fields:
        old, new = (getattr(row, row._meta.get_field(name).attname) for row in (before, after))
        if old != new:
            found[name] = [old, new]
    return found
