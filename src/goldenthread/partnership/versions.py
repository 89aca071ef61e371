"""Saving without losing somebody else's change."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from goldenthread.partnership.errors import StaleVersionError

Versioned = TypeVar("Versioned", bound=models.Model)


def lock_version(row: Versioned, seen: int) -> Versioned:
    """The row as saved, locked for this transaction, if it is still at version ``seen``.

    Raises :class:`StaleVersionError` with the current row otherwise. The caller changes it and saves it with
    ``version`` one higher. Both databases serialise here: PostgreSQL by the row lock, SQLite because its transactions
    take the write lock at their start.
    """
    current = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if current.version != seen:  # type: ignore[attr-defined]
        raise StaleVersionError(current)
    return current
