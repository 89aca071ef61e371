"""Which challenges, disagreements and risks somebody may see."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


class OfPartnershipQuerySet(models.QuerySet[Any]):
    """Rows that everybody who sees challenges may see; restricted ones for those who see restricted matter."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership."""
        if not viewer.may(Permission.VIEW_CHALLENGE):
            return self.none()
        rows = self.filter(partnership=viewer.partnership) if viewer.partnership else self
        return rows if viewer.may(Permission.VIEW_RESTRICTED) else rows.filter(restricted=False)


class DisagreementQuerySet(models.QuerySet[Any]):
    """Disagreements about a child's care: of the two agencies, and of those who see restricted matter."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's own agency; all for the Business Team and those who see restricted matter."""
        if not viewer.may(Permission.VIEW_CHALLENGE):
            return self.none()
        rows = self.filter(partnership=viewer.partnership) if viewer.partnership else self
        if viewer.may(Permission.VIEW_RESTRICTED):
            return rows
        if viewer.agency_id is None:
            return rows.none()
        return rows.filter(Q(raised_by=viewer.agency_id) | Q(raised_with=viewer.agency_id))
