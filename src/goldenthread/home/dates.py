"""The dates that the office keeps: when a chair's year, a review, a group or a plan ends, and when a message failed.

They are read together because a home may ask the database only a few questions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.urls import reverse

from goldenthread.partnership.models import Group, GroupMembership, OutgoingMessage
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer
from goldenthread.plans.models import Plan

TENURE, TERMS, ENDS, PLAN, FAILED = "tenure", "terms", "ends", "plan", "failed"
COLUMNS = ("what", "on", "name", "key", "who", "settled", "number")


@dataclass(frozen=True)
class Ending:
    """Something that ends, falls due or failed on a day; of which group, plan or message, by its key and number.

    ``settled`` where what follows is already arranged.
    """

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
    """What ends by ``until``, earliest first, what has ended without anything to follow, and for those who see
    messages, each that failed. One query.

    ``all_groups`` is false for those whose home speaks only of the groups they sit on.
    """
    groups = Group.objects.in_force(on).filter(partnership=viewer.partnership)
    if not all_groups:
        groups = groups.filter(pk__in=viewer.group_ids)
    plans = Plan.objects.visible_to(viewer).open(on).filter(ends_on__range=(on, until))
    parts = [
        _columns(groups.filter(terms_review_on__lte=until), TERMS, F("terms_review_on"), "name", "key"),
        _columns(groups.filter(ends_on__range=(on, until)), ENDS, F("ends_on"), "name", "key"),
        _columns(plans, PLAN, F("ends_on"), "title", "key"),
    ]
    if viewer.may(Permission.CHASE):
        failed = OutgoingMessage.objects.filter(
            partnership=viewer.partnership, status=OutgoingMessage.Status.FAILED
        )
        parts.append(_columns(failed, FAILED, TruncDate("created_at"), "subject", "kind"))
    rows = {}
    for row in _tenures(groups, on, until).union(*parts, all=True):
        ending = Ending(**dict(zip(COLUMNS, row, strict=True)))
        # Two who chaired together leave one empty chair.
        rows[ending.what, ending.on, ending.number, ending.who if ending.on >= on else ""] = ending
    return sorted(rows.values(), key=lambda row: (row.on, row.name))


def _columns(rows: QuerySet[Any], what: str, day: F | TruncDate, name: str, key: str) -> Any:
    return (
        rows.order_by()
        .annotate(
            what=Value(what, CharField()),
            day=day,
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
