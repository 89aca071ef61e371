"""The pages of the partnership's own part of the site, for whoever may open them."""

from __future__ import annotations

from django.urls import reverse

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

SECTIONS = (
    ("Overview", "overview", Permission.VIEW_PARTNERSHIP),
    ("Groups", "groups", Permission.VIEW_PARTNERSHIP),
    ("Structure", "structure", Permission.VIEW_PARTNERSHIP),
    ("Agencies", "agencies", Permission.VIEW_PARTNERSHIP),
    ("People", "people", Permission.VIEW_PEOPLE),
    ("Roles", "roles", Permission.VIEW_PEOPLE),
    ("Messages", "messages", Permission.CHASE),
    ("Record", "audit", Permission.VIEW_AUDIT),
)


def sections(viewer: Viewer, current: str) -> list[tuple[str, str, bool]]:
    """Text, address, and whether it is shown now, of each page that the viewer may open."""
    return [
        (text, reverse(f"partnership:{name}", args=[viewer.partnership.slug]), name == current)
        for text, name, permission in SECTIONS
        if viewer.may(permission)
    ]
