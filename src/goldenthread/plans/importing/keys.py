"""What the keys of fields mean: ``ref``, ``due_on``, …, and ``rating:`` with a period."""

from __future__ import annotations

import datetime as dt
import re

from goldenthread.design.words import month
from goldenthread.plans.importing.fields import CURRENT, FIELDS, INITIAL, RATING

LABELS = {field.key: field.label for field in FIELDS}
MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
PERIODS = {INITIAL: "Initial rating", CURRENT: "Rating now"}


def rating_key(period: str) -> str:
    """The key of a period's rating; a period is "initial", "current" or a month such as "2018-01"."""
    return f"{RATING}:{period}"


def rating_period(key: str) -> str | None:
    """The period of a rating's key; ``None`` for a key that is no rating's."""
    name, _, period = key.partition(":")
    return period if name == RATING and (period in PERIODS or MONTH.fullmatch(period)) else None


def is_field(key: str) -> bool:
    """Whether a column can be read as this."""
    return key in LABELS or rating_period(key) is not None


def field_label(key: str) -> str:
    """What people call the field; raises :class:`KeyError` for a key that is no field's."""
    period = rating_period(key)
    if period is None:
        return LABELS[key]
    return PERIODS.get(period) or f"Rating in {month(dt.date.fromisoformat(f'{period}-01'))}"
