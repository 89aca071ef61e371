"""The programme of audits, for its page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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


def programme_of(viewer: Actor) -> list[AuditRow]:
    """Every audit, the latest first. One query."""
    shown = Booklet.objects.filter(audit=OuterRef("pk"), taken_down=None)
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
    return [AuditRow(row, row.agencies, row.returned, row.repeated, row.booklet) for row in rows]


def booklets_of(partnership: int) -> list[Booklet]:
    """The booklets that are shown, one for each audit, the latest first. One query."""
    later = Booklet.objects.filter(audit=OuterRef("audit"), number__gt=OuterRef("number"))
    rows = Booklet.objects.filter(audit__partnership=partnership, taken_down=None)
    found = rows.filter(~Exists(later)).select_related("audit__partnership", "audit__theme")
    return list(found.order_by("-on", "-pk"))
