"""Immediate concerns of audits: what comes before everything else on a home."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.design.badges import badge
from goldenthread.design.words import uk_date
from goldenthread.duties.clock import add_working_days
from goldenthread.evidence.audits.models import Concern
from goldenthread.home.needs import FIRST, Need
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer


def concern_needs(viewer: Viewer) -> Iterator[Need]:
    """Each concern that is still open, for those who can act on it and those who lead its audit. One query, none for
    those who do neither.
    """
    if not viewer.may(Permission.VIEW_CASE_AUDITS):
        return
    rows = Concern.objects.visible_to(viewer).exclude(answers__safe=True)
    for row in rows.select_related("case__audit__partnership", "agency").order_by("pk"):
        due = add_working_days(row.on, 1)
        yield Need(
            kind=FIRST,
            on=row.on,
            is_late=True,
            badge=badge("red", "Act now", symbol="octagon"),
            link=f"{row}: a child may not be safe",
            href=row.get_absolute_url(),
            after=f", for {row.agency}. Say what was done by the end of {uk_date(due)}.",
        )
