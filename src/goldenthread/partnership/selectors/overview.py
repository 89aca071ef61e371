"""The partnership at a glance."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from goldenthread.partnership.models import Agency, Group, GroupMembership, Partnership
from goldenthread.partnership.querysets import current


@dataclass(frozen=True)
class Overview:
    """What the partnership is, in numbers, and what of its constitution needs attention."""

    partnership: Partnership
    partners: list[Agency]
    agencies: int
    groups: int
    people: int
    accounts: int
    chairless: list[Group]
    chairs_ending: list[GroupMembership]
    terms_due: list[Group]
    year_starts: str


SOON = dt.timedelta(days=90)


def overview(partnership: Partnership, on: dt.date) -> Overview:
    """The overview page. Five queries, and one for the region where there is one."""
    agencies = list(partnership.agencies.in_force(on))
    people = partnership.people.in_post(on).aggregate(
        all=Count("pk"), accounts=Count("pk", filter=Q(user__isnull=False, blocked_at__isnull=True))
    )
    chaired = GroupMembership.objects.filter(current(on), group=OuterRef("pk"), capacity="chair")
    groups = list(partnership.groups.in_force(on).annotate(is_chaired=Exists(chaired)))
    ending = GroupMembership.objects.filter(group__in=[group.pk for group in groups])
    return Overview(
        partnership=partnership,
        partners=[each for each in agencies if each.kind == Agency.Kind.SAFEGUARDING_PARTNER],
        agencies=len(agencies),
        groups=len(groups),
        people=people["all"],
        accounts=people["accounts"],
        chairless=[group for group in groups if not group.is_chaired],
        chairs_ending=list(
            ending.current(on)
            .tenure_ending(after=on - dt.timedelta(days=1), by=on + SOON)
            .select_related("group__partnership", "person")
            .order_by("ends_on")
        ),
        terms_due=[group for group in groups if group.terms_review_on and group.terms_review_on <= on + SOON],
        year_starts=f"1 {calendar.month_name[partnership.business_year_month]}",
    )
