"""“You said, we did”, inside and for the public."""

from __future__ import annotations

from goldenthread.evidence.voice.models import Response
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.viewer import Viewer


def responses_of(viewer: Viewer) -> list[Response]:
    """What the viewer may see of what was done: drafts first, then the latest first. One query."""
    rows = Response.objects.visible_to(viewer).select_related("theme", "engagement", "partnership")
    return sorted(rows, key=lambda row: row.status != Response.Status.DRAFT)


def published_by(area: str) -> tuple[Partnership, list[Response]] | None:
    """The partnership of an address and what it has published, the latest first.

    ``None`` where it has published nothing, as for a partnership that does not exist: nobody learns from here which
    partnerships there are. One query.
    """
    rows = Response.objects.published().filter(partnership__slug=area)
    found = list(rows.select_related("partnership", "theme", "engagement"))
    return (found[0].partnership, found) if found else None
