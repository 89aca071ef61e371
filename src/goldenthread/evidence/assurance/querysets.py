"""Which cycles and assessments somebody may see."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def sees_every_assessment(viewer: Actor) -> bool:
    """Whether somebody reads what any agency answered: the Business Team, the partners, the scrutineer."""
    return viewer.may(Permission.MANAGE_ASSURANCE) or viewer.may(Permission.VIEW_RESTRICTED)


def may_compare(viewer: Actor, assessment: Any) -> bool:
    """Whether somebody compares what an assessment came to: their own, a moderated one, any for whoever reads all."""
    if assessment.status == "moderated" or sees_every_assessment(viewer):
        return True
    return viewer.agency_id is not None and viewer.agency_id == assessment.agency_id


class CycleQuerySet(models.QuerySet[Any]):
    """Cycles."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership."""
        if not viewer.may(Permission.VIEW_ASSURANCE):
            return self.none()
        return self.filter(partnership=viewer.partnership) if viewer.partnership else self


class AssessmentQuerySet(models.QuerySet[Any]):
    """What agencies answer."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's own agency, or those of it given to them; all, for whoever reads every one."""
        rows = self.filter(cycle__partnership=viewer.partnership) if viewer.partnership else self
        if sees_every_assessment(viewer):
            return rows
        if viewer.person is None:
            return rows.none()
        own = Q(delegations__person=viewer.person, agency=viewer.agency_id)
        if viewer.agency_id is not None and viewer.may(Permission.VIEW_ASSURANCE):
            own |= Q(agency=viewer.agency_id)
        return rows.filter(own).distinct()
