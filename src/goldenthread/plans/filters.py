"""What a list of actions is narrowed to, read from the address so that it can be sent to a colleague."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import QueryDict

from goldenthread.design.filters import read_day
from goldenthread.plans.position import ActionRow

Row = TypeVar("Row")
STATES: dict[str, tuple[str, Callable[[ActionRow], bool]]] = {
    "overdue": ("Overdue", lambda row: row.is_overdue),
    "exception": ("Overdue or rated as a concern", lambda row: row.is_exception),
    "unexplained": ("Without an explanation", lambda row: row.is_exception and not row.is_explained),
    "due30": ("Due in the next 30 days", lambda row: row.days_to_due is not None and row.days_to_due <= 30),
    "due60": ("Due in the next 60 days", lambda row: row.days_to_due is not None and row.days_to_due <= 60),
    "due90": ("Due in the next 90 days", lambda row: row.days_to_due is not None and row.days_to_due <= 90),
    "open": ("Still to be completed", lambda row: not row.is_done),
    "done": ("Completed", lambda row: row.is_done),
    "moved": ("Rating moved", lambda row: row.direction in {"improved", "worsened"}),
    "undated": ("No due date", lambda row: row.due_on is None),
}
LATEST = dt.date.max
SORTS: dict[str, Callable[[ActionRow], Any]] = {
    "ref": lambda _: (),
    "rating": lambda row: row.rating or 0,
    "due": lambda row: row.due_on or LATEST,
    "late": lambda row: row.working_days_overdue,
    "since": lambda row: row.exception_since or LATEST,
    "lead": lambda row: row.lead.casefold(),
    "agency": lambda row: row.agency.casefold(),
    "group": lambda row: row.group.casefold(),
}


@dataclass(frozen=True)
class Filters:
    """The filters of one address. What it does not understand it leaves out and names in ``ignored``."""

    objective: str = ""
    rating: str = ""
    state: str = ""
    agency: str = ""
    group: str = ""
    lead: str = ""
    words: str = ""
    plan: str = ""
    sort: str = ""
    as_at: dt.date | None = None
    compare: dt.date | None = None
    ignored: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """The filters in a query string."""
        ignored = []
        days: dict[str, dt.date | None] = {}
        for name in ("as-at", "compare"):
            text = query.get(name, "").strip()
            days[name] = read_day(text)
            if text and days[name] is None:
                ignored.append(f"“{text[:40]}” is not a date from 1990 to 2100. Write it as 2019-09-09.")
        sort = query.get("sort", "")
        return cls(
            objective=query.get("objective", ""),
            rating=query.get("rating", ""),
            state=query.get("state", "") if query.get("state", "") in STATES else "",
            agency=query.get("agency", ""),
            group=query.get("group", ""),
            lead=query.get("lead", ""),
            words=query.get("q", "").strip()[:200],
            plan=query.get("plan", ""),
            sort=sort if sort.removeprefix("-") in SORTS else "",
            as_at=days["as-at"],
            compare=days["compare"],
            ignored=tuple(ignored),
        )

    @property
    def any(self) -> bool:
        """Whether the list is narrowed at all."""
        return any(
            (
                self.objective,
                self.rating,
                self.state,
                self.agency,
                self.group,
                self.lead,
                self.words,
                self.plan,
            )
        )

    def keep(self, row: ActionRow) -> bool:
        """Whether a row is wanted."""
        wanted = (
            (self.objective, str(row.objective_id)),
            (self.rating, "none" if row.rating is None else str(row.rating)),
            (self.agency, row.agency_key or "none"),
            (self.group, row.group_key or "none"),
            (self.plan, row.plan_key),
        )
        if any(asked and asked != has for asked, has in wanted):
            return False
        if self.lead and self.lead.casefold() not in row.lead.casefold():
            return False
        if (
            self.words
            and self.words.casefold() not in f"{row.ref} {row.title} {row.lead} {row.explanation}".casefold()
        ):
            return False
        return STATES[self.state][1](row) if self.state else True

    def apply(self, rows: Iterable[ActionRow]) -> list[ActionRow]:
        """The rows that are wanted, in the order that is asked for."""
        kept = [row for row in rows if self.keep(row)]
        if self.sort:
            kept.sort(key=SORTS[self.sort.removeprefix("-")], reverse=self.sort.startswith("-"))
        return kept
