"""What this room knows by itself: business years, chairs and terms of reference, and what people recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from goldenthread.duties.clock import add_months, business_year
from goldenthread.duties.engine import Fact
from goldenthread.duties.happenings import Happening
from goldenthread.duties.models import Occurrence
from goldenthread.partnership.models import GroupMembership, Partnership
from goldenthread.partnership.today import today

PARTNERSHIP = "partnership"


def own_facts(partnership: Partnership) -> Iterator[Fact]:
    """Facts of years, groups and the record. Three queries."""
    yield from _years(partnership)
    yield from _terms(partnership)
    yield from _chairs(partnership)
    yield from _recorded(partnership)


def _years(partnership: Partnership) -> Iterator[Fact]:
    """Every business year since the arrangements began, the one in which they did included."""
    if partnership.effective_from is None:
        return
    first, _ = business_year(partnership.effective_from, partnership.business_year_month)
    while first <= today():
        last = add_months(first, 12) - dt.timedelta(days=1)
        name = f"{first.year}-{last.year % 100:02}" if first.year != last.year else str(first.year)
        yield Fact(
            Happening.YEAR_BEGAN,
            on=first,
            known=max(first, partnership.effective_from),
            about=PARTNERSHIP,
            title=f"business year {name}",
        )
        first = add_months(first, 12)


def _terms(partnership: Partnership) -> Iterator[Fact]:
    for group in partnership.groups.exclude(terms_approved_on=None).select_related("partnership"):
        if group.terms_review_on is not None:
            yield Fact(
                Happening.TERMS_APPROVED,
                on=group.terms_approved_on,
                about=f"group:{group.key}",
                title=str(group),
                url=group.get_absolute_url(),
                due=group.terms_review_on,
                lapsed=group.ends_on,
                group=group.pk,
            )


def _chairs(partnership: Partnership) -> Iterator[Fact]:
    """Each chair's appointment; the last day of the tenure is its limit."""
    chairs = GroupMembership.objects.filter(
        group__partnership=partnership, capacity=GroupMembership.Capacity.CHAIR
    ).select_related("group__partnership", "person")
    for seat in chairs.order_by("starts_on"):
        yield Fact(
            Happening.CHAIR_APPOINTED,
            on=seat.starts_on,
            about=f"group:{seat.group.key}",
            title=f"{seat.group}, chaired by {seat.person}",
            url=seat.group.get_absolute_url(),
            due=seat.ends_on,
            lapsed=seat.group.ends_on,
            group=seat.group_id,
        )


def _recorded(partnership: Partnership) -> Iterator[Fact]:
    """What people recorded and did not take back."""
    rows = Occurrence.objects.filter(partnership=partnership, withdraws=None, withdrawn_by=None)
    for row in rows.select_related("group", "agency"):
        wider = [f"group:{row.group.key}"] if row.group else []
        about = f"reference:{row.reference}" if row.reference else (wider[0] if wider else PARTNERSHIP)
        also = tuple(dict.fromkeys([*wider, PARTNERSHIP]))
        yield Fact(
            Happening(row.happening),  # type: ignore[call-arg]
            on=row.on,
            known=min(row.on, row.recorded_on),
            about=about,
            title=row.reference or (str(row.group) if row.group else ""),
            agency=row.agency_id,
            group=row.group_id,
            also=tuple(each for each in also if each != about),
            restricted=row.restricted,
        )
