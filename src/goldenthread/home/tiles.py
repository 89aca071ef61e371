"""The figures at the head of a home, each a link to the list that it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.design.words import plural
from goldenthread.home.action_needs import Answering, OpenAction
from goldenthread.home.needs import SOON
from goldenthread.plans.position import ActionRow


@dataclass(frozen=True)
class Tile:
    """One figure: what it counts, where the list is, and a note under it."""

    figure: int
    label: str
    href: str
    note: str
    tone: str = ""


def tiles(
    rows: Collection[ActionRow],
    ahead: Collection[OpenAction],
    answering: Answering,
    slug: str,
    today: dt.date,
    *,
    whole: bool,
) -> list[Tile]:
    """The figures of the whole for those who answer for it, of a group, an agency and of one's own for others."""
    exceptions = reverse("plans:exceptions", args=[slug])
    shown = _whole(rows, ahead, slug, today) if whole else []
    for key, name in answering.chaired.items():
        address = f"{exceptions}?{urlencode({'group': key})}"
        shown.append(_exceptions([row for row in rows if row.group_key == key], name, address))
    if answering.agency:
        address = f"{exceptions}?{urlencode({'agency': answering.agency})}"
        theirs = [row for row in rows if row.agency_key == answering.agency]
        shown.append(_exceptions(theirs, answering.agency_name, address))
    if answering.mine or not whole:
        late = sum(row.id in answering.mine and row.is_overdue for row in rows)
        note = f"{late} overdue" if late else "none overdue"
        mine = reverse("plans:mine", args=[slug])
        label = f"open action{'' if len(answering.mine) == 1 else 's'} of your own"
        shown.append(Tile(len(answering.mine), label, f"{mine}?state=open", note, "red" if late else ""))
    return shown


def _whole(
    rows: Collection[ActionRow], ahead: Collection[OpenAction], slug: str, today: dt.date
) -> list[Tile]:
    exceptions, register = reverse("plans:exceptions", args=[slug]), reverse("plans:register", args=[slug])
    overdue = sum(row.is_overdue for row in rows)
    concerns = sum(row.is_concern for row in rows)
    unexplained = sum(not row.is_explained for row in rows)
    left = [(action.due_on - today).days for action in ahead if action.due_on]
    soon = sum(0 <= days <= SOON for days in left)
    return [
        Tile(
            overdue,
            f"action{'' if overdue == 1 else 's'} overdue",
            f"{exceptions}?state=overdue",
            f"{plural(concerns, 'action')} rated as a concern" if concerns else "none rated as a concern",
            "red" if overdue else "",
        ),
        Tile(
            unexplained,
            "without an explanation",
            f"{exceptions}?state=unexplained",
            f"of {plural(len(rows), 'exception')}",
            "amber" if unexplained else "",
        ),
        Tile(soon, "due in the next 30 days", f"{register}?state=due30", "still to be completed"),
    ]


def _exceptions(found: Collection[ActionRow], name: str, address: str) -> Tile:
    unexplained = sum(not row.is_explained for row in found)
    note = (
        f"{unexplained} without an explanation"
        if unexplained
        else "all explained"
        if found
        else "nothing overdue or of concern"
    )
    tone = "amber" if unexplained else ""
    return Tile(len(found), f"exception{'' if len(found) == 1 else 's'} of {name}", address, note, tone)
