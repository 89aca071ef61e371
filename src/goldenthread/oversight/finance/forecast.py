"""What will have been spent by the end of a year, heading by heading, and why it is reckoned so. Pure.

Three ways, each said in words beside its figure. The forecast is never less than what is spent and committed.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.oversight.finance.money import NOTHING, to_the_penny

# A month or two say little about a year: before this many are over, the budget is the better guide.
MONTHS_OF_SPENDING = 3
MONTHS = 12


class Pattern(enum.StrEnum):
    """How a heading is spent over a year."""

    label: str

    def __new__(cls, value: str, label: str) -> Pattern:
        """A member with its words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    EVEN = "even", "Month by month, about the same each"
    UNEVEN = "uneven", "As it comes, now and then"


class Method(enum.StrEnum):
    """How a heading was forecast, with the sentence that says why."""

    why: str

    def __new__(cls, value: str, why: str) -> Method:
        """A member with its sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.why = why
        return member

    OVER = "over", "The year is over: what was spent, and what is still committed."
    RUN_RATE = (
        "run_rate",
        "Spent month by month: the months to come are taken to cost what those so far did.",
    )
    BUDGET = (
        "budget",
        "Fewer than three months are over, too few to go by: the rest of the budget is taken to be spent.",
    )
    UNEVEN = (
        "uneven",
        "Spent as it comes: the rest of the budget is taken to be spent by the end of the year.",
    )
    UNPLANNED = "unplanned", "No budget under this heading: what is spent and committed, and nothing more."
    ABOVE = "above", "The budget is used up: what is spent and committed, and nothing more."


@dataclass(frozen=True)
class Use:
    """One heading so far: its budget, what was spent and how much of that was against commitments, what is committed.

    All in pounds. ``once`` is spending against commitments: it is not expected to come again month after month.
    """

    budget: Decimal
    spent: Decimal
    once: Decimal
    committed: Decimal
    pattern: str = Pattern.UNEVEN


@dataclass(frozen=True)
class Forecast:
    """What a heading will come to by the end of the year: spent, committed, and what is still to come."""

    use: Use
    to_come: Decimal
    method: Method

    @property
    def total(self) -> Decimal:
        """By the end of the year, in pounds."""
        return self.use.spent + self.use.committed + self.to_come

    @property
    def left(self) -> Decimal:
        """What will be left of the budget; negative where it will be overspent."""
        return self.use.budget - self.total


def months_over(starts_on: dt.date, on: dt.date) -> int:
    """How many whole months of a year are over at the end of a day: 0 to 12. It begins on the first of a month."""
    after = on + dt.timedelta(days=1)
    months = (after.year - starts_on.year) * MONTHS + after.month - starts_on.month
    return min(MONTHS, max(0, months))


def forecast(use: Use, *, months: int) -> Forecast:
    """The forecast of one heading when so many ``months`` of the year are over (0 to 12)."""
    rest = use.budget - use.spent - use.committed
    if months >= MONTHS:
        return Forecast(use, NOTHING, Method.OVER)
    if use.pattern == Pattern.EVEN and months >= MONTHS_OF_SPENDING and use.spent > use.once:
        monthly = (use.spent - use.once) / months
        return Forecast(use, max(NOTHING, to_the_penny(monthly * (MONTHS - months))), Method.RUN_RATE)
    if not use.budget:
        return Forecast(use, NOTHING, Method.UNPLANNED)
    if rest <= 0:
        return Forecast(use, NOTHING, Method.ABOVE)
    early = use.pattern == Pattern.EVEN and months < MONTHS_OF_SPENDING
    return Forecast(use, rest, Method.BUDGET if early else Method.UNEVEN)


def total(parts: Iterable[Decimal]) -> Decimal:
    """The sum in pounds; nothing of none."""
    return sum(parts, NOTHING)
