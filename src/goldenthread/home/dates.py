"""The dates of the constitution: when a chair's year, terms of reference, a group or a plan comes to its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from goldenthread.partnership.models import Group, GroupMembership
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import Plan

TENURE, TERMS, ENDS, PLAN = "tenure", "terms", "ends", "plan"


@dataclass(frozen=True)
class Ending:
    """Something that ends or falls due on a day. ``settled`` where what follows is already arranged."""

    what: str
    on: dt.date
    name: str
    key: str
    who: str
    settled: bool
    number: int

    def href(self, slug: str) -> str:
        """The page of the group or plan."""
        return reverse("plans:plan" if self.what == PLAN else "partnership:group", args=[slug, self.key])


def endings(viewer: Viewer, *, on: dt.date, until: dt.date, all_groups: bool) -> list[Ending]:
    """What ends by ``until``, earliest first, and what has ended without anything to follow. One query.

    ``all_groups`` is false for those whose home speaks only of the groups they sit on.
    """
    groups = Group.objects.in_force(on).filter(partnership=viewer.partnership)
    if not all_groups:
        groups = groups.filter(pk__in=viewer.group_ids)
    plans = Plan.objects.visible_to(viewer).open(on).filter(ends_on__range=(on, until))
    found = _tenures(groups, on, until).union(
        _columns(groups.filter(terms_review_on__lte=until), TERMS, "terms_review_on", "name", "key"),
        _columns(groups.filter(ends_on__range=(on, until)), ENDS, "ends_on", "name", "key"),
        _columns(plans, PLAN, "ends_on", "title", "key"),
        all=True,
    )
    rows = {}
    for what, day, name, key, who, settled, number in found:
        rows[what, day, key, who] = Ending(what, day, name, key, who, bool(settled), number)
    return sorted(rows.values(), key=lambda row: (row.on, row.name))


def _columns(rows: QuerySet[Any], what: str, day: str, name: str, key: str) -> Any:
    return (
        rows.order_by()
        .annotate(
            what=Value(what, CharField()),
            day=F(day),
            label=F(name),
            address=F(key),
            who=Value("", CharField()),
            settled=Value(False, BooleanField()),
        )
        .values_list("what", "day", "label", "address", "who", "settled", "pk")
    )


def _tenures(groups: QuerySet[Any], on: dt.date, until: dt.date) -> Any:
    """The years of chairs that end, and the last of each group that has had no chair since."""
    chairs = GroupMembership.objects.filter(group=OuterRef("group"), capacity=GroupMembership.Capacity.CHAIR)
    ending = Q(starts_on__lte=on, ends_on__range=(on, until))
    vacant = Q(ends_on__lt=on) & ~Exists(chairs.filter(ends_on__gt=OuterRef("ends_on")))
    followed = When(Exists(chairs.filter(starts_on__gt=on)), then=Value(True))
    return (
        GroupMembership.objects.filter(ending | vacant, group__in=groups, capacity="chair")
        .order_by()
        .annotate(
            what=Value(TENURE, CharField()),
            day=F("ends_on"),
            label=F("group__name"),
            address=F("group__key"),
            who=F("person__post"),
            settled=Case(followed, default=Value(False), output_field=BooleanField()),
        )
        .values_list("what", "day", "label", "address", "who", "settled", "group_id")
    )
