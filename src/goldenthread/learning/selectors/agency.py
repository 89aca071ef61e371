"""What one agency has booked, what waits for its yes or no, who did not come, and what it owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from goldenthread.learning.models import Booking, Charge
from goldenthread.learning.states import OPEN, State
from goldenthread.partnership.models import Agency
from goldenthread.partnership.moments import now
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.viewer import Viewer

MOST_SHOWN = 200


@dataclass(frozen=True)
class AgencyBookings:
    """One agency's training as its page shows it."""

    waiting: Sequence[Booking]
    coming: Sequence[Booking]
    absent: Sequence[Booking]
    owed: Decimal


def agency_bookings(agency: Agency) -> AgencyBookings:
    """An agency's bookings. Four queries."""
    rows = Booking.objects.filter(agency=agency).select_related(
        "person", "session__course", "session__partnership"
    )
    coming = rows.filter(session__starts_at__gt=now(), state__in=sorted(OPEN)).order_by(
        "session__starts_at", "made_at"
    )
    charged = Charge.objects.filter(agency=agency, line=None).aggregate(sum=Sum("amount"))["sum"]
    return AgencyBookings(
        waiting=list(coming.filter(needs_approval=True, state__in=["asked", "waiting"])),
        coming=list(coming[:MOST_SHOWN]),
        absent=list(rows.filter(state=State.ABSENT.value).order_by("-session__starts_at")[:MOST_SHOWN]),
        owed=charged or Decimal("0.00"),
    )


def agencies_booked_for(viewer: Viewer) -> list[Agency]:
    """The agencies for which somebody books, their own first. One query."""
    rows = Agency.objects.filter(partnership=viewer.partnership, ended_on=None)
    if not viewer.may(Permission.MANAGE_LEARNING):
        rows = rows.filter(pk=viewer.agency_id)
    return sorted(rows, key=lambda each: (each.pk != viewer.agency_id, str(each)))
