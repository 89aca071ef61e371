"""The day that the product takes for today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_standing_at: ContextVar[dt.date | None] = ContextVar("standing_at", default=None)


def today() -> dt.date:
    """Today in England; in the demo, the day on which the example's calendar stands."""
    fixed: dt.date | None = _standing_at.get() or settings.CALENDAR_STANDS_AT
    return fixed or timezone.localdate()


@contextmanager
def standing_at(day: dt.date) -> Iterator[None]:
    """Another day than today, for as long as it lasts: the example's year is told day by day."""
    token = _standing_at.set(day)
    try:
        yield
    finally:
        _standing_at.reset(token)
