"""Where a plan stands on a day: its actions as rows, and what they add up to. Pure: no database, no Django.

What follows from a row is worked out once, when it is first asked for: a page asks for it in its filters, its totals
and its table.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any, Generic, Self, TypeVar, overload

from goldenthread.duties.clock import working_days_between
from goldenthread.plans.rag import Direction, Level, Scale, direction_of_travel, mean, two_decimals

HORIZONS = (30, 60, 90)
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
_working_days_between = lru_cache(maxsize=4096)(working_days_between)


class once(Generic[Value]):  # noqa: N801
    """A property that is worked out once: :class:`functools.cached_property` without its lock.

    The lock costs more than what is worked out here, which is the same whoever does it.
    """

    def __init__(self, work_out: Callable[[Any], Value]) -> None:
        """``work_out`` answers the value from the object that has it."""
        self.work_out = work_out
        self.name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...
    @overload
    def __get__(self, owner: object, kind: type) -> Value: ...
    def __get__(self, owner: object | None, kind: type) -> Value | Self:
        """Python's own protocol: what is kept on the object is found before this is asked again."""
        if owner is None:
            return self
        value = owner.__dict__[self.name] = self.work_out(owner)
        return value


@dataclass(frozen=True)
class ActionRow:
    """One action on one day."""

    id: int
    ref: str
    title: str
    url: str
    scale: Scale
    plan_key: str
    plan_title: str
    restricted: bool
    objective_id: int
    agency: str
    agency_key: str
    group: str
    group_key: str
    lead: str
    started_on: dt.date | None
    due_on: dt.date | None
    due_precision: str
    as_at: dt.date
    rating: int | None
    rated_on: dt.date | None
    before: int | None
    explanation: str = ""
    explained_on: dt.date | None = None
    concern_since: dt.date | None = None
    lead_ids: tuple[int, ...] = ()

    @once
    def level(self) -> Level | None:
        """The level of its rating."""
        return self.scale.level(self.rating) if self.rating is not None else None

    @once
    def is_done(self) -> bool:
        """Whether its rating says that the work is done."""
        level = self.level
        return level is not None and level.done

    @once
    def is_concern(self) -> bool:
        """Whether its rating is one of the scale's two worst."""
        level = self.level
        return level is not None and level.concern

    @once
    def is_overdue(self) -> bool:
        """Whether its due date has passed and the work is not done."""
        return self.due_on is not None and self.due_on < self.as_at and not self.is_done

    @once
    def is_exception(self) -> bool:
        """Overdue, or rated one of the two worst."""
        return self.is_overdue or self.is_concern

    @once
    def direction(self) -> Direction:
        """How the rating has moved since the period before."""
        return direction_of_travel(self.before, self.rating)

    @property
    def working_days_overdue(self) -> int:
        """Working days since the due date; nought where it is not overdue."""
        return _working_days_between(self.due_on, self.as_at) if self.is_overdue and self.due_on else 0

    @once
    def days_to_due(self) -> int | None:
        """Calendar days until it is due, where it still has to be done and is not overdue."""
        if self.due_on is None or self.is_done or self.is_overdue:
            return None
        return (self.due_on - self.as_at).days

    @once
    def exception_since(self) -> dt.date | None:
        """The first day on which it was overdue or badly rated, in its present run."""
        days = [self.concern_since] if self.is_concern and self.concern_since else []
        if self.is_overdue and self.due_on:
            days.append(self.due_on + dt.timedelta(days=1))
        return min(days, default=None)

    @once
    def is_explained(self) -> bool:
        """Whether an explanation was given since the exception began; one from before it does not count."""
        since = self.exception_since
        return self.explained_on is not None and (since is None or self.explained_on >= since)


def concern_began(latest_first: Iterable[tuple[dt.date, int]], scale: Scale) -> dt.date | None:
    """When the present run of the scale's two worst ratings began; ``None`` where the latest is a better one."""
    run = takewhile(lambda rating: rating[1] in scale.concern_values, latest_first)
    return min((on for on, _ in run), default=None)


@dataclass(frozen=True)
class Rollup:
    """What a set of actions adds up to on one day."""

    label: str
    key: Hashable
    rows: tuple[ActionRow, ...] = field(repr=False)

    @cached_property
    def actions(self) -> int:
        """How many there are."""
        return len(self.rows)

    @cached_property
    def counts(self) -> Counter[int | None]:
        """How many at each rating; ``None`` for those not yet rated."""
        return Counter(row.rating for row in self.rows)

    @cached_property
    def mean(self) -> Decimal | None:
        """The mean of the ratings, two decimals."""
        return two_decimals(mean(row.rating for row in self.rows if row.rating is not None))

    @cached_property
    def mean_before(self) -> Decimal | None:
        """The mean of the ratings in the period before, two decimals."""
        return two_decimals(mean(row.before for row in self.rows if row.before is not None))

    @cached_property
    def direction(self) -> Direction:
        """How the mean has moved, of two decimals."""
        if self.mean is None:
            return Direction.NONE
        if self.mean_before is None:
            return Direction.NEW
        if self.mean == self.mean_before:
            return Direction.SAME
        return Direction.UP if self.mean > self.mean_before else Direction.DOWN

    @cached_property
    def last_rated_on(self) -> dt.date | None:
        """The day of the latest rating."""
        return max((row.rated_on for row in self.rows if row.rated_on), default=None)

    @cached_property
    def done(self) -> int:
        """How many are completed."""
        return sum(row.is_done for row in self.rows)

    @cached_property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(row.is_overdue for row in self.rows)

    @cached_property
    def exceptions(self) -> int:
        """How many are overdue or badly rated."""
        return sum(row.is_exception for row in self.rows)

    @cached_property
    def unexplained(self) -> int:
        """How many exceptions have no explanation."""
        return sum(row.is_exception and not row.is_explained for row in self.rows)

    @cached_property
    def due_within(self) -> dict[int, int]:
        """How many fall due in the next 30, 60 and 90 days; each number includes the ones before it."""
        left = [row.days_to_due for row in self.rows]
        return {days: sum(n is not None and n <= days for n in left) for days in HORIZONS}


def roll_up(
    rows: Iterable[ActionRow], key: Callable[[ActionRow], Key], label: Callable[[ActionRow], str]
) -> list[Rollup]:
    """The rows gathered by ``key``, in the order in which the keys first appear."""
    gathered: dict[Key, list[ActionRow]] = {}
    labels: dict[Key, str] = {}
    for row in rows:
        found = key(row)
        gathered.setdefault(found, []).append(row)
        labels.setdefault(found, label(row))
    return [Rollup(labels[found], found, tuple(members)) for found, members in gathered.items()]


def whole(rows: Iterable[ActionRow], label: str = "All actions") -> Rollup:
    """All the rows together."""
    return Rollup(label, None, tuple(rows))
