"""Shares and changes of results, in words."""

from __future__ import annotations

import math
from fractions import Fraction


def share_words(share: Fraction | None) -> str:
    """A share as it is read, halves up; "" where there is none."""
    return "" if share is None else f"{math.floor(share * 100 + Fraction(1, 2))}%"


def points(change: Fraction | None) -> str:
    """A change of a share, in percentage points."""
    if change is None:
        return ""
    if not change:
        return "no change"
    return f"{'up' if change > 0 else 'down'} {share_words(abs(change))[:-1]} points"
