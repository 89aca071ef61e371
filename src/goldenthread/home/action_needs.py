"""Which actions need a person, and why them: their own, their group's, their agency's, or everybody's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.design.words import plural, uk_date
from goldenthread.home.needs import SOON, More, Need, exception_badge, explained_words, soon_badge
from goldenthread.home.titles import action_title
from goldenthread.plans.position import ActionRow
from goldenthread.plans.words import due_words

MINE, MINE_SOON, AGENCY, UNEXPLAINED = "mine", "mine-soon", "agency", "unexplained"
GROUP = "group:"


@dataclass(frozen=True)
class OpenAction:
    """An action still to be completed, without its history."""

    id: int
    ref: str
    title: str
    plan_key: str
    plan_title: str
    due_on: dt.date | None
    due_precision: str
    group_key: str
    group_name: str
    mine: bool
    in_chair: bool


@dataclass(frozen=True)
class Answering:
    """For what a person answers: actions of their own, groups they chair, an agency, or every explanation."""

    mine: Collection[int]
    leads: Collection[int]
    chaired: dict[str, str]
    agency: str
    agency_name: str
    every_explanation: bool

    def kind_of(self, row: ActionRow) -> str:
        """Why an exception is theirs, the nearest reason first; empty where it is not."""
        if row.id in self.mine and (row.is_overdue or not row.is_explained):
            return MINE
        if row.group_key in self.chaired:
            return GROUP + row.group_key
        if self.agency and row.agency_key == self.agency:
            return AGENCY
        return UNEXPLAINED if self.every_explanation and not row.is_explained else ""

    def because(self, row: ActionRow, kind: str) -> str:
        """The same reason in words, for after the action's title."""
        if kind == MINE:
            return "you lead it" if row.id in self.leads else "you are a responsible officer"
        if kind == AGENCY:
            return f"{self.agency_name} leads it"
        if kind == UNEXPLAINED:
            return f"led by {row.lead}" if row.lead else "nobody is named as its lead"
        return f"overseen by {row.group}"


def action_needs(
    rows: Iterable[ActionRow], ahead: Iterable[OpenAction], answering: Answering, slug: str, today: dt.date
) -> Iterator[Need]:
    """The exceptions that are theirs, and their own actions due in the next 30 days; no action twice."""
    told = set()
    for row in rows:
        kind = answering.kind_of(row)
        if kind and row.exception_since:
            told.add(row.id)
            yield Need(
                kind=kind,
                on=row.due_on if row.is_overdue and row.due_on else row.exception_since,
                is_late=True,
                badge=exception_badge(row),
                link=action_title(row.ref, row.title),
                href=row.url,
                after=f", {row.plan_title}: {answering.because(row, kind)}; {explained_words(row)}.",
            )
    for action in ahead:
        if (
            action.mine
            and action.id not in told
            and action.due_on
            and 0 <= (action.due_on - today).days <= SOON
        ):
            due = due_words(action.due_on, action.due_precision)
            exactly = "" if action.due_precision == "day" else f", by {uk_date(action.due_on)}"
            yield Need(
                kind=MINE_SOON,
                on=action.due_on,
                is_late=False,
                badge=soon_badge(action.due_on, today),
                link=action_title(action.ref, action.title),
                href=reverse("plans:action", args=[slug, action.plan_key, action.ref]),
                after=f", {action.plan_title}: yours, due {due}{exactly}.",
            )


def where_the_rest_is(rows: Collection[ActionRow], answering: Answering, slug: str) -> dict[str, More]:
    """For each kind that may be cut short, the list that has everything of it."""
    exceptions = reverse("plans:exceptions", args=[slug])
    mine = reverse("plans:mine", args=[slug])
    unexplained = sum(not row.is_explained for row in rows)
    rest = {MINE: More("All your actions", f"{mine}?sort=due"), MINE_SOON: More("All your actions", mine)}
    for key, name in answering.chaired.items():
        count = plural(sum(row.group_key == key for row in rows), "exception")
        rest[GROUP + key] = More(f"All {count} of {name}", f"{exceptions}?{urlencode({'group': key})}")
    if answering.agency:
        count = plural(sum(row.agency_key == answering.agency for row in rows), "exception")
        address = f"{exceptions}?{urlencode({'agency': answering.agency})}"
        rest[AGENCY] = More(f"All {count} of {answering.agency_name}", address)
    if answering.every_explanation:
        count = plural(unexplained, "exception")
        rest[UNEXPLAINED] = More(f"All {count} without an explanation", f"{exceptions}?state=unexplained")
    return rest
