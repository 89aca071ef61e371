"""The programme of audits, for its page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from goldenthread.evidence.audits.models import Audit, Booklet
from goldenthread.partnership.viewer import Actor


@dataclass(frozen=True)
class AuditRow:
    """An audit in the programme, with how far its agencies are."""

    audit: Audit
    agencies: int
    returned: int
    repeated: bool
    has_booklet: bool

    def repeat_is_late(self, on: dt.date) -> bool:
        """Whether it should have been repeated by a day and was not."""
        return self.audit.repeat_on is not None and self.audit.repeat_on < on and not self.repeated


def latest_booklets() -> Any:
    """The latest booklet of each audit, where it is not taken down."""
    later = Booklet.objects.filter(audit=OuterRef("audit"), number__gt=OuterRef("number"))
    return Booklet.objects.filter(~Exists(later), taken_down=None)


def programme_of(viewer: Actor) -> list[AuditRow]:
    """Every audit, what asks for something first. One query."""
    shown = latest_booklets().filter(audit=OuterRef("pk"))
    again = Audit.objects.filter(repeats=OuterRef("pk"), status=Audit.Status.ENDED)
    rows = (
        Audit.objects.visible_to(viewer)
        .select_related("partnership", "theme", "group", "repeats")
        .annotate(
            agencies=Count("participations"),
            returned=Count("participations", filter=Q(participations__returned_on__isnull=False)),
            repeated=Exists(again),
            booklet=Exists(shown),
        )
        .order_by("-starts_on", "-pk")
    )
    found = [AuditRow(row, row.agencies, row.returned, row.repeated, row.booklet) for row in rows]
    return sorted(found, key=_first)


def _first(row: AuditRow) -> tuple[int, int]:
    """What is under way comes first, then what is planned, the soonest first, then the rest, the latest first."""
    audit, day = row.audit, row.audit.starts_on.toordinal()
    if audit.is_open:
        return 0, day
    return (1, day) if audit.status == Audit.Status.PLANNED else (2, -day)


def booklet_of(audit: Audit) -> Booklet | None:
    """The latest booklet of an audit, where it is shown: one that was replaced never comes back. One query."""
    row: Booklet | None = audit.booklets.select_related("taken_down").first()
    return None if row is None or hasattr(row, "taken_down") else row


def booklets_of(partnership: int) -> list[Booklet]:
    """The booklets that are shown, one for each audit, the latest first. One query."""
    found = latest_booklets().filter(audit__partnership=partnership)
    found = found.select_related("audit__partnership", "audit__theme")
    return list(found.order_by("-on", "-pk"))
