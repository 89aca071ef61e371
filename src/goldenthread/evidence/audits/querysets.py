"""Which audits somebody knows of, and whom an immediate concern is open to."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


class AuditQuerySet(models.QuerySet[Any]):
    """Audits."""

    def visible_to(self, viewer: Actor) -> Self:
        """The programme of the viewer’s partnership: open to whoever sees it, without its cases."""
        if not viewer.may(Permission.VIEW_CASE_AUDITS):
            return self.none()
        return self.filter(partnership=viewer.partnership) if viewer.partnership else self


class ConcernQuerySet(models.QuerySet[Any]):
    """Immediate concerns."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of audits in which the viewer has a place, and those that their agency must act on, for whoever
        answers for it.
        """
        if viewer.person is None:
            return self.none()
        own = Q(case__audit__seats__person=viewer.person, case__audit__seats__ends_on=None)
        if viewer.agency_id is not None and viewer.may(Permission.ANSWER_CONCERNS):
            own |= Q(agency=viewer.agency_id)
        return self.filter(own, case__audit__partnership=viewer.partnership).distinct()
