"""Requests for extraordinary meetings and the log of urgent matters."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.oversight.meetings.models import ExtraordinaryRequest, UrgentMatter
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer


def requests_of(viewer: Viewer) -> list[ExtraordinaryRequest]:
    """The requests for meetings of groups on which the viewer sits; every one for the Business Team. Two queries."""
    rows = ExtraordinaryRequest.objects.filter(group__partnership=viewer.partnership)
    if not viewer.may(Permission.MANAGE_MEETINGS):
        rows = rows.filter(group__in=viewer.group_ids)
    return list(
        rows.select_related(
            "group__partnership", "asked_by", "meeting__group", "meeting__partnership"
        ).prefetch_related("supporters__person")
    )


def urgent_matters_of(viewer: Viewer) -> list[UrgentMatter]:
    """The urgent matters that the viewer may read. Three queries."""
    rows = UrgentMatter.objects.filter(group__partnership=viewer.partnership)
    if not viewer.may(Permission.MANAGE_MEETINGS):
        rows = rows.filter(Q(restricted=False) | Q(group__in=viewer.group_ids))
    return list(
        rows.select_related("group").prefetch_related(
            "consulted", "reported_under__meeting__group", "reported_under__meeting__partnership"
        )
    )
