"""Sums and days in the templates of this room, where they come as data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template

from goldenthread.design.words import pounds as written
from goldenthread.design.words import uk_date

register = template.Library()


@register.filter
def pounds(amount: Any) -> str:
    """ "£1,234.50" of a decimal, or of the text of one; nothing for nothing."""
    return written(Decimal(str(amount))) if amount not in (None, "") else ""


@register.filter
def day(text: str) -> str:
    """ "30 September 2021" of "2021-09-30"."""
    return uk_date(dt.date.fromisoformat(text))
