"""How reports, events and website figures are selected."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, Max, Min, OuterRef, Q, Subquery

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor
from goldenthread.publishing.models.edition import Edition


class WebsiteMonthQuerySet(models.QuerySet[Any]):
    """Website figures."""

    def between(self, first: dt.date, last: dt.date) -> Self:
        """The months that begin within two days, oldest first."""
        return self.filter(month__range=(first, last)).order_by("month")


class EventQuerySet(models.QuerySet[Any]):
    """Events."""

    def kept(self) -> Self:
        """Those not removed."""
        return self.filter(removed_on=None)

    def with_days(self) -> Self:
        """Adds ``first_on`` and ``last_on`` and reads the days. One query more, however many events."""
        return self.annotate(first_on=Min("dates__held_on"), last_on=Max("dates__held_on")).prefetch_related(
            "dates"
        )

    def of_period(self, first: dt.date, last: dt.date) -> Self:
        """Those whose last day lies in a period, by first day; call after :meth:`with_days`.

        An event on several days belongs to the period of its last one, so that its one count of people is never
        told twice.
        """
        return self.filter(last_on__range=(first, last)).order_by("first_on", "id")


class ReportQuerySet(models.QuerySet[Any]):
    """Reports."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership that they may see.

        Readers see what has been published. Exempt reports, and reports on a plan that is restricted, are for those
        who may see restricted material, even before anybody has marked them exempt.
        """
        if not viewer.may(Permission.VIEW_REPORTS):
            return self.none()
        found = self.filter(partnership=viewer.partnership) if viewer.partnership else self
        if not viewer.may(Permission.VIEW_RESTRICTED):
            found = found.exclude(publicity="exempt").exclude(plan__restricted=True)
        return found if viewer.may(Permission.VIEW_DRAFT_REPORTS) else found.ever_published()

    def ever_published(self) -> Self:
        """Those of which there is an edition."""
        return self.filter(Exists(Edition.objects.filter(report=OuterRef("pk"))))

    def with_latest_edition(self) -> Self:
        """Adds ``edition_number`` and ``edition_on`` of the latest edition, empty where there is none."""
        latest = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
        return self.annotate(
            edition_number=Subquery(latest.values("number")[:1]),
            edition_on=Subquery(latest.values("published_on")[:1]),
        )

    def before(self, report: Any) -> Self:
        """Earlier reports of the same kind and partnership, the latest first."""
        return self.filter(
            Q(period_to__lt=report.period_to), partnership=report.partnership, kind=report.kind
        ).order_by("-period_to", "-id")

    def with_text(self) -> Self:
        """Reads the sections too. One query more."""
        return self.prefetch_related("sections")
