"""Columns of this room: money is an exact decimal, never a float."""

from __future__ import annotations

from typing import Any

from django.db import models


def money(name: str = "", **more: Any) -> models.DecimalField[Any, Any]:
    """A column of pounds and pence."""
    return models.DecimalField(name or None, max_digits=12, decimal_places=2, **more)
