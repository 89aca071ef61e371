"""How indicators and their figures are selected."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


class IndicatorQuerySet(models.QuerySet[Any]):
    """Indicators."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership, for whoever may see measures."""
        if not viewer.may(Permission.VIEW_MEASURES):
            return self.none()
        return self.filter(partnership=viewer.partnership) if viewer.partnership else self

    def collected(self, on: dt.date) -> Self:
        """Those for which agencies owe figures on ``on``."""
        begun = Q(collected_from__isnull=False, collected_from__lte=on)
        return self.filter(begun & (Q(collected_until=None) | Q(collected_until__gte=on)))


class ObservationQuerySet(models.QuerySet[Any]):
    """Figures."""

    def accepted(self) -> Self:
        """Those that stand."""
        return self.filter(status="accepted")

    def sent(self) -> Self:
        """Those that were sent and stand or wait: not drafts, not superseded."""
        return self.filter(status__in=("submitted", "queried", "accepted"))

    def open(self) -> Self:
        """Those not yet accepted: drafts, and what was sent and waits."""
        return self.filter(status__in=("draft", "submitted", "queried"))
