"""Coming up: what falls due or ends in each of the next twelve months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.design.words import plural
from goldenthread.duties.clock import ONE_DAY, add_months
from goldenthread.home.action_needs import OpenAction
from goldenthread.home.dates import ENDS, PLAN, TENURE, TERMS, Ending
from goldenthread.home.titles import shortened

MONTHS = 12
NAMED = 3
TONES = {TENURE: "amber", TERMS: "grey", ENDS: "amber", PLAN: "purple"}
COUNTED = {
    TENURE: "chairs’ years end",
    TERMS: "terms of reference to review",
    ENDS: "groups end",
    PLAN: "plans end",
}
SAYS = {
    TENURE: ("Chair’s year ends: ", ""),
    TERMS: ("Terms reviewed: ", ""),
    ENDS: ("", " ends"),
    PLAN: ("", " ends"),
}


@dataclass(frozen=True)
class Mark:
    """One thing of a month: its day where it has one, and a link."""

    tone: str
    day: str
    text: str
    href: str
    hidden: str = ""


@dataclass(frozen=True)
class Month:
    """One month of the strip."""

    first: dt.date
    is_now: bool
    marks: list[Mark]


def last_day(today: dt.date) -> dt.date:
    """The last day of the strip that begins with the month of ``today``."""
    return add_months(today.replace(day=1), MONTHS) - ONE_DAY


def strip(
    actions: Iterable[OpenAction],
    endings: Iterable[Ending],
    *,
    slug: str,
    today: dt.date,
    more: Callable[[dt.date], list[Mark]] = lambda _first: [],
) -> list[Month]:
    """Twelve months from that of ``today``. Up to three of a kind are named in a month; more are counted.

    ``more`` answers what else stands in the month that begins with a day.
    """
    due, ends = list(actions), list(endings)
    months = []
    for number in range(MONTHS):
        first = add_months(today.replace(day=1), number)
        start, stop = max(first, today), add_months(first, 1)
        falling = [action for action in due if action.due_on and start <= action.due_on < stop]
        falling.sort(key=lambda action: (action.due_on or stop, action.plan_title))
        ending = [each for each in ends if start <= each.on < stop]
        months.append(
            Month(first, first <= today < stop, [*_due(falling, slug), *more(first), *_endings(ending, slug)])
        )
    return months


def _endings(endings: list[Ending], slug: str) -> list[Mark]:
    marks = []
    for what, tone in TONES.items():
        found = [each for each in endings if each.what == what]
        if len(found) > NAMED:
            place = reverse("plans:plans" if what == PLAN else "partnership:groups", args=[slug])
            marks.append(Mark(tone, "", f"{len(found)} {COUNTED[what]}", place))
        else:
            marks += [_ending(each, slug) for each in found]
    return marks


def _due(actions: list[OpenAction], slug: str) -> list[Mark]:
    if len(actions) > NAMED:
        register = f"{reverse('plans:register', args=[slug])}?state=open&sort=due"
        return [Mark("blue", "", f"{plural(len(actions), 'action')} due", register)]
    return [
        Mark(
            "blue",
            str(action.due_on.day) if action.due_on else "",
            f"Action {action.ref} due",
            reverse("plans:action", args=[slug, action.plan_key, action.ref]),
            f", {shortened(action.title)}, {action.plan_title}" if action.title else f", {action.plan_title}",
        )
        for action in actions
    ]


def _ending(ending: Ending, slug: str) -> Mark:
    before, after = SAYS[ending.what]
    return Mark(TONES[ending.what], str(ending.on.day), f"{before}{ending.name}{after}", ending.href(slug))
