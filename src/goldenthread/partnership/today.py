"""The day that the product takes for today."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def today() -> dt.date:
    """Today in England; in the demo, the day on which the example's calendar stands."""
    fixed: dt.date | None = settings.CALENDAR_STANDS_AT
    return fixed or timezone.localdate()
