"""How people, groups and agencies are selected."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q


def current(on: dt.date, prefix: str = "") -> Q:
    """Rows that hold on ``on``, by their ``starts_on`` and ``ends_on`` (both days included)."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


class AgencyQuerySet(models.QuerySet[Any]):
    """Agencies."""

    def in_force(self, on: dt.date) -> Self:
        """Those under the arrangements on ``on``."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))

    def named(self, name: str) -> Self:
        """Those whose name, short name or key is ``name``, whatever its capitals."""
        return self.filter(Q(name__iexact=name) | Q(short_name__iexact=name) | Q(key__iexact=name))


class GroupQuerySet(models.QuerySet[Any]):
    """Groups."""

    def in_force(self, on: dt.date) -> Self:
        """Those whose work is not over on ``on``."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class GroupMembershipQuerySet(models.QuerySet[Any]):
    """Seats on groups."""

    def current(self, on: dt.date) -> Self:
        """Those held on ``on``; a seat ends with its group, whatever its own dates."""
        return self.filter(current(on)).filter(Q(group__ends_on__isnull=True) | Q(group__ends_on__gte=on))

    def overlapping(self, starts_on: dt.date, ends_on: dt.date | None) -> Self:
        """Those held on some day from ``starts_on`` to ``ends_on``, which may be open."""
        begun = Q() if ends_on is None else Q(starts_on__lte=ends_on)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))

    def tenure_ending(self, *, after: dt.date, by: dt.date) -> Self:
        """Chairs whose tenure ends after one day and by another."""
        return self.filter(capacity="chair", ends_on__gt=after, ends_on__lte=by)


class PersonQuerySet(models.QuerySet[Any]):
    """People."""

    def in_post(self, on: dt.date) -> Self:
        """Those who have not left by ``on``."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=on))

    def may_enter(self, on: dt.date) -> Self:
        """Those in post whose sign-in this partnership has not blocked."""
        return self.in_post(on).filter(blocked_at__isnull=True)


class RoleAssignmentQuerySet(models.QuerySet[Any]):
    """Roles held."""

    def current(self, on: dt.date) -> Self:
        """Those held on ``on``."""
        return self.filter(current(on))
