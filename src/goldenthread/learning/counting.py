"""Whether what somebody completed still counts, and what of it is needed. Knows no Django."""

from __future__ import annotations

import datetime as dt
import enum

from goldenthread.duties.clock import add_months

SOON_MONTHS = 3
# Stands for the day on which what does not run out runs out.
NEVER = dt.date.max


class Standing(enum.StrEnum):
    """How one person stands with one course."""

    label: str

    def __new__(cls, value: str, label: str) -> Standing:
        """A member with the words that a page shows."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    IN_FORCE = "in_force", "In force"
    SOON = "soon", "Runs out soon"
    RUN_OUT = "run_out", "Run out"
    MISSING = "missing", "Missing"
    NOT_NEEDED = "not_needed", ""

    @property
    def is_gap(self) -> bool:
        """Whether something that is needed is not there."""
        return self in (Standing.RUN_OUT, Standing.MISSING)


def standing_of(until: dt.date | None, on: dt.date, *, needed: bool) -> Standing:
    """How somebody stands on a day, by the last day on which what they completed counts.

    ``until`` is ``None`` where they never completed it and :data:`NEVER` where it does not run out. What ran out and
    is not needed is no gap: it stands as not needed.
    """
    if until is None or (until < on and not needed):
        return Standing.MISSING if needed else Standing.NOT_NEEDED
    if until < on:
        return Standing.RUN_OUT
    if until != NEVER and until <= add_months(on, SOON_MONTHS):
        return Standing.SOON
    return Standing.IN_FORCE


def counts_until(on: dt.date, months: int | None) -> dt.date | None:
    """Until when something completed on a day counts, that day included; ``None`` where it does not run out."""
    return add_months(on, months) if months else None
