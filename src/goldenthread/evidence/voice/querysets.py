"""How what was said, and what was done about it, is selected."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


def seen_by(viewer: Actor, to_engagement: str = "") -> Q:
    """The condition that an engagement is one that the viewer may see, for rows that reach it by a path.

    Restricted ones only for those who may see restricted material.
    """
    if not viewer.may(Permission.VIEW_VOICE):
        return Q(pk__in=[])
    theirs = Q(**{f"{to_engagement}partnership": viewer.partnership}) if viewer.partnership else Q()
    if viewer.may(Permission.VIEW_RESTRICTED):
        return theirs
    return theirs & Q(**{f"{to_engagement}restricted": False})


class OfPartnershipQuerySet(models.QuerySet[Any]):
    """Rows that everybody who may see what was said may see."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership."""
        if not viewer.may(Permission.VIEW_VOICE):
            return self.none()
        return self.filter(partnership=viewer.partnership) if viewer.partnership else self


class EngagementQuerySet(models.QuerySet[Any]):
    """Events and conversations."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those that the viewer may see: see :func:`seen_by`."""
        return self.filter(seen_by(viewer))


class VoiceQuerySet(models.QuerySet[Any]):
    """What single people said."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those said where the viewer may look."""
        return self.filter(seen_by(viewer, "engagement__"))


class ResponseQuerySet(models.QuerySet[Any]):
    """What was done."""

    def visible_to(self, viewer: Actor) -> Self:
        """Published ones for those who may see what was said; drafts for the Business Team and those who see drafts."""
        if not viewer.may(Permission.VIEW_VOICE):
            return self.none()
        theirs = self.filter(partnership=viewer.partnership) if viewer.partnership else self
        if viewer.may(Permission.MANAGE_VOICE) or viewer.may(Permission.VIEW_DRAFT_REPORTS):
            return theirs
        return theirs.filter(status="published")

    def published(self) -> Self:
        """Those that the public may read."""
        return self.filter(status="published")


class SurveyQuerySet(OfPartnershipQuerySet):
    """Surveys."""

    def open_on(self, day: dt.date) -> Self:
        """Those that take answers on a day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day, closed_on=None)
