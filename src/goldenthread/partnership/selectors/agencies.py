"""Agencies, in a list and one by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q

from goldenthread.design.words import uk_date
from goldenthread.partnership.models import Agency, GroupMembership, Partnership, Person
from goldenthread.partnership.querysets import AgencyQuerySet, GroupMembershipQuerySet

ORDERS = {"name": "name", "kind": "kind", "sector": "sector", "people": "people_in_post"}


@dataclass(frozen=True)
class AgencyFilter:
    """What a list of agencies is narrowed to; an empty ``standing`` leaves those in force, "all" leaves everything."""

    kind: str = ""
    sector: str = ""
    standing: str = ""
    q: str = ""
    sort: str = "name"


def agencies(partnership: Partnership, chosen: AgencyFilter, on: dt.date) -> AgencyQuerySet:
    """The partnership's agencies as ``chosen``, each with ``people_in_post``. One query when read."""
    rows: AgencyQuerySet = partnership.agencies.select_related("partnership").annotate(
        people_in_post=Count(
            "people", filter=Q(people__left_on__isnull=True) | Q(people__left_on__gte=on), distinct=True
        )
    )
    if not chosen.standing:
        rows = rows.in_force(on)
    elif chosen.standing == "ended":
        rows = rows.filter(ended_on__lt=on)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.sector:
        rows = rows.filter(sector=chosen.sector)
    if chosen.q:
        words = Q(name__icontains=chosen.q) | Q(short_name__icontains=chosen.q)
        rows = rows.filter(words | Q(lead_representative__icontains=chosen.q))
    return rows.order_by(*ordering(chosen.sort, ORDERS, "name"))


def ordering(sort: str, orders: dict[str, str], last: str) -> list[str]:
    """The columns to order by for ``sort`` ("-name" is downwards); by ``last`` where it is unknown."""
    column = orders.get(sort.removeprefix("-"), last)
    return [f"-{column}" if sort.startswith("-") else column, last, "pk"]


@dataclass(frozen=True)
class AgencyPage:
    """One agency with its people."""

    agency: Agency
    state: str
    people: list[Person]
    left: list[Person]


def agency_page(agency: Agency, on: dt.date) -> AgencyPage:
    """The agency's page. Two queries beside the agency itself."""
    people = list(
        agency.people.select_related("partnership").prefetch_related(
            models.Prefetch("memberships", to_attr="seats_now", queryset=_seats(on))
        )
    )
    return AgencyPage(
        agency=agency,
        state=_state(agency, on),
        people=[person for person in people if person.left_on is None or person.left_on >= on],
        left=[person for person in people if person.left_on is not None and person.left_on < on],
    )


def _seats(on: dt.date) -> GroupMembershipQuerySet:
    return GroupMembership.objects.current(on).select_related("group__partnership")


def _state(agency: Agency, on: dt.date) -> str:
    kind = agency.get_kind_display()
    if agency.ended_on is None:
        return f"{kind} under the arrangements."
    if agency.ended_on < on:
        return f"Left the arrangements on {uk_date(agency.ended_on)}; was a {kind[:1].lower()}{kind[1:]}."
    return f"{kind}; leaves the arrangements on {uk_date(agency.ended_on)}."
