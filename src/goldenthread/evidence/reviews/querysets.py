"""Which reviews somebody knows of, and which they may enter."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Actor


class ReviewQuerySet(models.QuerySet[Any]):
    """Reviews."""

    def open_to(self, viewer: Actor) -> Self:
        """Those in whose space the viewer has a place today, declared or to be declared."""
        if viewer.person is None:
            return self.none()
        return self.filter(
            partnership=viewer.partnership, seats__person=viewer.person, seats__ends_on=None
        ).distinct()

    def known_to(self, viewer: Actor) -> Self:
        """Those of which the viewer may know that they are there: by their reference alone, unless they may enter."""
        if viewer.may(Permission.MANAGE_REVIEWS) or viewer.may(Permission.BREAK_GLASS):
            return self.filter(partnership=viewer.partnership)
        return self.open_to(viewer)
