"""Whose money somebody may see: everything, or what their own agency contributes."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


class YearQuerySet(models.QuerySet[Any]):
    """Budget years."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership, for whoever sees its finance."""
        if not viewer.may(Permission.VIEW_FINANCE):
            return self.none()
        return self.filter(partnership=viewer.partnership) if viewer.partnership else self


class ContributionQuerySet(models.QuerySet[Any]):
    """Contributions."""

    def whole(self) -> Self:
        """With what a contribution computes its sums from. Three queries."""
        rows = self.select_related("year__partnership", "agency__partnership")
        return rows.prefetch_related("revisions", "receipts")
