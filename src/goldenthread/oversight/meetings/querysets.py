"""How meetings and their items are selected."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those of the viewer's partnership, for whoever may see meetings."""
        if not viewer.may(Permission.VIEW_MEETINGS):
            return self.none()
        return self.filter(partnership=viewer.partnership) if viewer.partnership else self

    def not_cancelled(self) -> Self:
        """Those that were not called off."""
        return self.filter(cancelled_on=None)

    def held(self) -> Self:
        """Those that took place."""
        return self.filter(held_on__isnull=False)


def seen_by(viewer: Actor, to_item: str = "") -> Q:
    """The condition that an item is one that the viewer may see, for rows that reach it by the path ``to_item``.

    Confidential ones only for the Business Team and for the members of the group.
    """
    if not viewer.may(Permission.VIEW_MEETINGS):
        return Q(pk__in=[])
    of_theirs = Q(**{f"{to_item}meeting__partnership": viewer.partnership}) if viewer.partnership else Q()
    if viewer.may(Permission.MANAGE_MEETINGS):
        return of_theirs
    open_to_all = Q(**{f"{to_item}confidential": False})
    return of_theirs & (open_to_all | Q(**{f"{to_item}meeting__group__in": viewer.group_ids}))


class AgendaItemQuerySet(models.QuerySet[Any]):
    """Items of agendas."""

    def visible_to(self, viewer: Actor) -> Self:
        """Those that the viewer may see: see :func:`seen_by`."""
        return self.filter(seen_by(viewer))
